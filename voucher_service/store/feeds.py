"""Feeds are kept with their report, their headers and every row that did not land."""

from collections.abc import Sequence
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
    dealer_id: str | None = None
    synthetic: bool = False
    conflicts: int = 0


def record_feed(
    writing: Writing, feed: FeedRecord, refused: pl.DataFrame, columns: pl.DataFrame
) -> None:
    """Keep a feed, its refused rows and its columns in the transaction under way."""
    connection = writing.connection
    kept = {
        **vars(feed),
        "recorded_at": writing.stamp,
        "row_count": feed.rows,
        "skipped_sheets": list(feed.skipped_sheets),
    }
    del kept["rows"]
    names, blanks = ", ".join(kept), ", ".join("?" for _ in kept)
    connection.execute(
        f"INSERT INTO feeds ({names}) VALUES ({blanks})", list(kept.values())
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


def record_notes(
    writing: Writing, feed_id: str, notes: pl.DataFrame, suggestions: pl.DataFrame
) -> None:
    """Keep what was decided in reading a feed, and what unknown headers resemble."""
    for table, frame in (("feed_notes", notes), ("feed_suggestions", suggestions)):
        rows = frame.with_columns(pl.lit(feed_id).alias("feed_id"))
        insert_frame(writing.connection, table, rows)


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


def noted_cells(
    connection: Connection, feed_id: str, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    """Give how many notes a feed has, and the first of them in the file's order."""
    counted = fetch_rows(
        connection, "SELECT count(*) AS n FROM feed_notes WHERE feed_id = ?", [feed_id]
    )
    rows = fetch_rows(
        connection,
        "SELECT * EXCLUDE (feed_id) FROM feed_notes WHERE feed_id = ?"
        " ORDER BY sheet, row_no, header, code LIMIT ?",
        [feed_id, limit],
    )
    return counted[0]["n"], rows


def suggested_headers(connection: Connection, feed_id: str) -> list[dict[str, Any]]:
    """Give a feed's unknown headers that resemble known ones, from left to right."""
    return fetch_rows(
        connection,
        "SELECT * EXCLUDE (feed_id) FROM feed_suggestions WHERE feed_id = ?"
        " ORDER BY sheet, column_no",
        [feed_id],
    )


def rows_refused_for(
    connection: Connection, feed_id: str, reasons: Sequence[str]
) -> pl.DataFrame:
    """Give the rows of a feed refused for any of some reasons: sheet, row_no."""
    return fetch_frame(
        connection,
        "SELECT sheet, row_no FROM refused_rows"
        " WHERE feed_id = ? AND list_has_any(reasons, ?)",
        [feed_id, list(reasons)],
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
