"""An example states facts of a sale, each of its kind."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from voucher_service.campaigns.terms import Example
from voucher_service.campaigns.values import Yuan
from voucher_service.campaigns.yaml_document import Path
from voucher_service.campaigns.yaml_faults import Contradiction
from voucher_service.model.frames import KnownSale
from voucher_service.model.kinds import (
    BuyerKind,
    Condition,
    Energy,
    OldDisposal,
    OldFuel,
    VehicleUse,
)
from voucher_service.model.reason_codes import EligibilityReason
from voucher_service.model.text import Text

PRICE = "price_yuan"
"""What an example may say, in yuan, instead of the column of the terms' price."""

CHOICES: Mapping[str, type[StrEnum]] = {
    "condition": Condition,
    "energy": Energy,
    "buyer_kind": BuyerKind,
    "vehicle_use": VehicleUse,
    "old_disposal": OldDisposal,
    "old_fuel": OldFuel,
}
"""The facts whose values are closed lists."""


@cache
def facts() -> Mapping[str, TypeAdapter[Any]]:
    """Give every fact of a sale by its name, with what holds its values to its kind."""
    columns = {
        name: column.pydantic_field() for name, column in KnownSale.columns().items()
    }
    closed = {name: choices | None for name, choices in CHOICES.items()}
    return {
        name: TypeAdapter(kind)
        for name, kind in ({PRICE: Yuan} | columns | closed).items()
    }


def example_faults(examples: Sequence[Example]) -> Iterator[Contradiction]:
    """Give what is wrong with examples: their outcomes, reasons, facts and values."""
    for number, example in enumerate(examples):
        path: Path = ("examples", number)
        if (example.earns_yuan is None) == (not example.reasons):
            yield Contradiction(
                path,
                Text(
                    zh="例子须写明 earns_yuan 或 reasons 之一",
                    en="an example states one of earns_yuan and reasons",
                ),
                Text(zh="只写其中一个", en="state one of the two"),
            )
        yield from _reasons(example, path)
        for name, value in example.sale.items():
            yield from _fact(name, value, (*path, "sale", name))


def _reasons(example: Example, path: Path) -> Iterator[Contradiction]:
    known = tuple(reason.value for reason in EligibilityReason)
    for place, name in enumerate(example.reasons):
        if name not in known:
            yield Contradiction(
                (*path, "reasons", place),
                Text(zh=f"没有理由 {name}", en=f"there is no reason {name}"),
                written=name,
                choices=known,
            )


def _fact(name: str, value: object, path: Path) -> Iterator[Contradiction]:
    if name not in facts():
        yield Contradiction(
            path,
            Text(zh=f"销售没有 {name} 一项", en=f"a sale has no fact {name}"),
            written=name,
            choices=tuple(facts()),
        )
        return
    try:
        facts()[name].validate_python(value, strict=not _is_loose(name))
    except ValidationError:
        choices = tuple(each.value for each in CHOICES.get(name, ()))
        yield Contradiction(
            path,
            Text(
                zh=f"{name} 不能是 {value}",
                en=f"{name} cannot be {value}",
            ),
            None if choices else _remedy(name),
            written=str(value),
            choices=choices,
        )


def _is_loose(name: str) -> bool:
    # A closed list is written as words, a price as a whole number or with decimals.
    return name in CHOICES or name == PRICE


def _remedy(name: str) -> Text:
    kind = facts()[name].json_schema()
    options = [kind, *kind.get("anyOf", ())]
    wanted = {str(option.get("format", option.get("type"))) for option in options}
    zh, en = next((_KINDS[word] for word in _KINDS if word in wanted), _KINDS["string"])
    return Text(zh=f"应为{zh}", en=f"it should be {en}")


_KINDS: Mapping[str, tuple[str, str]] = {
    "date": ("日期，如 2023-01-31", "a day like 2023-01-31"),
    "date-time": (
        "时刻，如 2023-01-31T09:00:00",
        "an instant like 2023-01-31T09:00:00",
    ),
    "integer": ("整数", "a whole number"),
    "number": ("金额（元）", "an amount in yuan"),
    "boolean": ("true 或 false", "true or false"),
    "string": ("文字（数字加引号）", "words (a number in quotes)"),
}


def fen_of(price: Decimal | int) -> int:
    """Give a price that an example states in fen."""
    return int(Decimal(price) * 100)
