"""Cells of a row as they may be shown: nothing in them tells who bought the car."""

import polars as pl

from voucher_service.feeds.headers import Column, is_personal
from voucher_service.feeds.sealing import (
    masked_ids,
    masked_names,
    masked_phones,
    masked_plates,
    without_plates,
    without_strays,
)
from voucher_service.feeds.sheet import Sheet
from voucher_service.model.frames import VIN_PATTERN

_NO_NAME = r"^[\x00-\x7F]*[0-9][\x00-\x7F]*$"
_OWN = {
    "buyer_name": masked_names,
    "buyer_id": masked_ids,
    "phone": masked_phones,
    "plate_region": masked_plates,
}
_KEPT_TEXTS = {"brand", "model", "district", "tax_authority"}
_LEAST = {"buyer_name": 2, "buyer_id": 6, "phone": 6, "plate_region": 6}
_COMPANY = "公司|集团|中心|合作社|厂$|局$|店$|院$|校$|行$|部$"
_NAMED = r"(姓名|联系人|购车人|[:：]\s*)(\p{Han})\p{Han}{1,3}($|[^\p{Han}])"
_ADDRESSED = r"(\p{Han})\p{Han}{1,2}(先生|女士|小姐)"


def masked_cells(
    sheet: Sheet, at: pl.Series, only: Column | None = None
) -> pl.DataFrame:
    """Give the cells of some rows as they may be shown, of all columns or of one.

    Where a row has cells beyond the header its values may stand under the wrong
    headers, so each that could be a name is masked as one. A row's own buyer is
    masked wherever the row repeats the name or the numbers.
    """
    cells = sheet.table.cells.select(pl.all().gather(at))
    shifted = sheet.table.beyond.gather(at)
    wanted = sheet.columns if only is None else (only,)
    masked = cells.select([_shown(column, shifted) for column in wanted])
    return _without_own(masked, cells, sheet)


def without_own_buyer(
    rows: pl.DataFrame, sheet: Sheet, no_place: pl.Expr
) -> pl.DataFrame:
    """Mask a row's own buyer in the texts that are kept of it.

    A district is one of them where there is ``no_place`` of that name: else it is
    the place, though a buyer be called like it.
    """
    cells = sheet.table.cells
    columns = [(field, sheet.column(field)) for field in _LEAST]
    own = [
        pl.lit(_own(cells[column.key], field))
        for field, column in columns
        if column is not None
    ]
    if not own:
        return rows
    for text in _KEPT_TEXTS.intersection(rows.columns):
        cell = pl.col(text)
        if text == "district":
            cell = pl.when(no_place).then(cell)
        told = pl.any_horizontal(cell.str.contains(each, literal=True) for each in own)
        at = rows.select(told.fill_null(value=False)).to_series().arg_true()
        if at.len():
            few = rows.select(pl.col(text).gather(at))
            said = _without_own(few, cells.select(pl.all().gather(at)), sheet)
            mended = rows[text].clone().scatter(at, said[text])
            rows = rows.with_columns(mended.alias(text))
    return rows


def _own(cells: pl.Series, field: str) -> pl.Series:
    """Give what names a row's buyer beyond doubt: Austin is a town as well."""
    own = cells.str.strip_chars()
    told = own.str.len_chars() >= _LEAST[field]
    if field == "buyer_name":
        told &= own.str.contains(r"^\p{Han}")
    return own.set(~told.fill_null(value=False), None)


def _shown(column: Column, shifted: pl.Series) -> pl.Expr:
    cell = pl.col(column.key).str.strip_chars()
    strays = without_strays(cell)
    if is_personal(column):
        mask = _OWN.get(column.likeness or "", masked_names)
        shown = pl.when(cell != "").then(mask(cell)).otherwise(cell)
    elif column.likeness == "vin":
        vin = cell.str.to_uppercase().str.contains(VIN_PATTERN)
        shown = pl.when(vin).then(cell).otherwise(strays)
    elif column.likeness is None:
        shown = without_plates(strays).str.replace_all(_NAMED, "${1}${2}*${3}")
        shown = shown.str.replace_all(_ADDRESSED, "${1}*${2}")
    else:
        shown = strays
    if shifted.any():
        could_be_name = pl.lit(shifted) & ~cell.str.contains(_NO_NAME) & (cell != "")
        shown = pl.when(could_be_name).then(masked_names(cell)).otherwise(shown)
    return shown.alias(column.key)


def _without_own(
    masked: pl.DataFrame, cells: pl.DataFrame, sheet: Sheet
) -> pl.DataFrame:
    """Mask what a row says of its own buyer in any other of its cells."""
    for field, mask in _OWN.items():
        column = sheet.column(field)
        if column is None:
            continue
        own = cells[column.key].str.strip_chars()
        told = own.str.len_chars() >= _LEAST[field]
        if field == "buyer_name":
            told &= ~own.str.contains(_COMPANY)
        own = own.set(~told.fill_null(value=False), None)
        stand_ins = own.to_frame("own").select(mask(pl.col("own"))).to_series()
        vin = sheet.column("vin") if field != "buyer_name" else None
        for key in masked.columns:
            if key not in {column.key, vin.key if vin else None}:
                masked = _replaced(masked, key, own, stand_ins)
    return masked


def _replaced(
    masked: pl.DataFrame, key: str, own: pl.Series, stand_ins: pl.Series
) -> pl.DataFrame:
    pair = masked.select(cell=key).with_columns(own=own)
    found = pair.select(pl.col("cell").str.contains(pl.col("own"), literal=True))
    rows = found.to_series().fill_null(value=False).arg_true()
    if rows.is_empty():
        return masked
    cells = masked[key]
    mended = [cells[row].replace(own[row], stand_ins[row]) for row in rows]
    return masked.with_columns(cells.scatter(rows, mended).alias(key))
