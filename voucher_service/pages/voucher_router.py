"""The paths on which vouchers are looked up and a voucher's life is read."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voucher_service.model.errors import NotFound
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.pages.voucher_page import (
    VOUCHERS,
    Overview,
    Surroundings,
    voucher_page,
    voucher_path,
    vouchers_page,
)
from voucher_service.pages.voucher_queries import Wanted, read_wanted
from voucher_service.usecases.feed_receipts import holds_synthetic
from voucher_service.usecases.find_vouchers import find_vouchers, redeemed_by
from voucher_service.usecases.list_campaigns import list_campaigns
from voucher_service.usecases.report_budget import whole_budget
from voucher_service.usecases.report_redemption_day import redemptions_today
from voucher_service.usecases.service import Service, bank_names
from voucher_service.usecases.show_vouchers import show_voucher

Sought = Annotated[Wanted, Depends(read_wanted)]


def voucher_pages_router(service: Service) -> APIRouter:
    """Give the routes of the pages of vouchers, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get(VOUCHERS)
    def vouchers(query: Asked, wanted: Sought) -> Response:
        return _list(service, query, wanted)

    @router.get(VOUCHERS + "/{code}")
    def voucher(request: Request, query: Asked) -> Response:
        named = request.path_params["code"]
        try:
            found = show_voucher(service, named)
        except NotFound:
            return _list(service, query, read_wanted(q=named))
        page = voucher_page(
            found,
            redeemed_by(service, found.code),
            whole_budget(service, found.campaign),
            _surroundings(service),
            query,
        )
        return HTMLResponse(page, headers=SAME_ORIGIN)

    return router


def _list(service: Service, query: PageQuery, wanted: Wanted) -> Response:
    found = find_vouchers(service, wanted.named, wanted.query)
    if wanted.named and len(found.items) == 1:
        path = query.address(voucher_path(found.items[0].code))
        return RedirectResponse(path, HTTPStatus.SEE_OTHER)
    around = _surroundings(service)
    overview = _overview(service, wanted, around) if wanted.looks_around else None
    page = vouchers_page(found, wanted, overview, around, query)
    nothing = wanted.named is not None and not found.items
    status = HTTPStatus.NOT_FOUND if nothing else HTTPStatus.OK
    return HTMLResponse(page, status, headers=SAME_ORIGIN)


def _overview(service: Service, wanted: Wanted, around: Surroundings) -> Overview:
    chosen = wanted.query.campaign
    shown = [each for each in around.campaigns if chosen in (None, each)]
    budgets = {each: whole_budget(service, each) for each in shown}
    return Overview(redemptions_today(service), budgets)


def _surroundings(service: Service) -> Surroundings:
    return Surroundings(
        campaigns={each.id: each.name for each in list_campaigns(service)},
        banks=bank_names(service),
        synthetic=holds_synthetic(service),
    )
