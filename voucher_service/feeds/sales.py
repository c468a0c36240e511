"""The rows of a sheet read as sales, with every reason against each of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from voucher_service.feeds.amounts import read_amounts
from voucher_service.feeds.codes import read_invoice_numbers, read_usccs, read_vins
from voucher_service.feeds.days import read_days
from voucher_service.feeds.dealers import DealerWords, find_dealers, new_dealer_ids
from voucher_service.feeds.headers import PRICES
from voucher_service.feeds.people import (
    read_buyer_ids,
    read_phones,
    sealed,
    without_people,
)
from voucher_service.feeds.refusals import flag
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.feeds.sheet import Sheet
from voucher_service.feeds.words import Parsed, read_kind, read_text, shaped
from voucher_service.feeds.years import period_in
from voucher_service.model.reasons import FeedReason

_TOLERANCE_FEN = 1
_WORD = r"^[0-9A-Za-z]+$"


@dataclass(frozen=True)
class Reader:
    """What sales are read with.

    ``dealers`` is the register (dealer_id, name, uscc); dates after ``today`` are
    refused.
    """

    dealers: pl.DataFrame
    seal: BuyerSeal
    today: date


def read_sales(sheet: Sheet, reader: Reader) -> pl.DataFrame:
    """Read each data row of a sheet.

    Shape: one row a data row. Columns: those of SaleRow (identity and dealer_id null
    where the row does not say), what it calls its dealer, and a Boolean column a
    reason and field, see ``flag``.
    """
    # Polars lets go of the interpreter while it works, so the fields are read side
    # by side, and beside the seal, which does not let go.
    with ThreadPoolExecutor() as pool:
        people = pool.submit(_people, sheet, reader.seal)
        dealers = pool.submit(_dealers, sheet, reader)
        parsed = {
            column: pool.submit(read) for column, read in _fields(sheet, reader).items()
        }
        frame = _flagged({column: cells.result() for column, cells in parsed.items()})
        frame = frame.hstack(people.result()).hstack(dealers.result())
    return frame.with_columns(
        sheet=pl.lit(sheet.table.sheet),
        row_no=sheet.table.row_nos,
        synthetic=sheet.synthetic(),
        identity=_identity(),
        **{flag(FeedReason.CELLS_BEYOND_HEADER, None): sheet.table.beyond},
        **_row_faults(),
    )


def _flagged(parsed: dict[str, Parsed]) -> pl.DataFrame:
    """Lay columns side by side, with a Boolean column for each reason against them."""
    flags = {
        flag(reason, column.removesuffix("_fen")): rows.fill_null(value=False)
        for column, cells in parsed.items()
        for reason, rows in cells.faults.items()
    }
    values = {column: cells.values for column, cells in parsed.items()}
    return pl.DataFrame(values | flags)


def _fields(sheet: Sheet, reader: Reader) -> dict[str, Callable[[], Parsed]]:
    """Say how each field is read by itself; the keys are the columns they become."""
    cells = sheet.cells

    def amounts(field: str) -> Callable[[], Parsed]:
        stated = sheet.stated_unit(field)
        return lambda: read_amounts(
            cells(field), sheet.unit(field), stated=stated is not None
        )

    def text(field: str) -> Callable[[], Parsed]:
        return lambda: Parsed(read_text(cells(field)))

    def record(field: str) -> Callable[[], Parsed]:
        def read() -> Parsed:
            words = shaped(cells(field), _WORD).cells
            return Parsed(without_people(words, reader.seal))

        return read

    return {
        "vin": lambda: read_vins(cells("vin")),
        "invoice_code": record("invoice_code"),
        "invoice_number": lambda: read_invoice_numbers(cells("invoice_number")),
        "record_no": record("record_no"),
        "sold_on": lambda: read_days(
            cells("sold_on"),
            sheet.profile,
            reader.today,
            period=period_in([*sheet.table.titles, sheet.table.sheet]),
            epoch_1904=sheet.table.marks.epoch_1904,
        ),
        **{f"{field}_fen": amounts(field) for field in (*PRICES, "invoice_tax")},
        "condition": lambda: read_kind(cells("condition"), "condition"),
        "energy": lambda: read_kind(cells("energy"), "energy"),
        **{field: text(field) for field in ("brand", "model", "district")},
    }


def _people(sheet: Sheet, seal: BuyerSeal) -> pl.DataFrame:
    numbers = read_buyer_ids(sheet.cells("buyer_id"))
    phones = read_phones(sheet.cells("phone"))
    stand_ins = sealed(sheet.cells("buyer_name"), numbers.values, phones, seal)
    return stand_ins.hstack(_flagged({"buyer_id": numbers}).drop("buyer_id"))


def _dealers(sheet: Sheet, reader: Reader) -> pl.DataFrame:
    codes = read_usccs(sheet.cells("dealer_uscc"))
    words = DealerWords(
        ids=shaped(sheet.cells("dealer_id"), _WORD).cells,
        usccs=codes.values,
        names=read_text(sheet.cells("dealer_name")),
    )
    found = find_dealers(words, reader.dealers)
    unknown = found.is_null() & words.said
    new = sheet.profile.unknown_dealers == "register" and unknown.any()
    if new:
        found = found.zip_with(~unknown, new_dealer_ids(words))
    nameless = flag(FeedReason.DEALER_MISSING, "dealer_name")
    strange = flag(FeedReason.DEALER_UNKNOWN, "dealer_name")
    return _flagged({"dealer_uscc": codes}).with_columns(
        dealer_id=found,
        dealer_name=words.names,
        new_dealer=unknown & found.is_not_null(),
        **{nameless: ~words.said, strange: unknown & found.is_null()},
    )


def _identity() -> pl.Expr:
    """Name the sale: by invoice number, else record number, else VIN and day."""
    dealer = pl.col("dealer_id")
    invoice = pl.concat_str(
        pl.lit("invoice:"), pl.col("invoice_code").fill_null(""), "invoice_number"
    )
    record = pl.concat_str(pl.lit("record:"), "record_no")
    vin = pl.concat_str(pl.lit("vin:"), "vin", pl.lit("/"), "sold_on")
    return pl.concat_str(pl.coalesce(invoice, record, vin), pl.lit("@"), dealer)


def _row_faults() -> dict[str, pl.Expr]:
    """Find what only several fields together show."""
    prices = [pl.col(f"{field}_fen") for field in PRICES]
    unread = [flag(FeedReason.PRICE_UNREADABLE, field) for field in PRICES]
    net, tax, total = (
        pl.col(f"invoice_{part}_fen") for part in ("net", "tax", "total")
    )
    unlike = ((net + tax - total).abs() > _TOLERANCE_FEN).fill_null(value=False)
    names = ("vin", "invoice_number", "record_no")
    faults = {
        flag(FeedReason.IDENTITY_MISSING, "vin"): pl.all_horizontal(
            pl.col(name).is_null() for name in names
        ),
        flag(FeedReason.PRICE_MISSING, "bare_price"): pl.all_horizontal(
            *(price.is_null() for price in prices), *(~pl.col(name) for name in unread)
        ),
        flag(FeedReason.AMOUNTS_DISAGREE, "invoice_total"): unlike,
    }
    for field, least in (*((price, 1) for price in PRICES), ("invoice_tax", 0)):
        low = (pl.col(f"{field}_fen") < least).fill_null(value=False)
        faults[flag(FeedReason.PRICE_NOT_POSITIVE, field)] = low
    return faults
