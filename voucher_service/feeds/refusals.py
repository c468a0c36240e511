"""Rows that did not land: every reason, where it lies, and the row itself, masked."""

import polars as pl

from voucher_service.feeds.headers import PRICES, Column
from voucher_service.feeds.masking import masked_cells
from voucher_service.feeds.sheet import Sheet
from voucher_service.model.reasons import FEED_REASONS, FeedReason, Severity

_SHOWN_WITH: dict[str, tuple[str, ...]] = {
    "vin": ("vin", "invoice_number", "record_no"),
    "bare_price": PRICES,
    "dealer_name": ("dealer_name", "dealer_uscc", "dealer_id"),
    "dealer_status": ("dealer_status", "sale_status"),
}
_WHOLE_ROW = {FeedReason.IDENTITY_MISSING, FeedReason.PRICE_MISSING}


def flag(reason: FeedReason, field: str | None) -> str:
    """Name the Boolean column that holds a reason against a field."""
    return f"{reason.value}|{field or ''}"


def flags_in(
    rows: pl.DataFrame, *, notes: bool = False
) -> list[tuple[FeedReason, str | None]]:
    """Give the reasons and fields a frame has columns for, in the reasons' order.

    They are those that keep a row from landing, or else the mere notes.
    """
    order = list(FeedReason)
    places = [name.split("|") for name in rows.columns if "|" in name]
    found = [(FeedReason(reason), field or None) for reason, field in places]
    wanted = [
        place
        for place in found
        if (FEED_REASONS[place[0]].severity is Severity.NOTE) == notes
    ]
    return sorted(wanted, key=lambda place: order.index(place[0]))


def outcomes(rows: pl.DataFrame) -> pl.Series:
    """Give ``refused``, ``review`` or null (accepted) for each row, by severity."""
    by_severity: dict[Severity, list[pl.Expr]] = {severity: [] for severity in Severity}
    for reason, field in flags_in(rows):
        by_severity[FEED_REASONS[reason].severity].append(pl.col(flag(reason, field)))

    def found(severity: Severity) -> pl.Expr:
        return pl.any_horizontal(pl.lit(value=False), *by_severity[severity])

    outcome = (
        pl.when(found(Severity.REFUSE))
        .then(pl.lit("refused"))
        .when(found(Severity.REVIEW))
        .then(pl.lit("review"))
    )
    return rows.select(outcome.cast(pl.Enum(["refused", "review"]))).to_series()


def refused_rows(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Give the RefusedRow frame of the rows of one sheet that did not land.

    ``rows`` has ``at`` (the row's place in the sheet's cells), sheet, row_no, outcome
    and the flags.
    """
    cells = masked_cells(sheet, rows["at"])
    findings = _findings(rows, sheet, cells)
    codes = findings.list.eval(pl.element().struct.field("code"))
    wrapped = findings.to_frame("f").select(pl.struct("f").struct.json_encode())
    return pl.DataFrame(
        {
            "sheet": rows["sheet"],
            "row_no": rows["row_no"],
            "outcome": rows["outcome"],
            "reasons": codes.list.unique(maintain_order=True),
            # Only structs can be written as JSON: take the list out of {"f": ...}.
            "findings": wrapped.to_series().str.slice(5).str.head(-1),
            "cells": _as_json(cells, sheet),
        }
    )


def cells_json(sheet: Sheet, at: pl.Series) -> pl.Series:
    """Give some rows as they may be shown, each a JSON object of its own headers."""
    return _as_json(masked_cells(sheet, at), sheet)


def _as_json(cells: pl.DataFrame, sheet: Sheet) -> pl.Series:
    named = cells.rename(_distinct_names(sheet.columns))
    return named.select(pl.struct(pl.all()).struct.json_encode()).to_series()


def _findings(rows: pl.DataFrame, sheet: Sheet, cells: pl.DataFrame) -> pl.Series:
    frame = rows.hstack(cells)
    found = [
        pl.when(flag(reason, field)).then(_finding(reason, field, sheet))
        for reason, field in flags_in(rows)
    ]
    return frame.select(pl.concat_list(found).list.drop_nulls()).to_series()


def _finding(reason: FeedReason, field: str | None, sheet: Sheet) -> pl.Expr:
    column = None
    if field is not None:
        column = sheet.column(*_SHOWN_WITH.get(field, (field,)))
    nothing = pl.lit(None, pl.String)
    shown = column is not None and reason not in _WHOLE_ROW
    return pl.struct(
        code=pl.lit(reason.value),
        field=pl.lit(field, pl.String),
        header=pl.lit(column.header if column else None, pl.String),
        found=pl.col(column.key) if column and shown else nothing,
    )


def _distinct_names(columns: tuple[Column, ...]) -> dict[str, str]:
    """Name columns by their headers; a second 金额 becomes 金额 (2)."""
    names: dict[str, str] = {}
    for column in columns:
        base = column.header or f"({column.no})"
        name, count = base, 1
        while name in names.values():
            count += 1
            name = f"{base} ({count})"
        names[column.key] = name
    return names
