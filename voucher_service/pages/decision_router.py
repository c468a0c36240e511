"""The paths on which a decision is looked up and explained."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voucher_service.model.errors import NotFound
from voucher_service.model.explanations import Explanation
from voucher_service.pages.decision_page import (
    decision_page,
    decision_path,
    finding_page,
)
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.usecases.explain_sale import explain_sale
from voucher_service.usecases.feed_receipts import holds_synthetic
from voucher_service.usecases.list_campaigns import show_campaign
from voucher_service.usecases.service import Service


def decision_pages_router(service: Service) -> APIRouter:
    """Give the routes of the pages of decisions, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/campaigns/{id}/decisions")
    def finding(request: Request, query: Asked, sale: str | None = None) -> Response:
        needle = (sale or "").strip()
        campaign_id = request.path_params["id"]
        if not needle:
            return _finding(service, campaign_id, query, None, ())
        found = _found(service, request, query, needle)
        if len(found) == 1:
            path = decision_path(campaign_id, found[0].sale_id)
            return RedirectResponse(query.address(path), HTTPStatus.SEE_OTHER)
        return _finding(service, campaign_id, query, needle, found)

    @router.get("/campaigns/{id}/decisions/{sale}")
    def decision(request: Request, query: Asked) -> Response:
        needle = request.path_params["sale"]
        campaign_id = request.path_params["id"]
        found = _found(service, request, query, needle)
        if len(found) != 1:
            return _finding(service, campaign_id, query, needle, found)
        campaign = show_campaign(service, campaign_id, found[0].known_at)
        page = decision_page(campaign, found[0], query)
        return HTMLResponse(page, headers=SAME_ORIGIN)

    return router


def _found(
    service: Service, request: Request, query: PageQuery, needle: str
) -> tuple[Explanation, ...]:
    """Give the decisions that a number names; none is no error of the page's."""
    campaign_id = request.path_params["id"]
    show_campaign(service, campaign_id, query.known_at)  # an unknown one is an error
    asker = request.state.principal
    try:
        return explain_sale(service, campaign_id, needle, query.known_at, asker)
    except NotFound:
        return ()


def _finding(
    service: Service,
    campaign_id: str,
    query: PageQuery,
    needle: str | None,
    found: tuple[Explanation, ...],
) -> HTMLResponse:
    campaign = show_campaign(service, campaign_id, query.known_at)
    synthetic = holds_synthetic(service)
    page = finding_page(campaign, query, needle, found, synthetic=synthetic)
    nothing = needle is not None and not found
    status = HTTPStatus.NOT_FOUND if nothing else HTTPStatus.OK
    return HTMLResponse(page, status, headers=SAME_ORIGIN)
