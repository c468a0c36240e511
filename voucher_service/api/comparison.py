"""How does a campaign's window stand beside earlier years?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BeforeValidator

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.parameters import (
    SLICED,
    AsOf,
    CampaignId,
    KnownAt,
    Only,
    Sliced,
    one_of,
)
from voucher_service.model.comparison_reports import Comparison, View
from voucher_service.model.errors import NotFound
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.service import Service

_View = Annotated[
    View | None,
    BeforeValidator(one_of(View)),
    Query(
        description="只给一种对比口径，默认全部 · one view alone, all by default",
        examples=["festival"],
    ),
]


def comparison_router(service: Service) -> APIRouter:
    """Give the endpoint that holds a campaign beside earlier years."""
    router = APIRouter(tags=["totals"])

    @router.get(
        "/v1/campaigns/{id}/comparison",
        summary="同期对比 · beside earlier years",
        description="活动窗口首日至截至日，与较早年份的三种同期对比：公历同期、距春节天数相同、"
        "春节相近年份；按日、按工作日给出，附窗口内的节假日与政策事件。基期不完整时给出"
        "拒绝理由，不给增长率；每个增长率都带基期数值和起止日。这是对比，不是政策效果。\n\n"
        "The window from its first day to as_of beside earlier years in three views: "
        "the same calendar days, the same distance to Spring Festival, the nearest-"
        "festival year; per day and per working day, with the holidays and policies "
        "inside. Where the base window is not known whole a refusal says so and no "
        "growth is given; every growth carries its base and days. It is a comparison, "
        "not an effect.",
        response_model=Comparison,
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only("as_of", "known_at", "view", *SLICED))],
    )
    def comparison(
        request: Request,
        campaign_id: CampaignId,
        part: Sliced,
        as_of: AsOf = None,
        known_at: KnownAt = None,
        view: _View = None,
    ) -> Response:
        query = ComparisonQuery(campaign_id, as_of, known_at, view, part)
        return json_answer(request, compare_years(service, query))

    return router
