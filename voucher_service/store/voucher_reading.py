"""A voucher and a redemption as the database holds them, for who only asks."""

from datetime import UTC, datetime
from typing import Any

from voucher_service.model.vouchers import Lock, Voucher, VoucherState
from voucher_service.store.queries import Connection, fetch_one, fetch_rows

_LOCKS = """
SELECT e.redemption_no, e.amount_fen, r.lock_until, r.pieces_fen
FROM voucher_events AS e JOIN write_requests AS r ON r.request_no = e.redemption_no
WHERE e.voucher_no = $voucher AND e.kind = 'locked' AND NOT EXISTS (
    FROM voucher_events AS o WHERE o.voucher_no = $voucher AND o.of_lock
    AND o.redemption_no = e.redemption_no)
ORDER BY e.event_no
"""
_MADE = "operation = 'redeem' AND problem IS NULL"


def read_voucher(connection: Connection, code: str) -> Voucher | None:
    """Give the voucher of a code as it stands; None where there is none."""
    rows = fetch_rows(connection, "FROM vouchers WHERE code = ?", [code])
    if not rows:
        return None
    voucher = rows[0]
    number = voucher["voucher_no"]
    last = fetch_rows(
        connection,
        "FROM voucher_events WHERE voucher_no = ? ORDER BY event_no DESC LIMIT 1",
        [number],
    )[0]
    spent_by = fetch_one(
        connection,
        "SELECT arg_max(redemption_no, event_no) FROM voucher_events"
        " WHERE voucher_no = ? AND kind = 'captured'",
        [number],
    )
    pieces = last["pieces_left"]
    return Voucher(
        voucher_no=number,
        code=code,
        campaign_id=voucher["campaign_id"],
        sale_id=last["sale_id"],
        face_fen=voucher["face_fen"],
        balance_fen=last["balance_fen"],
        issued_at=_instant(voucher["recorded_at"]),
        starts_at=_maybe(voucher["starts_at"]),
        expires_at=_maybe(voucher["expires_at"]),
        locked_fen=last["locked_fen"],
        captured_fen=last["captured_fen"],
        clawed_fen=last["clawed_fen"],
        state=VoucherState(last["state"]),
        held=last["held"],
        pieces_left=None if pieces is None else tuple(pieces),
        locks=_locks(connection, number) if last["locked_fen"] else (),
        seq=last["voucher_seq"],
        spent_by=spent_by[0] if spent_by else None,
    )


def _locks(connection: Connection, voucher_no: int) -> tuple[Lock, ...]:
    return tuple(
        Lock(
            row["redemption_no"],
            row["amount_fen"],
            _instant(row["lock_until"]),
            None if row["pieces_fen"] is None else tuple(row["pieces_fen"]),
        )
        for row in fetch_rows(connection, _LOCKS, {"voucher": voucher_no})
    )


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


def _instant(stamp: datetime) -> datetime:
    return stamp.replace(tzinfo=UTC)


def _maybe(stamp: datetime | None) -> datetime | None:
    return None if stamp is None else _instant(stamp)
