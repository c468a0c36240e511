"""The log of who did what is shown, with the hash of its head to be published."""

import re
from typing import Final

import orjson
from pydantic import BaseModel, ConfigDict, Field

from voucher_service.model.access_reports import LogCheck, LogEntry, LogReport
from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text
from voucher_service.store.audit_log import Head, list_entries, read_head
from voucher_service.store.database import aware
from voucher_service.store.log_check import (
    ENTRY_HASH,
    MISSING,
    PREVIOUS_HASH,
    PUBLISHED_HASH,
    REQUESTS,
    verify_chain,
)
from voucher_service.store.queries import Connection
from voucher_service.usecases.service import Service

_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")

WHY: Final = {
    MISSING: Text(zh="该条目缺失", en="the entry is missing"),
    PREVIOUS_HASH: Text(
        zh="与前一条目的哈希不衔接", en="it does not follow from the entry before it"
    ),
    ENTRY_HASH: Text(
        zh="内容与其哈希不符", en="what it says does not fit its own hash"
    ),
    PUBLISHED_HASH: Text(
        zh="与已公布的哈希不符", en="its hash is not the one that was published"
    ),
    REQUESTS: Text(
        zh="其封存的请求记录被改动、增加或缺失",
        en="requests that it seals were altered, added or taken away",
    ),
}


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
            check = _check(connection, known)
    entries = tuple(
        LogEntry(
            **{name: row[name] for name in LogEntry.model_fields if name in _PLAIN},
            recorded_at=aware(row["recorded_at"]),
            detail=orjson.loads(row["detail"]),
        )
        for row in rows
    )
    return LogReport(
        head_no=head.entry_no, head_hash=head.entry_hash, entries=entries, check=check
    )


_PLAIN = frozenset(LogEntry.model_fields) - {"recorded_at", "detail"}


def _check(connection: Connection, known: Head | None) -> LogCheck:
    check = verify_chain(connection, known)
    broken = check.broken
    return LogCheck(
        entries=check.entries,
        sound=broken is None,
        broken_at=broken.entry_no if broken else None,
        why=WHY[broken.why] if broken else None,
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
