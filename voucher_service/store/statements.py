"""What was recorded of a bank's redemptions within a span of time, in its order."""

from datetime import datetime

import polars as pl

from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_one

_SHANGHAI = """
strftime({0} + INTERVAL 8 HOUR, '%Y-%m-%dT%H:%M:%S')
|| CASE WHEN epoch_us({0}) % 1000000 = 0 THEN '' ELSE strftime({0}, '.%f') END
|| '+08:00'"""
_LINES = f"""
SELECT row_number() OVER (ORDER BY e.event_no) AS line_no,
       CASE WHEN e.kind = 'cancelled' AND e.reason = 'lapsed' THEN 'lapsed'
            ELSE e.kind END AS type,
       m.redemption_id, m.out_request_no,
       CASE WHEN e.kind IN ('captured', 'reversed') THEN q.out_request_no END
           AS request_no,
       v.code AS voucher_code, e.amount_fen,
       {_SHANGHAI.format("m.redeemed_at")} AS redeemed_at,
       {_SHANGHAI.format("e.recorded_at")} AS recorded_at,
       m.station, m.terminal, m.batch_id, m.line_no::BIGINT AS batch_line_no
FROM voucher_events AS e
JOIN write_requests AS m ON m.request_no = e.redemption_no
JOIN vouchers AS v ON v.voucher_no = e.voucher_no
LEFT JOIN write_requests AS q ON q.request_no = e.request_no
WHERE m.scope = $scope AND e.kind IN ('captured', 'reversed', 'cancelled')
  AND e.recorded_at >= $since AND e.recorded_at < $until
ORDER BY line_no
"""


def lines_between(
    connection: Connection, scope: str, since: datetime, until: datetime
) -> pl.DataFrame:
    """Give the lines of a bank's statement for a span, its end left out."""
    span = {"scope": scope, "since": naive(since), "until": naive(until)}
    return fetch_frame(connection, _LINES, span)


def is_settled(connection: Connection, until: datetime) -> bool:
    """Tell whether nothing can be recorded any more before an instant.

    Stamps only rise: it is enough that something was recorded later.
    """
    row = fetch_one(
        connection, "SELECT bool_or(recorded_at >= ?) FROM audit_log", [naive(until)]
    )
    return bool(row and row[0])
