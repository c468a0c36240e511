"""The paths of a campaign's desk: the page, and each of its figures in full."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse

from voucher_service.model.comparison_reports import Comparison
from voucher_service.model.forecast_reports import Forecast
from voucher_service.pages.campaign_page import Desk, campaign_page
from voucher_service.pages.desk_part_page import PARTS, desk_part
from voucher_service.pages.figure_page import figure_page
from voucher_service.pages.queries import PageQuery, Part, held, read_day
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.data_version import data_version
from voucher_service.usecases.define_figure import OpenFigure, define_figure
from voucher_service.usecases.draw_chart import list_charts
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
from voucher_service.usecases.list_campaigns import show_campaign
from voucher_service.usecases.report_alerts import report_alerts
from voucher_service.usecases.report_headline import DeskQuery, report_headline
from voucher_service.usecases.service import Service
from voucher_service.usecases.write_bulletin import BulletinFormat


def _sliced(query: Asked, part: Part) -> PageQuery:
    """Read which sales alone a desk looks at, beside what every page asks."""
    return replace(query, part=part)


Sliced = Annotated[PageQuery, Depends(_sliced)]


def desk_pages_router(service: Service) -> APIRouter:
    """Give the routes of the desk's pages, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/campaigns/{id}")
    def campaign(request: Request, query: Sliced) -> HTMLResponse:
        query = _at_hand(service, query)
        asked = _asked(request, query)
        headline = report_headline(service, asked)
        desk = Desk(
            campaign=show_campaign(service, asked.campaign, headline.known_at),
            headline=headline,
            alerts=report_alerts(service, asked, sales_until=headline.as_of),
            charts=list_charts(service, asked.campaign, on_page=True),
            bulletin=tuple(BulletinFormat),
            parts=PARTS,
            refresh_seconds=service.refresh_seconds,
        )
        return HTMLResponse(campaign_page(desk, query), headers=SAME_ORIGIN)

    @router.get("/campaigns/{id}/figures/{figure}")
    def figure(
        request: Request, query: Sliced, cursor: str | None = None
    ) -> HTMLResponse:
        query = _at_hand(service, query)
        asked = _asked(request, query)
        name = request.path_params["figure"]
        since = read_day("from", request.query_params.get("from"))
        opened = OpenFigure(asked, name, cursor, role=query.role, since=since)
        detail = define_figure(service, opened)
        page = figure_page(
            show_campaign(service, asked.campaign, detail.known_at),
            detail,
            query,
            cursor,
        )
        return HTMLResponse(page, headers=SAME_ORIGIN)

    _add_parts(router, service)
    return router


def _add_parts(router: APIRouter, service: Service) -> None:
    """Add the sections that load by themselves; ``bare`` asks for no page around."""

    def answer(
        request: Request, query: PageQuery, report: Comparison | Forecast
    ) -> HTMLResponse:
        campaign = show_campaign(service, request.path_params["id"], report.known_at)
        bare = request.query_params.get("bare") == "1"
        page = desk_part(campaign, report, query, bare=bare)
        return HTMLResponse(page, headers=SAME_ORIGIN)

    @router.get("/campaigns/{id}/comparison")
    def comparison(request: Request, query: Sliced) -> HTMLResponse:
        query = _at_hand(service, query)
        asked = _asked(request, query)
        compared = ComparisonQuery(
            asked.campaign, asked.as_of, asked.known_at, part=asked.part
        )
        return answer(request, query, compare_years(service, compared))

    @router.get("/campaigns/{id}/forecast")
    def forecast(request: Request, query: Sliced) -> HTMLResponse:
        query = _at_hand(service, query)
        asked = _asked(request, query)
        wanted = ForecastQuery(asked.campaign, asked.as_of, asked.known_at, asked.part)
        return answer(request, query, forecast_campaign(service, wanted))


def _at_hand(service: Service, query: PageQuery) -> PageQuery:
    return replace(query, known_at=held(query.known_at, data_version(service)))


def _asked(request: Request, query: PageQuery) -> DeskQuery:
    return DeskQuery(request.path_params["id"], query.as_of, query.known_at, query.part)
