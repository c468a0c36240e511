"""Which campaigns are there, and what are their terms?"""

from fastapi import APIRouter, Depends, Request, Response

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.parameters import CampaignId, Only
from voucher_service.model.errors import NotFound
from voucher_service.model.reports import CampaignDetail, CampaignSummary
from voucher_service.usecases.list_campaigns import list_campaigns, show_campaign
from voucher_service.usecases.service import Service


def campaigns_router(service: Service) -> APIRouter:
    """Give the endpoints that list campaigns and show one."""
    router = APIRouter(tags=["campaigns"])

    @router.get(
        "/v1/campaigns",
        summary="活动列表 · list the campaigns",
        description="列出全部已开启的活动。\n\nLists every open campaign.",
        response_model=tuple[CampaignSummary, ...],
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE),
        },
        dependencies=[Depends(Only())],
    )
    def campaigns(request: Request) -> Response:
        return json_answer(request, list_campaigns(service))

    @router.get(
        "/v1/campaigns/{id}",
        summary="活动详情 · show a campaign",
        description="给出活动条款、来源，以及公告未写明、由系统假定的事项。\n\n"
        "Shows a campaign's terms, their sources, and what no notice states and had "
        "to be assumed.",
        response_model=CampaignDetail,
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only())],
    )
    def campaign(request: Request, campaign_id: CampaignId) -> Response:
        return json_answer(request, show_campaign(service, campaign_id))

    return router
