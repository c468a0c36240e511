"""Why a sale is decided as it is: each condition, the amount, the history."""

from datetime import date, datetime

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Outcome, PriceBasis
from voucher_service.model.reports import PublishedSource, Report
from voucher_service.model.text import Text


class ConditionCheck(Report):
    """One condition of the terms held against one sale, and where its value stands."""

    code: str = Field(description="what stands against the sale if it does not hold")
    rule: str = Field(description="the condition; value_missing may stand for any")
    holds: bool
    applies: bool = Field(description="false where it did not come to be asked")
    required: str
    required_text: Text
    found: str | None = Field(description="personal data only in masked form")
    found_text: Text | None
    field: str
    file: str | None
    sheet: str | None
    row: int | None
    column: str | None = Field(description="the column's header in the file")
    cell: str | None = Field(description="as a spreadsheet names it, e.g. F12")
    sentence: Text
    remedy: Text | None
    instead: Text | None = Field(description="what would have to be different")


class AmountTold(Report):
    """A step towards what a sale earns, and the sum after it."""

    sentence: Text
    sum_fen: int


class DecisionEvent(Report):
    """A decision on a sale as it was recorded, and why it became another."""

    decided_at: datetime
    version: int = Field(description="of the sale")
    outcome: Outcome
    outcome_text: Text
    amount_fen: int
    reasons: tuple[str, ...]
    terms_version: str
    why: Text

    @field_serializer("decided_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class Explanation(Report):
    """Why one sale is decided as it is, condition by condition."""

    campaign: str
    sale_id: str
    version: int
    dealer_id: str
    dealer_name: str | None
    vin: str | None
    invoice_number: str | None
    sold_on: date
    brand: str | None
    model: str | None
    outcome: Outcome
    outcome_text: Text
    eligible: bool
    amount_fen: int = Field(description="what it earns, 0 where it is not eligible")
    earns_fen: int = Field(description="what it would earn if it were eligible")
    amount_steps: tuple[AmountTold, ...] = Field(
        description="how earns_fen comes about"
    )
    price_basis: PriceBasis
    price_fen: int | None
    tier: str | None
    reasons: tuple[str, ...]
    waits_for: str | None = Field(description="the quota or budget it waits for")
    waitlist_rank: int | None = Field(description="its place in that line, from 1")
    rival_sale_id: str | None = Field(description="the sale that took its place")
    terms_version: str
    terms_source: str
    effective_from: date = Field(description="of the entry of terms that decided it")
    source: PublishedSource
    input_hash: str
    decided_at: datetime
    known_at: datetime
    synthetic: bool
    verdict: Text
    file: str
    sheet: str | None
    row: int
    conditions: tuple[ConditionCheck, ...]
    history: tuple[DecisionEvent, ...] = Field(
        description="every decision on it by that instant, oldest first"
    )

    @field_serializer("decided_at", "known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)
