"""What changed a campaign's totals between two instants, sale by sale."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.model.frames import SALE_FACTS
from voucher_service.store.database import naive
from voucher_service.store.queries import (
    Connection,
    fetch_frame,
    fetch_one,
    fetch_rows,
)

_FACTS = (*(fact for fact in SALE_FACTS if fact != "identity"), "cancelled")
_CHANGED = ", ".join(
    f"CASE WHEN v.{fact} IS DISTINCT FROM w.{fact} THEN '{fact}' END" for fact in _FACTS
)
_MOST_AT_ONCE = 250_000
_COUNT = """
SELECT count(*) FROM decision_versions
WHERE campaign_id = $campaign AND recorded_at > $since AND recorded_at <= $until
"""
_CHANGES = f"""
WITH told AS (
    SELECT * FROM decision_versions
    WHERE campaign_id = $campaign AND recorded_at > $since AND recorded_at <= $until
      AND hash(sale_id) % $parts = $part
), paired AS (
    SELECT n.sale_id, n.recorded_at, v.dealer_id, v.sold_on,
           b.sale_id IS NULL AS is_new,
           b.sale_version <> n.sale_version AS retold,
           v.cancelled AND NOT w.cancelled AS taken_back,
           v.identity <> w.identity AS anew,
           n.eligible AND v.sold_on <= $as_of AS counted,
           coalesce(b.eligible AND w.sold_on <= $as_of, false) AS counted_before,
           n.price_fen, n.amount_fen, n.reasons,
           b.price_fen AS price_fen_before, b.amount_fen AS amount_fen_before,
           b.reasons AS reasons_before,
           CASE WHEN b.sale_version <> n.sale_version
                THEN [fact FOR fact IN [{_CHANGED}] IF fact IS NOT NULL]
                ELSE [] END AS changed
    FROM told AS n
    JOIN sale_versions AS v
      ON v.sale_id = n.sale_id AND v.version = n.sale_version
    LEFT JOIN decision_versions AS b
      ON b.campaign_id = $campaign AND n.decision_no > 1 AND b.sale_id = n.sale_id
     AND b.decision_no = n.decision_no - 1
    LEFT JOIN sale_versions AS w
      ON w.sale_id = b.sale_id AND w.version = b.sale_version
), moved AS (
    SELECT *, counted::BIGINT - counted_before::BIGINT AS cars,
           CASE WHEN counted THEN coalesce(price_fen, 0) ELSE 0 END
           - CASE WHEN counted_before THEN coalesce(price_fen_before, 0) ELSE 0 END
               AS sales_fen,
           CASE WHEN counted THEN amount_fen ELSE 0 END
           - CASE WHEN counted_before THEN amount_fen_before ELSE 0 END
               AS vouchers_fen
    FROM paired
)
SELECT sale_id, recorded_at, dealer_id, sold_on, is_new,
       coalesce(retold, false) AS retold,
       coalesce(taken_back, false) AS taken_back, coalesce(anew, false) AS anew,
       changed,
       CASE WHEN is_new THEN []
            ELSE [r FOR r IN reasons IF NOT list_contains(reasons_before, r)]
       END AS gained,
       CASE WHEN is_new THEN []
            ELSE [r FOR r IN reasons_before IF NOT list_contains(reasons, r)]
       END AS lost,
       cars, sales_fen, vouchers_fen
FROM moved WHERE cars <> 0 OR sales_fen <> 0 OR vouchers_fen <> 0
"""
_COMMITS = """
WITH amended AS (
    SELECT DISTINCT recorded_at FROM campaign_versions
    WHERE campaign_id = $campaign AND version > 1
), drawn AS (
    SELECT DISTINCT recorded_at FROM draw_reveals WHERE campaign_id = $campaign
), sent AS (
    SELECT recorded_at, min(feed_id) AS feed_id, min(file) AS file FROM feeds
    WHERE recorded_at > $since AND recorded_at <= $until GROUP BY recorded_at
), of_whom AS (
    SELECT feed_id, list(DISTINCT dealer_id ORDER BY dealer_id) AS dealers
    FROM feed_dealers SEMI JOIN sent USING (feed_id)
    WHERE row_count > 0 GROUP BY feed_id
)
SELECT c.recorded_at, c.command, a.recorded_at IS NOT NULL AS amended,
       d.recorded_at IS NOT NULL AS drawn, s.feed_id, s.file,
       coalesce(w.dealers, []) AS dealers
FROM commits AS c
LEFT JOIN amended AS a ON a.recorded_at = c.recorded_at
LEFT JOIN drawn AS d ON d.recorded_at = c.recorded_at
LEFT JOIN sent AS s ON s.recorded_at = c.recorded_at
LEFT JOIN of_whom AS w ON w.feed_id = s.feed_id
WHERE c.recorded_at > $since AND c.recorded_at <= $until
ORDER BY c.recorded_at
"""


def changes_between(
    connection: Connection,
    campaign_id: str,
    span: tuple[datetime, datetime],
    as_of: date,
) -> Iterator[pl.DataFrame]:
    """Give what changed a sale's part in the totals after an instant, until another.

    A row a sale and commit: frames of analytics.bridge.CHANGE_SCHEMA, each with all
    rows of its sales. Every version of a sale is decided in the commit that records
    it, so the decisions of those commits and the ones before them are all there is to
    read.
    """
    asked = {"campaign": campaign_id, "since": naive(span[0]), "until": naive(span[1])}
    counted = fetch_one(connection, _COUNT, asked)
    parts = 1 + (counted[0] if counted else 0) // _MOST_AT_ONCE
    for part in range(parts):
        more = {"as_of": as_of, "parts": parts, "part": part}
        yield fetch_frame(connection, _CHANGES, asked | more)


def commits_between(
    connection: Connection, campaign_id: str, span: tuple[datetime, datetime]
) -> pl.DataFrame:
    """Give the commits after an instant until another, and what each did.

    A row a commit: a frame of analytics.bridge.COMMIT_SCHEMA.
    """
    since, until = span
    return fetch_frame(
        connection,
        _COMMITS,
        {"campaign": campaign_id, "since": naive(since), "until": naive(until)},
    )


def totals_known(
    connection: Connection, campaign_id: str, as_of: date, known_at: datetime
) -> dict[str, Any]:
    """Give a campaign's cars_sold, sales_fen and vouchers_fen, as its view says."""
    [row] = fetch_rows(
        connection,
        "SELECT cars_sold, sales_fen, vouchers_fen FROM campaign_totals_at(?, ?)"
        " WHERE campaign_id = ?",
        [as_of, naive(known_at), campaign_id],
    )
    return row


def opened_at(connection: Connection, campaign_id: str) -> datetime | None:
    """Give the stamp at which a campaign was opened; None where it never was."""
    row = fetch_one(
        connection,
        "SELECT min(recorded_at) FROM campaign_versions WHERE campaign_id = ?",
        [campaign_id],
    )
    assert row is not None
    stamp: datetime | None = row[0]
    return stamp


def holds_made_up_sales(connection: Connection, known_at: datetime) -> bool:
    """Tell whether any sale known at an instant is made up."""
    row = fetch_one(
        connection,
        "SELECT EXISTS (FROM sale_versions WHERE synthetic AND recorded_at <= ?)",
        [naive(known_at)],
    )
    return bool(row and row[0])
