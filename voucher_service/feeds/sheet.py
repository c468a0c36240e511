"""A table whose columns are known: the cells of each field, data rows alone."""

from dataclasses import dataclass, replace

import polars as pl

from voucher_service.feeds.answers import without_answers
from voucher_service.feeds.data_rows import data_rows
from voucher_service.feeds.headers import AMOUNTS, Column, columns_of, unit_in
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.synonyms import Unit
from voucher_service.feeds.table import Table, kind_of
from voucher_service.feeds.words import is_synthetic


@dataclass(frozen=True)
class Sheet:
    """A table with its columns matched and its blank and totals rows left out."""

    table: Table
    columns: tuple[Column, ...]
    kind: str
    profile: Profile

    @property
    def height(self) -> int:
        """Give how many rows of data there are."""
        return self.table.cells.height

    def column(self, *fields: str) -> Column | None:
        """Give the column of the first of these fields that has one."""
        known = {column.field: column for column in self.columns}
        return next((known[field] for field in fields if field in known), None)

    def cells(self, field: str) -> pl.Series:
        """Give a field's cells, the profile's assumption where there are none."""
        column = self.column(field)
        assumed = self.profile.assume.get(field)
        if column is None:
            return pl.repeat(assumed, self.height, dtype=pl.String, eager=True)
        cells = self.table.cells[column.key]
        if assumed is None:
            return cells
        blank = cells.is_null() | (cells.str.strip_chars() == "")
        return cells.set(blank, assumed)

    def tells(self, field: str) -> bool:
        """Tell whether a field has a column or the profile's assumption."""
        return self.column(field) is not None or field in self.profile.assume

    def each(self, field: str) -> list[tuple[str, pl.Series]]:
        """Give header and cells of every column of a field, the chosen one first."""
        chosen = self.column(field)
        if chosen is None:
            return [("", self.cells(field))]
        others = [
            column
            for column in self.columns
            if column.likeness == field and column is not chosen
        ]
        return [
            (chosen.header, self.cells(field)),
            *((column.header, self.table.cells[column.key]) for column in others),
        ]

    def unit(self, field: str) -> Unit:
        """Give the unit of an amount: the header's, the title's or the profile's."""
        return self.stated_unit(field) or self.profile.price_unit

    def stated_unit(self, field: str) -> Unit | None:
        """Give the unit that the file itself states for an amount's column."""
        column = self.column(field)
        titles = (unit_in(title) for title in self.table.titles)
        stated = (column.unit if column else None, *titles)
        return next((unit for unit in stated if unit), None)

    def synthetic(self) -> pl.Series:
        """Tell which rows say, or whose title says, that they are made up."""
        titled = pl.Series(self.table.titles, dtype=pl.String)
        if is_synthetic(titled).any():
            return pl.repeat(True, self.height, dtype=pl.Boolean, eager=True)
        return is_synthetic(self.cells("provenance"))


def open_sheet(table: Table, profile: Profile, name: str) -> Sheet:
    """Match a table's columns and leave out what is no data.

    Raises UnreadableInput where the columns are no sale's and no register's, or
    where two columns contradict each other.
    """
    table = without_answers(table)
    columns = columns_of(
        table.labels,
        table.column_nos,
        table.cells,
        profile.headers,
        f"{name} [{table.sheet}]" if table.sheet else name,
    )
    fields = frozenset(column.field for column in columns if column.field)
    kind = kind_of(
        fields.union(profile.assume.keys() - {"condition"}),
        table.sheet,
        name,
        table.header,
    )
    sheet = Sheet(table, columns, kind, profile)
    kept = data_rows(table, columns, kind)
    told = table if kept.all() else table.only(kept)
    return replace(sheet, table=_with_merged(told, columns))


def _with_merged(table: Table, columns: tuple[Column, ...]) -> Table:
    """Write what merged cells say into each of their rows, amounts excepted.

    One amount merged over two rows is one amount: written twice it would count twice.
    """
    amounts = {column.key for column in columns if column.likeness in AMOUNTS}
    filled = [cells for key, cells in table.filled.items() if key not in amounts]
    return replace(table, cells=table.cells.with_columns(filled)) if filled else table
