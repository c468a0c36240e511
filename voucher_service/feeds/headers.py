"""Which column holds which field, by the words of its header."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from voucher_service.feeds.synonyms import Unit, plain, synonyms
from voucher_service.feeds.unreadable import unreadable

FIELDS: tuple[str, ...] = tuple(synonyms().fields)
"""Every field a column can become."""

PRICES: tuple[str, ...] = ("bare_price", "invoice_total", "invoice_net")
"""The fields of which a sale needs at least one."""

_BRACKET = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_PROFILE, _EXACT, _LOOSE = 0, 1, 2

ProfileHeaders = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    ``field`` is what it was taken for, ``likeness`` what it could be taken for:
    a second name column is still personal. ``key`` names it in the frame of cells.
    """

    no: int
    key: str
    header: str
    field: str | None
    likeness: str | None
    unit: Unit | None


@dataclass(frozen=True)
class _Claim:
    column: Column
    rank: int


def known_fields(header: tuple[str, ...], named: ProfileHeaders) -> frozenset[str]:
    """Give the fields that a row's cells name, were it a header."""
    found = (_field_of(cell, named)[0] for cell in header)
    return frozenset(field for field in found if field is not None)


def columns_of(
    header: tuple[str, ...],
    numbers: tuple[int, ...],
    cells: pl.DataFrame,
    named: ProfileHeaders,
    name: str,
) -> tuple[Column, ...]:
    """Match the columns of a table to fields, at most one column a field.

    A profile's header wins over an exact synonym, that over a loose one, and the
    first column over later ones. Raises UnreadableInput where two columns stand
    equally well for a decisive field and their cells differ.
    """
    claims = [
        _claim(number, key, text, named)
        for number, key, text in zip(numbers, cells.columns, header, strict=True)
    ]
    chosen: dict[str, _Claim] = {}
    for claim in sorted(claims, key=lambda claim: claim.rank):
        field = claim.column.likeness
        if field is None:
            continue
        first = chosen.setdefault(field, claim)
        if first is not claim and first.rank == claim.rank:
            _refuse_disagreement(field, first.column, claim.column, cells, name)
    taken = {claim.column.key for claim in chosen.values()}
    return tuple(
        replace(
            claim.column,
            field=claim.column.likeness if claim.column.key in taken else None,
        )
        for claim in claims
    )


def unit_in(text: str) -> Unit | None:
    """Give the unit that a header or title line states, if it states one."""
    folded = plain(text)
    inner = [*_BRACKET.findall(folded), *re.findall(r"单位(万?元)", folded)]
    for unit in ("wan_yuan", "yuan"):
        words = {plain(word) for word in synonyms().units[unit]}
        if words.intersection(inner):
            return unit
    return None


def is_personal(column: Column) -> bool:
    """Tell whether a column's cells are about a person, whatever became of it."""
    return column.likeness in {"buyer_name", "buyer_id", "phone"} or (
        column.likeness is None
        and re.search(synonyms().personal, plain(column.header)) is not None
    )


def _claim(number: int, key: str, text: str, named: ProfileHeaders) -> _Claim:
    field, rank = _field_of(text, named)
    return _Claim(Column(number, key, text, None, field, unit_in(text)), rank)


def _field_of(header: str, named: ProfileHeaders) -> tuple[str | None, int]:
    full = plain(header)
    for field, words in named.items():
        if full and full in {plain(word) for word in words}:
            return field, _PROFILE
    known = _lexicon()
    found = known.get(full) or known.get(_without_remarks(full))
    if found is None or named.get(found[0]) == ():
        return None, 0
    return found


@lru_cache
def _lexicon() -> dict[str, tuple[str, int]]:
    known: dict[str, tuple[str, int]] = {}
    for field, words in synonyms().fields.items():
        for rank, names in ((_EXACT, words.exact), (_LOOSE, words.loose)):
            for word in names:
                known.setdefault(plain(word), (field, rank))
    return known


@lru_cache
def _remarks() -> frozenset[str]:
    words = synonyms()
    units = [word for names in words.units.values() for word in names]
    return frozenset(plain(word) for word in (*words.bracket_remarks, *units))


def _without_remarks(folded: str) -> str:
    def keep(found: re.Match[str]) -> str:
        return "" if found.group(1) in _remarks() else found.group(0)

    return _BRACKET.sub(keep, folded)


def _refuse_disagreement(
    field: str, first: Column, second: Column, cells: pl.DataFrame, name: str
) -> None:
    if field not in synonyms().decisive:
        return
    one, other = (cells[column.key].str.strip_chars() for column in (first, second))
    if (one != other).any():
        words = synonyms().fields[field]
        raise unreadable(
            name,
            "two_columns",
            first=first.header,
            second=second.header,
            field_zh=words.zh,
            field_en=words.en,
        )
