"""The sheets of a workbook become tables, every cell as text."""

from dataclasses import dataclass, field

import fastexcel
import polars as pl

from voucher_service.feeds.headers import ProfileHeaders
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.table import HEADER_WITHIN, Table, header_index, no_header
from voucher_service.feeds.unreadable import unreadable

_LONG_NUMBER = r"^[0-9]{16,}$"


@dataclass
class Workbook:
    """The tables of a workbook, and the sheets without a known header."""

    tables: list[Table] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def read_workbook(
    delivery: Delivery, named: ProfileHeaders, *, rows: int | None = None
) -> Workbook:
    """Read every sheet that has a known header, or only so many of its first rows.

    Numbers of 16 and more digits come in float notation, because a spreadsheet keeps
    only 15 of them. Raises UnreadableInput for a damaged workbook, and where no
    sheet has a header.
    """
    try:
        return _read_sheets(delivery, named, rows)
    except fastexcel.FastExcelError:
        raise unreadable(delivery.name, "damaged") from None
    except BaseException as fault:
        # A damaged workbook can make the reader's own assertions fail, and those
        # are not Exceptions.
        if type(fault).__name__ != "PanicException":
            raise
        raise unreadable(delivery.name, "damaged") from None


def _read_sheets(
    delivery: Delivery, named: ProfileHeaders, limit: int | None
) -> Workbook:
    reader = fastexcel.read_excel(delivery.content)
    book, nearest = Workbook(), [[""]]
    for sheet in reader.sheet_names:
        loaded = reader.load_sheet(
            sheet, header_row=None, skip_rows=0, n_rows=limit, dtypes="string"
        )
        cells = loaded.to_polars()
        rows = _first_rows(cells)
        found = header_index(rows, named)
        if found is None:
            book.skipped.append(sheet)
            nearest = max(nearest, rows, key=lambda seen: sum(map(len, seen)))
            continue
        numbers = [column.absolute_index for column in loaded.selected_columns]
        cells = _with_floats(reader, sheet, cells, numbers)
        book.tables.append(_table(sheet, cells, rows[: found + 1], numbers))
    if not book.tables:
        raise no_header(nearest, named, delivery.name)
    return book


def _first_rows(cells: pl.DataFrame) -> list[list[str]]:
    top = cells.head(HEADER_WITHIN).rows()
    return [[cell or "" for cell in row] for row in top]


def _table(
    sheet: str, cells: pl.DataFrame, head: list[list[str]], numbers: list[int]
) -> Table:
    header = [cell.strip() for cell in head[-1]]
    width = max(number for number, cell in enumerate(header, start=1) if cell)
    body = cells.slice(len(head))
    names = {old: f"c{number}" for number, old in enumerate(body.columns)}
    body = body.rename(names)
    extra = [pl.col(key).str.strip_chars() != "" for key in body.columns[width:]]
    beyond = pl.any_horizontal(extra) if extra else pl.lit(value=False)
    first = len(head) + 1
    return Table(
        sheet=sheet,
        titles=tuple(" ".join(row) for row in head[:-1]),
        header=tuple(header[:width]),
        column_nos=tuple(number + 1 for number in numbers[:width]),
        cells=body.select(body.columns[:width]),
        row_nos=pl.int_range(first, first + body.height, dtype=pl.Int32, eager=True),
        beyond=body.select(
            pl.repeat(pl.lit(value=False), pl.len()) | beyond.fill_null(value=False)
        ).to_series(),
    )


def _with_floats(
    reader: fastexcel.ExcelReader,
    sheet: str,
    cells: pl.DataFrame,
    numbers: list[int],
) -> pl.DataFrame:
    """Write long numbers that were stored as numbers in float notation.

    As text they would look whole, though their last digits are lost. A cell that
    gives a boolean was a number: text never does.
    """
    for name, number in zip(cells.columns, numbers, strict=True):
        long = cells[name].str.contains(_LONG_NUMBER).fill_null(value=False)
        if not long.any():
            continue
        typed = reader.load_sheet(
            sheet,
            header_row=None,
            skip_rows=0,
            n_rows=cells.height,
            dtypes="boolean",
            use_columns=[number],
        ).to_polars()
        stored = typed.to_series().is_not_null() & long
        written = cells[name].cast(pl.Float64, strict=False).cast(pl.String)
        cells = cells.with_columns(
            pl.when(stored).then(written).otherwise(pl.col(name)).alias(name)
        )
    return cells
