"""The rows of a sheet read as sales, with every reason against each of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from voucher_service.feeds.amounts import read_amounts
from voucher_service.feeds.asked_facts import asked_facts
from voucher_service.feeds.checks import row_faults
from voucher_service.feeds.codes import (
    read_invoice_codes,
    read_invoice_numbers,
    read_original_invoices,
    read_usccs,
    read_vins,
)
from voucher_service.feeds.days import Bounds, late_days, read_days
from voucher_service.feeds.dealers import (
    DealerWords,
    find_dealers,
    inactive,
    new_dealer_ids,
)
from voucher_service.feeds.districts import read_districts
from voucher_service.feeds.headers import PRICES
from voucher_service.feeds.masking import without_own_buyer
from voucher_service.feeds.people import (
    buyers_of,
    read_buyer_ids,
    read_phones,
    sealed,
    with_buyers,
    without_people,
)
from voucher_service.feeds.refusals import flag
from voucher_service.feeds.returns import first_said, with_returns
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.feeds.sheet import Sheet
from voucher_service.feeds.words import (
    Parsed,
    became_date,
    read_kind,
    read_text,
    shaped,
)
from voucher_service.feeds.years import period_in
from voucher_service.model.reasons import FeedReason

_WORD = r"^[0-9A-Za-z]+$"


@dataclass(frozen=True)
class Reader:
    """What sales are read with.

    ``dealers`` is the register: dealer_id, name, uscc, and where it tells of closed
    dealers ``active``. Dates after ``today`` are refused. With ``only_dealer`` a row
    that names another dealer is refused, and one that names none is that dealer's.
    """

    dealers: pl.DataFrame
    seal: BuyerSeal
    today: date
    only_dealer: str | None = None


def read_sales(sheet: Sheet, reader: Reader) -> pl.DataFrame:
    """Read each data row of a sheet.

    Shape: one row a data row. Columns: those of SaleRow (identity and dealer_id null
    where the row does not say) but for the facts from contract_on on that the sheet
    has no column for, what it calls its dealer, those of ``with_returns``, and a
    Boolean column a reason and field, see ``flag``.
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
    rows = with_buyers(frame).with_columns(
        sheet=pl.lit(sheet.table.sheet),
        row_no=sheet.table.row_nos,
        synthetic=sheet.synthetic(),
        identity=_identity(),
        **{flag(FeedReason.CELLS_BEYOND_HEADER, None): sheet.table.beyond},
        **row_faults(frame.columns),
    )
    no_place = pl.col(flag(FeedReason.DISTRICT_UNKNOWN, "district"))
    return with_returns(without_own_buyer(rows, sheet, no_place), sheet)


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
        stated = sheet.stated_unit(field) or sheet.profile.stated_unit
        return lambda: read_amounts(
            cells(field), sheet.unit(field), stated=stated is not None
        )

    def text(field: str) -> Callable[[], Parsed]:
        return lambda: Parsed(
            read_text(cells(field)),
            {FeedReason.TEXT_BECAME_DATE: became_date(cells(field))},
        )

    def record(field: str) -> Callable[[], Parsed]:
        def read() -> Parsed:
            words = shaped(cells(field), _WORD).cells
            return Parsed(without_people(words, reader.seal))

        return read

    def days(dates: pl.Series, bounds: Bounds = (None, None)) -> Parsed:
        return read_days(
            dates,
            sheet.profile,
            reader.today,
            period=period_in([*sheet.table.titles, sheet.table.sheet]),
            epoch_1904=sheet.table.marks.epoch_1904,
            bounds=bounds,
        )

    def sold_on() -> Parsed:
        profile = sheet.profile
        read = days(cells("sold_on"), (profile.sold_from, profile.sold_to))
        allowed = profile.reported_late_after_days
        if allowed is not None:
            late = late_days(read.values, reader.today, allowed)
            read.faults[FeedReason.REPORTED_LATE] = late
        return read

    return {
        "vin": lambda: read_vins(cells("vin")),
        "invoice_code": lambda: read_invoice_codes(cells("invoice_code")),
        "invoice_number": lambda: read_invoice_numbers(cells("invoice_number")),
        "record_no": record("record_no"),
        "sold_on": sold_on,
        **_about_returns(sheet, days),
        **{f"{field}_fen": amounts(field) for field in (*PRICES, "invoice_tax")},
        "condition": lambda: read_kind(
            cells("condition"), "condition", FeedReason.CONDITION_UNKNOWN
        ),
        "energy": lambda: read_kind(
            cells("energy"), "energy", FeedReason.ENERGY_UNKNOWN
        ),
        "district": lambda: read_districts(cells("district")),
        **{field: text(field) for field in ("brand", "model")},
        **asked_facts(sheet, days),
    }


def _about_returns(
    sheet: Sheet, days: Callable[[pl.Series], Parsed]
) -> dict[str, Callable[[], Parsed]]:
    """Say how the columns about returns are read; most files have none."""

    def told(field: str, read: Callable[[pl.Series], Parsed]) -> Parsed:
        alike = [column for column in sheet.columns if column.likeness == field]
        return first_said([read(sheet.table.cells[column.key]) for column in alike])

    def day() -> Parsed:
        found = told("cancelled_on", days)
        found.faults.pop(FeedReason.DATE_MISSING)
        return found

    fields: dict[str, Callable[[], Parsed]] = {
        "original_invoice": lambda: told("original_invoice", read_original_invoices),
        "cancelled_on": day,
    }
    return {field: read for field, read in fields.items() if sheet.column(field)}


def _people(sheet: Sheet, seal: BuyerSeal) -> pl.DataFrame:
    ids = read_buyer_ids(sheet.cells("buyer_id"))
    numbers = ids.numbers
    phones = read_phones(sheet.cells("phone"))
    stand_ins = sealed(sheet.cells("buyer_name"), numbers.values, phones.values, seal)
    found = _flagged({"buyer_id": numbers, "phone": phones})
    if sheet.tells("buyer_id"):
        stand_ins = stand_ins.hstack(buyers_of(ids))
    return stand_ins.hstack(found.drop("buyer_id", "phone"))


def _dealers(sheet: Sheet, reader: Reader) -> pl.DataFrame:
    codes = read_usccs(sheet.cells("dealer_uscc"))
    words = DealerWords(
        ids=shaped(sheet.cells("dealer_id"), _WORD).cells,
        usccs=codes.values,
        names=read_text(sheet.cells("dealer_name")),
    )
    found = find_dealers(words, reader.dealers)
    said, sender = words.said, reader.only_dealer
    unknown = found.is_null() & said
    if sender is not None:
        found = found.set(~said, sender)
    elif sheet.profile.unknown_dealers == "register" and unknown.any():
        found = found.zip_with(~unknown, new_dealer_ids(words))
    faults = {
        FeedReason.DEALER_MISSING: found.is_null() & ~said,
        FeedReason.DEALER_UNKNOWN: unknown & found.is_null(),
        FeedReason.DEALER_INACTIVE: inactive(found, reader.dealers),
    }
    if sender is not None:
        others = (found != sender).fill_null(value=False)
        faults[FeedReason.DEALER_NOT_SENDER] = others
    flags = {flag(reason, "dealer_name"): rows for reason, rows in faults.items()}
    return _flagged({"dealer_uscc": codes}).with_columns(
        dealer_id=found,
        dealer_name=words.names,
        new_dealer=unknown & found.is_not_null(),
        **flags,
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
