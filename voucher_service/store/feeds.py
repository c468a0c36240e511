"""Feeds are kept with their report, their headers and every row that did not land."""

from dataclasses import dataclass
from typing import Any

import polars as pl

from voucher_service.store.database import Writing
from voucher_service.store.queries import (
    Connection,
    fetch_frame,
    fetch_rows,
    insert_frame,
)

_FEED = """
SELECT f.*,
       (SELECT coalesce(map_from_entries(list((reason, n) ORDER BY reason)), MAP {})
        FROM (SELECT reason, count(*) AS n FROM refusals AS r
              WHERE r.feed_id = f.feed_id GROUP BY reason)) AS reasons,
       (SELECT coalesce(list(header ORDER BY sheet, column_no), [])
        FROM feed_columns AS c
        WHERE c.feed_id = f.feed_id AND c.field IS NULL) AS unknown_headers
FROM feeds AS f
"""


@dataclass(frozen=True)
class FeedRecord:
    """What is kept of a file beside its rows."""

    feed_id: str
    file: str
    sha256: str
    size_bytes: int
    kind: str
    format: str
    encoding: str | None
    profile: str
    profile_hash: str
    rows: int
    accepted: int
    unchanged: int
    refused: int
    review: int
    skipped_sheets: tuple[str, ...]
    reading: int


def record_feed(
    writing: Writing, feed: FeedRecord, refused: pl.DataFrame, columns: pl.DataFrame
) -> None:
    """Keep a feed, its refused rows and its columns in the transaction under way."""
    connection = writing.connection
    connection.execute(
        "INSERT INTO feeds VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            feed.feed_id,
            writing.stamp,
            feed.file,
            feed.sha256,
            feed.size_bytes,
            feed.kind,
            feed.format,
            feed.encoding,
            feed.profile,
            feed.profile_hash,
            feed.rows,
            feed.accepted,
            feed.unchanged,
            feed.refused,
            feed.review,
            list(feed.skipped_sheets),
            feed.reading,
        ],
    )
    insert_frame(
        connection,
        "refused_rows",
        refused.select(
            pl.lit(feed.feed_id).alias("feed_id"),
            "sheet",
            "row_no",
            pl.col("outcome").cast(pl.String),
            "reasons",
            "findings",
            "cells",
        ),
    )
    insert_frame(
        connection,
        "feed_columns",
        columns.select(
            pl.lit(feed.feed_id).alias("feed_id"),
            "sheet",
            "column_no",
            "header",
            "field",
        ),
    )


def find_feed(
    connection: Connection, sha256: str, profile_hash: str
) -> dict[str, Any] | None:
    """Give the last reading of these bytes under this profile, if there is one."""
    rows = fetch_rows(
        connection,
        f"{_FEED} WHERE f.sha256 = ? AND f.profile_hash = ? ORDER BY f.reading DESC",
        [sha256, profile_hash],
    )
    return rows[0] if rows else None


def list_feeds(
    connection: Connection, feed_id: str | None = None
) -> list[dict[str, Any]]:
    """Give the feeds that landed, in the order recorded, or the one of an id."""
    return fetch_rows(
        connection,
        f"{_FEED} WHERE $id IS NULL OR f.feed_id = $id ORDER BY f.recorded_at",
        {"id": feed_id},
    )


def rows_without_dealer(connection: Connection, feed_id: str) -> pl.DataFrame:
    """Give the rows of a feed refused for a dealer nobody knew: sheet, row_no."""
    return fetch_frame(
        connection,
        "SELECT sheet, row_no FROM refused_rows"
        " WHERE feed_id = ? AND list_contains(reasons, 'dealer_unknown')",
        [feed_id],
    )


def refused_rows(
    connection: Connection, feed_id: str, limit: int
) -> list[dict[str, Any]]:
    """Give the first rows of a feed that did not land, in the file's order."""
    return fetch_rows(
        connection,
        "SELECT sheet, row_no, outcome, findings FROM refused_rows"
        " WHERE feed_id = ? ORDER BY sheet, row_no LIMIT ?",
        [feed_id, limit],
    )


def feed_columns(connection: Connection, feed_id: str, sheet: str) -> dict[str, str]:
    """Give, for each field of a feed's sheet, the header it came under."""
    rows = fetch_rows(
        connection,
        "SELECT field, header FROM feed_columns"
        " WHERE feed_id = ? AND sheet = ? AND field IS NOT NULL",
        [feed_id, sheet],
    )
    return {row["field"]: row["header"] for row in rows}
