"""Which column holds which field, by the words of its header."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from voucher_service.feeds.amounts import read_amounts
from voucher_service.feeds.synonyms import Unit, plain, synonyms
from voucher_service.feeds.unreadable import unreadable
from voucher_service.model.reasons import FeedReason

FIELDS: tuple[str, ...] = tuple(synonyms().fields)
"""Every field a column can become."""

PRICES: tuple[str, ...] = ("bare_price", "invoice_total", "invoice_net")
"""The fields of which a sale needs at least one."""

AMOUNTS: tuple[str, ...] = (*PRICES, "invoice_tax")
"""The fields that hold money."""

DAYS: tuple[str, ...] = (
    *("sold_on", "cancelled_on", "contract_on", "registered_on", "applied_on"),
    *("old_registered_on", "old_disposed_on"),
)
"""The fields that hold days."""

_BRACKET = re.compile(r"[(\[【〔{]([^()\[\]【】〔〕{}]*)[)\]】〕}]")
_PROFILE, _EXACT, _LOOSE, _NONE = 0, 1, 2, 3
_BUYERS = {"buyer_name", "buyer_id", "phone"}
_OLD_CARS = {"old_disposal", "old_fuel", "old_registered_on", "old_disposed_on"}
_PERSONAL = _BUYERS | {"plate_region"}

ProfileHeaders = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Label:
    """What stands over a column: its own words and those of the groups above it.

    ``words`` are the two together, as one header would say them.
    """

    leaf: str
    group: str = ""

    @property
    def words(self) -> str:
        """Give group and own words as one header: 购车人 over 姓名 is 购车人姓名."""
        return f"{self.group}{self.leaf}"


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


def known_fields(labels: Sequence[Label], named: ProfileHeaders) -> frozenset[str]:
    """Give the fields that labels name, were they a header."""
    found = (_match(label, named)[0] for label in labels)
    return frozenset(field for field in found if field is not None)


def columns_of(
    labels: Sequence[Label],
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
    twice = _repeated([label.leaf for label in labels])
    claims = [
        _claim(number, key, label, named, twice)
        for number, key, label in zip(numbers, cells.columns, labels, strict=True)
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
    return column.likeness in _PERSONAL or (
        column.likeness is None
        and re.search(synonyms().personal, plain(column.header)) is not None
    )


def header_text(label: Label, repeated: frozenset[str]) -> str:
    """Give a column's header as it is shown: with its group where it needs one."""
    if label.group and label.leaf in repeated:
        return f"{label.group}/{label.leaf}"
    return label.leaf


def unit_of(label: Label) -> Unit | None:
    """Give the unit that a column's own header states, or else its group's."""
    return unit_in(label.leaf) or unit_in(label.group)


def _repeated(texts: Sequence[str]) -> frozenset[str]:
    return frozenset(text for text in texts if texts.count(text) > 1)


def _claim(
    number: int,
    key: str,
    label: Label,
    named: ProfileHeaders,
    repeated: frozenset[str],
) -> _Claim:
    field, rank = _field_of(label, named)
    text = header_text(label, repeated)
    return _Claim(Column(number, key, text, None, field, unit_of(label)), rank)


def _field_of(label: Label, named: ProfileHeaders) -> tuple[str | None, int]:
    """Give the field of a label, unless its group tells of another car or party.

    Of a group that tells of another car what the old car is asked for is read.
    """
    field, rank = _match(label, named)
    group = plain(label.group)
    others = synonyms().seller_groups if field in _BUYERS else synonyms().foreign_groups
    if not group or not re.search(others, group) or field in _OLD_CARS:
        return field, rank
    field, rank = _named(f"{synonyms().old_car}{label.leaf}", named)
    return (field, rank) if field in _OLD_CARS else (None, 0)


def _match(label: Label, named: ProfileHeaders) -> tuple[str | None, int]:
    """Give a label's field and how well it says so: joined with its group first."""
    texts = (label.words, label.leaf) if label.group else (label.leaf,)
    found = [_named(text, named) for text in texts]
    return min(found, key=lambda match: match[1] if match[0] else _NONE)


def _named(header: str, named: ProfileHeaders) -> tuple[str | None, int]:
    full = plain(header)
    for field, words in named.items():
        if full and full in {plain(word) for word in words}:
            return field, _PROFILE
    known = lexicon()
    found = known.get(full) or known.get(_without_remarks(full))
    if found is None or named.get(found[0]) == ():
        return None, 0
    return found


@lru_cache
def lexicon() -> dict[str, tuple[str, int]]:
    """Give the field and rank of every header that is known, in its plain form."""
    known: dict[str, tuple[str, int]] = {}
    for field, words in synonyms().fields.items():
        for rank, names in ((_EXACT, words.exact), (_LOOSE, words.loose)):
            for word in names:
                known.setdefault(plain(word), (field, rank))
    return known


@lru_cache
def bracket_remarks() -> frozenset[str]:
    """Give what a bracket in a header may hold, units too, without changing it."""
    words = synonyms()
    units = [word for names in words.units.values() for word in names]
    return frozenset(plain(word) for word in (*words.bracket_remarks, *units))


def _without_remarks(folded: str) -> str:
    def keep(found: re.Match[str]) -> str:
        return "" if found.group(1) in bracket_remarks() else found.group(0)

    return _BRACKET.sub(keep, folded)


def _refuse_disagreement(
    field: str, first: Column, second: Column, cells: pl.DataFrame, name: str
) -> None:
    if field not in synonyms().decisive:
        return
    one, other = (_read(field, column, cells) for column in (first, second))
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


def _read(field: str, column: Column, cells: pl.DataFrame) -> pl.Series:
    """Give a column's cells to be compared: as amounts where all of them are some.

    So 113000 under 裸车价(元) is no other price than 11.3 under 裸车价(万元).
    """
    texts = cells[column.key].str.strip_chars()
    if field not in AMOUNTS:
        return texts
    read = read_amounts(texts, column.unit or "yuan")
    if read.faults[FeedReason.PRICE_UNREADABLE].any():
        return texts
    return read.values.cast(pl.String)
