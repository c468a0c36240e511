"""A campaign's terms are frozen values read from dated YAML."""

import hashlib
import json
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field
from pydantic.main import IncEx

from voucher_service.campaigns.benefits import Bonus, Tier, Voucher
from voucher_service.campaigns.conditions import Bounds, Buyer, OldVehicle, Place
from voucher_service.campaigns.limits import (
    Allocation,
    Caps,
    Clawback,
    Exclusion,
    Quota,
    SubBudget,
)
from voucher_service.campaigns.values import (
    WHOLE,
    Assumption,
    Bank,
    Day,
    EnergyWord,
    Frozen,
    Once,
    Source,
    Words,
    Yuan,
    energy_kinds,
    fen,
)
from voucher_service.campaigns.windows import Window, Windows
from voucher_service.model.kinds import Condition, Energy, Identity, PriceBasis
from voucher_service.model.money import fen_from_yuan
from voucher_service.model.text import Text

_ALWAYS_SAID: dict[str, IncEx | bool] = {
    "effective_from": True,
    "sales_window": True,
    "price_basis": True,
    "price_floor_yuan": True,
    "vehicle": True,
    "voucher": {"kind", "face_yuan"},
    "per_vehicle": True,
    "requires": True,
    "budget_yuan": True,
}


class Terms(Frozen):
    """The rules of a campaign in one dated entry.

    ``vehicle: any`` asks nothing of the car's condition. ``requires`` lists the
    identities without which a sale cannot be eligible. What is not stated asks nothing:
    no budget means none stated, no dealers means every dealer of the register. The
    emission stage and the displacement are asked of fuel cars alone.
    """

    effective_from: Day
    source: Source | None = None
    sales_window: Window
    windows: Windows = Windows()
    price_basis: PriceBasis
    price_floor_yuan: Yuan
    vehicle: Literal["new", "used", "any"]
    use: Literal["non_commercial", "commercial", "any"] = "any"
    seats: Bounds = Bounds()
    emission_at_least: Annotated[int, Field(ge=1, le=9), WHOLE] | None = None
    displacement_at_most_ml: Annotated[int, Field(ge=1, le=100_000), WHOLE] | None = (
        None
    )
    energy: tuple[EnergyWord, ...] = ()
    buyer: Buyer = Buyer()
    place: Place = Place()
    dealers: tuple[Words, ...] = ()
    old_vehicle: OldVehicle | None = None
    voucher: Voucher
    tiers: tuple[Tier, ...] = Field(default=(), max_length=200)
    bonuses: tuple[Bonus, ...] = Field(default=(), max_length=20)
    per_vehicle: Once | None = 1
    caps: Caps = Caps()
    quotas: tuple[Quota, ...] = Field(default=(), max_length=200)
    requires: tuple[Identity, ...] = ()
    budget_yuan: Yuan | None = None
    sub_budgets: tuple[SubBudget, ...] = Field(default=(), max_length=200)
    allocation: Allocation = Allocation()
    excludes: tuple[Exclusion, ...] = ()
    clawback: Clawback | None = None

    @property
    def price_floor_fen(self) -> int:
        """Give the floor in fen; a price equal to it passes."""
        return fen_from_yuan(self.price_floor_yuan)

    @property
    def budget_fen(self) -> int | None:
        """Give the stated budget in fen; None where none is stated."""
        return fen(self.budget_yuan)

    @property
    def condition(self) -> Condition | None:
        """Give the condition a car must be in, if any."""
        return None if self.vehicle == "any" else Condition(self.vehicle)

    @property
    def kinds(self) -> tuple[Energy, ...]:
        """Give the kinds of energy that are covered; none means all."""
        return energy_kinds(self.energy)

    @property
    def is_limited(self) -> bool:
        """Tell whether quota or money can run out."""
        return bool(self.quotas or self.sub_budgets) or self.budget_yuan is not None

    @property
    def is_local(self) -> bool:
        """Tell whether a decision looks no further than the sale's own vehicle."""
        return not self.is_limited and self.caps == Caps() and not self.excludes

    @property
    def version(self) -> str:
        """Give the content hash that every decision under these terms carries.

        Only what is stated makes it: terms that do not use a word which the program
        has learnt keep their version. Where they were published plays no part.
        """
        always = self.model_dump_json(by_alias=True, include=_ALWAYS_SAID)
        more = self._stated()
        content = always + json.dumps(more, sort_keys=True) if more else always
        return hashlib.sha256(content.encode()).hexdigest()[:12]

    def _stated(self) -> dict[str, Any]:
        stated = self.model_dump(
            mode="json", by_alias=True, exclude_defaults=True, exclude={"source"}
        )
        more = {k: v for k, v in stated.items() if k not in _ALWAYS_SAID}
        voucher = {
            name: value
            for name, value in stated["voucher"].items()
            if name not in {"kind", "face_yuan"}
        }
        return more | ({"voucher": voucher} if voucher else {})


class Example(Frozen):
    """A sale worked out by hand, and what the terms must say of it.

    ``sale`` names the facts in which it differs from a plain sale that passes, with
    ``price_yuan`` for the price on the terms' basis; ``earns_yuan`` is what it earns,
    or ``reasons`` are all that stand against it.
    """

    name: Text
    sale: dict[str, Any] = Field(default_factory=dict)
    earns_yuan: Yuan | None = None
    reasons: tuple[str, ...] = ()


class Campaign(Frozen):
    """A campaign: who runs it, its dated terms, and what had to be assumed.

    Each entry of ``terms`` holds for the sales made from its ``effective_from`` until
    the next one's. ``incomplete`` says what is still unknown and must be added before
    the campaign can run.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,63}$")
    name: Text
    area: Text
    sponsors: tuple[Text, ...] = Field(min_length=1)
    banks: tuple[Bank, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    incomplete: Text | None = None
    terms: tuple[Terms, ...] = Field(min_length=1, max_length=100)
    assumptions: tuple[Assumption, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def current(self) -> Terms:
        """Give the terms of the last entry."""
        return self.terms[-1]

    @property
    def first_day(self) -> date:
        """Give the first day on which a sale can count."""
        return min(terms.sales_window.start for terms in self.terms)

    @property
    def last_day(self) -> date:
        """Give the last day on which a sale can count."""
        return max(terms.sales_window.end for terms in self.terms)

    def terms_on(self, day: date) -> Terms:
        """Give the terms in force for a sale of a day; before all, the first entry."""
        in_force = [terms for terms in self.terms if terms.effective_from <= day]
        return in_force[-1] if in_force else self.terms[0]

    def terms_of(self, version: str) -> Terms:
        """Give the entry of a version; KeyError where the campaign has no such one."""
        return {terms.version: terms for terms in self.terms}[version]

    def source_of(self, terms: Terms) -> Source:
        """Give where an entry was published: its own source, else the campaign's."""
        return terms.source or self.sources[0]
