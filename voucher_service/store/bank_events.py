"""What happened to banks' redemptions, in the order in which it was recorded.

A voucher's own events concern a bank that has redeemed of it before: what it redeems
later never puts an event before one that it was told of.
"""

from typing import Any

from voucher_service.store.queries import Connection, fetch_rows
from voucher_service.store.vouchers import last_number

_CHANGES = "('voided', 'suspended', 'resumed', 'expired', 'clawed_back')"
_EVENTS = f"""
WITH changes AS (
    SELECT event_no, voucher_no FROM voucher_events
    WHERE event_no > $after AND event_no <= $until
      AND redemption_no IS NULL AND kind IN {_CHANGES}),
redeemed AS (
    SELECT e.voucher_no, r.scope, min(e.event_no) AS first_event
    FROM voucher_events AS e JOIN write_requests AS r ON r.request_no = e.redemption_no
    WHERE e.voucher_no IN (SELECT voucher_no FROM changes)
      AND ($scope IS NULL OR r.scope = $scope)
    GROUP BY ALL),
concerned AS (
    SELECT c.event_no, max(r.scope) AS scope FROM changes AS c
    JOIN redeemed AS r ON r.voucher_no = c.voucher_no AND r.first_event < c.event_no
    GROUP BY c.event_no)
SELECT e.event_no, e.kind, e.reason AS event_reason, e.amount_fen AS moved_fen,
       e.occurred_at, e.recorded_at AS event_at, e.balance_fen, v.code,
       coalesce(m.scope, c.scope) AS concerns, q.out_request_no AS asked_with, m.*
FROM voucher_events AS e
JOIN vouchers AS v ON v.voucher_no = e.voucher_no
LEFT JOIN write_requests AS m ON m.request_no = e.redemption_no
LEFT JOIN write_requests AS q ON q.request_no = e.request_no
LEFT JOIN concerned AS c ON c.event_no = e.event_no
WHERE e.event_no > $after AND e.event_no <= $until
  AND ((m.request_no IS NOT NULL AND ($scope IS NULL OR m.scope = $scope))
       OR c.event_no IS NOT NULL)
ORDER BY e.event_no LIMIT $limit
"""
_WINDOW = 4096


def events_after(
    connection: Connection, scope: str | None, after: int, limit: int
) -> list[dict[str, Any]]:
    """Give events after a number, those of one bank or of all, each in its words.

    Looked for by windows that grow, so that reading on from far back stays cheap.
    """
    last = last_event(connection)
    found: list[dict[str, Any]] = []
    window = max(_WINDOW, 4 * limit)
    while after < last and len(found) < limit:
        until = min(last, after + window)
        found += fetch_rows(
            connection,
            _EVENTS,
            {
                "scope": scope,
                "after": after,
                "until": until,
                "limit": limit - len(found),
            },
        )
        after, window = until, 4 * window
    return found


def last_event(connection: Connection) -> int:
    """Give the number of the last event there is."""
    return last_number(connection, "voucher_events", "event_no")
