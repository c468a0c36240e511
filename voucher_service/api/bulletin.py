"""What does the bureau send out about a campaign? Its bulletin, as a file."""

from datetime import date, datetime
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BeforeValidator

from voucher_service.api.answers import document_answer
from voucher_service.api.examples import ANSWERED, EVERYWHERE, NOT_MODIFIED, refused
from voucher_service.api.framing import framed_policy
from voucher_service.api.parameters import (
    AsOf,
    CampaignId,
    KnownAt,
    Only,
    one_of,
)
from voucher_service.model.errors import NotFound, ToolMissing
from voucher_service.model.text import Language
from voucher_service.usecases.service import Service
from voucher_service.usecases.write_bulletin import (
    MEDIA_TYPES,
    BulletinFormat,
    BulletinQuery,
    write_bulletin,
)

_MOST_ISSUES = 9999
_PARAMETERS = ("format", "as_of", "known_at", "lang", "issue")
_Format = Annotated[
    BulletinFormat,
    BeforeValidator(one_of(BulletinFormat)),
    Query(
        alias="format",
        description="文件格式，默认 docx · the kind of file, docx by default",
        examples=["docx"],
    ),
]
_Lang = Annotated[
    Language,
    BeforeValidator(one_of(Language)),
    Query(description="简报的语言 · the bulletin's language", examples=["zh"]),
]
_Issue = Annotated[
    int | None,
    Query(
        ge=1,
        le=_MOST_ISSUES,
        description="期号，草稿可不填 · the bulletin's number, none for a draft",
        examples=[3],
    ),
]


class _Manner(NamedTuple):
    language: Language
    issue: int | None
    format: BulletinFormat


def _manner(
    format_: _Format = BulletinFormat.DOCX,
    lang: _Lang = Language.ZH,
    issue: _Issue = None,
) -> _Manner:
    """Read how a bulletin is to be written."""
    return _Manner(lang, issue, format_)


def bulletin_router(service: Service) -> APIRouter:
    """Give the endpoint that writes a campaign's bulletin."""
    router = APIRouter(tags=["charts"])

    @router.get(
        "/v1/campaigns/{id}/bulletin",
        summary="工作简报 · the bulletin",
        description="以 Word、PDF、HTML 或 Markdown 提供活动情况通报：总体情况、"
        "主要特点、存在问题、下步工作和附表，每个数字以脚注注明截止时间、来源和口径。"
        "同一 as_of 与 known_at 每次返回的字节相同。没有 Chromium 时不含图表，"
        "并说明原因。\n\n"
        "The bulletin as Word, PDF, HTML or Markdown: where the campaign stands, what "
        "stands out, what is wrong, what to do, and tables; footnotes say until when, "
        "from where and what each number counts. The same as_of and known_at give the "
        "same bytes. Without a Chromium it has no charts, and says so.",
        response_class=Response,
        response_model=None,
        responses={
            200: _served(),
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound, ToolMissing),
        },
        dependencies=[Depends(Only(*_PARAMETERS))],
    )
    def bulletin(
        request: Request,
        campaign_id: CampaignId,
        manner: Annotated[_Manner, Depends(_manner)],
        as_of: AsOf = None,
        known_at: KnownAt = None,
    ) -> Response:
        document = write_bulletin(service, _query(campaign_id, as_of, known_at, manner))
        headers = {}
        if manner.format is BulletinFormat.HTML:
            headers["Content-Security-Policy"] = framed_policy(document.body)
        return document_answer(request, document, headers)

    return router


def _query(
    campaign: str, as_of: date | None, known_at: datetime | None, manner: _Manner
) -> BulletinQuery:
    return BulletinQuery(campaign, as_of, known_at, **manner._asdict())


_OPENINGS = {
    BulletinFormat.DOCX: "PK…（Word 文件 · a Word document）",
    BulletinFormat.PDF: "%PDF-1.7…",
    BulletinFormat.HTML: "<!doctype html>…",
    BulletinFormat.MD: "# 关于“新年购新车”购车消费券发放活动开展情况的通报（第3期）",
}


def _served() -> dict[str, Any]:
    """Describe a served bulletin, media type by media type."""
    content = {
        media_type.partition(";")[0]: {
            "schema": {"type": "string"}
            if media_type.startswith("text/")
            else {"type": "string", "format": "binary"},
            "example": _OPENINGS[kind],
        }
        for kind, media_type in MEDIA_TYPES.items()
    }
    return {**ANSWERED, "content": content}
