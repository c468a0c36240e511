"""Which charts does a campaign have, and how does one look in each format?"""

from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response

from voucher_service.api.answers import document_answer, json_answer
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.framing import framed_policy
from voucher_service.api.negotiation import preferred
from voucher_service.api.parameters import (
    BAD_CHOICE,
    SLICED,
    AsOf,
    CampaignId,
    ChartName,
    Format,
    KnownAt,
    Lang,
    Looks,
    Only,
    Since,
    Sliced,
)
from voucher_service.api.problems import NotAcceptable
from voucher_service.model.errors import NotFound, ToolMissing
from voucher_service.model.modes import Mode
from voucher_service.model.reports import ChartSummary, ProblemError
from voucher_service.model.text import Language, Text
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart, list_charts
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.service import Service

MEDIA_TYPES = {
    ChartFormat.JSON: "application/json",
    ChartFormat.HTML: "text/html",
    ChartFormat.PNG: "image/png",
    ChartFormat.SVG: "image/svg+xml",
    ChartFormat.CSV: "text/csv",
}
FORMATS = {media_type: format_ for format_, media_type in MEDIA_TYPES.items()}
NONE_ACCEPTED = Text(
    zh="Accept 所列格式均无法提供",
    en="None of the formats that Accept names can be served",
)


def _wanted_format(request: Request, format_: Format = None) -> ChartFormat:
    """Read the format asked for: the parameter wins over Accept."""
    return format_ or accepted_format(", ".join(_accept(request)))


class _Times(NamedTuple):
    as_of: date | None
    known_at: datetime | None
    since: datetime | None


def _times(as_of: AsOf = None, known_at: KnownAt = None, since: Since = None) -> _Times:
    """Read day and instant of the figures, and where a chart of two begins."""
    return _Times(as_of, known_at, since)


class _Manner(NamedTuple):
    language: Language
    mode: Mode
    format: ChartFormat
    standalone: bool


Standalone = Annotated[
    bool,
    Query(
        description="仅用于 html：true（默认）为可单独保存的页面，false 为嵌入页面，"
        "引用本服务的共用脚本 · for html alone: true, the default, is a page to keep, "
        "false one to embed, which loads the script that all pages share",
        examples=[True],
    ),
]


def _manner(
    format_: Annotated[ChartFormat, Depends(_wanted_format)],
    lang: Lang = Language.ZH,
    mode: Looks = Mode.LIGHT,
    standalone: Standalone = True,
) -> _Manner:
    """Read how a chart is to be shown."""
    return _Manner(lang, mode, format_, standalone)


def _wanted(
    campaign_id: CampaignId,
    name: ChartName,
    times: Annotated[_Times, Depends(_times)],
    manner: Annotated[_Manner, Depends(_manner)],
    part: Sliced,
) -> ChartQuery:
    """Read which chart is asked for."""
    return ChartQuery(
        campaign=campaign_id,
        chart=name,
        **times._asdict(),
        **manner._asdict(),
        part=part,
    )


_PARAMETERS = (
    *("as_of", "known_at", "from", "lang", "mode", "format", "standalone"),
    *SLICED,
)
Wanted = Annotated[ChartQuery, Depends(_wanted)]


def charts_router(service: Service) -> APIRouter:
    """Give the endpoints that list a campaign's charts and serve one."""
    router = APIRouter(tags=["charts"])

    @router.get(
        "/v1/campaigns/{id}/charts",
        summary="图表列表 · list a campaign's charts",
        description="列出图表名称、说明及其 CSV 的各列。\n\n"
        "Lists the charts, what they show and the columns of their CSV.",
        response_model=tuple[ChartSummary, ...],
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only())],
    )
    def charts(request: Request, campaign_id: CampaignId) -> Response:
        return json_answer(request, list_charts(service, campaign_id))

    @router.get(
        "/v1/campaigns/{id}/charts/{name}",
        summary="图表 · one chart",
        description="以 Plotly JSON、HTML、PNG、SVG 或 CSV 提供图表。from 仅用于"
        "比较两个时点的图表 restatement-bridge，known_at 为其后一时点。\n\n"
        "Serves a chart as Plotly JSON, HTML, PNG, SVG or CSV. Only the chart "
        "restatement-bridge, which compares two instants, takes from; its later one "
        "is known_at.",
        response_class=Response,
        response_model=None,
        responses={
            200: _served(),
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound, NotAcceptable, ToolMissing),
        },
        dependencies=[Depends(Only(*_PARAMETERS))],
    )
    def chart(request: Request, query: Wanted) -> Response:
        document = draw_chart(service, query)
        request.state.passing = not document.lasting
        headers = {"Vary": "Accept"}
        if query.format is ChartFormat.HTML:
            headers["Content-Security-Policy"] = framed_policy(
                document.body, service.frame_origins
            )
        return document_answer(request, document, headers)

    return router


def _accept(request: Request) -> list[str]:
    return request.headers.getlist("accept")


def accepted_format(accept: str | None) -> ChartFormat:
    """Choose the format a reader likes best; JSON where it does not mind.

    Raises NotAcceptable, naming the formats there are.
    """
    liked = preferred(accept, tuple(FORMATS))
    if liked is not None:
        return FORMATS[liked]
    choices = tuple(format_.value for format_ in MEDIA_TYPES)
    said = BAD_CHOICE.filled(choices=", ".join(choices))
    fault = ProblemError(field="format", message=said, choices=choices)
    raise NotAcceptable(NONE_ACCEPTED, faults=(fault,))


def _served() -> dict[str, Any]:
    """Describe a served chart, media type by media type."""
    text: dict[str, Any] = {"schema": {"type": "string"}}
    figure = {"data": [], "layout": {"title": {"text": "累计销量与销售额"}}}
    table = "day,cars_sold,sales_fen\n2022-12-16,3,45000000\n"
    content = {
        "application/json": {"schema": {"type": "object"}, "example": figure},
        "text/html": text,
        "image/png": {"schema": {"type": "string", "format": "binary"}},
        "image/svg+xml": text,
        "text/csv": {**text, "example": table},
    }
    return {**ANSWERED, "content": content}
