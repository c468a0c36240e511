"""The composition root: routers, guard, envelope and error handlers make one app."""

from typing import Any, TextIO

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from voucher_service.api.batches import batches_router
from voucher_service.api.bodies import BodyLimit
from voucher_service.api.bridge import bridge_router
from voucher_service.api.bulletin import bulletin_router
from voucher_service.api.campaigns import campaigns_router
from voucher_service.api.charts import charts_router
from voucher_service.api.comparison import comparison_router
from voucher_service.api.dealers import dealers_router
from voucher_service.api.decisions import decisions_router
from voucher_service.api.description import describe
from voucher_service.api.desk import desk_router
from voucher_service.api.direct import Direct
from voucher_service.api.envelope import Envelope
from voucher_service.api.feeds import feeds_router
from voucher_service.api.forecast import forecast_router
from voucher_service.api.guard import Guard
from voucher_service.api.health import health_router
from voucher_service.api.logs import json_log
from voucher_service.api.metrics import CountedLog, OpenMetrics, metrics_router
from voucher_service.api.problems import http_refusal
from voucher_service.api.published import published_router
from voucher_service.api.ready import Ready
from voucher_service.api.redemptions import redeeming, redemptions_router
from voucher_service.api.refusals import Refusals
from voucher_service.api.rejects import rejects_router
from voucher_service.api.sales import sales_router
from voucher_service.api.sandbox_mark import SandboxMark
from voucher_service.api.signing import Signing
from voucher_service.api.sql import sql_router
from voucher_service.api.statements import statements_router
from voucher_service.api.totals import totals_router
from voucher_service.api.validation import unusable_parameters
from voucher_service.api.vouchers import vouchers_router
from voucher_service.api.what_if import what_if_router
from voucher_service.model.errors import VoucherServiceError
from voucher_service.pages.bridge_page import bridge_pages_router
from voucher_service.pages.decision_router import decision_pages_router
from voucher_service.pages.desk_router import desk_pages_router
from voucher_service.pages.dictionary_page import dictionary_pages_router
from voucher_service.pages.errors import error_page
from voucher_service.pages.feed_router import feed_pages_router
from voucher_service.pages.router import pages_router
from voucher_service.pages.sql_page import sql_pages_router
from voucher_service.pages.voucher_router import voucher_pages_router
from voucher_service.pages.what_if_page import what_if_pages_router
from voucher_service.usecases.service import Service

_PAGES = (
    pages_router,
    desk_pages_router,
    feed_pages_router,
    decision_pages_router,
    bridge_pages_router,
    dictionary_pages_router,
    what_if_pages_router,
    voucher_pages_router,
    sql_pages_router,
)


def create_app(service: Service, log_to: TextIO | None = None) -> FastAPI:
    """Make the web application of an open service.

    The request log goes to ``log_to``, standard error by default. Nothing leaves
    the machine: no telemetry, no documentation page that loads from elsewhere.
    """
    app = FastAPI(
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    refusals = Refusals(error_page)
    for router in (
        redemptions_router(service),  # first: routes are tried in turn
        batches_router(service),
        statements_router(service),
        health_router(service),
        metrics_router(service),
        campaigns_router(service),
        totals_router(service),
        desk_router(service),
        bridge_router(service),
        comparison_router(service),
        forecast_router(service),
        what_if_router(service),
        charts_router(service),
        bulletin_router(service),
        decisions_router(service),
        dealers_router(service),
        sales_router(service),
        feeds_router(service),
        rejects_router(service),
        vouchers_router(service),
        sql_router(service),
        published_router(service),
    ):
        app.include_router(router)
    for pages in _PAGES:
        app.include_router(pages(service), include_in_schema=False)
    hot = {("POST", "/v1/redemptions"): redeeming(service)}
    app.add_middleware(Ready, service=service)
    app.add_middleware(Direct, endpoints=hot, refusals=refusals)
    app.add_middleware(Signing, service=service, refusals=refusals)
    app.add_middleware(BodyLimit, refusals=refusals)
    app.add_middleware(Guard, service=service, refusals=refusals)
    if service.metrics_public:
        app.add_middleware(OpenMetrics, meters=service.meters)
    log = CountedLog(json_log(log_to, service.meters.lines_lost), service.meters)
    app.add_middleware(Envelope, refusals=refusals, log=log)
    if service.sandbox is not None:
        app.add_middleware(SandboxMark)
    _answer_errors(app, refusals)
    _describe_once(app)
    return app


def _answer_errors(app: FastAPI, refusals: Refusals) -> None:
    """Turn every foreseen error into the problem document of the error table."""

    @app.exception_handler(VoucherServiceError)
    def _foreseen(request: Request, error: VoucherServiceError) -> Response:
        return refusals.of_error(request.scope, error)

    @app.exception_handler(RequestValidationError)
    def _parameters(request: Request, error: RequestValidationError) -> Response:
        told = unusable_parameters(error.errors(), request)
        return refusals.of_error(request.scope, told)

    @app.exception_handler(HTTPException)
    def _http(request: Request, error: HTTPException) -> Response:
        return refusals.of_error(request.scope, http_refusal(error))


def _describe_once(app: FastAPI) -> None:
    """Let the app answer /openapi.json with our description of it."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]
