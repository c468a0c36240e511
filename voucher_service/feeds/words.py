"""Cells of text: mended where they are odd, recognised where they are of a kind."""

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from voucher_service.feeds.sealing import without_strays
from voucher_service.feeds.synonyms import plain, synonyms
from voucher_service.model.reasons import FeedReason

_OUTER = " \t\r\n\u00a0\u3000\ufeff\u200b"
_MARKS = "'`‘’\"“”"
_INNER_BLANKS = r"\s+"
_UNKNOWN = "?"
_MONTH = "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_BECAME_DATE = rf"^\s*([0-9]{{1,2}}-{_MONTH}|{_MONTH}-[0-9]{{2}}|[0-9]+月[0-9]+日)\s*$"


@dataclass(frozen=True)
class Parsed:
    """A column read: its values, and per reason the rows (True) it holds against."""

    values: pl.Series
    faults: dict[FeedReason, pl.Series] = field(default_factory=dict)


@dataclass(frozen=True)
class Shaped:
    """Cells mended as far as they could be, and whether each now has its shape.

    ``right`` is null where the cell is.
    """

    cells: pl.Series
    right: pl.Series

    @property
    def wrong(self) -> pl.Series:
        """Tell which cells are filled and have not the shape."""
        return (~self.right).fill_null(value=False)


def shaped(
    cells: pl.Series, pattern: str, mend: Callable[[pl.Expr], pl.Expr] | None = None
) -> Shaped:
    """Give cells trimmed, half-width, null where they say nothing, and ``mend``-ed.

    Those that match the pattern are right as they are and cost nothing more.
    """
    right = cells.str.contains(pattern)
    if right.all():
        return Shaped(cells, right)
    where = (~right).arg_true()
    cell = _mend(pl.col("cell"))
    frame = cells.gather(where).to_frame("cell")
    fixed = frame.select(mend(cell) if mend else cell).to_series()
    return Shaped(
        cells.clone().scatter(where, fixed),
        right.clone().scatter(where, fixed.str.contains(pattern)),
    )


def bare(cell: pl.Expr) -> pl.Expr:
    """Give a code's characters alone: upper case, no blanks, no quotation marks."""
    text = cell.str.replace_all(_INNER_BLANKS, "").str.strip_chars(_MARKS)
    return text.str.to_uppercase()


def _mend(cell: pl.Expr) -> pl.Expr:
    text = cell.str.normalize("NFKC").str.strip_chars(_OUTER)
    text = text.str.replace(r'^="(.*)"$', "$1").str.strip_chars(_OUTER)
    nothing = [*synonyms().blanks, ""]
    return pl.when(text.str.to_lowercase().is_in(nothing)).then(None).otherwise(text)


def over_distinct(
    cells: pl.Series,
    read: Callable[[pl.Series], pl.Series],
) -> pl.Series:
    """Read each distinct value once; null stays null."""
    distinct = cells.drop_nulls().unique()
    if 2 * distinct.len() > cells.len():
        return read(cells)
    values = read(distinct)
    return cells.replace_strict(
        distinct, values, default=None, return_dtype=values.dtype
    )


def read_text(cells: pl.Series) -> pl.Series:
    """Give free text mended, runs of blanks as one, strays of personal data masked."""

    def read(distinct: pl.Series) -> pl.Series:
        text = _mend(pl.col("cell")).str.replace_all(_INNER_BLANKS, " ")
        return distinct.to_frame("cell").select(without_strays(text)).to_series()

    return over_distinct(cells, read)


def became_date(cells: pl.Series) -> pl.Series:
    """Tell which cells of text look like the date a spreadsheet makes of 9-5."""
    return cells.str.contains(_BECAME_DATE)


def read_kind(cells: pl.Series, words: str, unknown: FeedReason) -> Parsed:
    """Recognise the words of a closed list; those that are not in it are null."""
    values, strange = kinds_of(cells, words)
    return Parsed(values, {unknown: strange})


def kinds_of(cells: pl.Series, words: str) -> tuple[pl.Series, pl.Series]:
    """Give the kind that each word stands for, and which words stand for none.

    ``words`` names a list of the synonyms, e.g. ``energy`` or ``condition``.
    """
    known = {
        plain(word): kind
        for kind, names in synonyms().words[words].items()
        for word in (kind, *names)
    }

    def read(distinct: pl.Series) -> pl.Series:
        given = distinct.to_frame("cell").select(_mend(pl.col("cell"))).to_series()
        kinds = [
            None if cell is None else known.get(plain(cell), _UNKNOWN) for cell in given
        ]
        return pl.Series(kinds, dtype=pl.String)

    values = over_distinct(cells, read)
    unknown = (values == _UNKNOWN).fill_null(value=False)
    return (values.set(unknown, None) if unknown.any() else values), unknown


def is_synthetic(cells: pl.Series) -> pl.Series:
    """Tell which cells say that the row is made up."""
    pattern = f"(?i){synonyms().synthetic}"
    return cells.str.contains(pattern).fill_null(value=False)
