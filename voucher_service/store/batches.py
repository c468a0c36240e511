"""Files of redemptions and what became of each line: appended, then counted."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from voucher_service.store.database import Writing
from voucher_service.store.queries import Connection, fetch_one, fetch_rows
from voucher_service.store.standing import append_rows

_BATCH = (
    "batch_id, scope, bank, actor, request_id, file_sha256, format, lines, total_fen"
)
_SERVED = """
SELECT count(*) AS dealt_with, max(recorded_at) AS last_at,
       count(*) FILTER (outcome = 'accepted') AS accepted,
       coalesce(sum(amount_fen) FILTER (outcome = 'accepted'), 0)::BIGINT
           AS accepted_fen,
       count(*) FILTER (outcome = 'replayed') AS replayed,
       coalesce(sum(amount_fen) FILTER (outcome = 'replayed'), 0)::BIGINT
           AS replayed_fen,
       count(*) FILTER (outcome = 'refused') AS refused,
       coalesce(sum(amount_fen) FILTER (outcome = 'refused'), 0)::BIGINT
           AS refused_fen
FROM redemption_batch_lines WHERE batch_id = ?
"""
_ITEMS = """
WITH lines AS (
    SELECT range::INTEGER AS line_no FROM range($after + 1, $lines + 1))
SELECT line_no, coalesce(l.outcome, 'pending') AS became, l.problem,
       coalesce(l.answer, CASE WHEN l.outcome = 'refused' THEN r.answer END) AS answer,
       CASE WHEN l.problem IS NULL THEN r.redemption_id END AS redemption_id,
       r.out_request_no, l.amount_fen
FROM lines
LEFT JOIN (FROM redemption_batch_lines WHERE batch_id = $batch) AS l USING (line_no)
LEFT JOIN write_requests AS r ON r.request_no = l.request_no
WHERE $status IS NULL OR coalesce(l.outcome, 'pending') = $status
ORDER BY line_no LIMIT $limit
"""
_UNFINISHED = """
SELECT b.batch_id FROM redemption_batches AS b
LEFT JOIN (SELECT batch_id, count(*) AS done FROM redemption_batch_lines
           GROUP BY batch_id) AS l USING (batch_id)
WHERE coalesce(l.done, 0) < b.lines ORDER BY b.recorded_at, b.batch_id
"""


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """A file as it is kept; who sent it and what its lines come to."""

    batch_id: str
    scope: str
    bank: str
    actor: str
    request_id: str
    file_sha256: str
    format: str
    lines: int
    total_fen: int


class LineRecord(NamedTuple):
    """What became of a line; ``answer`` tells why where no request does."""

    batch_id: str
    line_no: int
    outcome: str
    request_no: int | None
    problem: str | None
    answer: str | None
    amount_fen: int | None


def record_batch(writing: Writing, record: BatchRecord, content: bytes) -> None:
    """Append a file."""
    own = [getattr(record, name) for name in _BATCH.split(", ")]
    writing.connection.execute(
        f"INSERT INTO redemption_batches ({_BATCH}, content, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*own, zlib.compress(content, 1), writing.stamp],
    )


def record_lines(writing: Writing, lines: Sequence[LineRecord]) -> None:
    """Append what became of lines."""
    stamp = writing.stamp
    rows = [(*line, stamp) for line in lines]
    append_rows(writing.connection, "redemption_batch_lines", rows)


def find_batch(connection: Connection, batch_id: str) -> dict[str, Any] | None:
    """Give a file by its id, without its content."""
    rows = fetch_rows(
        connection,
        f"SELECT {_BATCH}, recorded_at FROM redemption_batches WHERE batch_id = ?",
        [batch_id],
    )
    return rows[0] if rows else None


def batch_of_file(connection: Connection, scope: str, sha256: str) -> str | None:
    """Give the id of a bank's file by its digest."""
    row = fetch_one(
        connection,
        "SELECT batch_id FROM redemption_batches WHERE scope = ? AND file_sha256 = ?",
        [scope, sha256],
    )
    return None if row is None else str(row[0])


def content_of(connection: Connection, batch_id: str) -> bytes:
    """Give the bytes of a file as they came."""
    row = fetch_one(
        connection,
        "SELECT content FROM redemption_batches WHERE batch_id = ?",
        [batch_id],
    )
    assert row is not None, "a batch without its file"
    return zlib.decompress(row[0])


def served_so_far(connection: Connection, batch_id: str) -> dict[str, Any]:
    """Count what became of a file's lines, and what they come to."""
    return fetch_rows(connection, _SERVED, [batch_id])[0]


def lines_dealt_with(connection: Connection, batch_id: str) -> set[int]:
    """Give the numbers of the lines that need no more."""
    rows = connection.execute(
        "SELECT line_no FROM redemption_batch_lines WHERE batch_id = ?", [batch_id]
    ).fetchall()
    return {number for (number,) in rows}


def items_of(
    connection: Connection,
    batch: dict[str, Any],
    status: str | None,
    after: int,
    limit: int,
) -> list[dict[str, Any]]:
    """Give lines of a file in their order, those after a number."""
    return fetch_rows(
        connection,
        _ITEMS,
        {
            "batch": batch["batch_id"],
            "lines": batch["lines"],
            "after": after,
            "status": status,
            "limit": limit,
        },
    )


def unfinished_batches(connection: Connection) -> list[str]:
    """Give the files with lines still to be served, the oldest first."""
    return [str(name) for (name,) in connection.execute(_UNFINISHED).fetchall()]
