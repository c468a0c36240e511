"""What a bank's day came to, line by line, the same for ever."""

from typing import Literal

from pydantic import Field

from voucher_service.model.redemption_reports import Money
from voucher_service.model.reports import Report


class StatementCount(Report):
    """How many lines of a kind, and what they come to."""

    count: int = Field(ge=0, examples=[2])
    amount: Money


class StatementLine(Report):
    """What was recorded of a redemption: ``request_no`` is the number asked with.

    ``out_request_no`` is the redemption's own number; a reversal's is ``request_no``.
    """

    line_no: int
    type: Literal["captured", "reversed", "cancelled", "lapsed"]
    redemption_id: str
    out_request_no: str
    request_no: str | None
    voucher_code: str
    amount: Money
    redeemed_at: str
    recorded_at: str
    station: str | None
    terminal: str | None
    batch_id: str | None
    batch_line_no: int | None


class Statement(Report):
    """A bank's day: what was recorded of its redemptions from 00:00 to 24:00.

    ``sha256`` is that of the CSV in UTF-8, ``sha256_gb18030`` of the one in GB18030.
    ``net_fen`` is what was captured less what was reversed.
    """

    id: str
    date: str
    bank: str
    lines: int
    captured: StatementCount
    reversed: StatementCount
    cancelled: StatementCount
    lapsed: StatementCount
    net_fen: int
    sha256: str
    sha256_gb18030: str
    items: tuple[StatementLine, ...]
