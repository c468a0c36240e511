"""Where banks' events go, and every step of every delivery: appended, then read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_rows, insert_frame
from voucher_service.store.vouchers import last_number

_STAMP = pl.Datetime("us")
_STEP_COLUMNS: dict[str, Any] = {
    "endpoint_id": pl.String,
    "kind": pl.String,
    "first_event": pl.Int64,
    "last_event": pl.Int64,
    "http_status": pl.Int16,
    "error": pl.String,
    "position": pl.Int64,
    "failures": pl.Int32,
    "failing_since": _STAMP,
    "next_at": _STAMP,
}
_ENDPOINTS = """
SELECT w.endpoint_id, w.bank, w.url, w.recorded_at AS created_at,
       s.kind, s.http_status, s.error, s.position, s.failures, s.failing_since,
       s.next_at, s.step_no
FROM webhook_endpoints AS w
JOIN (SELECT endpoint_id, max(step_no) AS step_no FROM webhook_steps
      GROUP BY endpoint_id) AS l USING (endpoint_id)
JOIN webhook_steps AS s ON s.step_no = l.step_no
WHERE NOT EXISTS (FROM webhook_removals AS r WHERE r.endpoint_id = w.endpoint_id)
ORDER BY w.recorded_at, w.endpoint_id
"""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an endpoint, and how the endpoint stands after it."""

    endpoint_id: str
    kind: str
    position: int
    first_event: int | None = None
    last_event: int | None = None
    http_status: int | None = None
    error: str | None = None
    failures: int = 0
    failing_since: datetime | None = None
    next_at: datetime | None = None


def record_endpoint(writing: Writing, endpoint_id: str, bank: str, url: str) -> None:
    """Append an endpoint."""
    writing.connection.execute(
        "INSERT INTO webhook_endpoints VALUES (?, ?, ?, ?, ?)",
        [endpoint_id, bank, url, writing.acting.actor, writing.stamp],
    )


def record_removal(writing: Writing, endpoint_id: str) -> None:
    """Append that an endpoint gets nothing more."""
    writing.connection.execute(
        "INSERT INTO webhook_removals VALUES (?, ?, ?)",
        [endpoint_id, writing.acting.actor, writing.stamp],
    )


def record_steps(writing: Writing, steps: Sequence[Step]) -> None:
    """Append steps in their order, numbering them."""
    first = last_number(writing.connection, "webhook_steps", "step_no") + 1
    frame = pl.DataFrame(
        [
            pl.Series(name, [_kept(getattr(step, name)) for step in steps], dtype)
            for name, dtype in _STEP_COLUMNS.items()
        ]
    ).with_columns(
        step_no=pl.int_range(first, first + len(steps), dtype=pl.Int64),
        recorded_at=pl.lit(writing.stamp, _STAMP),
    )
    insert_frame(writing.connection, "webhook_steps", frame)


def _kept(value: object) -> object:
    return naive(value) if isinstance(value, datetime) else value


def list_endpoints(connection: Connection) -> list[dict[str, Any]]:
    """Give the endpoints that were not removed, each as its last step left it."""
    return fetch_rows(connection, _ENDPOINTS, [])


def steps_of(connection: Connection, endpoint_id: str) -> list[dict[str, Any]]:
    """Give all steps of an endpoint, first to last."""
    return fetch_rows(
        connection,
        "FROM webhook_steps WHERE endpoint_id = ? ORDER BY step_no",
        [endpoint_id],
    )
