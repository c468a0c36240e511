"""Vouchers, their events and the requests that asked for them: appended, then read."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import orjson
import polars as pl

from voucher_service.model.vouchers import Event
from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import (
    Connection,
    fetch_one,
    fetch_rows,
    insert_frame,
)
from voucher_service.store.standing import REQUEST_COLUMNS, append_rows

_STAMP = pl.Datetime("us")
_SEALED = tuple(REQUEST_COLUMNS)[:13]  # to amount_fen: who asked what, and the answer


class AppendedEvent(NamedTuple):
    """An event, who made it happen and by which request."""

    event: Event
    actor: str
    request_no: int | None = None


def record_vouchers(writing: Writing, vouchers: pl.DataFrame) -> pl.DataFrame:
    """Append vouchers and the events that issued them; give them with voucher_no.

    ``vouchers`` has the columns of the table but ``voucher_no`` and ``recorded_at``,
    and ``actor``. The event ``issued`` leaves the whole face to be spent.
    """
    first = last_number(writing.connection, "vouchers", "voucher_no") + 1
    numbered = vouchers.with_columns(
        voucher_no=pl.int_range(first, first + vouchers.height, dtype=pl.Int64),
        recorded_at=pl.lit(writing.stamp, _STAMP),
    )
    insert_frame(writing.connection, "vouchers", numbered.drop("actor"))
    events = numbered.select(
        "voucher_no",
        "sale_id",
        "actor",
        voucher_seq=pl.lit(1, pl.Int32),
        kind=pl.lit("issued"),
        amount_fen="face_fen",
        of_lock=False,
        occurred_at="recorded_at",
        balance_fen="face_fen",
        locked_fen=pl.lit(0, pl.Int64),
        captured_fen=pl.lit(0, pl.Int64),
        clawed_fen=pl.lit(0, pl.Int64),
        state=pl.lit("open"),
        held=False,
        pieces_left="pieces_fen",
    )
    append_event_rows(writing, events)
    return numbered


def append_event_rows(writing: Writing, rows: pl.DataFrame) -> None:
    """Append events given as rows without event_no and recorded_at, numbering them."""
    first = last_number(writing.connection, "voucher_events", "event_no") + 1
    numbered = rows.with_columns(
        event_no=pl.int_range(first, first + rows.height, dtype=pl.Int64),
        recorded_at=pl.lit(writing.stamp, _STAMP),
    )
    insert_frame(writing.connection, "posted_events", numbered)


def append_events(
    writing: Writing, events: Sequence[AppendedEvent], first_no: int | None = None
) -> int:
    """Append events in their order and give the number of the last.

    ``first_no`` is the next number where the caller knows it.
    """
    connection = writing.connection
    if first_no is None:
        first_no = last_number(connection, "voucher_events", "event_no") + 1
    rows = event_rows(events, first_no, writing.stamp)
    append_rows(connection, "posted_events", rows)
    return first_no + len(rows) - 1


def event_rows(
    events: Sequence[AppendedEvent], first_no: int, stamp: datetime
) -> list[tuple[Any, ...]]:
    """Give events as rows in the order of EVENT_COLUMNS, numbered from a number on."""
    return [
        _event_row(number, each, stamp) for number, each in enumerate(events, first_no)
    ]


def _event_row(
    number: int, appended: AppendedEvent, stamp: datetime
) -> tuple[Any, ...]:
    event, after = appended.event, appended.event.after
    return (
        number,
        after.voucher_no,
        after.seq,
        event.kind.value,
        event.amount_fen,
        event.of_lock,
        event.redemption_no,
        appended.request_no,
        after.sale_id,
        event.reason,
        appended.actor,
        naive(event.occurred_at),
        stamp,
        after.balance_fen,
        after.locked_fen,
        after.captured_fen,
        after.clawed_fen,
        after.state.value,
        after.held,
        after.pieces_left,
    )


def record_requests(writing: Writing, rows: Sequence[Sequence[Any]]) -> None:
    """Append answered requests, each in the order of REQUEST_COLUMNS."""
    append_rows(writing.connection, "posted_requests", rows)


def last_number(connection: Connection, table: str, column: str) -> int:
    """Give the highest number given out in a table; 0 where there is none."""
    row = fetch_one(connection, f"SELECT coalesce(max({column}), 0) FROM {table}")
    assert row is not None
    return int(row[0])


def digest_of_requests(rows: Sequence[Sequence[Any]]) -> str:
    """Seal answered requests: the SHA-256 of who asked what and of the answers.

    ``rows`` are in the order of REQUEST_COLUMNS; the first thirteen are sealed, each
    row as a JSON array with a line feed behind it.
    """
    digest = hashlib.sha256()
    for row in rows:
        sealed = list(row[: len(_SEALED)])
        digest.update(orjson.dumps(sealed, option=orjson.OPT_APPEND_NEWLINE))
    return digest.hexdigest()


def sealed_rows(
    connection: Connection,
    first_no: int,
    last_no: int,
    table: str = "write_requests",
) -> list[tuple[Any, ...]]:
    """Give the requests of a run of numbers as ``digest_of_requests`` wants them."""
    return connection.execute(
        f"SELECT {', '.join(_SEALED)} FROM {table}"
        " WHERE request_no BETWEEN ? AND ? ORDER BY request_no",
        [first_no, last_no],
    ).fetchall()


def find_requests(
    connection: Connection, numbers: Iterable[int]
) -> list[dict[str, Any]]:
    """Give answered requests by their numbers, in any order."""
    return fetch_rows(
        connection,
        "FROM write_requests WHERE request_no IN (SELECT unnest(?))",
        [list(numbers)],
    )


def void_reason(connection: Connection, voucher_no: int) -> str | None:
    """Give why a voucher was voided; None where it was not."""
    row = fetch_one(
        connection,
        "SELECT reason FROM voucher_events WHERE voucher_no = ? AND kind = 'voided'",
        [voucher_no],
    )
    return row[0] if row else None
