"""The pages' paths: the list, signing in and out, scripts and styles."""

from dataclasses import replace
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from voucher_service.model.errors import NotSignedIn
from voucher_service.pages.assets import IMMUTABLE, find_asset
from voucher_service.pages.campaign_page import campaigns_page
from voucher_service.pages.errors import login_page
from voucher_service.pages.queries import PageQuery, read_query, start_page
from voucher_service.usecases.list_campaigns import list_campaigns
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.service import Service
from voucher_service.usecases.sign_in import (
    SESSION_COOKIE,
    close_session,
    open_session,
    principal_of_session,
)

NOT_KEPT = {"Cache-Control": "no-store"}
"""After signing out, the browser's back button shows no figures."""

SAME_ORIGIN = {"Referrer-Policy": "same-origin", **NOT_KEPT}
"""Lets a browser name our own origin when the sign-out form is sent."""


def asked(
    request: Request, query: Annotated[PageQuery, Depends(read_query)]
) -> PageQuery:
    """Give what a page's address asks for, and who asks."""
    return replace(query, role=request.state.principal.role)


Asked = Annotated[PageQuery, Depends(asked)]


def pages_router(service: Service) -> APIRouter:
    """Give the routes of every page, over one service."""
    router = APIRouter(include_in_schema=False)
    _add_reading(router, service)
    _add_sessions(router, service)
    router.add_api_route("/static/{name}", static_file, methods=["GET"])
    return router


def _add_reading(router: APIRouter, service: Service) -> None:
    @router.get("/")
    def campaigns(query: Asked) -> HTMLResponse:
        listed = tuple(
            (campaign, report_totals(service, TotalsQuery(campaign=campaign.id)))
            for campaign in list_campaigns(service)
        )
        return HTMLResponse(campaigns_page(listed, query), headers=SAME_ORIGIN)


def _add_sessions(router: APIRouter, service: Service) -> None:
    @router.get("/login")
    def login(request: Request, token: str = "") -> Response:
        if not token:
            return _not_signed_in(link_failed=False)
        try:
            session = open_session(service, token)
        except NotSignedIn:
            start = _start_of(service, request.cookies.get(SESSION_COOKIE, ""))
            if start is not None:
                return RedirectResponse(start, HTTPStatus.SEE_OTHER, headers=NOT_KEPT)
            return _not_signed_in(link_failed=True)
        start = _start_of(service, session) or "/"
        response = RedirectResponse(start, HTTPStatus.SEE_OTHER)
        response.headers.update(NOT_KEPT)
        response.set_cookie(
            SESSION_COOKIE,
            session,
            path="/",
            httponly=True,
            samesite="lax",
            secure=request.url.scheme == "https",
        )
        return response

    @router.post("/logout")
    def logout(request: Request) -> Response:
        close_session(service, request.cookies.get(SESSION_COOKIE, ""))
        response = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
        response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
        return response


def _start_of(service: Service, session: str) -> str | None:
    """Give the first page of who a session stands for; None where it is over."""
    try:
        return start_page(principal_of_session(service, session).role)
    except NotSignedIn:
        return None


def _not_signed_in(*, link_failed: bool) -> Response:
    return HTMLResponse(
        login_page(link_failed=link_failed),
        HTTPStatus.UNAUTHORIZED,
        headers=NOT_KEPT,
    )


def static_file(name: str) -> Response:
    """Serve a script or style under its hashed name; it is gzipped on its way."""
    found = find_asset(name)
    headers = {"Cache-Control": IMMUTABLE}
    return Response(found.body, headers=headers, media_type=found.media_type)
