"""Banks send their redemptions as a file, and ask what became of each line."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from voucher_service.api.answers import json_answer
from voucher_service.api.bank_asking import CUT_SHORT, asker_of, bank_response
from voucher_service.api.bank_file_examples import (
    BATCH_BODY,
    OF_BATCHES,
    OF_ONE_BATCH,
)
from voucher_service.api.bank_file_words import (
    BatchId,
    Count,
    LineCursor,
    StatusOf,
    TotalFen,
)
from voucher_service.api.parameters import Limit, Only
from voucher_service.api.problems import MalformedRequest
from voucher_service.api.raw_headers import header_of
from voucher_service.api.uploading import SEND_AGAIN
from voucher_service.model.batch_reports import BatchItems, BatchReport
from voucher_service.model.errors import TooLarge
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import ParamError
from voucher_service.usecases.read_batches import batch_items, show_batch
from voucher_service.usecases.register_batch import BatchFile, register_batch
from voucher_service.usecases.service import Service

FORMATS: dict[str, Any] = {
    "application/x-ndjson": "ndjson",
    "application/jsonl": "ndjson",
    "text/csv": "csv",
}


def batches_router(service: Service) -> APIRouter:
    """Give the endpoints that take banks' files and tell of their lines."""
    router = APIRouter(tags=["batches"])
    _add_sending(router, service)
    _add_asking(router, service)
    return router


def _add_sending(router: APIRouter, service: Service) -> None:
    @router.post(
        "/v1/redemption-batches",
        status_code=202,
        summary="批量核销 · redeem a file",
        description="一份 NDJSON 或 CSV 文件，每行一笔核销；控制总数 count 和 "
        "total_fen 先行核对，不符则全部不做。同一银行重发同一文件得到同一批次，"
        "不产生任何新核销。"
        "每行按流水号各自成败，互不影响；进度和逐行结果见批次查询。\n\n"
        "A file of NDJSON or CSV, a redemption a line. The control totals count and "
        "total_fen are held against it before anything is redeemed. The same file "
        "again is the same batch. Each line succeeds or is refused by itself, under "
        "its own number; ask the batch how far it is and what became of each line.",
        response_model=BatchReport,
        responses=OF_BATCHES,
        openapi_extra=BATCH_BODY,
        dependencies=[Depends(Only("count", "total_fen"))],
    )
    async def send(request: Request, count: Count, total_fen: TotalFen) -> Response:
        asker = asker_of(request)
        file_format = _format_of(request)
        content = await read_file(request, service.max_batch_bytes)
        file = BatchFile(content, file_format, count, total_fen)
        answer = await run_in_threadpool(register_batch, service, asker, file)
        response = bank_response(request, answer)
        if answer.problem is None:
            batch = BatchReport.model_validate_json(answer.body)
            response.headers["Location"] = f"/v1/redemption-batches/{batch.id}"
        return response


def _add_asking(router: APIRouter, service: Service) -> None:
    @router.get(
        "/v1/redemption-batches/{id}",
        summary="批次进度 · how far a batch is",
        description="批次的笔数和金额：已核销、此前已核销、被拒、待处理；银行只能查到"
        "本行的。\n\n"
        "Counts and sums of a batch: accepted, replayed, refused and pending. A bank "
        "finds its own alone.",
        response_model=BatchReport,
        responses=OF_ONE_BATCH,
        dependencies=[Depends(Only())],
    )
    def one(request: Request, batch_id: BatchId) -> Response:
        asker = request.state.principal
        return json_answer(request, show_batch(service, batch_id, asker))

    @router.get(
        "/v1/redemption-batches/{id}/items",
        summary="逐行结果 · what became of each line",
        description="按行号列出各行结果；行号从 1 起，只计数据行，永不改变。\n\n"
        "The lines in their order with what became of each. Lines of data are counted "
        "from 1, header and blank lines aside, and keep their numbers.",
        response_model=BatchItems,
        responses=OF_ONE_BATCH,
        dependencies=[Depends(Only("status", "limit", "cursor"))],
    )
    def items(
        request: Request,
        batch_id: BatchId,
        status: StatusOf = None,
        cursor: LineCursor = 0,
        limit: Limit = 50,
    ) -> Response:
        asker = request.state.principal
        found = batch_items(service, batch_id, asker, status, (cursor, limit))
        return json_answer(request, found)


def _format_of(request: Request) -> Any:  # noqa: ANN401 - one of two words
    sent_as = header_of(request.scope, b"content-type") or ""
    found = FORMATS.get(sent_as.partition(";")[0].strip().lower())
    if found is None:
        raise ParamError(
            Text(
                zh="Content-Type 应为 application/x-ndjson 或 text/csv",
                en="the Content-Type should be application/x-ndjson or text/csv",
            ),
            field="Content-Type",
        )
    return found


async def read_file(request: Request, most: int) -> bytes:
    """Read a file whole. Raises TooLarge as soon as it is longer than ``most``.

    Raises MalformedRequest where the caller hung up in the middle of it.
    """
    pieces, size = [], 0
    try:
        async for piece in request.stream():
            size += len(piece)
            if size > most:
                raise _too_large(most)
            pieces.append(piece)
    except ClientDisconnect as error:
        raise MalformedRequest(CUT_SHORT, remedy=SEND_AGAIN) from error
    return b"".join(pieces)


def _too_large(most: int) -> TooLarge:
    return TooLarge(
        Text(
            zh=f"文件超过 {most} 字节的上限，未接收",
            en=f"the file is over the limit of {most} bytes and was not taken in",
        ),
        remedy=Text(
            zh="请拆成几个较小的文件（上限由 VOUCHER_MAX_BATCH_BYTES 设定）",
            en="split it into smaller files (the limit is VOUCHER_MAX_BATCH_BYTES)",
        ),
    )
