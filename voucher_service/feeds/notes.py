"""What was decided in reading a row that landed all the same, cell by cell."""

from collections.abc import Sequence

import polars as pl

from voucher_service.feeds.masking import masked_cells
from voucher_service.feeds.refusals import flag, flags_in
from voucher_service.feeds.sheet import Sheet
from voucher_service.model.reasons import FeedReason

NOTE = {
    "sheet": pl.String(),
    "row_no": pl.Int32(),
    "code": pl.String(),
    "field": pl.String(),
    "header": pl.String(),
    "found": pl.String(),
}
"""The shape of notes: a FeedReason's code, where it lies, and the cell, masked."""


def notes_of(rows: pl.DataFrame, sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Give the NOTE frame of a file, sheet by sheet, each from its top to its end.

    ``rows`` has ``part`` (which of ``sheets``), ``at``, row_no and the flags. A
    hidden column is noted at the row of its header, a hidden row at its own.
    """
    found = [pl.DataFrame(schema=NOTE)]
    flags = flags_in(rows, notes=True)
    for part, sheet in enumerate(sheets):
        found.append(_hidden(sheet))
        if flags:
            found.append(_noted(rows.filter(pl.col("part") == part), sheet, flags))
    return pl.concat(found)


def _noted(
    rows: pl.DataFrame, sheet: Sheet, flags: list[tuple[FeedReason, str | None]]
) -> pl.DataFrame:
    told = [pl.DataFrame(schema=NOTE)]
    for reason, field in flags:
        here = rows.filter(pl.col(flag(reason, field)).fill_null(value=False))
        column = sheet.column(field) if field else None
        if here.is_empty() or column is None:
            continue
        told.append(
            pl.DataFrame(
                {
                    "sheet": sheet.table.sheet,
                    "row_no": here["row_no"],
                    "code": reason.value,
                    "field": field,
                    "header": column.header,
                    "found": masked_cells(sheet, here["at"], column)[column.key],
                },
                schema=NOTE,
            )
        )
    return pl.concat(told).sort("row_no", maintain_order=True)


def _hidden(sheet: Sheet) -> pl.DataFrame:
    table = sheet.table
    code = FeedReason.HIDDEN_IN_FILE.value
    place = (table.sheet, max(table.header_row, 1), code)
    rows: list[tuple[str | int | None, ...]] = []
    if table.marks.sheet_hidden:
        rows.append((*place, None, None, None))
    rows += [
        (*place, column.field, column.header, None)
        for column in sheet.columns
        if column.no - 1 in table.marks.hidden and column.header
    ]
    rows += [
        (table.sheet, row_no, code, None, None, None)
        for row_no in table.row_nos
        if table.marks.hidden_rows and row_no in table.marks.hidden_rows
    ]
    return pl.DataFrame(rows, schema=NOTE, orient="row")
