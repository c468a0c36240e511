"""The sheets of a workbook become grids, every cell as text."""

from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import fastexcel
import polars as pl

from voucher_service.feeds.biff import read_streams
from voucher_service.feeds.grid import Grid, grid_of, row_numbers
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.unreadable import unreadable
from voucher_service.feeds.xlsx_parts import Cells, SheetPart, measured, told

Parts = Future[dict[str, SheetPart]]

_LONG_NUMBER = r"^[0-9]{16,}$"


def read_workbook(
    delivery: Delivery, limits: Limits, *, rows: int | None = None
) -> Iterator[Grid]:
    """Read every sheet of an XLSX or XLS, or only so many of its first rows.

    Numbers of 16 and more digits come in float notation, because a spreadsheet keeps
    only 15 of them. A formula's error comes as its text. Raises UnreadableInput for a
    damaged workbook and for one beyond the limits.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="parts") as pool:
        sheets, parts = _parts(delivery, limits, pool)
        yield from _grids(delivery, sheets, parts, rows)


def _parts(
    delivery: Delivery, limits: Limits, pool: Executor
) -> tuple[frozenset[str], Parts]:
    """Give the names of the worksheets, within the limits, and what will tell of each.

    How far cells reach must be known before they are laid out; what else an XLSX says
    is read while they are.
    """
    content, name = delivery.content, delivery.name
    if delivery.format.startswith("xlsx"):
        scans = measured(content, name, limits)
        sheets = frozenset(scan.part.name for scan in scans)
        return sheets, pool.submit(told, content, name, scans)
    streams = read_streams(content, name, limits)
    return frozenset(streams), pool.submit(lambda: streams)


def _grids(
    delivery: Delivery, sheets: frozenset[str], parts: Parts, rows: int | None
) -> Iterator[Grid]:
    try:
        reader = fastexcel.read_excel(delivery.content)
        for name in reader.sheet_names:
            known = name in sheets
            yield _grid(reader, name, parts, rows) if known else grid_of(name, [])
    except fastexcel.FastExcelError:
        raise unreadable(delivery.name, "damaged") from None
    except BaseException as fault:
        # A damaged workbook can make the reader's own assertions fail, and those
        # are not Exceptions.
        if type(fault).__name__ != "PanicException":
            raise
        raise unreadable(delivery.name, "damaged") from None


def _grid(
    reader: fastexcel.ExcelReader, name: str, parts: Parts, limit: int | None
) -> Grid:
    loaded = reader.load_sheet(
        name, header_row=None, skip_rows=0, n_rows=limit, dtypes="string"
    )
    cells = loaded.to_polars()
    part = parts.result()[name]
    numbers = tuple(column.absolute_index for column in loaded.selected_columns)
    if part.long_numbers:
        cells = _with_floats(reader, part.name, cells, numbers)
    return Grid(
        sheet=part.name,
        cells=_with_errors(cells, part.faulty, numbers),
        numbers=numbers,
        row_nos=row_numbers(1, cells.height),
        marks=part.marks,
    )


def _with_errors(
    cells: pl.DataFrame, faulty: Cells, numbers: tuple[int, ...]
) -> pl.DataFrame:
    """Show the error of each formula that has one, where the reader shows nothing."""
    names = dict(zip(numbers, cells.columns, strict=True))
    for column in {column for _, column in faulty}:
        said = {row: text for (row, at), text in faulty.items() if at == column}
        rows = [row for row in said if row < cells.height]
        if column in names and rows:
            told = cells[names[column]].clone()
            cells = cells.with_columns(told.scatter(rows, [said[row] for row in rows]))
    return cells


def _with_floats(
    reader: fastexcel.ExcelReader,
    sheet: str,
    cells: pl.DataFrame,
    numbers: tuple[int, ...],
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
