"""What does a campaign add up to, as of a day, as known at an instant?"""

from fastapi import APIRouter, Depends, Request, Response

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.parameters import (
    SLICED,
    AsOf,
    By,
    CampaignId,
    KnownAt,
    Only,
    Sliced,
)
from voucher_service.model.errors import NotFound
from voucher_service.model.reports import Totals
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.service import Service


def totals_router(service: Service) -> APIRouter:
    """Give the endpoint of a campaign's totals."""
    router = APIRouter(tags=["totals"])

    @router.get(
        "/v1/campaigns/{id}/totals",
        summary="活动合计 · a campaign's totals",
        description="截至某日、按某一时刻已掌握的数据统计；金额单位为分。"
        "同一 as_of 与 known_at 每次返回的字节相同。gross_ratio 为毛拉动比，"
        "不代表政策效果。\n\n"
        "Totals as of a business day, as known at an instant; money is in fen. The "
        "same as_of and known_at give the same bytes each time. gross_ratio is gross "
        "and measures no effect.",
        response_model=Totals,
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only("as_of", "known_at", "by", *SLICED))],
    )
    def totals(
        request: Request,
        campaign_id: CampaignId,
        part: Sliced,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        by: By = None,
    ) -> Response:
        query = TotalsQuery(campaign_id, as_of, known_at, by, part)
        return json_answer(request, report_totals(service, query))

    return router
