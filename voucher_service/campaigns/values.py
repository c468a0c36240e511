"""The plain values of terms: amounts, days and where a fact was published."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
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
    # A bare number would otherwise pass as seconds since 1970, a midnight as its day.
    if isinstance(value, datetime):
        raise PydanticCustomError("day_with_time", "a day has no time")
    if not isinstance(value, str | date) or (
        isinstance(value, str) and not _DAY.fullmatch(value)
    ):
        raise PydanticCustomError("day_form", "a day is written like 2023-01-31")
    return value


def written_as_number(value: object) -> object:
    """Hold a number that is written as text to digits with at most two decimals."""
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise PydanticCustomError("number_form", "digits, at most two decimals")
    return value


def _counted(value: object) -> object:
    if isinstance(value, bool):
        raise PydanticCustomError("int_type", "true and false are no numbers")
    if isinstance(value, str):
        kind = "int_in_quotes" if value.isdecimal() else "int_parsing"
        raise PydanticCustomError(kind, "a text is no number")
    if isinstance(value, float | Decimal):
        if value % 1 != 0:
            raise PydanticCustomError("int_from_float", "no whole number")
        return int(value)
    return value


def _true_or_false(value: object) -> object:
    if not isinstance(value, bool) and value not in ("true", "false"):
        raise PydanticCustomError("bool_type", "true or false")
    return value


def _of_a_place(plate: str) -> str:
    if not re.fullmatch(PLATE, plate):
        raise PydanticCustomError("plate_form", "a character and a letter")
    return plate


def _not_blank(words: str) -> str:
    if not words.strip():
        raise PydanticCustomError("blank", "nothing stands here")
    return words


def number_schema(low: dict[str, int], most: int, pattern: str) -> WithJsonSchema:
    """Give the schema of a number that may be written as text.

    It leaves unsaid that a number has at most two decimals: editors, which reckon in
    binary fractions, would find 30000 to be no multiple of 0.01.
    """
    number = {"type": "number", **low, "maximum": most}
    return WithJsonSchema({"anyOf": [number, {"type": "string", "pattern": pattern}]})


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGITS = re.compile(r"(?!-0*(\.0+)?$)-?[0-9]+(\.[0-9]{1,2})?")
PLATE = "^[\u4e00-\u9fff][A-Z]$"
MOST_YUAN = 10**12
_YUAN = r"0*([0-9]{1,12}(\.[0-9]{1,2})?|10{12}(\.00?)?)$"
NOT_ZERO = r"^(?!0*(\.0+)?$)"

Yuan = Annotated[
    Decimal,
    Field(ge=0, le=MOST_YUAN),
    BeforeValidator(written_as_number),
    AfterValidator(_whole_fen),
    number_schema({"minimum": 0}, MOST_YUAN, f"^{_YUAN}"),
]
"""An amount in yuan of whole fen, always with two decimals."""

MOST_EARNED_YUAN = 10**8
"""The most that one sale can earn: ten million of them still add up in 64 bits."""

EarnedYuan = Annotated[
    Decimal,
    Field(ge=0, le=MOST_EARNED_YUAN),
    BeforeValidator(written_as_number),
    AfterValidator(_whole_fen),
    number_schema(
        {"minimum": 0},
        MOST_EARNED_YUAN,
        r"^0*([0-9]{1,8}(\.[0-9]{1,2})?|10{8}(\.00?)?)$",
    ),
]
"""An amount that one sale earns."""

PositiveYuan = Annotated[
    Decimal,
    Field(gt=0, le=MOST_YUAN),
    BeforeValidator(written_as_number),
    AfterValidator(_whole_fen),
    number_schema({"exclusiveMinimum": 0}, MOST_YUAN, f"{NOT_ZERO}{_YUAN}"),
]
"""An amount in yuan above nothing."""

WHOLE = BeforeValidator(_counted)
"""Holds a number to be a whole one, written as a number."""

Day = Annotated[date, BeforeValidator(_written_as_day)]
"""A calendar day, written like 2023-01-31."""

Once = Annotated[Literal[1], WHOLE]
"""The number one, the only one that a rule knows."""

Flag = Annotated[
    bool,
    BeforeValidator(_true_or_false),
    WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["true", "false"]}]}),
]
"""Whether something holds, written true or false."""

Words = Annotated[
    str,
    AfterValidator(_not_blank),
    WithJsonSchema({"type": "string", "pattern": r"\S"}),
]
"""A text that says something."""

Plate = Annotated[
    str,
    AfterValidator(_of_a_place),
    WithJsonSchema({"type": "string", "pattern": PLATE}),
]
"""The place of a plate: a province's character and a letter, like 湘G."""

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
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] | None = None
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
