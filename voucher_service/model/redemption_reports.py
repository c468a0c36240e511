"""What banks send and are told: redemptions, vouchers and money, as JSON."""

from typing import Literal

from pydantic import Field

from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class Money(Report):
    """An amount in integer fen."""

    total: int = Field(
        ge=0, description="金额，单位分 · integer fen", examples=[50_000]
    )
    currency: Literal["CNY"] = "CNY"


class Reversal(Report):
    """That a redemption was given back."""

    out_request_no: str
    reason: str
    reversed_at: str


class RedemptionReport(Report):
    """A redemption as it stands; times carry Shanghai's offset.

    ``voucher_balance`` is what can still be spent of the voucher. ``expires_at`` is
    until when an authorization is kept.
    """

    id: str
    status: Literal["authorized", "captured", "cancelled", "lapsed", "reversed"]
    voucher_code: str
    amount: Money
    voucher_balance: Money
    out_request_no: str
    mode: Literal["capture", "authorize"]
    redeemed_at: str
    recorded_at: str
    station: str | None
    terminal: str | None
    expires_at: str | None
    reversal: Reversal | None = None


class StandingReason(Report):
    """What stands against spending a voucher."""

    code: str
    message: Text


class Validation(Report):
    """Whether a voucher could be spent now; asking changes nothing."""

    valid: bool
    voucher_code: str
    voucher_state: str
    face_value: Money
    voucher_balance: Money
    expires_at: str | None
    reasons: tuple[StandingReason, ...]
