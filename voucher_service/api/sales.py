"""What did dealers report of a sale, and how did it change?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.parameters import Only
from voucher_service.model.errors import NotFound
from voucher_service.model.reports import SalePage, SaleVersion
from voucher_service.usecases.service import Service
from voucher_service.usecases.show_sales import (
    LONGEST_PAGE,
    SalesQuery,
    list_sales,
    sale_history,
    show_sale,
)

SaleId = Annotated[
    str,
    Path(
        alias="id",
        description="销售编号 · the sale's id",
        examples=["sal_3f1d0c9a7b52e6a1c4d8"],
    ),
]
Vin = Annotated[
    str | None, Query(description="车架号 · the VIN", examples=["LGXSYN104N0004639"])
]
InvoiceNumber = Annotated[
    str | None,
    Query(
        description="发票号码，可带发票代码 · invoice number, with its code or not",
        examples=["22432001000000000577"],
    ),
]
Dealer = Annotated[
    str | None, Query(description="经销商编号 · the dealer's id", examples=["ZJJ-001"])
]
Cursor = Annotated[
    str | None,
    Query(
        description="上一页给出的 next_cursor · next_cursor of the page before",
        max_length=64,
        examples=["sal_3f1d0c9a7b52e6a1c4d8"],
    ),
]
Limit = Annotated[
    int,
    Query(
        ge=1, le=LONGEST_PAGE, description="每页条数 · how many a page", examples=[50]
    ),
]


def sales_router(service: Service) -> APIRouter:
    """Give the endpoints that list sales, show one, and tell its history."""
    router = APIRouter(tags=["sales"])

    @router.get(
        "/v1/sales",
        summary="销售列表 · list sales",
        description="按车架号、发票号码或经销商查询，逐页给出。经销商只见本店销售。\n\n"
        "Finds sales by VIN, invoice number or dealer, page by page. A dealer sees "
        "only its own. Personal data is masked.",
        response_model=SalePage,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE)},
        dependencies=[
            Depends(Only("vin", "invoice_number", "dealer", "cursor", "limit"))
        ],
    )
    def sales(
        request: Request,
        vin: Vin = None,
        invoice_number: InvoiceNumber = None,
        dealer: Dealer = None,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Response:
        query = SalesQuery(vin, invoice_number, dealer, cursor, limit)
        return json_answer(request, list_sales(service, query, request.state.principal))

    @router.get(
        "/v1/sales/{id}",
        summary="销售详情 · one sale",
        description="最近一次上报的内容及其来源文件与行号。\n\n"
        "A sale as last reported, with the file and row it came from.",
        response_model=SaleVersion,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE, NotFound)},
        dependencies=[Depends(Only())],
    )
    def sale(request: Request, sale_id: SaleId) -> Response:
        found = show_sale(service, sale_id, request.state.principal)
        return json_answer(request, found)

    @router.get(
        "/v1/sales/{id}/history",
        summary="销售历次版本 · a sale's history",
        description="自首次上报起的全部版本，及每次更改的字段。\n\n"
        "Every version since the first report, and the fields each changed.",
        response_model=tuple[SaleVersion, ...],
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE, NotFound)},
        dependencies=[Depends(Only())],
    )
    def history(request: Request, sale_id: SaleId) -> Response:
        found = sale_history(service, sale_id, request.state.principal)
        return json_answer(request, found)

    return router
