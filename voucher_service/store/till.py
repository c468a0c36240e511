"""Every voucher as it stands, in memory: what the writer decides on.

The database is the truth. The till is read from it, follows each commit, and is thrown
away whenever it is not certain that a commit was kept.
"""

import hashlib
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import numpy as np

from voucher_service.model.vouchers import (
    CODE_LENGTH,
    EventKind,
    Lock,
    RedemptionStatus,
    Voucher,
    VoucherState,
    status_after,
)
from voucher_service.store.key_index import KeyIndex
from voucher_service.store.queries import Connection, fetch_rows
from voucher_service.store.vouchers import last_number

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = -(2**62)
_STATES = tuple(VoucherState)
_STATE_NO = {state: number for number, state in enumerate(_STATES)}
_KEY_WIDTH = 24
_ID_LENGTH = 20
_ROW = np.dtype(
    [
        ("code", f"S{CODE_LENGTH}"),
        ("sale_id", "S24"),
        ("campaign", "u2"),
        ("face", "i8"),
        ("balance", "i8"),
        ("issued_at", "i8"),
        ("starts_at", "i8"),
        ("expires_at", "i8"),
        ("locked", "i8"),
        ("captured", "i8"),
        ("clawed", "i8"),
        ("state", "u1"),
        ("held", "?"),
        ("in_pieces", "?"),
        ("seq", "i4"),
        ("spent_by", "i8"),
    ]
)
_LAST_STATES = """
WITH moved AS (
    SELECT voucher_no, max(event_no) AS event_no,
           arg_max(redemption_no, event_no) FILTER (kind = 'captured') AS spent_by
    FROM voucher_events WHERE event_no > $after GROUP BY voucher_no)
SELECT v.voucher_no, v.code, e.sale_id,
       list_position($campaigns, v.campaign_id) - 1 AS campaign,
       v.face_fen AS face, e.balance_fen AS balance,
       epoch_us(v.recorded_at) AS issued_at,
       coalesce(epoch_us(v.starts_at), $never) AS starts_at,
       coalesce(epoch_us(v.expires_at), $never) AS expires_at,
       e.locked_fen AS locked, e.captured_fen AS captured, e.clawed_fen AS clawed,
       list_position(['open', 'voided', 'expired'], e.state) - 1 AS state, e.held,
       e.pieces_left IS NOT NULL AS in_pieces, e.voucher_seq AS seq,
       coalesce(m.spent_by, 0) AS spent_by
FROM moved AS m JOIN voucher_events AS e ON e.event_no = m.event_no
JOIN vouchers AS v ON v.voucher_no = m.voucher_no
ORDER BY v.voucher_no
"""
_PIECES_LEFT = """
SELECT voucher_no, arg_max(pieces_left, event_no) AS pieces FROM voucher_events
WHERE event_no > $after AND pieces_left IS NOT NULL GROUP BY voucher_no
"""
_LOCKS = """
SELECT e.voucher_no, e.redemption_no, e.amount_fen, r.lock_until, r.pieces_fen
FROM voucher_events AS e JOIN write_requests AS r ON r.request_no = e.redemption_no
WHERE e.kind = 'locked' AND e.voucher_no IN (
    SELECT voucher_no FROM voucher_events WHERE event_no > $after)
AND NOT EXISTS (FROM voucher_events AS o
                WHERE o.of_lock AND o.redemption_no = e.redemption_no)
ORDER BY e.event_no
"""
_STATUSES = """
SELECT redemption_no, arg_max(kind, event_no) AS kind,
       arg_max(coalesce(reason, ''), event_no) AS reason
FROM voucher_events WHERE event_no > $after AND (of_lock OR kind = 'reversed')
GROUP BY redemption_no
"""
_KEYS = """
SELECT request_no, substr(sha256('key' || chr(31) || scope || chr(31)
       || idempotency_key), 1, 24) AS key
FROM write_requests WHERE request_no > $after AND idempotency_key IS NOT NULL
UNION ALL
SELECT request_no, substr(sha256('number' || chr(31) || scope || chr(31)
       || out_request_no), 1, 24)
FROM write_requests
WHERE request_no > $after AND out_request_no IS NOT NULL AND problem IS NULL
"""
_REDEMPTIONS = """
SELECT request_no, right(redemption_id, 20) AS id FROM write_requests
WHERE request_no > $after AND operation = 'redeem' AND problem IS NULL
"""


class Till:
    """The vouchers of a home and the keys of requests that were answered."""

    def __init__(self) -> None:
        self.last_event = 0
        self.last_voucher = 0
        self.last_request = 0
        self._campaigns: list[str] = []
        self._table = np.empty(0, _ROW)
        self._codes = KeyIndex(CODE_LENGTH)
        self._keys = KeyIndex(_KEY_WIDTH)
        self._redemptions = KeyIndex(_ID_LENGTH)
        self._pieces: dict[int, tuple[int, ...]] = {}
        self._locks: dict[int, tuple[Lock, ...]] = {}
        self._statuses: dict[int, RedemptionStatus] = {}

    def catch_up(self, connection: Connection) -> None:
        """Read what was committed since the till last looked."""
        events = last_number(connection, "voucher_events", "event_no")
        requests = last_number(connection, "write_requests", "request_no")
        if events > self.last_event:
            self._read_vouchers(connection)
            self.last_event = events
        if requests > self.last_request:
            self._read_requests(connection)
            self.last_request = requests

    def find(self, code: str) -> Voucher | None:
        """Give the voucher of a code as it stands; None where there is none."""
        if len(code) != CODE_LENGTH or not code.isascii():
            return None
        number = self._codes.get(code.encode())
        return None if number is None else self.voucher(number)

    def voucher(self, number: int) -> Voucher:
        """Give a voucher by its number."""
        row: tuple[Any, ...] = self._table[number - 1].item()
        return Voucher(
            voucher_no=number,
            code=row[0].decode(),
            sale_id=row[1].decode(),
            campaign_id=self._campaigns[row[2]],
            face_fen=row[3],
            balance_fen=row[4],
            issued_at=_instant(row[5]) or _EPOCH,
            starts_at=_instant(row[6]),
            expires_at=_instant(row[7]),
            locked_fen=row[8],
            captured_fen=row[9],
            clawed_fen=row[10],
            state=_STATES[row[11]],
            held=row[12],
            pieces_left=self._pieces.get(number, ()) if row[13] else None,
            locks=self._locks.get(number, ()) if row[8] else (),
            seq=row[14],
            spent_by=row[15] or None,
        )

    def put(self, voucher: Voucher) -> None:
        """Keep a voucher as an event left it."""
        number = voucher.voucher_no
        if voucher.pieces_left is not None:
            self._pieces[number] = voucher.pieces_left
        if voucher.locks:
            self._locks[number] = voucher.locks
        row = self._table[number - 1].item()
        self._table[number - 1] = (  # at once: others read without waiting
            row[0],
            voucher.sale_id.encode(),
            *row[2:4],
            voucher.balance_fen,
            *row[5:8],
            voucher.locked_fen,
            voucher.captured_fen,
            voucher.clawed_fen,
            _STATE_NO[voucher.state],
            voucher.held,
            row[13],
            voucher.seq,
            voucher.spent_by or 0,
        )
        if not voucher.locks:
            self._locks.pop(number, None)

    def answered(self, key: bytes) -> int | None:
        """Give the number of the request that a key was answered with."""
        return self._keys.get(key)

    def remember(self, key: bytes, request_no: int) -> None:
        """Keep a key with the request that it was answered with."""
        self._keys.put(key, request_no)

    def redemption_no(self, redemption_id: str) -> int | None:
        """Give the number of the request that made a redemption."""
        tail = redemption_id[-_ID_LENGTH:]
        return self._redemptions.get(tail.encode()) if tail.isascii() else None

    def remember_redemption(self, redemption_id: str, request_no: int) -> None:
        """Keep a redemption's id."""
        self._redemptions.put(redemption_id[-_ID_LENGTH:].encode(), request_no)

    def status_of(self, redemption_no: int) -> RedemptionStatus | None:
        """Give how a redemption ended up, where it is not as it was made."""
        return self._statuses.get(redemption_no)

    def set_status(self, redemption_no: int, status: RedemptionStatus) -> None:
        """Keep how a redemption ended up."""
        self._statuses[redemption_no] = status

    def _read_vouchers(self, connection: Connection) -> None:
        after = {"after": self.last_event}
        self._number_campaigns(connection)
        told = after | {"never": _NEVER, "campaigns": self._campaigns}
        columns = connection.execute(_LAST_STATES, told).fetchnumpy()
        numbers = np.asarray(columns["voucher_no"], np.int64)
        grown = int(numbers.max()) if len(numbers) else 0
        if grown > len(self._table):
            more = np.zeros(grown - len(self._table), _ROW)
            self._table = np.concatenate([self._table, more])
        places = numbers - 1
        for name in ("sale_id", "code"):
            texts = columns.pop(name)
            self._table[name][places] = np.asarray(texts, "S")
        spent_by = np.asarray(columns.pop("spent_by"), np.int64)
        before = self._table["spent_by"][places]
        self._table["spent_by"][places] = np.where(spent_by == 0, before, spent_by)
        for name in _ROW.names or ():
            if name in columns:
                self._table[name][places] = columns[name]
        new = numbers > self.last_voucher
        self._codes.extend(self._table["code"][places[new]], numbers[new])
        self.last_voucher = max(self.last_voucher, grown)
        for row in fetch_rows(connection, _PIECES_LEFT, after):
            self._pieces[row["voucher_no"]] = tuple(row["pieces"])
        self._read_locks(connection, numbers)
        for row in fetch_rows(connection, _STATUSES, after):
            status = status_after(EventKind(row["kind"]), row["reason"])
            assert status is not None, "an event that ends no redemption"
            self._statuses[row["redemption_no"]] = status

    def _number_campaigns(self, connection: Connection) -> None:
        query = "SELECT DISTINCT campaign_id FROM vouchers WHERE voucher_no > ?"
        for (name,) in connection.execute(query, [self.last_voucher]).fetchall():
            if name not in self._campaigns:
                self._campaigns.append(name)

    def _read_locks(self, connection: Connection, numbers: Any) -> None:  # noqa: ANN401
        if not self._table["locked"][numbers - 1].any():
            return
        locks: dict[int, list[Lock]] = defaultdict(list)
        for row in fetch_rows(connection, _LOCKS, {"after": self.last_event}):
            pieces = row["pieces_fen"]
            locks[row["voucher_no"]].append(
                Lock(
                    row["redemption_no"],
                    row["amount_fen"],
                    row["lock_until"].replace(tzinfo=UTC),
                    None if pieces is None else tuple(pieces),
                )
            )
        self._locks |= {number: tuple(held) for number, held in locks.items()}

    def _read_requests(self, connection: Connection) -> None:
        after = {"after": self.last_request}
        for query, name, index in (
            (_KEYS, "key", self._keys),
            (_REDEMPTIONS, "id", self._redemptions),
        ):
            columns = connection.execute(query, after).fetchnumpy()
            if len(columns["request_no"]):
                keys = np.asarray(columns[name], "S")
                index.extend(keys, np.asarray(columns["request_no"], np.int64))


def key_of_request(kind: str, scope: str, text: str) -> bytes:
    """Give what a key (``key``) or a bank's number (``number``) is remembered by."""
    told = "\x1f".join((kind, scope, text))
    return hashlib.sha256(told.encode()).hexdigest()[:_KEY_WIDTH].encode()


@lru_cache(maxsize=4096)  # vouchers issued together share theirs
def _instant(microseconds: int) -> datetime | None:
    if microseconds == _NEVER:
        return None
    return _EPOCH + timedelta(microseconds=microseconds)
