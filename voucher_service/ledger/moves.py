"""What each event does to a voucher: the one place where its money moves."""

from collections.abc import Iterable
from datetime import datetime

from voucher_service.model.vouchers import (
    Event,
    EventKind,
    Lock,
    Redemption,
    Voucher,
    VoucherState,
)

LAPSED = "lapsed"


def captured(voucher: Voucher, redemption: Redemption, now: datetime) -> Event:
    """Take a redemption's amount out of the balance."""
    after = voucher._replace(
        balance_fen=voucher.balance_fen - redemption.amount_fen,
        captured_fen=voucher.captured_fen + redemption.amount_fen,
        pieces_left=_without(voucher.pieces_left, redemption.pieces),
        seq=voucher.seq + 1,
        spent_by=redemption.number,
    )
    return _of(redemption, EventKind.CAPTURED, after, min(redemption.redeemed_at, now))


def locked(voucher: Voucher, redemption: Redemption, now: datetime) -> Event:
    """Promise a redemption's amount to its bank for a while."""
    assert redemption.lock_until is not None
    lock = Lock(
        redemption.number,
        redemption.amount_fen,
        redemption.lock_until,
        redemption.pieces,
    )
    after = voucher._replace(
        balance_fen=voucher.balance_fen - redemption.amount_fen,
        locked_fen=voucher.locked_fen + redemption.amount_fen,
        pieces_left=_without(voucher.pieces_left, redemption.pieces),
        locks=(*voucher.locks, lock),
        seq=voucher.seq + 1,
    )
    return _of(redemption, EventKind.LOCKED, after, now)


def captured_of_lock(voucher: Voucher, redemption: Redemption, now: datetime) -> Event:
    """Take what had been promised to a redemption."""
    after = voucher._replace(
        locked_fen=voucher.locked_fen - redemption.amount_fen,
        captured_fen=voucher.captured_fen + redemption.amount_fen,
        locks=_but(voucher.locks, redemption.number),
        seq=voucher.seq + 1,
        spent_by=redemption.number,
    )
    return _of(redemption, EventKind.CAPTURED, after, now, of_lock=True)


def released(voucher: Voucher, lock: Lock, reason: str, at: datetime) -> Event:
    """Give up a promise; what was promised can be spent again if it is still open."""
    after = _returned(voucher, lock.amount_fen, lock.pieces)._replace(
        locked_fen=voucher.locked_fen - lock.amount_fen,
        locks=_but(voucher.locks, lock.redemption_no),
        seq=voucher.seq + 1,
    )
    return Event(
        kind=EventKind.CANCELLED,
        amount_fen=lock.amount_fen,
        after=after,
        occurred_at=at,
        redemption_no=lock.redemption_no,
        of_lock=True,
        reason=reason,
    )


def reversed_(
    voucher: Voucher, redemption: Redemption, reason: str, now: datetime
) -> Event:
    """Give a redemption back; an open voucher can be spent again."""
    after = _returned(voucher, redemption.amount_fen, redemption.pieces)._replace(
        captured_fen=voucher.captured_fen - redemption.amount_fen,
        seq=voucher.seq + 1,
    )
    event = _of(redemption, EventKind.REVERSED, after, now)
    return event._replace(reason=reason)


def suspended(voucher: Voucher, reason: str, now: datetime) -> Event:
    """Stop a voucher from being spent; its money stays its own."""
    after = voucher._replace(held=True, seq=voucher.seq + 1)
    return Event(EventKind.SUSPENDED, 0, after, now, reason=reason)


def resumed(
    voucher: Voucher, reason: str, now: datetime, sale_id: str | None = None
) -> Event:
    """Let a suspended voucher be spent again, bound to another sale where one is named.

    ``sale_id`` is the sale that took the place of the first.
    """
    after = voucher._replace(
        held=False, sale_id=sale_id or voucher.sale_id, seq=voucher.seq + 1
    )
    return Event(EventKind.RESUMED, 0, after, now, reason=reason)


def voided(voucher: Voucher, reason: str, now: datetime) -> Event:
    """Take back what is left on a voucher, for good."""
    return _closed(voucher, EventKind.VOIDED, VoucherState.VOIDED, reason, now)


def expired(voucher: Voucher, now: datetime) -> Event:
    """Release what is left on a voucher whose last day has passed."""
    return _closed(voucher, EventKind.EXPIRED, VoucherState.EXPIRED, "expired", now)


def clawed_back(voucher: Voucher, amount_fen: int, reason: str, now: datetime) -> Event:
    """Open a claim for the repayment of what was spent."""
    after = voucher._replace(
        clawed_fen=voucher.clawed_fen + amount_fen, seq=voucher.seq + 1
    )
    return Event(EventKind.CLAWED_BACK, amount_fen, after, now, reason=reason)


def lapsed(voucher: Voucher, now: datetime) -> tuple[Event, ...]:
    """Give up the promises whose time has passed, in the order in which it did."""
    events: list[Event] = []
    for lock in sorted(voucher.locks, key=lambda lock: lock.until):
        if lock.until <= now:
            events.append(released(voucher, lock, LAPSED, lock.until))
            voucher = events[-1].after
    return tuple(events)


def _of(
    redemption: Redemption,
    kind: EventKind,
    after: Voucher,
    at: datetime,
    *,
    of_lock: bool = False,
) -> Event:
    return Event(
        kind, redemption.amount_fen, after, at, redemption.number, of_lock=of_lock
    )


def _closed(
    voucher: Voucher,
    kind: EventKind,
    state: VoucherState,
    reason: str,
    now: datetime,
) -> Event:
    pieces = None if voucher.pieces_left is None else ()
    after = voucher._replace(
        balance_fen=0, state=state, pieces_left=pieces, seq=voucher.seq + 1
    )
    return Event(kind, voucher.balance_fen, after, now, reason=reason)


def _returned(
    voucher: Voucher, amount_fen: int, pieces: tuple[int, ...] | None
) -> Voucher:
    """Give back to the balance; what comes back to a closed voucher is released."""
    if voucher.state is not VoucherState.OPEN:
        return voucher
    left = voucher.pieces_left
    return voucher._replace(
        balance_fen=voucher.balance_fen + amount_fen,
        pieces_left=None if left is None else tuple(sorted((*left, *(pieces or ())))),
    )


def _without(
    left: tuple[int, ...] | None, taken: tuple[int, ...] | None
) -> tuple[int, ...] | None:
    if left is None:
        return None
    rest = list(left)
    for piece in taken or ():
        rest.remove(piece)
    return tuple(rest)


def _but(locks: Iterable[Lock], redemption_no: int) -> tuple[Lock, ...]:
    return tuple(lock for lock in locks if lock.redemption_no != redemption_no)
