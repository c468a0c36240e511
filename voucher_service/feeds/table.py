"""One sheet is one table: title rows, a header, and the rows below it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from voucher_service.feeds.grid import Grid, Marks, Merge, filled_down
from voucher_service.feeds.headers import (
    FIELDS,
    PRICES,
    Label,
    ProfileHeaders,
    known_fields,
)
from voucher_service.feeds.heading import HEADER_WITHIN, Heading, find_heading
from voucher_service.feeds.sealing import without_plates, without_strays
from voucher_service.feeds.suggestions import hint, without_names
from voucher_service.feeds.synonyms import synonyms
from voucher_service.feeds.unreadable import unreadable
from voucher_service.model.errors import UnreadableInput

_REGISTER = ({"dealer_name", "dealer_uscc"}, {"dealer_name", "dealer_id"})
_RETURNED = {"vin", "invoice_number", "original_invoice"}
_SEEN_CELLS = 30
_SEEN_CHARS = 24


@dataclass(frozen=True)
class Table:
    """The text of one sheet from its header down.

    ``cells`` has a String column a label, ``row_nos`` the row each shows in a
    spreadsheet, ``beyond`` whether cells stand to the right of the header, and
    ``surplus`` those cells, a String column each, if there are any. ``filled`` has,
    for columns with merged cells, what each of their rows is meant to say.
    """

    sheet: str
    titles: tuple[str, ...]
    labels: tuple[Label, ...]
    column_nos: tuple[int, ...]
    cells: pl.DataFrame
    row_nos: pl.Series
    beyond: pl.Series
    header_row: int
    marks: Marks = field(default_factory=Marks)
    filled: Mapping[str, pl.Series] = field(default_factory=dict)
    surplus: pl.DataFrame = field(default_factory=pl.DataFrame)

    @property
    def header(self) -> tuple[str, ...]:
        """Give the words right over each column."""
        return tuple(label.leaf for label in self.labels)

    def only(self, kept: pl.Series) -> "Table":
        """Give the table with some of its rows: ``kept`` is True where one stays."""
        return replace(
            self,
            cells=self.cells.filter(kept),
            row_nos=self.row_nos.filter(kept),
            beyond=self.beyond.filter(kept),
            filled={key: cells.filter(kept) for key, cells in self.filled.items()},
            surplus=self.surplus.filter(kept) if self.surplus.width else self.surplus,
        )


@dataclass
class Workbook:
    """The tables of a file, and the sheets without a known header.

    ``variant`` names the format more exactly than the file's first bytes do.
    """

    tables: list[Table] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    variant: str = ""


def tables_of(grids: Iterable[Grid], named: ProfileHeaders, name: str) -> Workbook:
    """Read every sheet that has a known header as a table.

    Raises UnreadableInput where no sheet has one.
    """
    book, nearest = Workbook(), [[""]]
    for grid in grids:
        rows = first_rows(grid)
        merged = _placed(grid)
        heading = find_heading(rows, named, merged)
        if heading is None:
            book.skipped.append(grid.sheet)
            nearest = max(nearest, rows, key=lambda seen: sum(map(len, seen)))
        else:
            book.tables.append(_table(grid, heading, merged))
            book.variant = grid.variant
    if not book.tables:
        raise no_header(nearest, named, name)
    return book


def first_rows(grid: Grid) -> list[list[str]]:
    """Give the rows of a grid among which its header must stand."""
    top = grid.cells.head(HEADER_WITHIN + 1).rows()
    return [[cell or "" for cell in row] for row in top]


def width_of(labels: Sequence[Label]) -> int:
    """Give how many columns a header has, the last one with words being the last."""
    return max(at for at, label in enumerate(labels, start=1) if label.leaf)


def _placed(grid: Grid) -> list[Merge] | None:
    """Give a sheet's merges by the places of its columns in the grid."""
    if grid.marks.merged is None:
        return None
    first = grid.numbers[0] if grid.numbers else 0
    return [
        replace(merge, left=merge.left - first, right=merge.right - first)
        for merge in grid.marks.merged
        if merge.left >= first
    ]


def _table(grid: Grid, heading: Heading, merged: list[Merge] | None) -> Table:
    labels = heading.labels[: width_of(heading.labels)]
    names = {old: f"c{number}" for number, old in enumerate(grid.cells.columns)}
    first = heading.bottom + 1
    body = grid.cells.slice(first).rename(names)
    keys = body.columns[: len(labels)]
    filled = filled_down(grid.cells.rename(names), merged or (), first, keys)
    beyond, surplus = beyond_header(body, len(labels))
    return Table(
        sheet=grid.sheet,
        titles=(*grid.titles, *heading.titles),
        labels=labels,
        column_nos=tuple(number + 1 for number in grid.numbers[: len(labels)]),
        cells=body.select(keys),
        row_nos=grid.row_nos.slice(first),
        beyond=beyond,
        surplus=surplus,
        header_row=int(grid.row_nos[heading.bottom]),
        marks=grid.marks,
        filled=filled,
    )


def beyond_header(body: pl.DataFrame, width: int) -> tuple[pl.Series, pl.DataFrame]:
    """Tell which rows have cells to the right of a header, and give those cells.

    The frame has a String column for each column in which there are any.
    """
    extra = body.select(body.columns[width:])
    said = extra.select((pl.all().str.strip_chars() != "").fill_null(value=False))
    nothing = pl.repeat(False, body.height, dtype=pl.Boolean, eager=True)
    beyond = said.select(pl.any_horizontal(nothing, pl.all())).to_series()
    return beyond, extra.select(key for key in extra.columns if said[key].any())


def kind_of(
    fields: frozenset[str], sheet: str, name: str, header: Sequence[str]
) -> str:
    """Tell whether columns make a table of ``sales`` or of ``dealers``.

    A list of returns is one of sales: it has the days of the returns and what names
    the sales that are taken back.

    Raises UnreadableInput, naming what is missing, where they make neither.
    """
    dated, priced = "sold_on" in fields, bool(fields.intersection(PRICES))
    returns = "cancelled_on" in fields and not fields.isdisjoint(_RETURNED)
    if (dated and priced) or returns:
        return "sales"
    if not dated and not priced and any(fields >= few for few in _REGISTER):
        return "dealers"
    lacking = [
        *(() if dated else ("sold_on",)),
        *(() if priced else ("bare_price",)),
    ]
    raise unreadable(
        name,
        "header_incomplete",
        place=f"[{sheet}] " if sheet else "",
        seen=seen_text(header),
        **hint(header),
        **_names(lacking),
    )


def seen_text(cells: Sequence[str]) -> str:
    """Write header cells for a message, without what looks like personal data.

    A file without a header shows its first row of data in its place.
    """
    filled = [without_names(cell)[:_SEEN_CHARS] for cell in cells if cell.strip()]
    shown = pl.Series(filled[:_SEEN_CELLS], dtype=pl.String).to_frame("cell")
    masked = shown.select(without_plates(without_strays(pl.col("cell"))))
    return "、".join(masked.to_series().to_list()) or "—"


def no_header(
    rows: Sequence[Sequence[str]], named: ProfileHeaders, name: str
) -> UnreadableInput:
    """Say that no row is a header, showing the row that is nearest to one."""

    def fields_in(row: Sequence[str]) -> frozenset[str]:
        return known_fields([Label(cell) for cell in row], named)

    nearest: Sequence[str] = max(
        rows[:HEADER_WITHIN],
        key=lambda row: (len(fields_in(row)), len(_words(row))),
        default=(),
    )
    fields = fields_in(nearest)
    needed = ["dealer_name", "vin", "invoice_number", "sold_on"]
    lacking = [field for field in needed if field not in fields]
    if not fields.intersection(PRICES):
        lacking.append("bare_price")
    return unreadable(
        name,
        "no_header",
        rows=min(HEADER_WITHIN, max(len(rows), 1)),
        seen=seen_text(_words(nearest)),
        **hint(_words(nearest)),
        **_names(lacking),
    )


def _words(row: Sequence[str]) -> list[str]:
    """Keep the cells that can be a header's: a row with numbers in it is data."""
    return [cell for cell in row if cell.strip() and not cell.strip()[0].isdigit()]


def _names(fields: Sequence[str]) -> dict[str, str]:
    words = synonyms().fields
    ordered = [field for field in FIELDS if field in fields]
    return {
        "missing_zh": "、".join(words[field].zh for field in ordered),
        "missing_en": ", ".join(words[field].en for field in ordered),
    }
