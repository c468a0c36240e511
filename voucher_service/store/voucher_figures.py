"""What became of a campaign's vouchers, as of a day and as known at an instant.

A day ends at midnight in Shanghai. Events belong to the day on which they happened by
business time, which is the bank's for a redemption.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.model.days import business_day
from voucher_service.store.database import aware, naive
from voucher_service.store.queries import (
    Connection,
    fetch_frame,
    fetch_rows,
    lent,
)

_DAY = "({} + INTERVAL 8 HOUR)::DATE"  # all year round Shanghai is UTC+8
_MINE = """
WITH mine AS (
    SELECT voucher_no, face_fen FROM vouchers {part}
    WHERE campaign_id = $campaign AND recorded_at <= $known
      AND {issued_on} <= $as_of
), happened AS (
    SELECT voucher_no, kind, amount_fen, occurred_at, redemption_no
    FROM voucher_events
    WHERE kind IN ('captured', 'reversed', 'voided')
      AND recorded_at <= $known AND {happened_on} <= $as_of
)
"""
_STAGES = """
, each AS (
    SELECT voucher_no,
           sum(CASE kind WHEN 'captured' THEN amount_fen
                         WHEN 'reversed' THEN -amount_fen ELSE 0 END) AS spent_fen,
           bool_or(kind = 'voided') AS voided
    FROM happened GROUP BY voucher_no
)
SELECT count(*) AS issued, coalesce(sum(face_fen), 0)::BIGINT AS issued_fen,
       count(*) FILTER (spent_fen > 0) AS in_part,
       coalesce(sum(spent_fen) FILTER (spent_fen > 0), 0)::BIGINT AS in_part_fen,
       count(*) FILTER (spent_fen >= face_fen) AS in_full,
       coalesce(sum(spent_fen) FILTER (spent_fen >= face_fen), 0)::BIGINT
           AS in_full_fen,
       count(*) FILTER (voided) AS voided,
       coalesce(sum(face_fen) FILTER (voided), 0)::BIGINT AS voided_fen
FROM mine LEFT JOIN each USING (voucher_no)
"""
_SUMS = """
       count(*) FILTER (kind = 'captured') AS redemptions,
       coalesce(sum(amount_fen) FILTER (kind = 'captured'), 0)::BIGINT
           AS redeemed_fen,
       count(*) FILTER (kind = 'reversed') AS reversals,
       coalesce(sum(amount_fen) FILTER (kind = 'reversed'), 0)::BIGINT
           AS reversed_fen
"""
_MOVED = "FROM happened SEMI JOIN mine USING (voucher_no) WHERE kind <> 'voided'"
_BY_DAY = f"""
SELECT {{happened_on}} AS day, {_SUMS}
{_MOVED} GROUP BY day ORDER BY day
"""
_BY_STATION = f"""
, placed AS (
    SELECT h.kind, h.amount_fen, r.station
    FROM (FROM happened SEMI JOIN mine USING (voucher_no) WHERE kind <> 'voided') AS h
    LEFT JOIN write_requests AS r ON r.request_no = h.redemption_no
)
SELECT station, {_SUMS} FROM placed GROUP BY station
"""
_FIRST_ISSUED = """
SELECT min({issued_on}) AS day FROM vouchers {part}
WHERE campaign_id = $campaign AND recorded_at <= $known
"""
_STANDING = """
WITH mine AS (
    SELECT voucher_no FROM vouchers
    WHERE campaign_id = $campaign AND recorded_at <= $known
), last AS (
    SELECT max(event_no) AS event_no FROM voucher_events
    WHERE recorded_at <= $known GROUP BY voucher_no
), stand AS (
    SELECT sale_id, state = 'voided' AS voided,
           balance_fen + locked_fen AS committed, captured_fen, clawed_fen
    FROM voucher_events SEMI JOIN last USING (event_no)
    SEMI JOIN mine USING (voucher_no)
)
"""
_STOOD = """
WITH mine AS (
    SELECT voucher_no FROM vouchers
    WHERE campaign_id = $campaign AND recorded_at <= $known AND {issued_on} <= $as_of
), moved AS (
    SELECT voucher_no, event_no, sale_id, {happened_on} AS day,
           unnest([balance_fen + locked_fen, captured_fen, clawed_fen,
                   (state = 'voided')::BIGINT]) AS fen,
           generate_subscripts([1, 2, 3, 4], 1) AS part
    FROM voucher_events SEMI JOIN mine USING (voucher_no)
    WHERE recorded_at <= $known
), steps AS (
    SELECT *, fen - coalesce(lag(fen) OVER (
        PARTITION BY voucher_no, part ORDER BY event_no), 0) AS step
    FROM moved
), stand AS (
    SELECT arg_max(sale_id, event_no) AS sale_id,
           sum(step) FILTER (part = 4) > 0 AS voided,
           sum(step) FILTER (part = 1) AS committed,
           sum(step) FILTER (part = 2) AS captured_fen,
           sum(step) FILTER (part = 3) AS clawed_fen
    FROM steps WHERE day <= $as_of GROUP BY voucher_no
)
"""
_MONEY = """
, sums AS (
    SELECT coalesce(sum(committed), 0)::BIGINT AS committed_fen,
           coalesce(sum(captured_fen), 0)::BIGINT AS payable_fen,
           coalesce(sum(least(clawed_fen, captured_fen)), 0)::BIGINT
               AS recoverable_fen
    FROM stand
)
SELECT (SELECT coalesce(sum(amount_fen), 0)::BIGINT
        FROM earning ANTI JOIN (FROM stand WHERE NOT voided) USING (sale_id))
           AS earned_fen, *
FROM sums
"""


@dataclass(frozen=True)
class VouchersAsked:
    """Which vouchers are asked for: of a campaign, until a day, as known then.

    ``sales`` has the ``sale_id`` of the sales whose vouchers alone are asked for; None
    asks for all.
    """

    campaign: str
    as_of: date
    known_at: datetime
    sales: pl.DataFrame | None = None


def last_voucher_event(connection: Connection) -> datetime | None:
    """Give the instant at which the last event of any voucher was recorded."""
    [row] = fetch_rows(
        connection, "SELECT max(recorded_at) AS last FROM voucher_events", {}
    )
    return aware(row["last"]) if row["last"] else None


def voucher_stages(connection: Connection, asked: VouchersAsked) -> dict[str, int]:
    """Count vouchers issued, of these spent in part and in full, and voided.

    Beside each number stands its fen: the faces of those issued and voided, what was
    spent and not reversed of the others.
    """
    [row] = _rows(connection, _MINE + _STAGES, asked)
    return row


def moved_by_day(connection: Connection, asked: VouchersAsked) -> pl.DataFrame:
    """Give the days with a redemption or reversal, in their order.

    Shape: day, redemptions, redeemed_fen, reversals, reversed_fen. A reversal belongs
    to its own day, a promise to the day on which it is taken.
    """
    return _frame(connection, _MINE + _BY_DAY, asked)


def moved_by_station(connection: Connection, asked: VouchersAsked) -> pl.DataFrame:
    """Give the stations with a redemption: station, else as ``moved_by_day``.

    ``station`` is as the banks write it, null where they do not.
    """
    return _frame(connection, _MINE + _BY_STATION, asked)


def first_issue_day(connection: Connection, asked: VouchersAsked) -> date | None:
    """Give the day on which the first of the vouchers was issued, if any was."""
    [row] = _rows(connection, _FIRST_ISSUED, asked)
    day: date | None = row["day"]
    return day


def money_at(
    connection: Connection, asked: VouchersAsked, earning: pl.DataFrame
) -> dict[str, int]:
    """Give in fen where a campaign's money was, as the view budget_states does.

    ``earning`` has sale_id and amount_fen of the sales eligible then. ``earned_fen`` is
    what they earn without a voucher, the others are of the vouchers. Of an earlier day
    than that of the instant, events count that happened until it, however late they
    were told of.
    """
    earlier = asked.as_of < business_day(asked.known_at)
    standing = _STOOD if earlier else _STANDING
    with lent(connection, "earning", earning):
        [row] = _rows(connection, standing + _MONEY, asked)
    return row


def _rows(
    connection: Connection, query: str, asked: VouchersAsked
) -> list[dict[str, Any]]:
    return _frame(connection, query, asked).to_dicts()


def _frame(connection: Connection, query: str, asked: VouchersAsked) -> pl.DataFrame:
    told: dict[str, Any] = {"campaign": asked.campaign, "known": naive(asked.known_at)}
    if "$as_of" in query:
        told["as_of"] = asked.as_of
    part = "" if asked.sales is None else "SEMI JOIN sales_asked USING (sale_id)"
    days = {name: _DAY.format(of) for name, of in _DAYS.items()}
    filled = query.format(part=part, **days)
    if asked.sales is None:
        return fetch_frame(connection, filled, told)
    with lent(connection, "sales_asked", asked.sales):
        return fetch_frame(connection, filled, told)


_DAYS = {"issued_on": "recorded_at", "happened_on": "occurred_at"}
