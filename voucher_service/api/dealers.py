"""How well do dealers report?"""

from fastapi import APIRouter, Depends, Request, Response

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.feeds import FirstDay, LastDay
from voucher_service.api.parameters import KnownAt, Only
from voucher_service.model.feed_quality import FeedQuality
from voucher_service.usecases.report_quality import QualityQuery, report_quality
from voucher_service.usecases.service import Service


def dealers_router(service: Service) -> APIRouter:
    """Give the endpoint that tells how well dealers report."""
    router = APIRouter(tags=["dealers"])

    @router.get(
        "/v1/dealers/quality",
        summary="数据质量 · how well dealers report",
        description="各经销商上报的行数、接收率、常见退回原因、迟报天数、更正、退车和"
        "待认定冲突，接收率低的在前。经销商只见本店一行。\n\n"
        "Per dealer: rows, acceptance rate, commonest reasons, lateness, corrections, "
        "cancellations and conflicts; the lowest rate first. A dealer sees only its "
        "own row.",
        response_model=FeedQuality,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE)},
        dependencies=[Depends(Only("from", "to", "known_at"))],
    )
    def quality(
        request: Request,
        first_day: FirstDay = None,
        last_day: LastDay = None,
        known_at: KnownAt = None,
    ) -> Response:
        query = QualityQuery(first_day, last_day, known_at)
        found = report_quality(service, query, request.state.principal)
        return json_answer(request, found)

    return router
