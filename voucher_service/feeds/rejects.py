"""Rows that did not land, whole and under their own header, to be sent back."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from voucher_service.feeds.headers import DAYS
from voucher_service.feeds.refusals import flag
from voucher_service.feeds.sheet import Sheet
from voucher_service.feeds.table import Table
from voucher_service.model.reasons import FeedReason

_SERIAL = r"^([0-9]{5})(?:\.[0-9]+)?$"
_ZERO_1904 = date(1904, 1, 1)


@dataclass(frozen=True)
class RejectedColumn:
    """A column as its sender named it.

    ``leaf`` is the header right over it, ``group`` what stands over that; ``field``
    is what the column was taken for and ``likeness`` what it could be taken for.
    """

    leaf: str
    group: str
    field: str | None
    likeness: str | None


@dataclass(frozen=True)
class RejectedSheet:
    """Rows of one sheet as they came, personal data and all: seal them before keeping.

    ``rows`` has ``row_no`` (the row in the file), a String column for each of
    ``columns`` in their order, and behind these one for each column of cells that
    stood to the right of the header.
    """

    sheet: str
    titles: tuple[str, ...]
    columns: tuple[RejectedColumn, ...]
    rows: pl.DataFrame

    def only(self, row_nos: Iterable[int]) -> "RejectedSheet":
        """Give the sheet with some of its rows, by their numbers in the file."""
        kept = self.rows["row_no"].is_in(list(row_nos))
        return replace(self, rows=self.rows.filter(kept))

    def as_text(self) -> str:
        """Write the sheet as JSON, which ``rejected_sheet`` reads."""
        document = {
            "sheet": self.sheet,
            "titles": self.titles,
            "columns": [list(vars(column).values()) for column in self.columns],
            "cells": self.rows.columns[1:],
            "rows": self.rows.rows(),
        }
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def rejected_sheet(text: str) -> RejectedSheet:
    """Read what ``RejectedSheet.as_text`` wrote."""
    document = json.loads(text)
    cells = dict.fromkeys(document["cells"], pl.String())
    schema = {"row_no": pl.Int32(), **cells}
    return RejectedSheet(
        sheet=document["sheet"],
        titles=tuple(document["titles"]),
        columns=tuple(RejectedColumn(*column) for column in document["columns"]),
        rows=pl.DataFrame(document["rows"], schema=schema, orient="row"),
    )


def joined(parts: Sequence[RejectedSheet]) -> tuple[RejectedSheet, ...]:
    """Lay the parts of each sheet end to end, in the order of the file's rows."""
    sheets: dict[tuple[str, tuple[RejectedColumn, ...]], RejectedSheet] = {}
    for part in parts:
        place = (part.sheet, part.columns)
        first = sheets.get(place)
        if first is not None:
            rows = pl.concat([first.rows, part.rows], how="diagonal")
            part = replace(first, rows=rows.sort("row_no"))  # noqa: PLW2901
        sheets[place] = part
    return tuple(sheets.values())


def rejects_of(
    rows: pl.DataFrame, sheets: Sequence[Sheet]
) -> tuple[RejectedSheet, ...]:
    """Give the rows that did not land, or may not, as they came.

    ``rows`` has ``part`` (which of ``sheets``), ``at``, row_no, outcome, the flags and
    the days read; a row that takes a sale back is given too, because only the landing
    knows whether it fits one. A sheet without such rows is left out.
    """
    wanted = pl.col("outcome").is_not_null()
    if "takes_back" in rows.columns:
        wanted |= pl.col("takes_back").fill_null(value=False)
    fallen = rows.filter(wanted)
    found = [
        _rejected(fallen.filter(pl.col("part") == part), sheet)
        for part, sheet in enumerate(sheets)
    ]
    return tuple(sheet for sheet in found if sheet.rows.height)


def _rejected(rows: pl.DataFrame, sheet: Sheet) -> RejectedSheet:
    table = sheet.table
    labels = zip(table.labels, sheet.columns, strict=True)
    cells = _undated(table.cells.select(pl.all().gather(rows["at"])), sheet)
    cells = _whole_days(cells, rows, sheet)
    surplus = table.surplus.select(pl.all().gather(rows["at"]))
    return RejectedSheet(
        sheet=table.sheet,
        titles=_titles(table),
        columns=tuple(
            RejectedColumn(label.leaf, label.group, column.field, column.likeness)
            for label, column in labels
        ),
        rows=rows.select("row_no").hstack([*cells, *surplus]),
    )


def _titles(table: Table) -> tuple[str, ...]:
    """Give the title lines, but for what the header says anyway."""
    lines = [" ".join(title.split()) for title in table.titles]
    words = {label.group for label in table.labels}.union(table.header)
    return tuple(line for line in lines if not words.issuperset(line.split()))


def _undated(cells: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Write serial numbers that count from 1904 as days: no other file counts so."""
    if not sheet.table.marks.epoch_1904:
        return cells
    number = pl.col(column.key for column in sheet.columns if column.likeness in DAYS)
    days = number.str.extract(_SERIAL).cast(pl.Int64, strict=False)
    day = (pl.lit(_ZERO_1904) + pl.duration(days=days)).cast(pl.Date)
    return cells.with_columns(
        pl.when(days.is_not_null()).then(day.dt.to_string("%Y-%m-%d")).otherwise(number)
    )


def _whole_days(cells: pl.DataFrame, rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Write out days whose year came from rows beside them, which stay behind."""
    for field in DAYS:
        column, inferred = (
            sheet.column(field),
            flag(FeedReason.DATE_YEAR_INFERRED, field),
        )
        if column is None or inferred not in rows.columns:
            continue
        here = rows[inferred].fill_null(value=False).arg_true()
        day = rows[field].gather(here).dt.to_string("%Y-%m-%d")
        mended = cells[column.key].clone().scatter(here, day)
        cells = cells.with_columns(mended)
    return cells
