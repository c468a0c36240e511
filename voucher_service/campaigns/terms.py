"""A campaign's terms are frozen values read from dated YAML."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    model_validator,
)
from pydantic_core import PydanticCustomError

from voucher_service.model.kinds import Condition, Identity, PriceBasis
from voucher_service.model.money import fen_from_yuan, yuan_from_fen
from voucher_service.model.text import Text


def _whole_fen(yuan: Decimal) -> Decimal:
    try:
        fen = fen_from_yuan(yuan)
    except ValueError as error:
        raise PydanticCustomError("finer_than_fen", "finer than one fen") from error
    return yuan_from_fen(fen)


def _written_as_day(value: object) -> object:
    # A bare number would otherwise pass as seconds since 1970.
    if isinstance(value, int | float | Decimal):
        raise PydanticCustomError("day_as_number", "a number is no day")
    return value


Yuan = Annotated[Decimal, Field(ge=0, le=10**12), AfterValidator(_whole_fen)]
"""An amount in yuan of whole fen, always with two decimals."""

Day = Annotated[date, BeforeValidator(_written_as_day)]
"""A calendar day, written like 2023-01-31."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(_Frozen):
    """Where a fact was published."""

    title: str
    publisher: str
    published_on: Day | None = None
    url: str | None = None
    summary: str | None = None


class Assumption(_Frozen):
    """A fact nobody published, what was assumed instead, and why."""

    field: str
    zh: str
    en: str

    @property
    def text(self) -> Text:
        """Give the assumption in both languages."""
        return Text(zh=self.zh, en=self.en)


class Bank(_Frozen):
    """A bank that takes the campaign's vouchers."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: Text


class Window(_Frozen):
    """A run of business days, both ends included."""

    start: Day = Field(alias="from")
    end: Day = Field(alias="to")

    @model_validator(mode="after")
    def _forward(self) -> "Window":
        if self.end < self.start:
            raise PydanticCustomError(
                "window_reversed",
                "the window ends before it starts",
                {"start": str(self.start), "end": str(self.end)},
            )
        return self


class Voucher(_Frozen):
    """What an eligible sale earns."""

    kind: Literal["fuel", "general", "shopping", "cash"]
    face_yuan: Yuan

    @property
    def face_fen(self) -> int:
        """Give the face value in fen."""
        return fen_from_yuan(self.face_yuan)


class Terms(_Frozen):
    """The rules of a campaign in one dated entry.

    ``vehicle: any`` asks nothing of the car's condition. ``requires`` lists the
    identities without which a sale cannot be eligible. No budget means none stated.
    """

    effective_from: Day
    sales_window: Window
    price_basis: PriceBasis
    price_floor_yuan: Yuan
    vehicle: Literal["new", "used", "any"]
    voucher: Voucher
    per_vehicle: Literal[1] | None = 1
    requires: tuple[Identity, ...] = ()
    budget_yuan: Yuan | None = None

    @property
    def price_floor_fen(self) -> int:
        """Give the floor in fen; a price equal to it passes."""
        return fen_from_yuan(self.price_floor_yuan)

    @property
    def budget_fen(self) -> int | None:
        """Give the stated budget in fen; None where none is stated."""
        return None if self.budget_yuan is None else fen_from_yuan(self.budget_yuan)

    @property
    def condition(self) -> Condition | None:
        """Give the condition a car must be in, if any."""
        return None if self.vehicle == "any" else Condition(self.vehicle)

    @property
    def version(self) -> str:
        """Give the content hash that every decision under these terms carries."""
        content = self.model_dump_json(by_alias=True)
        return hashlib.sha256(content.encode()).hexdigest()[:12]


class Campaign(_Frozen):
    """A campaign: who runs it, its dated terms, and what had to be assumed."""

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{2,63}$")
    name: Text
    area: Text
    sponsors: tuple[Text, ...] = Field(min_length=1)
    banks: tuple[Bank, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    terms: tuple[Terms, ...] = Field(min_length=1, max_length=1)
    assumptions: tuple[Assumption, ...] = ()

    @property
    def current(self) -> Terms:
        """Give the terms in force."""
        return self.terms[-1]
