"""What did a campaign decide, of one sale and of all of them?"""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BeforeValidator
from starlette.background import BackgroundTask

from voucher_service.api.answers import CACHING, disposition, is_known, json_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.negotiation import preferred
from voucher_service.api.parameters import (
    BAD_CHOICE,
    CampaignId,
    KnownAt,
    Limit,
    Only,
    one_of,
    read_day,
)
from voucher_service.api.problems import NotAcceptable, UnusableParameters
from voucher_service.model.decision_exports import (
    TABLE_MEDIA_TYPES,
    DecisionPage,
    TableFormat,
)
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.explanations import Explanation
from voucher_service.model.kinds import Outcome
from voucher_service.model.reports import ProblemError
from voucher_service.model.text import Text
from voucher_service.usecases.explain_sale import AmbiguousSale, explain_one_sale
from voucher_service.usecases.export_decisions import (
    DecisionsQuery,
    ExportedTable,
    export_decisions,
    list_decisions,
)
from voucher_service.usecases.report_totals import settled
from voucher_service.usecases.service import Service


class DecisionFormat(StrEnum):
    """A page as JSON, or all decisions as a table."""

    JSON = "json"
    CSV = "csv"
    XLSX = "xlsx"
    PARQUET = "parquet"


_MEDIA_TYPES = {
    DecisionFormat.JSON: "application/json",
    **{
        DecisionFormat(table.value): media_type.partition(";")[0]
        for table, media_type in TABLE_MEDIA_TYPES.items()
    },
}
_OFFERED = {media_type: format_ for format_, media_type in _MEDIA_TYPES.items()}

ONLY_PAGES = Text(
    zh="{names} 只用于 json 的分页；csv、xlsx、parquet 一次给出全部判定",
    en="{names}: for pages of json alone; csv, xlsx and parquet hold every decision",
)

SaleNamed = Annotated[
    str,
    Path(
        alias="sale",
        description="销售编号、车架号或发票号码 · a sale's id, VIN or invoice number",
        examples=["sal_3f1d0c9a7b52e6a1c4d8"],
    ),
]
Cursor = Annotated[
    str | None,
    Query(
        description="上一页给出的 next_cursor（仅 json） · next_cursor of the page "
        "before (json alone)",
        max_length=64,
        examples=["sal_3f1d0c9a7b52e6a1c4d8"],
    ),
]
LastDay = Annotated[
    date | None,
    BeforeValidator(read_day),
    Query(
        description="只给开票日期在此日及以前的销售，默认全部 · sales made by that day "
        "alone; by default all",
        examples=["2023-01-10"],
    ),
]
Decided = Annotated[
    Outcome | None,
    BeforeValidator(one_of(Outcome)),
    Query(
        alias="outcome",
        description="只给这一判定：eligible 符合、waitlisted 候补、"
        "needs_review 待认定、ineligible 不符合 · decisions of this outcome alone",
        examples=["waitlisted"],
    ),
]
Format = Annotated[
    DecisionFormat | None,
    BeforeValidator(one_of(DecisionFormat)),
    Query(
        alias="format",
        description="json 逐页给出，csv、xlsx、parquet 一次给出全部；优先于 Accept · "
        "json gives a page, the others all decisions; it wins over Accept",
        examples=["csv"],
    ),
]


def _wanted_format(request: Request, format_: Format = None) -> DecisionFormat:
    """Read the format asked for: the parameter wins over Accept."""
    if format_ is not None:
        return format_
    accept = ", ".join(request.headers.getlist("accept"))
    liked = preferred(accept, tuple(_OFFERED))
    if liked is not None:
        return _OFFERED[liked]
    choices = tuple(each.value for each in DecisionFormat)
    said = BAD_CHOICE.filled(choices=", ".join(choices))
    raise NotAcceptable(
        Text(
            zh="Accept 所列格式均无法提供",
            en="None of the formats that Accept names can be served",
        ),
        faults=(ProblemError(field="format", message=said, choices=choices),),
    )


def _wanted(
    campaign_id: CampaignId,
    as_of: LastDay = None,
    known_at: KnownAt = None,
    outcome: Decided = None,
) -> DecisionsQuery:
    """Read which decisions are asked for."""
    return DecisionsQuery(campaign_id, as_of, known_at, outcome)


Wanted = Annotated[DecisionsQuery, Depends(_wanted)]
WantedFormat = Annotated[DecisionFormat, Depends(_wanted_format)]


def decisions_router(service: Service) -> APIRouter:
    """Give the endpoints that list or export decisions, and explain one."""
    router = APIRouter(tags=["decisions"])
    _add_table(router, service)
    _add_explanation(router, service)
    return router


def _add_table(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/campaigns/{id}/decisions",
        summary="全部判定 · every decision",
        description="每笔销售的判定、理由、金额、候补位次和来源行。json 逐页给出，csv、"
        "xlsx、parquet 一次给出全部；同一 as_of 与 known_at 每次返回的字节相同。"
        "经销商只见本店销售。\n\n"
        "Each sale's decision with its reasons, amount, place in line and source row. "
        "json comes page by page, csv, xlsx and parquet hold all of them; the same "
        "as_of and known_at give the same bytes. A dealer sees only its own sales.",
        response_model=DecisionPage,
        responses={
            200: _served(),
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound, NotAcceptable, RefusedByRule),
        },
        dependencies=[
            Depends(Only("as_of", "known_at", "outcome", "format", "cursor", "limit"))
        ],
    )
    def decisions(
        request: Request,
        query: Wanted,
        format_: WantedFormat,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Response:
        asker = request.state.principal
        _settle(service, query.known_at)
        if format_ is not DecisionFormat.JSON:
            _refuse_pages(request)
            table = TableFormat(format_.value)
            exported = export_decisions(service, query, table, asker)
            return _streamed(request, exported)
        page = list_decisions(service, query, cursor, limit, asker)
        return json_answer(request, page)


def _add_explanation(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/campaigns/{id}/decisions/{sale}",
        summary="判定说明 · one decision explained",
        description="逐项说明一笔销售为何符合或不符合：要求、实际值及其所在文件、行、列，"
        "以及怎样才会不同；另给金额的算法、条款版本和出处、历次判定。经销商只见本店销售。"
        "一个车架号或发票号码对应多笔销售时，返回 ambiguous_sale 及各销售编号。\n\n"
        "Why a sale is decided as it is, condition by condition: what is asked, what "
        "was found, in which file, row and cell, and what would have to be different; "
        "how the amount comes about, the terms and where they were published, and "
        "every earlier decision. A dealer sees only its own sales. Where a VIN or "
        "invoice number names several sales the answer is ambiguous_sale with their "
        "ids.",
        response_model=Explanation,
        responses={
            200: ANSWERED,
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound, AmbiguousSale),
        },
        dependencies=[Depends(Only("known_at"))],
    )
    def decision(
        request: Request,
        campaign_id: CampaignId,
        sale: SaleNamed,
        known_at: KnownAt = None,
    ) -> Response:
        asker = request.state.principal
        _settle(service, known_at)
        found = explain_one_sale(service, campaign_id, sale, known_at, asker)
        return json_answer(request, found)


def _settle(service: Service, known_at: datetime | None) -> None:
    """Refuse an instant to come, and let nothing more be recorded until one."""
    if known_at is not None:
        settled(service, known_at)


def _refuse_pages(request: Request) -> None:
    """Refuse what chooses a page where all decisions are given at once."""
    asked = [name for name in ("cursor", "limit") if name in request.query_params]
    if not asked:
        return
    said = ONLY_PAGES.filled(names=", ".join(asked))
    raise UnusableParameters(
        said,
        remedy=Text(
            zh="去掉它们，或改用 format=json", en="leave them out, or ask format=json"
        ),
        faults=tuple(ProblemError(field=name, message=said) for name in asked),
    )


def _streamed(request: Request, table: ExportedTable) -> Response:
    """Send a table piece by piece; it was written whole before, so it has an ETag."""
    headers = {**CACHING, "ETag": f'"{table.sha256}"', "Vary": "Accept"}
    if is_known(request, table.sha256):
        table.content.close()
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = disposition(table.filename)
    headers["Content-Length"] = str(table.size)
    return StreamingResponse(
        table.pieces(),
        headers=headers,
        media_type=TABLE_MEDIA_TYPES[table.format],
        background=BackgroundTask(table.content.close),  # though nobody reads it
    )


def _served() -> dict[str, Any]:
    """Describe the tables beside the page, media type by media type."""
    binary = {"schema": {"type": "string", "format": "binary"}}
    row = "campaign,sale_id,outcome\r\nzhangjiajie-2022-new-year,sal_3f1d,eligible\r\n"
    return {
        **ANSWERED,
        "content": {
            _MEDIA_TYPES[DecisionFormat.CSV]: {
                "schema": {"type": "string"},
                "example": row,
            },
            _MEDIA_TYPES[DecisionFormat.XLSX]: {**binary, "example": "PK"},
            _MEDIA_TYPES[DecisionFormat.PARQUET]: {**binary, "example": "PAR1"},
        },
    }
