"""Where does a campaign stand, what is wrong with it, and what is a number made of?"""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BeforeValidator

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.parameters import (
    SLICED,
    AsOf,
    CampaignId,
    KnownAt,
    Limit,
    Only,
    Sliced,
    read_day,
)
from voucher_service.model.desk_reports import Alerts, FigureDetail, Headline
from voucher_service.model.errors import NotFound
from voucher_service.usecases.define_figure import OpenFigure, define_figure
from voucher_service.usecases.report_alerts import report_alerts
from voucher_service.usecases.report_headline import DeskQuery, report_headline
from voucher_service.usecases.service import Service

_FigureName = Annotated[
    str,
    Path(
        alias="figure",
        description="指标名称，见主要数据 · the figure's name, as the headline has it",
        examples=["cars-sold"],
    ),
]
_Since = Annotated[
    date | None,
    BeforeValidator(read_day),
    Query(
        alias="from",
        description="起始日，仅用于 compared-cars、compared-sales，缺省为活动首日 · "
        "the first day of a compared window, by default the campaign's; no other "
        "figure takes it",
        examples=["2022-12-16"],
    ),
]
_Cursor = Annotated[
    str | None,
    Query(
        max_length=100,
        description="上一页给出的 next_cursor · the next_cursor of the page before",
        examples=["2023-01-10.sal_3f1d0c9a7b52e6a1c4d8"],
    ),
]


_FIGURE_TOLD = (
    "一个指标的口径、数值、可在数据库副本上运行的 SQL，以及逐笔明细"
    "（最近的在前，分页；仅商务局和系统管理员可见，其他人得到 null）。"
    "不含任何个人信息。\n\n"
    "A figure's definition, its value, the SQL that gives it on a copy of the "
    "database, and the rows behind it, the latest first, page by page; "
    "rows are for bureau and operators alone, to others they are null. Nobody is "
    "named."
)


def _desk(
    campaign_id: CampaignId,
    part: Sliced,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> DeskQuery:
    """Read whose desk is asked for, and of which sales alone."""
    return DeskQuery(campaign_id, as_of, known_at, part)


_Desk = Annotated[DeskQuery, Depends(_desk)]


def desk_router(service: Service) -> APIRouter:
    """Give the endpoints of a campaign's desk."""
    router = APIRouter(tags=["totals"])

    @router.get(
        "/v1/campaigns/{id}/headline",
        summary="主要数据 · the headline",
        description="主要指标及其较前一日、较上周同日的变化（同一 known_at），"
        "活动天数，预算和名额的使用进度（条款未公布的不给），以及可供筛选的取值。"
        "变化为 0 与没有数据是不同的 state。\n\n"
        "The figures that head a campaign's page, each with its change on the day "
        "before and on the week before at one known_at; the days of the window; what "
        "is taken of the budget and quotas the terms state, nothing where none is; and "
        "what can be filtered by. A change of 0 and no data are different states.",
        response_model=Headline,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE, NotFound)},
        dependencies=[Depends(Only("as_of", "known_at", *SLICED))],
    )
    def headline(request: Request, desk: _Desk) -> Response:
        return json_answer(request, report_headline(service, desk))

    @router.get(
        "/v1/campaigns/{id}/alerts",
        summary="提醒 · the alerts",
        description="需要处理的事项，最急的在前，每条带数字、规则、处理办法和明细所在页。"
        "未给 known_at 时，文件和消费券按今日判断。\n\n"
        "What wants attention, the worst first: each with its number, its rule, what "
        "to do and the page of its rows. Without known_at files and vouchers are "
        "judged as of today.",
        response_model=Alerts,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE, NotFound)},
        dependencies=[Depends(Only("as_of", "known_at", *SLICED))],
    )
    def alerts(request: Request, desk: _Desk) -> Response:
        return json_answer(request, report_alerts(service, desk))

    @router.get(
        "/v1/campaigns/{id}/figures/{figure}",
        summary="指标口径与明细 · a figure in full",
        description=_FIGURE_TOLD,
        response_model=FigureDetail,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE, NotFound)},
        dependencies=[
            Depends(Only("as_of", "known_at", "cursor", "limit", "from", *SLICED))
        ],
    )
    def figure(
        request: Request,
        desk: _Desk,
        name: _FigureName,
        cursor: _Cursor = None,
        limit: Limit = 50,
        since: _Since = None,
    ) -> Response:
        role = request.state.principal.role
        opened = OpenFigure(desk, name, cursor, limit, role, since)
        return json_answer(request, define_figure(service, opened))

    return router
