"""A bank's file of redemptions is taken in: whole, once, and only if its totals fit."""

import hashlib
import secrets
from dataclasses import dataclass

import orjson

from voucher_service.feeds.redemption_lines import (
    FileFormat,
    RedemptionLine,
    read_lines,
)
from voucher_service.model.batch_reports import LineProblem
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import ControlTotalMismatch, ParamError
from voucher_service.model.vouchers import Operation
from voucher_service.store.batches import (
    BatchRecord,
    LineRecord,
    batch_of_file,
    record_batch,
    record_lines,
)
from voucher_service.store.database import Writing
from voucher_service.store.kept_requests import request_of_key
from voucher_service.usecases.answer_once import answered_before, keep_answer
from voucher_service.usecases.bank_requests import BankAnswer, scope_of
from voucher_service.usecases.read_batches import report_of
from voucher_service.usecases.redeem import Asker
from voucher_service.usecases.run_batch import start_batch
from voucher_service.usecases.service import Service

MOST_WAITING_LINES = 50_000
"""Files of more lines are read again when their turn comes."""
_ID_BYTES = 8
_TAKEN = Text(
    zh="发送 NDJSON 或 CSV 文本，编码为 UTF-8 或 GB18030",
    en="Send NDJSON or CSV as text in UTF-8 or GB18030",
)


@dataclass(frozen=True)
class BatchFile:
    """A file as it came, with the totals that its bank says it has."""

    content: bytes
    format: FileFormat
    count: int
    total_fen: int

    @property
    def sha256(self) -> str:
        """Give the digest of its bytes."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class _Registration:
    """What is written of a file in one transaction."""

    asker: Asker
    record: BatchRecord
    file: BatchFile
    faulty: list[LineRecord]
    fingerprint: str
    refusal: ControlTotalMismatch | None


def register_batch(service: Service, asker: Asker, file: BatchFile) -> BankAnswer:
    """Take a file in and have it served behind this answer.

    The same file again, under any key, is answered with the batch there is. Totals
    that do not fit are refused before anything is redeemed. Raises ParamError for a
    file that cannot be read and IdempotencyKeyReused.
    """
    lines = _lines(file)
    total = sum(line.amount_fen or 0 for line in lines)
    batch_id = f"bat_{secrets.token_hex(_ID_BYTES)}"
    record = BatchRecord(
        batch_id=batch_id,
        scope=scope_of(asker.principal),
        bank=asker.principal.bank or "",
        actor=asker.actor,
        request_id=asker.request_id,
        file_sha256=file.sha256,
        format=file.format,
        lines=len(lines),
        total_fen=total,
    )
    asked = (Operation.BATCH, file.sha256, file.format, file.count, file.total_fen)
    registration = _Registration(
        asker,
        record,
        file,
        [_faulty(batch_id, line) for line in lines if line.fault is not None],
        hashlib.sha256(orjson.dumps(asked)).hexdigest(),
        _mismatch(file, len(lines), total),
    )
    answer, is_new = service.store.write(
        None, lambda writing: _register(writing, registration), lambda _told: False
    )
    told = "replayed" if answer.replayed else answer.problem or "ok"
    service.meters.answered(Operation.BATCH.value, told)
    if is_new:
        few = len(lines) <= MOST_WAITING_LINES and not service.batches.waiting()
        start_batch(service, batch_id, lines if few else None)
    return answer


def _lines(file: BatchFile) -> list[RedemptionLine]:
    try:
        lines = list(read_lines(file.content, file.format))
    except UnreadableInput as error:
        raise ParamError(error.message, remedy=_TAKEN, field="file") from error
    if not lines:
        raise ParamError(
            Text(zh="文件没有任何核销行", en="the file has no line of redemptions"),
            field="file",
        )
    return lines


def _mismatch(file: BatchFile, count: int, total: int) -> ControlTotalMismatch | None:
    if (file.count, file.total_fen) == (count, total):
        return None
    found, told = yuan_text(total), yuan_text(file.total_fen)
    return ControlTotalMismatch(
        Text(
            zh=f"文件有 {count} 行、合计 {found} 元，申报为 {file.count} 行、"
            f"{told} 元，"
            "未作任何核销",
            en=f"the file has {count} lines of {found} yuan, the totals sent say"
            f" {file.count} lines of {told}; nothing was redeemed",
        ),
        remedy=Text(
            zh="核对文件是否完整；金额无法读取的行计入行数，不计入合计",
            en="see whether the file is whole; a line whose amount cannot be read"
            " counts as a line and adds nothing",
        ),
        field="count" if file.count != count else "total_fen",
    )


def _faulty(batch_id: str, line: RedemptionLine) -> LineRecord:
    fault = line.fault
    assert fault is not None
    problem = LineProblem(
        code=ParamError.code,
        message=fault.message,
        field=fault.field,
        column=fault.column,
    )
    return LineRecord(
        batch_id,
        line.number,
        "refused",
        None,
        problem.code,
        problem.model_dump_json(),
        line.amount_fen,
    )


def _register(writing: Writing, asked: _Registration) -> tuple[BankAnswer, bool]:
    """Answer a file, and tell whether it is a new one."""
    connection, scope = writing.connection, asked.record.scope
    kept = request_of_key(connection, scope, asked.asker.key)
    if kept is not None:
        return answered_before(kept, asked.fingerprint), False
    known_by = (scope, asked.fingerprint)
    if asked.refusal is not None:
        error = asked.refusal
        answer = BankAnswer(error.status, asked.asker.written(error), error.code)
        keep_answer(writing, asked.asker, Operation.BATCH, known_by, answer)
        return answer, False
    batch_id = batch_of_file(connection, scope, asked.record.file_sha256)
    is_new = batch_id is None
    if is_new:
        record_batch(writing, asked.record, asked.file.content)
        if asked.faulty:
            record_lines(writing, asked.faulty)
    report = report_of(connection, batch_id or asked.record.batch_id)
    body = report.model_dump_json().encode()
    answer = BankAnswer(202, body, replayed=not is_new)
    keep_answer(writing, asked.asker, Operation.BATCH, known_by, answer)
    return answer, is_new
