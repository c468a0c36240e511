"""What a voucher is, what can happen to it, and how it stands after each event."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from voucher_service.model.text import Text

CODE_LENGTH = 16


class EventKind(StrEnum):
    """What can happen to a voucher."""

    ISSUED = "issued"
    LOCKED = "locked"
    CAPTURED = "captured"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    VOIDED = "voided"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    REVERSED = "reversed"
    CLAWED_BACK = "clawed_back"


EVENT_TEXT = {
    EventKind.ISSUED: Text(zh="发放", en="issued"),
    EventKind.LOCKED: Text(zh="预授权冻结", en="locked by an authorization"),
    EventKind.CAPTURED: Text(zh="核销", en="redeemed"),
    EventKind.CANCELLED: Text(zh="预授权撤销", en="authorization cancelled"),
    EventKind.EXPIRED: Text(zh="过期", en="expired"),
    EventKind.VOIDED: Text(zh="作废", en="voided"),
    EventKind.SUSPENDED: Text(zh="暂停使用", en="suspended"),
    EventKind.RESUMED: Text(zh="恢复使用", en="resumed"),
    EventKind.REVERSED: Text(zh="核销冲正", en="redemption reversed"),
    EventKind.CLAWED_BACK: Text(zh="发起追回", en="clawback opened"),
}


class VoucherState(StrEnum):
    """Whether a voucher's money is still its own."""

    OPEN = "open"
    VOIDED = "voided"
    EXPIRED = "expired"


class VoucherStatus(StrEnum):
    """How a voucher stands, in one word."""

    ACTIVE = "active"
    LOCKED = "locked"
    SUSPENDED = "suspended"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    VOIDED = "voided"


STATUS_TEXT = {
    VoucherStatus.ACTIVE: Text(zh="可用", en="active"),
    VoucherStatus.LOCKED: Text(zh="预授权中", en="locked"),
    VoucherStatus.SUSPENDED: Text(zh="已暂停", en="suspended"),
    VoucherStatus.REDEEMED: Text(zh="已用完", en="redeemed"),
    VoucherStatus.EXPIRED: Text(zh="已过期", en="expired"),
    VoucherStatus.VOIDED: Text(zh="已作废", en="voided"),
}


class RedemptionStatus(StrEnum):
    """How a redemption stands."""

    AUTHORIZED = "authorized"
    CAPTURED = "captured"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    REVERSED = "reversed"


_STATUS_AFTER = {
    EventKind.LOCKED: RedemptionStatus.AUTHORIZED,
    EventKind.CAPTURED: RedemptionStatus.CAPTURED,
    EventKind.CANCELLED: RedemptionStatus.CANCELLED,
    EventKind.REVERSED: RedemptionStatus.REVERSED,
}


def status_after(kind: EventKind, reason: str | None) -> RedemptionStatus | None:
    """Give how an event leaves its redemption; None where it says nothing of it."""
    if kind is EventKind.CANCELLED and reason == RedemptionStatus.LAPSED.value:
        return RedemptionStatus.LAPSED
    return _STATUS_AFTER.get(kind)


class Mode(StrEnum):
    """Whether money is taken at once or only promised."""

    CAPTURE = "capture"
    AUTHORIZE = "authorize"


class Operation(StrEnum):
    """What a request to write asks for."""

    REDEEM = "redeem"
    CAPTURE = "capture"
    CANCEL = "cancel"
    REVERSE = "reverse"
    REPLAY = "replay"
    ISSUE = "issue"
    BATCH = "batch"
    SUSPEND = "suspend"
    RESUME = "resume"
    VOID = "void"


class ReversalReason(StrEnum):
    """Why a bank gives a redemption back."""

    CUSTOMER_REFUND = "customer_refund"
    DUPLICATE = "duplicate"
    WRONG_AMOUNT = "wrong_amount"
    SYSTEM_ERROR = "system_error"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Lock:
    """Money of a voucher that a bank was promised until an instant.

    A redemption is known by the number of the request that made it.
    """

    redemption_no: int
    amount_fen: int
    until: datetime
    pieces: tuple[int, ...] | None = None


class Voucher(NamedTuple):
    """A voucher as it stands; instants are aware.

    ``pieces_left`` are the pieces still to be spent, each whole; None where any part
    may be spent. ``seq`` counts its events; ``spent_by`` is the redemption that last
    took money.
    """

    voucher_no: int
    code: str
    campaign_id: str
    sale_id: str
    face_fen: int
    balance_fen: int
    issued_at: datetime
    starts_at: datetime | None = None
    expires_at: datetime | None = None
    locked_fen: int = 0
    captured_fen: int = 0
    clawed_fen: int = 0
    state: VoucherState = VoucherState.OPEN
    held: bool = False
    pieces_left: tuple[int, ...] | None = None
    locks: tuple[Lock, ...] = ()
    seq: int = 1
    spent_by: int | None = None

    def status_at(self, now: datetime) -> VoucherStatus:
        """Say in one word how it stands at an instant."""
        if self.captured_fen == self.face_fen:
            return VoucherStatus.REDEEMED
        if self.state is VoucherState.VOIDED:
            return VoucherStatus.VOIDED
        is_over = self.state is VoucherState.EXPIRED or self.has_expired(now)
        if self.held and not is_over:
            return VoucherStatus.SUSPENDED
        lapsed = sum(lock.amount_fen for lock in self.locks if lock.until <= now)
        if self.locked_fen > lapsed:
            return VoucherStatus.LOCKED
        return VoucherStatus.EXPIRED if is_over else VoucherStatus.ACTIVE

    def has_expired(self, instant: datetime) -> bool:
        """Tell whether its last instant has passed."""
        return self.expires_at is not None and instant >= self.expires_at


class Redemption(NamedTuple):
    """A redemption as it stands; ``number`` is that of the request that made it."""

    number: int
    redemption_id: str
    voucher_no: int
    voucher_code: str
    scope: str
    out_request_no: str
    amount_fen: int
    status: RedemptionStatus
    redeemed_at: datetime
    recorded_at: datetime
    station: str | None = None
    terminal: str | None = None
    lock_until: datetime | None = None
    pieces: tuple[int, ...] | None = None


class Event(NamedTuple):
    """Something that happened to a voucher, with the voucher as it leaves it."""

    kind: EventKind
    amount_fen: int
    after: Voucher
    occurred_at: datetime
    redemption_no: int | None = None
    of_lock: bool = False
    reason: str | None = None
