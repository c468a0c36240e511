"""What is told of vouchers: what was issued, how each stands, where the money is."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field, field_serializer

from voucher_service.model.days import SHANGHAI, instant_text
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class HeldReason(StrEnum):
    """Why an eligible sale is not issued a voucher yet."""

    FUND_SHORT = "fund_short"
    VEHICLE_HAS_VOUCHER = "vehicle_has_voucher"
    WINDOW_OVER = "window_over"


HELD_TEXT = {
    HeldReason.FUND_SHORT: Text(
        zh="资金不足，待有余额后再发放",
        en="the fund does not cover it; it is issued once money has come back",
    ),
    HeldReason.VEHICLE_HAS_VOUCHER: Text(
        zh="同一车架号已有一张有效的或已使用的券",
        en="a voucher of the same vehicle is live, or was spent",
    ),
    HeldReason.WINDOW_OVER: Text(
        zh="消费券的使用期已过",
        en="the days on which vouchers can be spent are over",
    ),
}


class HeldBack(Report):
    """Eligible sales that were not issued a voucher, for one reason."""

    reason: HeldReason
    part: str | None = Field(
        default=None, description="the budget, or the part of it, that is short"
    )
    vouchers: int
    amount_fen: int
    message: Text


class Issuance(Report):
    """What issuing a campaign's vouchers came to."""

    id: str | None = Field(description="null where nothing was issued")
    campaign: str
    issued: int
    amount_fen: int
    held_back: tuple[HeldBack, ...] = ()
    already_live: int = Field(description="eligible sales that hold a voucher already")
    dry_run: bool
    synthetic: bool = Field(description="some sale of these is made up")
    known_at: datetime

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class Lapse(Report):
    """What time alone did to vouchers."""

    expired: int = Field(description="vouchers whose last day has passed")
    released_fen: int = Field(description="what was left on them")
    promises: int = Field(description="authorizations that lapsed")
    let_go: int = Field(description="events of sales that were not made out anew")


class VoucherEventReport(Report):
    """Something that happened to a voucher, and how it left it."""

    kind: str
    text: Text
    amount_fen: int
    reason: str | None
    reason_text: Text | None = None
    actor: str
    redemption: str | None = Field(description="the redemption it belongs to")
    sale_id: str
    occurred_at: datetime
    recorded_at: datetime
    balance_fen: int
    locked_fen: int
    captured_fen: int
    clawed_fen: int

    @field_serializer("occurred_at", "recorded_at")
    def _instant(self, value: datetime) -> str:
        return shanghai_text(value)


class VoucherSummary(Report):
    """A voucher in a list: never whose it is."""

    code: str
    id: str
    status: str
    status_text: Text
    campaign: str
    sale_id: str
    kind: str
    face_fen: int
    balance_fen: int
    locked_fen: int
    captured_fen: int
    clawed_fen: int = Field(description="to be repaid, as far as it stays captured")
    starts_at: datetime | None = Field(description="null: at once")
    expires_at: datetime | None = Field(
        description="the first instant at which it cannot be spent; null: never"
    )
    issued_at: datetime
    synthetic: bool = Field(description="its sale is made up")

    @field_serializer("starts_at", "expires_at", "issued_at")
    def _instant(self, value: datetime | None) -> str | None:
        return None if value is None else shanghai_text(value)


class VoucherDetail(VoucherSummary):
    """A voucher and its life."""

    issuance: str
    terms_version: str
    payer: str = Field(description="who repays what was spent on a car that came back")
    pieces_fen: tuple[int, ...] | None = Field(
        description="the pieces it is spent in, each whole; null: in parts of any size"
    )
    held_for: str | None = Field(description="why it is suspended")
    events: tuple[VoucherEventReport, ...]


class VoucherPage(Report):
    """Vouchers in a list, and the cursor that gives the next ones."""

    items: tuple[VoucherSummary, ...]
    next_cursor: str | None


class HandedOver(Report):
    """A file of vouchers that was written for a bank."""

    campaign: str
    bank: str
    file: str
    vouchers: int
    face_fen: int
    bytes: int
    sha256: str
    synthetic: bool
    known_at: datetime

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class BudgetPart(Report):
    """Where the money of a campaign, or of a part of its budget, is.

    The budget is available + held + committed + payable, where one is stated.
    """

    part: str = Field(description="budget for the whole, else the part's name")
    budget_fen: int | None = Field(description="null where none is stated")
    available_fen: int | None = Field(description="null where no budget is stated")
    held_fen: int = Field(description="earned by eligible sales, not issued yet")
    committed_fen: int = Field(description="issued and not spent")
    payable_fen: int = Field(description="redeemed, to be paid to the banks")
    recoverable_fen: int = Field(description="of what is payable, to be repaid")
    unfunded_fen: int = Field(
        description="earned by eligible sales beyond what is left of the budget"
    )


class BudgetReport(Report):
    """Where a campaign's money is, as a whole and part by part."""

    campaign: str
    whole: BudgetPart
    parts: tuple[BudgetPart, ...] = ()
    vouchers: dict[str, int] = Field(description="how many vouchers stand how")
    synthetic: bool = Field(description="some of the money is for made-up sales")
    known_at: datetime

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


def shanghai_text(instant: datetime) -> str:
    """Write an instant in Shanghai time with its offset, as banks read it."""
    local = instant.astimezone(SHANGHAI)
    return local.isoformat(timespec="microseconds" if local.microsecond else "seconds")
