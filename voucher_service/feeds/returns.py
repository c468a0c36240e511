"""Rows that take a sale back: cars returned, red-letter and voided invoices."""

import re
from collections.abc import Sequence

import polars as pl

from voucher_service.feeds.headers import PRICES, Column
from voucher_service.feeds.refusals import cells_json, flag
from voucher_service.feeds.sheet import Sheet
from voucher_service.feeds.synonyms import synonyms
from voucher_service.feeds.words import Parsed, kinds_of
from voucher_service.model.frames import CancellationRow
from voucher_service.model.kinds import CancelReason
from voucher_service.model.reasons import FeedReason

_SAYING = ("original_invoice", "sale_status", "cancelled_on", "cancel_reason")
_IN_FORCE, _YES = "valid", "yes"
_UNSTATED = CancelReason.UNSTATED
_BY_HEADER = {"退": CancelReason.RETURNED, "废": CancelReason.VOIDED}
_PRICES = tuple(f"{field}_fen" for field in PRICES)
_NO = pl.lit(value=False)
_WORKING = ("said", "unclear", "stated", "negative", "empty", "another")
_UNREADABLE_DAY = flag(FeedReason.DATE_UNREADABLE, "cancelled_on")


def speaks_of_returns(sheet: Sheet) -> bool:
    """Tell whether a sheet has any column about returns."""
    return any(sheet.column(field) for field in _SAYING)


def is_return_list(sheet: Sheet) -> bool:
    """Tell whether a sheet lists returns alone: it has no prices, or no sale days."""
    known = {column.field for column in sheet.columns} | sheet.profile.assume.keys()
    sales = "sold_on" in known and known.intersection(PRICES)
    return "cancelled_on" in known and not sales


def first_said(parts: Sequence[Parsed]) -> Parsed:
    """Give of several columns of one field what the first says that says anything.

    A file may have both 退车日期 and 红冲日期. What is wrong in any of them is wrong.
    """
    values = parts[0].values
    faults = dict(parts[0].faults)
    for part in parts[1:]:
        values = values.zip_with(values.is_not_null(), part.values)
        for reason, rows in part.faults.items():
            faults[reason] = faults[reason] | rows if reason in faults else rows
    return Parsed(values, faults)


def with_returns(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Tell which rows take a sale back, and judge those as such.

    ``rows`` has the columns of SaleRow and the flags, and where the sheet has their
    columns ``original_invoice`` and ``cancelled_on``. Added are ``takes_back`` (the
    row is a cancellation), ``cancelled`` (it tells a sale and its return at once),
    cancelled_on, cancel_reason, replaces_invoice and original_invoice.
    """
    if not speaks_of_returns(sheet) and not _any_negative(rows):
        return rows.with_columns(
            *_nothing("original_invoice", "replaces_invoice", "cancel_reason"),
            cancelled_on=pl.lit(None, pl.Date),
            takes_back=_NO,
            cancelled=_NO,
        )
    only_returns = is_return_list(sheet)
    rows = _with_all_columns(rows)
    rows = rows.hstack(_said(rows["cancelled_on"], sheet)).with_columns(
        negative=_all_negative(), empty=_no_price(), another=_another_invoice()
    )
    half_told = pl.col("empty") | pl.col("sold_on").is_null() | pl.col("another")
    said_back = pl.col("negative") | (pl.col("said") & half_told)
    rows = rows.with_columns(takes_back=pl.lit(only_returns) | said_back)
    rows = rows.with_columns(
        *_spared(only_returns=only_returns), *_held(only_returns=only_returns)
    )
    return rows.with_columns(_returned(only_returns=only_returns)).drop(_WORKING)


def cancellations(rows: pl.DataFrame, sheet: Sheet) -> pl.DataFrame:
    """Give the CancellationRow frame of the rows of one sheet that take a sale back.

    ``rows`` has ``at`` (the row's place in the sheet's cells) and the columns of
    ``with_returns``.
    """
    given = [
        pl.when(pl.col(price) != 0).then(pl.col(price).abs()).alias(price)
        for price in _PRICES
    ]
    told = rows.with_columns(*given, cells=cells_json(sheet, rows["at"]))
    types = CancellationRow.create_empty().schema
    return told.select(pl.col(column).cast(kind) for column, kind in types.items())


def _said(days: pl.Series, sheet: Sheet) -> pl.DataFrame:
    """Read what rows say of being taken back; ``days`` are those of the returns.

    Columns: ``said`` (a status, a day or a reason says so), ``stated`` (its
    CancelReason or null), ``unclear`` (a row contradicts itself, or its status may
    speak of a return in words that nobody knows). Where a file has several status
    columns, what any of them says holds.
    """
    reason, reasoned = _reasons(sheet, days.len())
    told = days.is_not_null() | reasoned
    taken = in_force = unclear = _none(days.len())
    status = _blank(days.len())
    for column in _alike(sheet, "sale_status"):
        kinds, strange = _statuses(sheet.table.cells[column.key], column.header)
        in_force = in_force | (kinds == _IN_FORCE).fill_null(value=False)
        taken = taken | (kinds != _IN_FORCE).fill_null(value=False)
        unclear = unclear | strange
        status = status.zip_with(status.is_not_null(), kinds)
    frame = pl.DataFrame({"reason": reason, "status": status})
    reasons = [kind.value for kind in CancelReason if kind is not _UNSTATED]
    by_status = pl.when(pl.col("status").is_in(reasons)).then("status")
    by_header = pl.lit(_reason_in_headers(sheet), pl.String)
    return frame.select(
        said=taken | told,
        stated=pl.coalesce("reason", by_status, by_header),
        unclear=unclear | (in_force & ~taken & told),
    )


def _statuses(cells: pl.Series, header: str) -> tuple[pl.Series, pl.Series]:
    """Give each cell's status, and which may speak of a return but are not known.

    Under 是否退车 a 是 speaks of a return, under 状态 of nothing that is known.
    """
    pattern = f"(?i){synonyms().taking_back}"
    kinds, strange = kinds_of(cells, "sale_status")
    yes = (kinds == _YES).fill_null(value=False)
    if re.search(pattern, header):
        return kinds.set(yes, _UNSTATED.value), strange
    spoken = cells.str.contains(pattern).fill_null(value=False)
    return kinds.set(yes, None), yes | (strange & spoken)


def _reasons(sheet: Sheet, height: int) -> tuple[pl.Series, pl.Series]:
    """Give each row's CancelReason, and which rows state any reason at all."""
    found, stated = _blank(height), _none(height)
    for column in _alike(sheet, "cancel_reason"):
        kinds, strange = kinds_of(sheet.table.cells[column.key], "cancel_reason")
        found = found.zip_with(found.is_not_null(), kinds)
        stated = stated | kinds.is_not_null() | strange
    return found, stated


def _reason_in_headers(sheet: Sheet) -> str | None:
    """Give the reason that headers state, such as 退车日期; None where several do."""
    headers = "".join(
        column.header
        for field in ("sale_status", "cancelled_on")
        for column in _alike(sheet, field)
    )
    stated = {kind.value for word, kind in _BY_HEADER.items() if word in headers}
    return stated.pop() if len(stated) == 1 and "红" not in headers else None


def _alike(sheet: Sheet, field: str) -> list[Column]:
    return [column for column in sheet.columns if column.likeness == field]


def _any_negative(rows: pl.DataFrame) -> bool:
    return any((rows[price].min() or 0) < 0 for price in _PRICES)  # type: ignore[operator]


def _all_negative() -> pl.Expr:
    """Tell which rows give amounts that are all below zero; a tax may be zero."""
    prices = [pl.col(price) for price in _PRICES]
    below = [(price < 0).fill_null(value=True) for price in prices]
    taxed = (pl.col("invoice_tax_fen") <= 0).fill_null(value=True)
    given = [price.is_not_null() for price in prices]
    return pl.all_horizontal(*below, taxed) & pl.any_horizontal(*given)


def _no_price() -> pl.Expr:
    """Tell which rows give no amount, or zeros as a voided invoice has them."""
    return pl.all_horizontal(
        (pl.col(price) == 0).fill_null(value=True) for price in _PRICES
    )


def _another_invoice() -> pl.Expr:
    """Tell which rows name an invoice that is not their own.

    The other may be written with its code before its number.
    """
    other, own = pl.col("original_invoice"), pl.col("invoice_number").fill_null("")
    whole = pl.concat_str(pl.col("invoice_code").fill_null(""), own)
    return other.is_not_null() & (other != own) & (other != whole)


def _spared(*, only_returns: bool) -> list[pl.Expr]:
    """Take from rows that take a sale back what only a sale must have."""
    back, day = pl.col("takes_back"), pl.col("cancelled_on").is_not_null()
    unsigned = back & (pl.col("negative") | pl.col("empty"))
    low = [
        flag(FeedReason.PRICE_NOT_POSITIVE, field) for field in (*PRICES, "invoice_tax")
    ]
    dated = back & (pl.lit(only_returns) | day)
    return [
        pl.col(flag(FeedReason.PRICE_MISSING, "bare_price")) & ~back,
        pl.col(flag(FeedReason.DATE_MISSING, "sold_on")) & ~dated,
        *(pl.col(name) & ~unsigned for name in low),
        pl.when(~back).then("identity").alias("identity"),
    ]


def _held(*, only_returns: bool) -> list[pl.Expr]:
    """Hold against rows that take a sale back what they must have and have not."""
    back, day = pl.col("takes_back"), pl.col("cancelled_on")
    names = ("vin", "invoice_number", "original_invoice")
    nameless = pl.all_horizontal(pl.col(name).is_null() for name in names)
    unnamed = flag(FeedReason.IDENTITY_MISSING, "vin")
    undated = pl.lit(only_returns) & day.is_null() & ~pl.col(_UNREADABLE_DAY)
    early = (day < pl.col("sold_on")).fill_null(value=False)
    unclear = pl.lit(not only_returns) & pl.col("unclear") & ~pl.col("negative")
    held = {
        unnamed: pl.when(back).then(nameless).otherwise(pl.col(unnamed)),
        flag(FeedReason.DATE_MISSING, "cancelled_on"): undated,
        flag(FeedReason.CANCELLED_BEFORE_SOLD, "cancelled_on"): early,
        flag(FeedReason.SALE_STATUS_UNCLEAR, "sale_status"): unclear,
    }
    return [rows.alias(name) for name, rows in held.items()]


def _returned(*, only_returns: bool) -> list[pl.Expr]:
    """Give the columns that tell of a row's return, or of the invoice it replaces.

    A red invoice is of its own day where no other is given; in a list of returns
    the sale's day says nothing of the return's.
    """
    back, said = pl.col("takes_back"), pl.col("said")
    own_day = pl.lit(None, pl.Date) if only_returns else pl.col("sold_on")
    day = pl.when(back).then(pl.coalesce("cancelled_on", own_day))
    reason = pl.col("stated").fill_null(_UNSTATED.value)
    new_invoice = ~back & ~said & pl.col("another")
    return [
        day.otherwise(pl.col("cancelled_on")).alias("cancelled_on"),
        (said & ~back).alias("cancelled"),
        pl.when(back | said).then(reason).alias("cancel_reason"),
        pl.when(new_invoice).then("original_invoice").alias("replaces_invoice"),
    ]


def _with_all_columns(rows: pl.DataFrame) -> pl.DataFrame:
    """Add the columns that a sheet which speaks of returns has, where it has not."""
    absent = {
        "original_invoice": pl.lit(None, pl.String),
        "cancelled_on": pl.lit(None, pl.Date),
        _UNREADABLE_DAY: _NO,
    }
    return rows.with_columns(
        column.alias(name)
        for name, column in absent.items()
        if name not in rows.columns
    )


def _nothing(*columns: str) -> list[pl.Expr]:
    return [pl.lit(None, pl.String).alias(column) for column in columns]


def _none(height: int) -> pl.Series:
    return pl.repeat(False, height, dtype=pl.Boolean, eager=True)


def _blank(height: int) -> pl.Series:
    return pl.repeat(None, height, dtype=pl.String, eager=True)
