"""Why are a campaign's totals others now than they were?"""

from fastapi import APIRouter, Depends, Request, Response

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.parameters import AsOf, CampaignId, Only, Since, Until
from voucher_service.model.bridge_reports import Bridge
from voucher_service.model.errors import NotFound
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.service import Service


def bridge_router(service: Service) -> APIRouter:
    """Give the endpoint that leads from one instant's totals to another's."""
    router = APIRouter(tags=["totals"])

    @router.get(
        "/v1/campaigns/{id}/bridge",
        summary="变化由来 · what changed the totals",
        description="从 from 时点所知的合计到 to 时点所知的合计，逐次入库、逐项原因列出"
        "变化：新报、迟报、更正、退车红冲、换开、冲突、递补与挤出、条款修订、抽签等。"
        "各行之和恰为两端合计之差；两端即 totals 在该 known_at 的结果。\n\n"
        "From the totals known at one instant to those known at another, commit by "
        "commit and cause by cause: new and late reports, corrections, returns, "
        "reissues, conflicts, moves on the waiting list, amended terms, draws. The "
        "lines add up to the difference exactly; both ends are what totals gives for "
        "that known_at.",
        response_model=Bridge,
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only("from", "to", "as_of"))],
    )
    def bridge(
        request: Request,
        campaign_id: CampaignId,
        since: Since = None,
        until: Until = None,
        as_of: AsOf = None,
    ) -> Response:
        query = BridgeQuery(campaign_id, since, until, as_of)
        return json_answer(request, report_bridge(service, query))

    return router
