"""What did dealers report of a sale, and how did it change?"""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.parameters import Limit, Only
from voucher_service.api.problems import BodyTooLarge
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.kinds import SaleStatus, Verdict
from voucher_service.model.reports import SalePage, SaleVersion
from voucher_service.usecases.resolve_sale import (
    LONGEST_REASON,
    Resolution,
    resolve_sale,
)
from voucher_service.usecases.service import Service
from voucher_service.usecases.show_sales import (
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
Status = Annotated[
    SaleStatus | None,
    Query(
        description="状态：valid 有效、conflicted 待认定、cancelled 已退车或红冲、"
        "set_aside 经认定不成立 · where the sale stands",
        examples=["conflicted"],
    ),
]
Cursor = Annotated[
    str | None,
    Query(
        description="上一页给出的 next_cursor · next_cursor of the page before",
        max_length=64,
        examples=["sal_3f1d0c9a7b52e6a1c4d8"],
    ),
]


def _wanted(
    vin: Vin = None,
    invoice_number: InvoiceNumber = None,
    dealer: Dealer = None,
    status: Status = None,
) -> SalesQuery:
    """Read which sales are asked for."""
    return SalesQuery(vin, invoice_number, dealer, status)


Wanted = Annotated[SalesQuery, Depends(_wanted)]


def sales_router(service: Service) -> APIRouter:
    """Give the endpoints that list sales, show one, and tell its history."""
    router = APIRouter(tags=["sales"])

    @router.get(
        "/v1/sales",
        summary="销售列表 · list sales",
        description="按车架号、发票号码、经销商或状态查询，逐页给出。"
        "经销商只见本店销售。\n\n"
        "Finds sales by VIN, invoice number, dealer or status, page by page. A dealer "
        "sees only its own. Personal data is masked.",
        response_model=SalePage,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE)},
        dependencies=[
            Depends(
                Only("vin", "invoice_number", "dealer", "status", "cursor", "limit")
            )
        ],
    )
    def sales(
        request: Request, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50
    ) -> Response:
        query = replace(wanted, cursor=cursor, limit=limit)
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

    _add_resolution(router, service)
    return router


class Finding(BaseModel):
    """What a person found of a sale that another dealer's contradicts."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict = Field(
        description="uphold 认定成立（其他经销商的同车销售即不成立）；"
        "set_aside 认定不成立 · uphold sets the other dealers' sales of the car aside",
        examples=["uphold"],
    )
    why: str = Field(
        min_length=1,
        max_length=LONGEST_REASON,
        description="认定依据 · on what grounds",
        examples=["已核对发票原件与登记证书"],
    )


def _add_resolution(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/sales/{id}/resolutions",
        summary="认定冲突销售 · resolve a conflict",
        description="两家经销商上报同一车架号时，由人工认定；认定人、时间和依据留存，"
        "该车的全部销售随即重新判定。\n\n"
        "A person resolves which dealer sold a car that two report. Who, when and why "
        "are kept; all sales of the car are decided anew.",
        response_model=SaleVersion,
        status_code=201,
        responses={
            201: ANSWERED,
            **refused(*EVERYWHERE, NotFound, RefusedByRule, BodyTooLarge),
        },
        dependencies=[Depends(Only())],
    )
    def resolution(request: Request, sale_id: SaleId, finding: Finding) -> Response:
        asked = Resolution(
            sale_id, finding.verdict, request.state.principal.name, finding.why
        )
        found = resolve_sale(service, asked)
        return Response(
            found.model_dump_json(), status_code=201, media_type="application/json"
        )
