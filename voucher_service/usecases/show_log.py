"""The log of who did what is shown, with the hash of its head to be published."""

import re

import orjson
from pydantic import BaseModel, ConfigDict, Field

from voucher_service.model.access_reports import LogEntry, LogReport
from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text
from voucher_service.store.audit_log import Head, list_entries, read_head
from voucher_service.store.database import aware
from voucher_service.usecases.check_log import check_log
from voucher_service.usecases.service import Service

_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


class LogQuery(BaseModel):
    """How many entries to show, and whether to read the whole log again."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    limit: int = Field(50, ge=0, le=10_000)
    verify: bool = False
    published: str | None = None


def show_log(service: Service, query: LogQuery) -> LogReport:
    """Give the last entries, latest first, and the head.

    A ``published`` head is held against the log. Raises BadParameter for what is none.
    """
    known = None if query.published is None else _published(query.published)
    with service.store.read() as connection:
        head = read_head(connection)
        rows = list_entries(connection, query.limit)
        check = None
        if query.verify or known is not None:
            check = check_log(connection, known)
    entries = tuple(
        LogEntry(
            entry_no=row["entry_no"],
            recorded_at=aware(row["recorded_at"]),
            actor=row["actor"],
            role=row["role"],
            action=row["action"],
            subject=row["subject"],
            outcome=row["outcome"],
            request_id=row["request_id"],
            detail=orjson.loads(row["detail"]),
            entry_hash=row["entry_hash"],
        )
        for row in rows
    )
    return LogReport(
        head_no=head.entry_no, head_hash=head.entry_hash, entries=entries, check=check
    )


def _published(text: str) -> Head:
    match = _HEAD.fullmatch(text)
    if match is None:
        raise BadParameter(
            Text(
                zh=f"{text} 不是已公布的日志头",
                en=f"{text} is no head of a log",
            ),
            remedy=Text(
                zh="写作“编号:64 位哈希”，与 voucher-service log 打印的一致",
                en="write NUMBER:HASH, as voucher-service log prints it",
            ),
        )
    return Head(int(match[1]), match[2])
