"""The plain values of terms: amounts, days and where a fact was published."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from voucher_service.model.kinds import NEW_ENERGY, Energy
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

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
"""What a tier, bonus, quota or sub-budget is called within its terms."""

EnergyWord = Literal["ice", "hev", "phev", "erev", "bev", "nev", "fuel"]
"""A kind of energy, or a group: ``nev`` is phev, erev and bev; ``fuel`` ice and hev."""

OldFuelWord = Literal["petrol", "diesel", "nev"]
"""What an old car runs on, as terms tell old cars apart."""

_GROUPS: dict[str, tuple[Energy, ...]] = {
    "nev": NEW_ENERGY,
    "fuel": (Energy.ICE, Energy.HEV),
}


def energy_kinds(words: tuple[EnergyWord, ...]) -> tuple[Energy, ...]:
    """Give the kinds that some words stand for, each once, in the kinds' order."""
    named = {kind for word in words for kind in _GROUPS.get(word) or (Energy(word),)}
    return tuple(kind for kind in Energy if kind in named)


def fen(yuan: Decimal | None) -> int | None:
    """Turn a stated amount into fen; what is not stated stays None."""
    return None if yuan is None else fen_from_yuan(yuan)


class Frozen(BaseModel):
    """A value of terms: frozen, its keys exactly those declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Frozen):
    """Where a fact was published."""

    title: str
    publisher: str
    published_on: Day | None = None
    url: str | None = None
    summary: str | None = None


class Assumption(Frozen):
    """A fact nobody published, what was assumed instead, and why."""

    field: str
    zh: str
    en: str

    @property
    def text(self) -> Text:
        """Give the assumption in both languages."""
        return Text(zh=self.zh, en=self.en)


class Bank(Frozen):
    """A bank that takes the campaign's vouchers."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: Text
