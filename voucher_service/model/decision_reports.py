"""What deciding, re-deciding and amending answer."""

from datetime import date, datetime

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Outcome
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class Flip(Report):
    """A sale whose decision becomes another one, and why."""

    sale_id: str
    vin: str | None
    invoice_number: str | None
    sold_on: date
    dealer_id: str
    outcome_before: Outcome
    outcome_after: Outcome
    amount_fen_before: int
    amount_fen_after: int
    reasons_before: tuple[str, ...]
    reasons_after: tuple[str, ...]
    terms_version_before: str
    terms_version_after: str
    why: Text


class DecisionReport(Report):
    """What deciding a campaign's sales came to, or would come to."""

    campaign: str
    terms_version: str
    known_at: datetime
    applied: bool = Field(description="false for a dry run: nothing was recorded")
    sales: int
    eligible: int
    waitlisted: int
    needs_review: int
    ineligible: int
    amount_fen: int
    reasons: dict[str, int]
    changed: int = Field(description="decisions that are new or differ")
    flipped: int = Field(description="sales whose decision becomes another one")
    flips: tuple[Flip, ...] = Field(description="the first of them, at most 1,000")

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class AmendmentReport(DecisionReport):
    """What amending a campaign changes: its entries, and who flips by it."""

    entries_before: tuple[str, ...] = Field(description="terms versions, by their day")
    entries_after: tuple[str, ...]
    rewrites: tuple[str, ...] = Field(
        description="versions of entries in force that the new document changes or "
        "leaves out, and of new ones that are dated back"
    )
