"""What banks are told of as it happens, in an order that never changes."""

from typing import Literal

from pydantic import Field

from voucher_service.model.redemption_reports import Money, RedemptionReport
from voucher_service.model.reports import Report
from voucher_service.model.text import Text

EventType = Literal[
    "redemption.authorized",
    "redemption.captured",
    "redemption.cancelled",
    "redemption.lapsed",
    "redemption.reversed",
    "voucher.voided",
    "voucher.suspended",
    "voucher.resumed",
    "voucher.expired",
    "voucher.clawed_back",
]


class VoucherChange(Report):
    """What happened to a voucher of which the bank has redeemed something."""

    voucher_code: str
    amount: Money
    voucher_balance: Money
    reason: str | None


class EventData(Report):
    """The redemption as the event left it, or what happened to its voucher."""

    redemption: RedemptionReport | None = None
    voucher: VoucherChange | None = None


class EventReport(Report):
    """Something that happened; the same event has the same words each time."""

    id: str
    type: EventType
    bank: str | None = Field(description="whose redemption it is")
    occurred_at: str
    recorded_at: str
    data: EventData


class EventPage(Report):
    """Events in their order; ask again with ``next_after`` for those behind them."""

    items: tuple[EventReport, ...]
    next_after: str | None


class EndpointReport(Report):
    """An address that a bank's events go to, and how far it stands.

    ``last_event`` is the last event that was acknowledged. A stopped endpoint gets
    nothing until it is sent to again.
    """

    id: str
    bank: str
    url: str
    state: Literal["active", "failing", "stopped"]
    last_event: str | None
    failures: int
    next_try_at: str | None
    last_error: Text | None
    created_at: str
