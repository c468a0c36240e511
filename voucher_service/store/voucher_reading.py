"""A voucher and a redemption as the database holds them, for who only asks."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from voucher_service.model.vouchers import Lock, Voucher, VoucherState
from voucher_service.store.database import aware
from voucher_service.store.queries import Connection, fetch_one, fetch_rows

_STANDING = """
WITH named AS (FROM vouchers WHERE list_contains($codes, code)),
last AS (
    SELECT voucher_no, max(event_no) AS event_no,
           arg_max(redemption_no, event_no) FILTER (kind = 'captured') AS spent_by
    FROM voucher_events WHERE voucher_no IN (SELECT voucher_no FROM named)
    GROUP BY voucher_no
)
SELECT n.voucher_no, n.code, n.campaign_id, e.sale_id, n.face_fen, e.balance_fen,
       n.recorded_at AS issued_at, n.starts_at, n.expires_at, e.locked_fen,
       e.captured_fen, e.clawed_fen, e.state, e.held, e.pieces_left,
       e.voucher_seq AS seq, l.spent_by
FROM named AS n JOIN last AS l USING (voucher_no)
JOIN voucher_events AS e ON e.event_no = l.event_no
ORDER BY n.code
"""
_LOCKS = """
SELECT e.voucher_no, e.redemption_no, e.amount_fen, r.lock_until, r.pieces_fen
FROM voucher_events AS e JOIN write_requests AS r ON r.request_no = e.redemption_no
WHERE list_contains($numbers, e.voucher_no) AND e.kind = 'locked' AND NOT EXISTS (
    FROM voucher_events AS o WHERE list_contains($numbers, o.voucher_no)
    AND o.of_lock AND o.redemption_no = e.redemption_no)
ORDER BY e.event_no
"""
_INSTANTS = ("issued_at", "starts_at", "expires_at")
_MADE = "operation = 'redeem' AND problem IS NULL"


def read_voucher(connection: Connection, code: str) -> Voucher | None:
    """Give the voucher of a code as it stands; None where there is none."""
    found = read_vouchers(connection, [code])
    return found[0] if found else None


def read_vouchers(connection: Connection, codes: Sequence[str]) -> tuple[Voucher, ...]:
    """Give the vouchers of codes as they stand, by their codes; unknown ones not."""
    rows = fetch_rows(connection, _STANDING, {"codes": list(codes)})
    locks = _locks(connection, [row["voucher_no"] for row in rows if row["locked_fen"]])
    return tuple(
        Voucher(
            **row
            | {name: _maybe(row[name]) for name in _INSTANTS}
            | {
                "state": VoucherState(row["state"]),
                "pieces_left": _pieces(row["pieces_left"]),
                "locks": tuple(locks.get(row["voucher_no"], ())),
            }
        )
        for row in rows
    )


def _locks(connection: Connection, numbers: list[int]) -> dict[int, list[Lock]]:
    found: dict[int, list[Lock]] = defaultdict(list)
    if numbers:
        for row in fetch_rows(connection, _LOCKS, {"numbers": numbers}):
            lock = Lock(
                row["redemption_no"],
                row["amount_fen"],
                aware(row["lock_until"]),
                _pieces(row["pieces_fen"]),
            )
            found[row["voucher_no"]].append(lock)
    return found


def _pieces(kept: list[int] | None) -> tuple[int, ...] | None:
    return None if kept is None else tuple(kept)


def code_of(connection: Connection, voucher_no: int) -> str:
    """Give the code of a voucher."""
    row = fetch_one(
        connection, "SELECT code FROM vouchers WHERE voucher_no = ?", [voucher_no]
    )
    assert row is not None
    return str(row[0])


def find_redemption(
    connection: Connection, redemption_id: str
) -> dict[str, Any] | None:
    """Give the request that made a redemption, by the redemption's id."""
    rows = fetch_rows(
        connection,
        f"FROM write_requests WHERE redemption_id = ? AND {_MADE}",
        [redemption_id],
    )
    return rows[0] if rows else None


def request_of_number(
    connection: Connection, scope: str, out_request_no: str
) -> dict[str, Any] | None:
    """Give the request that made a redemption, by its bank's number.

    The number of a reversal leads to the redemption that it reversed.
    """
    rows = fetch_rows(
        connection,
        "SELECT redemption_id FROM write_requests"
        " WHERE scope = ? AND out_request_no = ? AND problem IS NULL",
        [scope, out_request_no],
    )
    return find_redemption(connection, rows[0]["redemption_id"]) if rows else None


def is_answered(
    connection: Connection, scope: str, key: str | None, out_request_no: str | None
) -> bool:
    """Tell whether a key was answered for good, or a number succeeded, before."""
    row = fetch_one(
        connection,
        "SELECT EXISTS (FROM write_requests WHERE scope = $scope AND"
        " (idempotency_key = $key OR (out_request_no = $number AND problem IS NULL)))",
        {"scope": scope, "key": key, "number": out_request_no},
    )
    return row is not None and bool(row[0])


def events_of_redemption(
    connection: Connection, redemption_no: int
) -> list[dict[str, Any]]:
    """Give what happened to a redemption, with the number of each request for it."""
    return fetch_rows(
        connection,
        "SELECT e.*, r.out_request_no FROM voucher_events AS e"
        " LEFT JOIN write_requests AS r USING (request_no)"
        " WHERE e.redemption_no = ? ORDER BY e.event_no",
        [redemption_no],
    )


def _maybe(stamp: datetime | None) -> datetime | None:
    return None if stamp is None else aware(stamp)
