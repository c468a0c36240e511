"""What a desk's alerts are made of: days of receipt, vouchers that expire."""

from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.model.days import shifted
from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_rows

_LOOKED_BACK = 120


def days_of_receipt(
    connection: Connection, known_at: datetime, until: date
) -> pl.DataFrame:
    """Give the days on which sales came from each dealer that is active.

    Shape: dealer_id, dealer_name, day (Asia/Shanghai), of the 120 days until one. A
    file that tells of a dealer counts whoever sent it, and a readable one that a dealer
    sent itself whatever it holds.
    """
    return fetch_frame(
        connection,
        """
        WITH told AS (
            SELECT p.dealer_id, f.recorded_at AS came_at
            FROM feed_dealers AS p JOIN feeds AS f USING (feed_id)
            WHERE f.kind = 'sales'
            UNION ALL
            SELECT dealer_id, received_at FROM deliveries
            WHERE dealer_id IS NOT NULL AND outcome <> 'unreadable'
        )
        SELECT DISTINCT t.dealer_id, d.name AS dealer_name,
               (t.came_at + INTERVAL 8 HOURS)::DATE AS day
        FROM told AS t JOIN dealers_at($known) AS d USING (dealer_id)
        WHERE d.active AND t.came_at <= $known AND day BETWEEN $since AND $until
        ORDER BY t.dealer_id, day
        """,
        {
            "known": naive(known_at),
            "since": shifted(until, -_LOOKED_BACK),
            "until": until,
        },
    )


def vouchers_expiring(
    connection: Connection, campaign: str, known_at: datetime, until: date
) -> dict[str, Any]:
    """Give how many vouchers with money left end by a Shanghai day, and how much."""
    [row] = fetch_rows(
        connection,
        """
        SELECT count(*) AS vouchers, coalesce(sum(balance_fen), 0)::BIGINT AS fen
        FROM vouchers_at($known)
        WHERE campaign_id = $campaign AND state = 'open' AND balance_fen > 0
          AND expires_at > $known
          AND expires_at - INTERVAL 1 MICROSECOND + INTERVAL 8 HOURS
              < $until::DATE + INTERVAL 1 DAY
        """,
        {"known": naive(known_at), "campaign": campaign, "until": until},
    )
    return row


def rows_not_landed(
    connection: Connection, known_at: datetime, first_day: date, last_day: date
) -> dict[str, Any]:
    """Count what did not land of the sales files received on some Shanghai days.

    Gives refused and review (rows), unreadable (files that could not be read), receipts
    (of the files that hold such rows) and worst (the feed with most of them). A file
    that was read again counts as its last reading left it.
    """
    [row] = fetch_rows(
        connection,
        """
        WITH last AS (
            SELECT feed_id, recorded_at FROM feeds
            WHERE kind = 'sales' AND recorded_at <= $known
            QUALIFY row_number() OVER (
                PARTITION BY sha256, profile_hash ORDER BY reading DESC) = 1
        ), counted AS (
            SELECT feed_id FROM last
            WHERE (recorded_at + INTERVAL 8 HOURS)::DATE BETWEEN $first AND $last
        ), lost AS (
            SELECT r.feed_id, count(*) AS n,
                   count(*) FILTER (r.outcome = 'refused') AS refused,
                   count(*) FILTER (r.outcome = 'review') AS review
            FROM refused_rows AS r SEMI JOIN counted USING (feed_id) GROUP BY ALL
        )
        SELECT coalesce(sum(refused), 0)::BIGINT AS refused,
               coalesce(sum(review), 0)::BIGINT AS review,
               arg_max(feed_id, n) AS worst,
               (SELECT count(*) FROM deliveries SEMI JOIN lost USING (feed_id))
                   AS receipts,
               (SELECT count(*) FROM deliveries
                WHERE outcome = 'unreadable' AND received_at <= $known
                  AND (received_at + INTERVAL 8 HOURS)::DATE
                      BETWEEN $first AND $last) AS unreadable
        FROM lost
        """,
        {"known": naive(known_at), "first": first_day, "last": last_day},
    )
    return row


def cars_without_voucher(
    connection: Connection, campaign: str, known_at: datetime
) -> int:
    """Count the eligible sales that no voucher was ever issued for.

    It is 0 where the campaign has issued none at all yet.
    """
    begun = fetch_rows(
        connection,
        "SELECT count(*) AS n FROM vouchers WHERE campaign_id = ? AND recorded_at <= ?",
        [campaign, naive(known_at)],
    )
    if not begun[0]["n"]:
        return 0
    [row] = fetch_rows(
        connection,
        """
        SELECT count(*) AS without FROM decisions_at($known) AS d
        WHERE d.campaign_id = $campaign AND d.eligible
          AND d.sale_id NOT IN (SELECT sale_id FROM vouchers_at($known)
                                WHERE campaign_id = $campaign)
        """,
        {"known": naive(known_at), "campaign": campaign},
    )
    return int(row["without"])
