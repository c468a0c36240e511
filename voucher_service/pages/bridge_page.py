"""The page on which two instants are compared: what changed the totals, and why."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from voucher_service.model.bridge_reports import CAUSE_TEXT, Bridge
from voucher_service.model.days import instant_text
from voucher_service.model.reports import CampaignDetail, ChartSummary
from voucher_service.pages.amounts import instant_field
from voucher_service.pages.campaign_page import chart_card
from voucher_service.pages.queries import PageQuery, held, read_instant
from voucher_service.pages.rendering import render
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.usecases.data_version import data_version
from voucher_service.usecases.draw_chart import list_charts
from voucher_service.usecases.list_campaigns import show_campaign
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.service import Service

MOST_LINES = 300
_CHART = "restatement-bridge"

Ends = tuple[datetime | None, datetime | None]


def _ends(
    since: Annotated[str | None, Query(alias="from")] = None,
    until: Annotated[str | None, Query(alias="to")] = None,
) -> Ends:
    """Read both instants; BadParameter names the one that cannot be used."""
    return read_instant("from", since), read_instant("to", until)


def bridge_pages_router(service: Service) -> APIRouter:
    """Give the route of the page, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/campaigns/{id}/bridge")
    def bridge(
        request: Request, query: Asked, ends: Annotated[Ends, Depends(_ends)]
    ) -> HTMLResponse:
        campaign_id = request.path_params["id"]
        since, until = (held(each, data_version(service)) for each in ends)
        asked = BridgeQuery(campaign_id, since, until, query.as_of)
        found = report_bridge(service, asked)
        [chart] = [
            each for each in list_charts(service, campaign_id) if each.name == _CHART
        ]
        campaign = show_campaign(service, campaign_id, found.after.known_at)
        page = bridge_page(campaign, found, chart, query)
        return HTMLResponse(page, headers=SAME_ORIGIN)

    return router


def bridge_page(
    campaign: CampaignDetail, bridge: Bridge, chart: ChartSummary, query: PageQuery
) -> str:
    """Write both totals, the waterfall, the causes and the last lines.

    The chart is asked for at the very instants of the bridge.
    """
    first, last = bridge.before.known_at, bridge.after.known_at
    ends = {"from": instant_text(first), "to": instant_text(last)}
    path = f"/campaigns/{campaign.id}"
    shown = replace(query, as_of=bridge.as_of, known_at=last)
    return render(
        "bridge.html",
        query.language,
        campaign=campaign,
        bridge=bridge,
        lines=bridge.lines[-MOST_LINES:],
        most=MOST_LINES,
        names=CAUSE_TEXT,
        card=chart_card(campaign.id, chart, shown, ends["from"]),
        fields={"from": instant_field(first), "to": instant_field(last)},
        figures=shown.address(f"/v1{path}/bridge", lang=None, known_at=None, **ends),
        back=query.address(path),
        query=query,
        kept=ends,
        path=f"{path}/bridge",
        synthetic=bridge.synthetic,
    )
