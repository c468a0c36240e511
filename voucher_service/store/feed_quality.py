"""How well dealers report, folded from feeds, receipts and versions."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import (
    Connection,
    fetch_one,
    fetch_rows,
    insert_frame,
)


def record_feed_dealers(
    writing: Writing, feed_id: str, rows: Mapping[str, int]
) -> None:
    """Keep how many rows of a feed that nothing refused tell of each dealer."""
    told = [(feed_id, dealer, n) for dealer, n in rows.items() if n > 0]
    schema = {"feed_id": pl.String, "dealer_id": pl.String, "row_count": pl.Int64}
    frame = pl.DataFrame(told, schema=schema, orient="row")
    insert_frame(writing.connection, "feed_dealers", frame)


def feed_quality(
    connection: Connection,
    first_day: date | None,
    last_day: date | None,
    known_at: datetime,
) -> list[dict[str, Any]]:
    """Give the rows of feed_quality_at, by dealer; the nameless one comes last.

    The days are Asia/Shanghai and both included; None is no bound.
    """
    return fetch_rows(
        connection,
        "FROM feed_quality_at(?::DATE, ?::DATE, ?) ORDER BY dealer_id NULLS LAST",
        [first_day, last_day, naive(known_at)],
    )


def last_receipt(connection: Connection) -> datetime | None:
    """Give the stamp of the last receipt, also of what changed nothing."""
    row = fetch_one(connection, "SELECT max(received_at) FROM deliveries")
    stamp: datetime | None = row[0] if row else None
    return stamp
