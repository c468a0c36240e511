"""What the service answers: the documents of the CLI's ``--json`` and of HTTP."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import (
    Breakdown,
    CancelReason,
    PriceBasis,
    Role,
    SaleStatus,
    Verdict,
)
from voucher_service.model.text import Text


class Report(BaseModel):
    """An answer: frozen, its fields exactly those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TotalsGroup(Report):
    """The totals of one day, district, dealer, brand or kind of energy."""

    key: str
    label: str
    cars_sold: int
    sales_fen: int
    sales_yuan: Decimal
    vouchers_fen: int
    mean_price_fen: int | None


class Totals(Report):
    """A campaign's totals as of a business day, as known at an instant.

    ``gross_ratio`` is sales over vouchers, a gross figure and no effect; like
    ``mean_price_fen`` it is null where there is nothing to divide by.
    """

    campaign: str
    as_of: date
    known_at: datetime
    terms_version: str
    cars_sold: int = Field(description="eligible cars")
    sales_fen: int = Field(description="their prices on the price basis, in fen")
    sales_yuan: Decimal
    vouchers_fen: int = Field(description="face value they earn, in fen")
    mean_price_fen: int | None
    gross_ratio: float | None = Field(description="gross: no measure of effect")
    price_basis: PriceBasis
    synthetic: bool = Field(description="true if any sale is made up")
    last_sale_on: date | None = Field(
        default=None,
        description="the last day of the sales window on which a sale is known",
    )
    waiting_cars: int = Field(
        default=0,
        description="not counted: on the waiting list, or in conflict",
    )
    by: Breakdown | None = None
    groups: tuple[TotalsGroup, ...] | None = None
    filters: dict[str, str] = Field(
        default_factory=dict,
        description="which sales alone are added up: district, dealer, brand, energy",
    )

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class SaleSource(Report):
    """Where a version of a sale came from."""

    feed_id: str
    file: str
    sheet: str | None
    row: int


class SaleResolution(Report):
    """What a person found of a sale in conflict: who, when, why."""

    resolution_id: str
    recorded_at: datetime
    sale_id: str
    vin: str
    verdict: Verdict
    who: str
    why: str

    @field_serializer("recorded_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class SaleVersion(Report):
    """A sale as one row of a feed told it; personal data only in masked form.

    ``changed`` names the fields in which it differs from the version before,
    ``conflicts_with`` the sales of other dealers that contradict it now.
    """

    sale_id: str
    version: int
    recorded_at: datetime
    dealer_id: str
    dealer_name: str | None
    record_no: str | None
    vin: str | None
    invoice_code: str | None
    invoice_number: str | None
    sold_on: date
    condition: str | None
    brand: str | None
    model: str | None
    energy: str | None
    bare_price_fen: int | None
    invoice_total_fen: int | None
    invoice_net_fen: int | None
    invoice_tax_fen: int | None
    district: str | None
    buyer_name_masked: str | None
    buyer_id_masked: str | None
    phone_masked: str | None
    synthetic: bool
    status: SaleStatus = Field(
        description="of the last version: where the sale stands now"
    )
    cancelled_on: date | None = Field(description="the day the sale was taken back")
    cancel_reason: CancelReason | None
    red_invoice: str | None = Field(description="the invoice that took the sale back")
    replaces_invoice: str | None = Field(
        description="the earlier invoice of the same sale, which this one replaces"
    )
    source: SaleSource
    changed: tuple[str, ...] = ()
    conflicts_with: tuple[str, ...] = ()
    resolutions: tuple[SaleResolution, ...] = Field(
        default=(), description="what people found of this sale, oldest first"
    )

    @field_serializer("recorded_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class SalePage(Report):
    """Sales in a list, and the cursor that gives the next ones."""

    items: tuple[SaleVersion, ...]
    next_cursor: str | None


class ProblemError(Report):
    """One fault of a request: which parameter, why, and the valid choices."""

    field: str | None = None
    message: Text
    choices: tuple[str, ...] = ()


class Problem(Report):
    """An RFC 9457 problem document with our extensions."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    message: Text
    remedy: Text | None = None
    request_id: str
    retryable: bool = False
    errors: tuple[ProblemError, ...] = ()


class BankProblem(Problem):
    """A problem of the redemption API: how the voucher stands, what is in the way."""

    voucher_state: str | None = None
    redemption: str | None = None


class QueryProblem(Problem):
    """A problem of a query in SQL: where in it, counted from 1, if that is known."""

    line: int | None = None
    column: int | None = None


JsonObject = dict[str, Any]


class CampaignSummary(Report):
    """A campaign in a list."""

    id: str
    name: Text
    area: Text
    sales_from: date
    sales_to: date
    terms_version: str


class StatedAssumption(Report):
    """A fact nobody published and what was assumed instead."""

    field: str
    text: Text


class PublishedSource(Report):
    """Where the terms were published."""

    title: str
    publisher: str
    url: str | None
    summary: str | None


class StatedRule(Report):
    """A rule of the terms as a sentence, and the field that states it."""

    field: str
    text: Text


class TermsEntry(Report):
    """A dated entry of the terms: what holds for the sales from its day on."""

    version: str
    effective_from: date
    source: PublishedSource
    rules: tuple[StatedRule, ...]


class CampaignDetail(CampaignSummary):
    """A campaign with its terms in force, their sources and what was assumed."""

    sponsors: tuple[Text, ...]
    banks: dict[str, Text]
    effective_from: date
    price_basis: PriceBasis
    price_basis_text: Text
    price_floor_fen: int
    voucher_kind: str
    voucher_fen: int | None = Field(description="null where tiers say the amount")
    vehicle: str
    per_vehicle: int | None
    requires: tuple[str, ...]
    budget_fen: int | None
    sources: tuple[PublishedSource, ...]
    assumptions: tuple[StatedAssumption, ...]
    entries: tuple[TermsEntry, ...] = Field(
        description="every dated entry of the terms, rule by rule"
    )


class ChartSummary(Report):
    """A chart of a campaign in a list."""

    name: str
    title: Text
    description: Text
    columns: dict[str, Text] = Field(description="the columns of its CSV")
    values: dict[str, dict[str, Text]] = Field(
        default_factory=dict,
        description="by column, what the codes in it stand for",
    )
    formats: tuple[str, ...] = ("json", "html", "png", "svg", "csv")
    sliced: bool = Field(
        default=False,
        description="whether it takes the filters district, dealer, brand, energy",
    )
    lives_on: bool = Field(
        default=False,
        description="whether its figures go on after the last sale: without as_of it "
        "is as of today, without known_at as of the last redemption",
    )


class TokenSummary(Report):
    """A token as it may be shown: never its secret."""

    id: str
    name: str
    role: str
    bank: str | None
    dealer: str | None
    created_at: datetime
    revoked_at: datetime | None
    retires_at: datetime | None = None

    @field_serializer("created_at", "revoked_at", "retires_at")
    def _instant(self, value: datetime | None) -> str | None:
        return None if value is None else instant_text(value)


class NewToken(TokenSummary):
    """A token just made, with the secret that is shown once."""

    token: str


class Document(BaseModel):
    """A file the service made: its bytes, media type and suggested name.

    It is ``lasting`` where the same question has the same answer until the data version
    is another.
    """

    model_config = ConfigDict(frozen=True)

    body: bytes
    media_type: str
    filename: str
    lasting: bool = True


class Principal(Report):
    """Who is asking: a role and, for a bank or dealer, which one."""

    name: str
    role: Role
    bank: str | None = None
    dealer: str | None = None
    token_id: str | None = None  # none where a session lets in
