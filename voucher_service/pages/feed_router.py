"""The pages of files: sending them, the history of deliveries, one receipt."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from voucher_service.model.feed_reports import FeedProgress
from voucher_service.pages.feed_pages import (
    history_page,
    progress_page,
    receipt_page,
    sending_page,
)
from voucher_service.pages.feed_queries import read_history_query
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.usecases.choose_profile import profile_names
from voucher_service.usecases.feed_receipts import (
    DeliveryQuery,
    find_receipt,
    holds_synthetic,
    list_deliveries,
)
from voucher_service.usecases.service import Service

A_PAGE = 30

Wanted = Annotated[DeliveryQuery, Depends(read_history_query)]


def feed_pages_router(service: Service) -> APIRouter:
    """Give the routes of the pages of files, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/feeds")
    def sending(query: Asked) -> HTMLResponse:
        page = sending_page(
            query,
            profiles=profile_names(),
            most_bytes=service.max_feed_bytes,
            synthetic=holds_synthetic(service),
        )
        return HTMLResponse(page, headers=SAME_ORIGIN)

    @router.get("/feeds/history")
    def history(
        request: Request, query: Asked, wanted: Wanted, cursor: str | None = None
    ) -> HTMLResponse:
        asker = request.state.principal
        found = list_deliveries(
            service, wanted, asker, cursor=cursor or None, limit=A_PAGE
        )
        page = history_page(found, query, wanted, cursor or None)
        return HTMLResponse(page, headers=SAME_ORIGIN)

    @router.get("/feeds/{id}")
    def receipt(request: Request, query: Asked) -> HTMLResponse:
        named = request.path_params["id"]
        found = find_receipt(service, named, request.state.principal)
        if isinstance(found, FeedProgress):
            page = progress_page(found, query)
        else:
            page = receipt_page(found, query, named)
        return HTMLResponse(page, headers=SAME_ORIGIN)

    return router
