"""The vouchers whose time has run out: their last day, a promise, or a reissue."""

from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_one, fetch_rows
from voucher_service.store.vouchers import append_event_rows

CLOCK = "program:clock"
"""Who acts where time alone does."""

_EXPIRED = """
WITH due AS (
    SELECT voucher_no FROM vouchers WHERE expires_at <= $until
), last AS (
    SELECT voucher_no, max(event_no) AS event_no
    FROM voucher_events SEMI JOIN due USING (voucher_no) GROUP BY voucher_no
), stands AS (
    SELECT e.* FROM last JOIN voucher_events AS e USING (event_no)
    WHERE e.state = 'open' AND e.balance_fen > 0
)"""
_OVERDUE_LOCKS = """
SELECT DISTINCT v.code
FROM voucher_events AS e JOIN write_requests AS r ON r.request_no = e.redemption_no
JOIN vouchers AS v ON v.voucher_no = e.voucher_no
WHERE e.kind = 'locked' AND r.lock_until <= $now AND NOT EXISTS (
    FROM voucher_events AS o WHERE o.of_lock AND o.redemption_no = e.redemption_no)
ORDER BY v.code
"""
_OVERDUE_REISSUES = """
WITH held AS (
    SELECT voucher_no, max(event_no) AS event_no FROM voucher_events
    SEMI JOIN (FROM voucher_events WHERE kind = 'suspended') USING (voucher_no)
    GROUP BY voucher_no
), waiting AS (
    SELECT e.sale_id FROM held JOIN voucher_events AS e USING (event_no)
    WHERE e.held AND e.state = 'open'
), last AS (
    FROM sale_versions SEMI JOIN waiting USING (sale_id)
    QUALIFY row_number() OVER (PARTITION BY sale_id ORDER BY version DESC) = 1
)
SELECT EXISTS (
    FROM last WHERE cancelled
    AND greatest(cancelled_on, (recorded_at + INTERVAL 8 HOUR)::DATE) + $days < $today)
"""


def anything_due(
    connection: Connection, now: datetime, until: datetime, reissue: tuple[date, int]
) -> bool:
    """Tell whether any voucher's time has run out; asked without the writer.

    ``until`` is the expiry up to which no redemption can arrive any more, ``reissue``
    today and how many days a cancelled sale may be made out anew.
    """
    row = fetch_one(
        connection,
        f"{_EXPIRED} SELECT EXISTS (FROM stands)",
        {"until": naive(until)},
    )
    today, days = reissue
    late = fetch_one(connection, _OVERDUE_REISSUES, {"today": today, "days": days})
    return bool((row and row[0]) or (late and late[0])) or bool(
        codes_with_overdue_locks(connection, now)
    )


def codes_with_overdue_locks(connection: Connection, now: datetime) -> list[str]:
    """Give the vouchers that still keep money for a promise whose time has passed."""
    rows: list[dict[str, Any]] = fetch_rows(
        connection, _OVERDUE_LOCKS, {"now": naive(now)}
    )
    return [row["code"] for row in rows]


def expire_until(writing: Writing, until: datetime) -> tuple[int, int]:
    """Release what is left on vouchers that expired by an instant.

    Gives their number and what was released. It all is done in frames: many vouchers
    expire at one midnight.
    """
    stands = fetch_frame(
        writing.connection,
        f"{_EXPIRED} SELECT * EXCLUDE (event_no, recorded_at) FROM stands"
        " ORDER BY voucher_no",
        {"until": naive(until)},
    )
    if stands.is_empty():
        return 0, 0
    in_pieces = pl.col("pieces_left").is_not_null()
    none_left = pl.lit([], pl.List(pl.Int64))
    append_event_rows(
        writing,
        stands.with_columns(
            voucher_seq=pl.col("voucher_seq") + 1,
            kind=pl.lit("expired"),
            amount_fen="balance_fen",
            of_lock=False,
            redemption_no=pl.lit(None, pl.Int64),
            request_no=pl.lit(None, pl.Int64),
            reason=pl.lit("expired"),
            actor=pl.lit(CLOCK),
            occurred_at=pl.lit(writing.stamp, pl.Datetime("us")),
            balance_fen=pl.lit(0, pl.Int64),
            state=pl.lit("expired"),
            pieces_left=pl.when(in_pieces).then(none_left),
        ),
    )
    return stands.height, int(stands["balance_fen"].sum())
