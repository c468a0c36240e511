"""What becomes of a voucher when its sale, or what is decided of it, changes.

A car that came back takes its voucher with it: what is left is voided, and what was
spent is to be repaid. While it is uncertain whether a sale stands the voucher is
suspended, its money kept; once the sale stands again it is resumed, with the same code.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from voucher_service.ledger.decide import CAME_BACK, NOT_REISSUED, RESOLD
from voucher_service.ledger.moves import clawed_back, resumed, suspended, voided
from voucher_service.model.days import REISSUE_DAYS, business_day
from voucher_service.model.kinds import CancelReason, Outcome
from voucher_service.model.vouchers import Event, Voucher, VoucherState

AMOUNT_CHANGED = "amount_changed"
STANDS_AGAIN = "stands_again"
NOT_DECIDED = "not_decided"
MADE_OUT_ANEW = (CancelReason.INVOICE_ERROR, CancelReason.ALLOWANCE)
_STANDING = (Outcome.ELIGIBLE, Outcome.WAITLISTED)


@dataclass(frozen=True)
class Standing:
    """How the sale stands for which a voucher was issued, and what is decided of it.

    ``reason`` is the first against it; ``amount_fen`` what it earns, where eligible.
    ``told_on`` is the day on which we heard of it last.
    """

    sale_id: str
    outcome: Outcome | None
    amount_fen: int = 0
    reason: str | None = None
    sold_on: date | None = None
    cancel_reason: CancelReason | None = None
    cancelled_on: date | None = None
    told_on: date | None = None

    @property
    def holds(self) -> bool:
        """Tell whether the sale has its place, or waits for it."""
        return self.outcome in _STANDING


@dataclass(frozen=True)
class Bearing:
    """What bears on a voucher beside its own sale.

    ``held_for`` is why decisions suspended it, None where they did not: what a person
    suspended only a person resumes. ``anew`` is the sale that takes the place of the
    cancelled one, for the same buyer; ``resold`` that another buyer has the car.
    ``claw_days`` is how many days after its invoice what was spent can be claimed.
    """

    held_for: str | None = None
    anew: Standing | None = None
    resold: bool = False
    claw_days: int | None = None


def follow(
    voucher: Voucher, standing: Standing, bearing: Bearing, now: datetime
) -> tuple[Event, ...]:
    """Give what happens to a voucher whose sale stands so: nothing where it holds."""
    if standing.cancel_reason is None:
        return tuple(_decided(voucher, standing, bearing, now))
    if standing.cancel_reason in MADE_OUT_ANEW:
        if bearing.anew is not None:
            reason = standing.cancel_reason.value
            return tuple(_bound_anew(voucher, bearing.anew, bearing, reason, now))
        if bearing.resold:
            return tuple(come_back(voucher, standing, bearing, now, RESOLD))
        if not is_overdue(standing, now):
            return tuple(_held(voucher, standing.cancel_reason.value, bearing, now))
        return tuple(come_back(voucher, standing, bearing, now, NOT_REISSUED))
    return tuple(come_back(voucher, standing, bearing, now, CAME_BACK))


def is_overdue(standing: Standing, now: datetime) -> bool:
    """Tell whether a cancelled sale is not made out anew any more.

    The days run from the cancellation, or from when we heard of it: a feed comes late.
    """
    days = [day for day in (standing.cancelled_on, standing.told_on) if day is not None]
    return business_day(now) > max(days) + timedelta(REISSUE_DAYS) if days else False


def come_back(
    voucher: Voucher,
    standing: Standing,
    bearing: Bearing,
    now: datetime,
    reason: str,
) -> Iterator[Event]:
    """Void what is left of a voucher and claim what was spent, where it can be."""
    if voucher.state is VoucherState.OPEN:
        event = voided(voucher, reason, now)
        voucher = event.after
        yield event
    spent = voucher.captured_fen - voucher.clawed_fen
    if spent > 0 and _can_be_claimed(standing, bearing, now):
        yield clawed_back(voucher, spent, reason, now)


def _can_be_claimed(standing: Standing, bearing: Bearing, now: datetime) -> bool:
    if bearing.claw_days is None or standing.sold_on is None:
        return True
    came_back_on = standing.cancelled_on or business_day(now)
    return came_back_on <= standing.sold_on + timedelta(bearing.claw_days)


def _decided(
    voucher: Voucher, standing: Standing, bearing: Bearing, now: datetime
) -> Iterator[Event]:
    if not standing.holds:
        yield from _held(voucher, standing.reason or NOT_DECIDED, bearing, now)
        return
    is_earned = standing.outcome is Outcome.WAITLISTED
    if not is_earned and standing.amount_fen != voucher.face_fen:
        yield from _held(voucher, AMOUNT_CHANGED, bearing, now)
    elif voucher.held and bearing.held_for and voucher.state is VoucherState.OPEN:
        yield resumed(voucher, STANDS_AGAIN, now)


def _bound_anew(
    voucher: Voucher, anew: Standing, bearing: Bearing, reason: str, now: datetime
) -> Iterator[Event]:
    """Bind an open voucher to the sale that takes the place of its own."""
    is_held_by_person = voucher.held and bearing.held_for is None
    if voucher.state is not VoucherState.OPEN or is_held_by_person:
        return
    if not voucher.held:
        event = suspended(voucher, reason, now)
        voucher = event.after
        yield event
    if anew.outcome is Outcome.ELIGIBLE and anew.amount_fen != voucher.face_fen:
        bound = voucher._replace(sale_id=anew.sale_id)
        yield suspended(bound, AMOUNT_CHANGED, now)
    else:
        yield resumed(voucher, STANDS_AGAIN, now, anew.sale_id)


def _held(
    voucher: Voucher, reason: str, bearing: Bearing, now: datetime
) -> Iterator[Event]:
    """Suspend an open voucher; one that decisions suspended is told the new reason."""
    is_news = not voucher.held or bearing.held_for not in {None, reason}
    if voucher.state is VoucherState.OPEN and is_news:
        yield suspended(voucher, reason, now)
