"""What the question "what if the terms had been others" is answered with."""

from datetime import date, datetime
from decimal import Decimal

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.reports import Report
from voucher_service.model.text import Text

STATEMENT = Text(
    zh="这是同一批已上报的销售按另一套条款重新判定的结果，购车人和经销商的行为视为不变。"
    "若当时实行的是另一套条款，他们的做法会有所不同；本结果不代表政策效果。",
    en="The same reported sales are judged by other terms, with behaviour held fixed. "
    "Under other terms buyers and dealers would have acted differently: this measures "
    "no effect of a policy.",
)
"""What every answer says of itself."""


class TermsOutcome(Report):
    """What some terms make of the sales: cars, money, and who does not count.

    All figures are of sales sold until ``as_of``. ``mean_price_fen`` is null where no
    car is eligible.
    """

    terms_versions: tuple[str, ...] = Field(description="of each dated entry, by day")
    price_basis: PriceBasis
    price_floor_fen: int = Field(description="of the last entry")
    cars_sold: int = Field(description="eligible cars")
    sales_fen: int
    sales_yuan: Decimal
    vouchers_fen: int = Field(description="what they earn: the cost")
    vouchers_yuan: Decimal
    mean_price_fen: int | None
    waitlisted: int
    needs_review: int
    ineligible: int


class TermsDifference(Report):
    """The other terms' figures less today's.

    ``mean_price_fen`` is null where either side has none, or the price bases differ.
    """

    cars_sold: int
    sales_fen: int | None = Field(description="null where the price bases differ")
    vouchers_fen: int
    vouchers_yuan: Decimal
    mean_price_fen: int | None
    waitlisted: int
    needs_review: int
    ineligible: int


class GroupChange(Report):
    """Who gains and who loses in one district, dealer, price band or kind of energy.

    A car is gained where only the other terms count it, lost where only today's do.
    Cost gained and lost add up the sales that would earn more, and those that would
    earn less; both are positive.
    """

    key: str
    label: Text
    cars_today: int
    cars_other: int
    cars_gained: int
    cars_lost: int
    vouchers_today_fen: int
    vouchers_other_fen: int
    cost_gained_fen: int
    cost_lost_fen: int


class ReasonLost(Report):
    """A reason that the other terms give to cars which today's count."""

    code: str
    cars: int = Field(description="a car with two reasons stands under both")
    sentence: Text


class UnknownFact(Report):
    """A fact that the other terms ask for and that sales of their window lack."""

    fact: str
    name: Text
    sales: int = Field(description="sales left without an answer by it")
    considered: int = Field(description="sales of the window until as_of")
    asked: bool = Field(description="false where it was left out, see adapted")


class CurvePoint(Report):
    """What the other terms come to at one price floor, all else equal."""

    price_floor_yuan: Decimal
    cars_sold: int
    vouchers_fen: int


class WhatIf(Report):
    """A campaign's sales judged by today's terms and by others, side by side.

    ``set`` names what was changed (null: unset), ``terms`` the campaign whose terms
    were taken instead; ``adapted`` says what of those was not asked as it is written.
    """

    campaign: str
    as_of: date
    known_at: datetime
    statement: Text
    synthetic: bool = Field(description="true if any sale is made up")
    set: dict[str, str | None]
    terms: str | None
    adapted: tuple[Text, ...]
    unknown: tuple[UnknownFact, ...]
    today: TermsOutcome
    other: TermsOutcome
    difference: TermsDifference
    cars_gained: int
    cars_lost: int
    cost_gained_fen: int
    cost_lost_fen: int
    lost_reasons: tuple[ReasonLost, ...]
    by_district: tuple[GroupChange, ...]
    by_dealer: tuple[GroupChange, ...]
    by_price: tuple[GroupChange, ...] = Field(
        description="bands of 50,000 yuan on today's price basis, cut at floors and "
        "tiers' bounds"
    )
    by_energy: tuple[GroupChange, ...]
    curve: tuple[CurvePoint, ...] | None = Field(
        default=None, description="cost and cars against the floor, where asked for"
    )

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class TierAmount(Report):
    """A tier's flat amount, which can be tried out; a share of the price has none."""

    name: str
    amount_yuan: Decimal


class TrialTerms(Report):
    """The values of some terms that a page lets be tried out, as they are today.

    ``voucher_yuan`` is null where tiers say the amount; ``id`` is null for the
    campaign's own terms.
    """

    id: str | None
    name: Text
    price_basis_text: Text
    price_floor_yuan: Decimal
    voucher_yuan: Decimal | None
    tiers: tuple[TierAmount, ...]
    budget_yuan: Decimal | None
    per_buyer: int | None
    sales_from: date
    sales_to: date
