"""How do dealers' files come in, and what became of each?"""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from pydantic import BeforeValidator
from starlette.concurrency import run_in_threadpool

from voucher_service.api.answers import json_answer
from voucher_service.api.examples import (
    ANSWERED,
    EVERYWHERE,
    NOT_MODIFIED,
    refused,
)
from voucher_service.api.parameters import Limit, Only, one_of, read_day
from voucher_service.api.problems import (
    MalformedRequest,
    UnreadableFeed,
    UnsupportedMedia,
)
from voucher_service.api.uploading import Form, bad_part, read_form
from voucher_service.model.errors import Busy, NotFound, TooLarge
from voucher_service.model.feed_reports import DeliveryPage, FeedProgress, FeedReport
from voucher_service.model.kinds import FeedKind, FeedOutcome
from voucher_service.usecases.choose_profile import ProfileChoice
from voucher_service.usecases.feed_receipts import (
    DeliveryQuery,
    find_receipt,
    list_deliveries,
)
from voucher_service.usecases.service import Service
from voucher_service.usecases.take_upload import (
    Upload,
    UploadOrder,
    open_upload,
    sender_of_principal,
    take_upload,
)

ROOM_FOR_WORDS = 64 * 1024
"""What a body may hold beside its file: boundaries, headers, the other parts."""

RETRY_SECONDS = "1"

FeedId = Annotated[
    str,
    Path(
        alias="id",
        description="收件编号（fed_…）或回执编号（dlv_…） · the id of a feed or of a "
        "delivery",
        examples=["dlv_7c1e90d2ab34f658"],
    ),
]
SentBy = Annotated[
    str | None,
    Query(
        alias="dealer",
        description="由该经销商自行报送 · sent by this dealer itself",
        examples=["ZJJ-001"],
    ),
]
KindOf = Annotated[
    FeedKind | None,
    BeforeValidator(one_of(FeedKind)),
    Query(
        alias="kind",
        description="文件种类：sales 销售明细、dealers 经销商名录、unreadable 无法读取"
        " · what the file holds",
        examples=["sales"],
    ),
]
OutcomeOf = Annotated[
    FeedOutcome | None,
    BeforeValidator(one_of(FeedOutcome)),
    Query(
        alias="outcome",
        description="处理结果：landed 已入库、duplicate 重复、unreadable 无法读取 · "
        "what became of it",
        examples=["landed"],
    ),
]
FirstDay = Annotated[
    date | None,
    BeforeValidator(read_day),
    Query(
        alias="from",
        description="收到日期起（含，北京时间） · first day of receipt, Asia/Shanghai",
        examples=["2023-01-01"],
    ),
]
LastDay = Annotated[
    date | None,
    BeforeValidator(read_day),
    Query(
        alias="to",
        description="收到日期止（含，北京时间） · last day of receipt, Asia/Shanghai",
        examples=["2023-01-31"],
    ),
]
Cursor = Annotated[
    str | None,
    Query(
        description="上一页给出的 next_cursor · next_cursor of the page before",
        max_length=64,
        examples=["dlv_7c1e90d2ab34f658"],
    ),
]


def _wanted(
    dealer: SentBy = None,
    kind: KindOf = None,
    outcome: OutcomeOf = None,
    first_day: FirstDay = None,
    last_day: LastDay = None,
) -> DeliveryQuery:
    """Read which deliveries are asked for."""
    return DeliveryQuery(dealer, kind, outcome, first_day, last_day)


Wanted = Annotated[DeliveryQuery, Depends(_wanted)]
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "一个文件 · one file, in any known format",
                        },
                        "profile": {
                            "type": "string",
                            "default": "standard",
                            "description": "读取方案 · the profile to read it by",
                        },
                        "dry_run": {
                            "type": "string",
                            "enum": ["true", "false"],
                            "default": "false",
                            "description": "true 只预览，不入库 · true stores nothing",
                        },
                    },
                }
            }
        },
    }
}


def feeds_router(service: Service) -> APIRouter:
    """Give the endpoints that take files in and tell what became of them."""
    router = APIRouter(tags=["feeds"])
    _add_sending(router, service)
    _add_receipts(router, service)
    return router


def _add_sending(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/feeds",
        summary="报送文件 · send a file",
        description="一次报送一个文件，整份入库或整份不入库，均留回执；同一文件再次报送"
        "不产生改动（200）。dry_run=true 只预览，不留任何记录。大文件先答 202，"
        "按 Location 查询进度。经销商只能报送本店销售。\n\n"
        "Takes one file in, wholly or not at all, and keeps a receipt; the same file "
        "again changes nothing (200). dry_run=true stores nothing. A large file is "
        "answered with 202 at once: ask its Location. A dealer sends its own sales "
        "alone. What was being taken in when the service was killed is not found "
        "afterwards: send it again.",
        response_model=FeedReport,
        status_code=HTTPStatus.CREATED,
        responses={
            200: {
                "model": FeedReport,
                "description": "重复文件或预览 · a duplicate, or a dry run",
            },
            201: {"description": "已入库 · landed", "headers": _headers("Location")},
            202: {
                "model": FeedProgress,
                "description": "处理中 · being taken in",
                "headers": _headers("Location", "Retry-After"),
            },
            **refused(
                *EVERYWHERE,
                MalformedRequest,
                UnsupportedMedia,
                TooLarge,
                UnreadableFeed,
                Busy,
            ),
        },
        openapi_extra=BODY,
        dependencies=[Depends(Only())],
    )
    async def send(request: Request) -> Response:
        with open_upload(service) as upload:
            most = service.max_feed_bytes + ROOM_FOR_WORDS
            form = await read_form(request, upload, most)
            found = await run_in_threadpool(_take, service, request, form, upload)
        return _sent(request, found)


def _add_receipts(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/feeds",
        summary="收件历史 · list the deliveries",
        description="每次报送的回执，新的在前；包括重复和无法读取的文件。"
        "经销商只见本店报送。\n\n"
        "The receipts of all deliveries, newest first, with duplicates and unreadable "
        "files. A dealer sees only what it sent itself.",
        response_model=DeliveryPage,
        responses={200: ANSWERED, 304: NOT_MODIFIED, **refused(*EVERYWHERE)},
        dependencies=[
            Depends(Only("dealer", "kind", "outcome", "from", "to", "limit", "cursor"))
        ],
    )
    def deliveries(
        request: Request, wanted: Wanted, cursor: Cursor = None, limit: Limit = 50
    ) -> Response:
        found = list_deliveries(
            service,
            wanted,
            request.state.principal,
            cursor=cursor,
            limit=limit,
        )
        return json_answer(request, found)

    @router.get(
        "/v1/feeds/{id}",
        summary="回执 · one receipt",
        description="一份文件的处理结果，逐行列出全部理由（最多 5000 行，超出时 "
        "truncated 为 true）；大文件处理期间答 202 和进度。\n\n"
        "What became of a file, with every reason against every row (5,000 rows at "
        "most; truncated says if there are more); 202 and the progress while a large "
        "one is being taken in.",
        response_model=FeedReport,
        responses={
            200: ANSWERED,
            202: {
                "model": FeedProgress,
                "description": "处理中 · being taken in",
                "headers": _headers("Location", "Retry-After"),
            },
            304: NOT_MODIFIED,
            **refused(*EVERYWHERE, NotFound),
        },
        dependencies=[Depends(Only())],
    )
    def receipt(request: Request, feed_id: FeedId) -> Response:
        found = find_receipt(service, feed_id, request.state.principal)
        if isinstance(found, FeedProgress):
            return _processing(found)
        return json_answer(request, found)


def _take(
    service: Service, request: Request, form: Form, upload: Upload
) -> FeedReport | FeedProgress:
    by_token = "authorization" in request.headers
    order = UploadOrder(
        file=form.file_name or "",
        sender=sender_of_principal(
            request.state.principal, "http" if by_token else "page"
        ),
        profile=ProfileChoice(name=form.words.get("profile") or "standard"),
        dry_run=form.dry_run,
    )
    try:
        return take_upload(service, upload, order)
    except NotFound as error:  # the request names a profile that there is not
        raise bad_part("profile", error.message, error.choices) from error


def _sent(request: Request, found: FeedReport | FeedProgress) -> Response:
    if isinstance(found, FeedProgress):
        return _processing(found)
    if found.error is not None:
        kept = {"Location": f"/v1/feeds/{found.delivery_id}"}
        raise UnreadableFeed(
            found.error,
            remedy=found.remedy,
            headers=kept if found.delivery_id else None,
        )
    answer = json_answer(request, found)
    if found.status == "landed":
        answer.status_code = HTTPStatus.CREATED
        answer.headers["Location"] = f"/v1/feeds/{found.feed_id}"
    return answer


def _processing(found: FeedProgress) -> Response:
    return Response(
        found.model_dump_json(),
        HTTPStatus.ACCEPTED,
        headers={
            "Location": f"/v1/feeds/{found.delivery_id}",
            "Retry-After": RETRY_SECONDS,
            "Cache-Control": "no-store",
        },
        media_type="application/json",
    )


def _headers(*names: str) -> dict[str, Any]:
    return {name: {"schema": {"type": "string"}} for name in names}
