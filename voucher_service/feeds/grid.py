"""The cells of one sheet as they lie, whatever file they came in."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True)
class Merge:
    """A rectangle of merged cells: first and last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Marks:
    """What a sheet says of itself beside its cells.

    ``hidden`` are columns counted from 0; ``merged`` is None where the format has no
    merged cells to tell of. ``epoch_1904`` says from which day serials are counted.
    ``hidden_rows`` are numbers of rows, as a filter hides them.
    """

    merged: tuple[Merge, ...] | None = None
    hidden: frozenset[int] = frozenset()
    sheet_hidden: bool = False
    epoch_1904: bool = False
    hidden_rows: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Grid:
    """The text of every cell of a sheet, title rows and all.

    ``cells`` has a String column a column in use, ``numbers`` their places counted
    from 0. ``row_nos`` gives the number of each row as its sender would count it.
    ``variant`` names the format where it is one of several that look alike.
    """

    sheet: str
    cells: pl.DataFrame
    numbers: tuple[int, ...]
    row_nos: pl.Series
    titles: tuple[str, ...] = ()
    variant: str = ""
    marks: Marks = field(default_factory=Marks)


def grid_of(
    sheet: str, rows: list[list[str | None]], marks: Marks | None = None
) -> Grid:
    """Lay rows of cells out as a grid, short rows filled up with nothing."""
    width = max((len(row) for row in rows), default=0)
    columns = {
        f"c{at}": [row[at] if at < len(row) else None for row in rows]
        for at in range(width)
    }
    cells = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Grid(
        sheet=sheet,
        cells=cells,
        numbers=tuple(range(width)),
        row_nos=row_numbers(1, len(rows)),
        marks=marks or Marks(),
    )


def row_numbers(first: int, count: int) -> pl.Series:
    """Give ``count`` row numbers from ``first`` on."""
    return pl.int_range(first, first + count, dtype=pl.Int32, eager=True)


def filled_down(
    cells: pl.DataFrame, merged: Sequence[Merge], first: int, keys: Sequence[str]
) -> dict[str, pl.Series]:
    """Give the columns with merged cells, each cell saying what its merge says.

    Only rows that are merged in the file are filled, and only from their own merge.
    ``first`` is the first row of data; the values come back from there on. ``merged``
    counts columns by their place in ``cells``.
    """
    filled: dict[str, pl.Series] = {}
    by_column: dict[int, list[Merge]] = {}
    for merge in merged:
        tall = first <= merge.top < min(merge.bottom, cells.height)
        if tall and 0 <= merge.left < len(keys):
            by_column.setdefault(merge.left, []).append(merge)
    for at, merges in by_column.items():
        values = cells[keys[at]].to_list()
        for merge in merges:
            last = min(merge.bottom, len(values) - 1)
            values[merge.top : last + 1] = [values[merge.top]] * (last - merge.top + 1)
        filled[keys[at]] = pl.Series(keys[at], values[first:], dtype=pl.String)
    return filled
