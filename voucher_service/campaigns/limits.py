"""How far a campaign goes: caps, quotas, budgets, and who comes first."""

from typing import Annotated, Literal

from pydantic import Field

from voucher_service.campaigns.values import (
    WHOLE,
    Day,
    EnergyWord,
    Frozen,
    Name,
    Yuan,
    energy_kinds,
    fen,
)
from voucher_service.model.kinds import Energy


class Caps(Frozen):
    """How many sales one buyer (by ID, by phone) or one dealer a day may count."""

    per_buyer: Annotated[int, Field(ge=1, le=10**6), WHOLE] | None = None
    per_phone: Annotated[int, Field(ge=1, le=10**6), WHOLE] | None = None
    per_dealer_day: Annotated[int, Field(ge=1, le=10**6), WHOLE] | None = None


class Cell(Frozen):
    """Which sales share a limit: those of some tiers and kinds of energy.

    What is empty asks nothing. With ``per`` each day, district or dealer has the limit
    for itself; a day is the one by which sales queue.
    """

    name: Name
    tiers: tuple[Name, ...] = ()
    energy: tuple[EnergyWord, ...] = ()
    per: Literal["campaign", "day", "district", "dealer"] = "campaign"

    @property
    def kinds(self) -> tuple[Energy, ...]:
        """Give the kinds of energy it is for; none means all."""
        return energy_kinds(self.energy)


class Quota(Cell):
    """How many sales of a cell can be eligible; the rest wait."""

    count: Annotated[int, Field(ge=0, le=10**9), WHOLE]


class SubBudget(Cell):
    """How much money the sales of a cell can earn; the rest wait."""

    amount_yuan: Yuan

    @property
    def amount_fen(self) -> int:
        """Give the amount in fen."""
        return fen(self.amount_yuan) or 0


class Allocation(Frozen):
    """Who comes first where quota or money is short.

    ``first_come`` goes by the order in which sales were first reported
    (``submission``) or by their invoices (``invoice``). A ``lottery`` draws among the
    sales reported by the end of ``entries_close``: its seed is committed to by
    ``seed_sha256`` before that day ends, and revealed after.
    """

    method: Literal["first_come", "lottery"] = "first_come"
    order: Literal["submission", "invoice"] = "submission"
    seed_sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    entries_close: Day | None = None


class Exclusion(Frozen):
    """Another campaign whose counted sales cannot count here too.

    ``same`` says by what they are known again.
    """

    campaign: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,63}$")
    same: tuple[Literal["vin", "buyer"], ...] = Field(default=("vin",), min_length=1)


class Clawback(Frozen):
    """Who repays when a car is returned, and for how long; no days means for ever."""

    payer: Literal["dealer", "buyer"]
    days: Annotated[int, Field(ge=1, le=36600), WHOLE] | None = None
