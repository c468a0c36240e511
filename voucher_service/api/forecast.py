"""How far will a campaign come by its last day?"""

from fastapi import APIRouter, Depends, Request, Response

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.parameters import (
    SLICED,
    AsOf,
    CampaignId,
    KnownAt,
    Only,
    Sliced,
)
from voucher_service.model.errors import NotFound
from voucher_service.model.forecast_reports import Forecast
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
from voucher_service.usecases.service import Service


def forecast_router(service: Service) -> APIRouter:
    """Give the endpoint that foretells a campaign's last day."""
    router = APIRouter(tags=["totals"])

    @router.get(
        "/v1/campaigns/{id}/forecast",
        summary="预测 · a campaign's forecast",
        description="按近期走势和日历规律推算至活动最后一日的台数、销售额、消费券，以及"
        "预算或名额用完的日子，附 50%、80%、95% 区间和留出数据回测的覆盖率。这是预测，"
        "不代表政策效果。数据不足或活动已结束时，refusal 说明原因。同一 as_of 与 "
        "known_at 每次返回的字节相同。\n\n"
        "Cars, sales and vouchers to the campaign's last day and the day on which "
        "budget or quota runs out, if the recent run and the calendar carry on, with "
        "50, 80 and 95 % intervals and their coverage on days held back. A forecast, "
        "never an effect. Where too little is known, or the campaign is over, refusal "
        "says so. The same as_of and known_at give the same bytes each time.",
        response_model=Forecast,
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only("as_of", "known_at", *SLICED))],
    )
    def forecast(
        request: Request,
        campaign_id: CampaignId,
        part: Sliced,
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Response:
        query = ForecastQuery(campaign_id, as_of, known_at, part)
        return json_answer(request, forecast_campaign(service, query))

    return router
