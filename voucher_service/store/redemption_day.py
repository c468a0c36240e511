"""What was redeemed and given back in a span of time."""

from datetime import datetime
from typing import Any

from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_rows

_MOVED = """
WITH moved AS (
    SELECT e.event_no, e.kind, e.amount_fen, e.recorded_at, e.voucher_no,
           r.redemption_id, regexp_replace(r.scope, '^bank:', '') AS bank,
           r.station, r.terminal
    FROM voucher_events AS e JOIN write_requests AS r ON r.request_no = e.redemption_no
    WHERE e.kind IN ('captured', 'reversed')
      AND e.recorded_at >= $since AND e.recorded_at < $before
)
"""
_SUMS = """
SELECT count(*) FILTER (kind = 'captured') AS captured,
       coalesce(sum(amount_fen) FILTER (kind = 'captured'), 0)::BIGINT AS captured_fen,
       count(*) FILTER (kind = 'reversed') AS reversed,
       coalesce(sum(amount_fen) FILTER (kind = 'reversed'), 0)::BIGINT AS reversed_fen
"""


def sums_by(
    connection: Connection, place: str, since: datetime, before: datetime, limit: int
) -> list[dict[str, Any]]:
    """Give what each bank or station moved, the largest first: name and sums."""
    assert place in {"bank", "station"}
    query = (
        _MOVED
        + _SUMS.replace("SELECT", f"SELECT {place} AS name,", 1)
        + " FROM moved GROUP BY name"
        + f" ORDER BY captured_fen DESC, name NULLS LAST LIMIT {limit:d}"
    )
    return fetch_rows(connection, query, _span(since, before))


def sums_of(
    connection: Connection, since: datetime, before: datetime
) -> dict[str, Any]:
    """Give what was moved in all."""
    return fetch_rows(connection, f"{_MOVED} {_SUMS} FROM moved", _span(since, before))[
        0
    ]


def last_moved(
    connection: Connection, since: datetime, before: datetime, limit: int
) -> list[dict[str, Any]]:
    """Give the last redemptions and reversals, newest first."""
    return fetch_rows(
        connection,
        f"{_MOVED} SELECT m.*, v.code FROM moved AS m JOIN vouchers AS v"
        f" USING (voucher_no) ORDER BY event_no DESC LIMIT {limit:d}",
        _span(since, before),
    )


def _span(since: datetime, before: datetime) -> dict[str, Any]:
    return {"since": naive(since), "before": naive(before)}
