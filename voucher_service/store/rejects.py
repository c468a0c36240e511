"""Rows that did not land are kept as they came, sealed; the store never opens them."""

from collections.abc import Iterable

from voucher_service.store.database import Writing
from voucher_service.store.queries import Connection, fetch_rows


def record_rejects(
    writing: Writing, feed_id: str, sealed: Iterable[tuple[str, bytes]]
) -> None:
    """Keep a feed's sealed rows, each with its sheet, in the transaction under way."""
    for sheet, blob in sealed:
        writing.connection.execute(
            "INSERT INTO sealed_rejects VALUES (?, ?, ?)", [feed_id, sheet, blob]
        )


def sealed_rejects(connection: Connection, feed_id: str) -> list[tuple[str, bytes]]:
    """Give a feed's sealed rows as they were recorded, each with its sheet."""
    rows = fetch_rows(
        connection,
        "SELECT sheet, sealed FROM sealed_rejects WHERE feed_id = ? ORDER BY rowid",
        [feed_id],
    )
    return [(row["sheet"], row["sealed"]) for row in rows]


def fallen_rows(connection: Connection, feed_id: str) -> dict[str, list[int]]:
    """Give the numbers of the rows of a feed that did not land, by sheet."""
    rows = fetch_rows(
        connection,
        "SELECT sheet, list(row_no ORDER BY row_no) AS row_nos FROM refused_rows"
        " WHERE feed_id = ? GROUP BY sheet",
        [feed_id],
    )
    return {row["sheet"]: row["row_nos"] for row in rows}
