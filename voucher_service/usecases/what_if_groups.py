"""The groups of a comparison are told by name, in both languages."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from voucher_service.model.kinds import ENERGY_TEXT
from voucher_service.model.money import yuan_text
from voucher_service.model.slices import UNKNOWN_KEY, UNKNOWN_TEXT
from voucher_service.model.text import Text
from voucher_service.model.what_if_reports import GroupChange

_ENERGIES = {kind.value: text for kind, text in ENERGY_TEXT.items()}


def by_name(
    frame: pl.DataFrame, names: Mapping[str, str] | None = None
) -> tuple[GroupChange, ...]:
    """Tell of groups by their keys, or by the names that some keys have."""
    known = names or {}
    texts = {key: _same(name) for key, name in known.items()}
    return tuple(_named(frame, texts))


def by_energy(frame: pl.DataFrame) -> tuple[GroupChange, ...]:
    """Tell of kinds of energy by their names."""
    return tuple(_named(frame, _ENERGIES))


def by_band(frame: pl.DataFrame) -> tuple[GroupChange, ...]:
    """Tell of price bands by their edges in yuan, the lowest first."""
    return tuple(_bands(frame))


def _named(frame: pl.DataFrame, names: Mapping[str, Text]) -> Iterator[GroupChange]:
    for row in frame.iter_rows(named=True):
        key = row["key"]
        label = UNKNOWN_TEXT if key is None else names.get(key, _same(key))
        yield _change(key or UNKNOWN_KEY, label, row)


def _bands(frame: pl.DataFrame) -> Iterator[GroupChange]:
    for row in frame.iter_rows(named=True):
        first, last = row["from_fen"], row["to_fen"]
        if first is None:
            yield _change(UNKNOWN_KEY, UNKNOWN_TEXT, row)
            continue
        low, high = _yuan(first), "" if last is None else _yuan(last)
        key = f"{low}-{high}".replace(",", "")
        label = Text(zh=f"{low} 至不足 {high} 元", en=f"{low} to under {high} yuan")
        if last is None:
            label = Text(zh=f"{low} 元及以上", en=f"{low} yuan and more")
        yield _change(key, label, row)


def _yuan(fen: int) -> str:
    return yuan_text(fen).removesuffix(".00")


def _same(name: str) -> Text:
    return Text(zh=name, en=name)


def _change(key: str, label: Text, row: Mapping[str, Any]) -> GroupChange:
    gained, lost = row["cars_gained"], row["cars_lost"]
    more, less = row["cost_gained_fen"], row["cost_lost_fen"]
    return GroupChange(
        key=key,
        label=label,
        cars_today=row["cars_today"],
        cars_other=row["cars_today"] + gained - lost,
        cars_gained=gained,
        cars_lost=lost,
        vouchers_today_fen=row["vouchers_today_fen"],
        vouchers_other_fen=row["vouchers_today_fen"] + more - less,
        cost_gained_fen=more,
        cost_lost_fen=less,
    )
