"""A table whose columns are known: the cells of each field, data rows alone."""

import re
from dataclasses import dataclass, replace

import polars as pl

from voucher_service.feeds.headers import Column, columns_of, unit_in
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.synonyms import Unit, synonyms
from voucher_service.feeds.table import Table, kind_of, seen_text
from voucher_service.feeds.words import is_synthetic

_DATED = ("sold_on", "vin", "invoice_number", "record_no")
_LISTED = ("dealer_uscc",)


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

    def unit(self, field: str) -> Unit:
        """Give the unit of an amount: the header's, the title's or the profile's."""
        column = self.column(field)
        titles = (unit_in(title) for title in self.table.titles)
        stated = (column.unit if column else None, *titles)
        return next((unit for unit in stated if unit), self.profile.price_unit)

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
    columns = columns_of(
        table.header, table.column_nos, table.cells, profile.headers, name
    )
    fields = frozenset(column.field for column in columns if column.field)
    kind = kind_of(
        fields.union(profile.assume.keys() - {"condition"}),
        table.sheet,
        name,
        seen_text(table.header),
    )
    sheet = Sheet(table, columns, kind, profile)
    return replace(sheet, table=_data_rows(sheet))


def _data_rows(sheet: Sheet) -> Table:
    """Leave out blank rows, and totals and signatures that identify nothing."""
    table = sheet.table
    telling = _DATED if sheet.kind == "sales" else _LISTED
    found = [column for field in telling if (column := sheet.column(field))]
    filled = [pl.col(c.key).str.strip_chars().fill_null("") != "" for c in found]
    if not filled:
        filled = [pl.lit(value=False)]
    suspects = table.cells.with_row_index("at").filter(~pl.any_horizontal(filled))
    if suspects.is_empty():
        return table
    texts = [pl.col(key).str.normalize("NFKC") for key in table.cells.columns]
    bare = [text.str.replace_all(r"\s", "").str.to_lowercase() for text in texts]
    first = pl.coalesce(pl.when(text != "").then(text) for text in bare)
    seen = suspects.select("at", first=first).with_columns(
        beyond=table.beyond.gather(suspects["at"])
    )
    nothing = pl.col("first").is_null() & ~pl.col("beyond")
    closing = pl.col("first").str.contains(_closing_words())
    left_out = seen.filter(nothing | closing)["at"]
    kept = pl.repeat(True, table.cells.height, dtype=pl.Boolean, eager=True)
    kept = kept.scatter(left_out, False)
    return replace(
        table,
        cells=table.cells.filter(kept),
        row_nos=table.row_nos.filter(kept),
        beyond=table.beyond.filter(kept),
    )


def _closing_words() -> str:
    words = [re.sub(r"\s", "", word) for word in synonyms().totals]
    spoken = "|".join(re.escape(word) for word in words if not word.isascii())
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    return f"^(?:(?:{spoken})|(?:{latin}):?$)"
