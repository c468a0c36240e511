"""A table too large for memory is written to a file slice by slice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

import polars as pl
from xlsxwriter import Workbook

from voucher_service.model.decision_exports import TableFormat
from voucher_service.model.text import Text
from voucher_service.usecases.write_csv import spreadsheet_csv, spreadsheet_rows

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetWriter

MOST_SHEET_ROWS = 1_048_575
"""How many rows a spreadsheet holds below its header."""

_WIDTHS = {"file": 36, "reasons_zh": 48, "dealer_name": 30, "sale_id": 26}
_WIDTH = 16


@dataclass(frozen=True)
class TableAbout:
    """What a spreadsheet says of its table beside it."""

    columns: dict[str, Text]
    lines: tuple[tuple[str, str], ...]
    made_at: datetime


class TableWriter(Protocol):
    """Writes a table whose slices come one after another."""

    def add(self, table: pl.DataFrame) -> None:
        """Append a slice; each has the same columns."""

    def close(self) -> None:
        """Write what is due at the end."""


def writer_of(
    format_: TableFormat, content: IO[bytes], about: TableAbout, room: Path
) -> TableWriter:
    """Give what writes a format to an open file; ``room`` is for what it puts aside.

    The same slices give the same bytes.
    """
    if format_ is TableFormat.CSV:
        return _CsvWriter(content)
    if format_ is TableFormat.PARQUET:
        return _ParquetWriter(content)
    return _SheetWriter(content, about, room)


class _CsvWriter:
    def __init__(self, content: IO[bytes]) -> None:
        self.content = content
        self.begun = False

    def add(self, table: pl.DataFrame) -> None:
        text = table.with_columns(
            pl.col(pl.Datetime).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
        )
        self.content.write(
            spreadsheet_rows(text) if self.begun else spreadsheet_csv(text)
        )
        self.begun = True

    def close(self) -> None:
        """Leave it: a CSV has no end."""


class _ParquetWriter:
    def __init__(self, content: IO[bytes]) -> None:
        self.content = content
        self.writer: ParquetWriter | None = None

    def add(self, table: pl.DataFrame) -> None:
        utc = pl.col(pl.Datetime).dt.replace_time_zone("UTC")
        arrow = table.with_columns(utc).to_arrow(
            compat_level=pl.CompatLevel.oldest()  # so that any reader takes its texts
        )
        if self.writer is None:
            from pyarrow.parquet import ParquetWriter

            self.writer = ParquetWriter(self.content, arrow.schema)
        self.writer.write_table(arrow)

    def close(self) -> None:
        if self.writer is not None:
            self.writer.close()


class _SheetWriter:
    """A workbook of two sheets: the table, and what its columns mean."""

    def __init__(self, content: IO[bytes], about: TableAbout, room: Path) -> None:
        self.about = about
        self.book = Workbook(content, {"constant_memory": True, "tmpdir": str(room)})
        self.book.set_properties({"created": about.made_at.replace(tzinfo=None)})
        self.page = self.book.add_worksheet("判定 decisions")
        self.told = self.book.add_worksheet("说明 about")
        self.bold = self.book.add_format({"bold": True, "bg_color": "#D9E1F2"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.money = self.book.add_format({"num_format": "#,##0.00"})
        self.row = 1
        for at, (name, text) in enumerate(about.columns.items()):
            self.page.set_column(at, at, _WIDTHS.get(name, _WIDTH))
            self.page.write_string(0, at, text.zh, self.bold)
        self.page.freeze_panes(1, 2)

    def add(self, table: pl.DataFrame) -> None:
        for values in table.iter_rows():
            for at, value in enumerate(values):
                self._write(self.row, at, value)
            self.row += 1

    def close(self) -> None:
        self.page.autofilter(0, 0, max(1, self.row - 1), len(self.about.columns) - 1)
        for row, (left, right) in enumerate(self._lines()):
            self.told.write_string(row, 0, left)
            self.told.write_string(row, 1, right)
        self.told.set_column(0, 1, 40)
        self.book.close()

    def _lines(self) -> Iterator[tuple[str, str]]:
        yield from self.about.lines
        for name, text in self.about.columns.items():
            yield text.zh, f"{name}: {text.en}"

    def _write(self, row: int, at: int, value: object) -> None:
        """Write a cell as what it is: no text can become a formula or a number."""
        page = self.page
        if isinstance(value, str):
            page.write_string(row, at, value)
        elif isinstance(value, datetime):
            page.write_string(row, at, value.isoformat(timespec="microseconds") + "Z")
        elif isinstance(value, date):
            page.write_datetime(row, at, value, self.day)
        elif isinstance(value, Decimal):
            page.write_number(row, at, float(value), self.money)
        elif isinstance(value, int):
            page.write_number(row, at, value)
