"""Buyers: what is checked of them, and the keys and masks that stand for them."""

from dataclasses import dataclass

import polars as pl

from voucher_service.feeds.codes import resident_ids_hold, usccs_hold
from voucher_service.feeds.refusals import flag
from voucher_service.feeds.sealing import (
    BuyerSeal,
    holds_strays,
    masked_ids,
    masked_names,
    masked_phones,
)
from voucher_service.feeds.words import Parsed, bare, shaped
from voucher_service.model.kinds import BuyerKind
from voucher_service.model.reasons import FeedReason

_RESIDENT = r"^[0-9]{17}[0-9X]$"
_FLOAT = r"^[0-9](\.[0-9]+)?E\+?[0-9]{1,2}$|^[0-9]{15,}\.0+$"
_ROUNDED = r"000$"
_MOBILE = r"^1[3-9][0-9]{9}$"
_WHOLE_FLOAT = r"(?i)^(1\.[0-9]{10})E\+?10$"
_LANDLINE = r"^(0[0-9]{9,11}|[2-9][0-9]{6,7}|400[0-9]{7}|800[0-9]{7})$"
_LOST = "?"
_COMPANY = r"^[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}$"
_MASKED = r"[*＊•]|^[Xx]{3,}"
_OTHER_DOCUMENT = (
    r"^([0-9]{15}|[0-9A-Z]{20}|[0-9A-Z]{8}-?[0-9X]"  # old IDs, tax numbers and codes
    r"|[A-Z]{1,3}[0-9]{6,9}|[HM][0-9]{8,10}|[0-9]{8}|[0-9]{10}\(?[A-Z]?\)?"
    r"|[A-Z]{3}[0-9]{12}|[\p{Han}]{1,3}字?第?[0-9]{4,10}号?)$"
)
_PERSON = (  # passports and permits, foreigners' cards, officers' cards
    r"^([A-Z]{1,3}[0-9]{6,9}|[HM][0-9]{8,10}|[0-9]{8}|[0-9]{10}\(?[A-Z]?\)?"
    r"|[A-Z]{3}[0-9]{12}|[\p{Han}]{1,3}字?第?[0-9]{4,10}号?)$"
)
_ORGANISATION = r"^[0-9A-Z]{8}-[0-9X]$"
_NAME = r"^\p{Han}{2,}$"


@dataclass(frozen=True)
class BuyerIds:
    """Identity numbers in clear, and which of them are right resident IDs."""

    numbers: Parsed
    resident: pl.Series


def read_buyer_ids(cells: pl.Series) -> BuyerIds:
    """Read identity numbers in clear: they go no further than the seal.

    Checked are 18-digit resident IDs (GB 11643) and credit codes of companies (GB
    32100); old IDs and tax numbers, passports, permits and officers' cards pass by
    their shape, and what has none of these is noted. Damaged is a number in float
    notation, or one whose last three digits a spreadsheet has made zero. A number that
    its sender has masked stands for nobody and is null.
    """
    ids = shaped(cells, _RESIDENT, bare)
    numbers = ids.cells
    long = ids.right.fill_null(value=False)
    resident = long & resident_ids_hold(numbers)
    wrong = long & ~resident
    damaged = ids.wrong
    if damaged.any():
        damaged &= numbers.str.contains(_FLOAT)
    if wrong.any():
        wrong &= ~usccs_hold(numbers)
        damaged |= wrong & numbers.str.contains(_ROUNDED)
    damaged = damaged.fill_null(value=False)
    strange = ids.wrong & ~damaged
    if strange.any():
        company = strange & numbers.str.contains(_COMPANY)
        wrong |= company & ~usccs_hold(numbers)
        strange &= ~company & ~numbers.str.contains(_OTHER_DOCUMENT)
        numbers = numbers.set(
            numbers.str.contains(_MASKED).fill_null(value=False), None
        )
    faults = {
        FeedReason.BUYER_ID_DAMAGED: damaged,
        FeedReason.BUYER_ID_INVALID: wrong & ~damaged,
        FeedReason.BUYER_ID_UNKNOWN_KIND: strange,
    }
    return BuyerIds(Parsed(numbers, faults), resident)


def buyers_of(ids: BuyerIds) -> pl.DataFrame:
    """Give what identity numbers tell of buyers.

    Columns: ``kind_by_number``, a BuyerKind or null, by the shape of the number, and
    ``born``, the birthday in a resident ID as a whole number like 19900101.
    """
    numbers, resident = ids.numbers.values, ids.resident
    kinds = pl.repeat(None, numbers.len(), dtype=pl.String, eager=True)
    kinds = kinds.set(resident, BuyerKind.PERSON)
    where = (numbers.is_not_null() & ~resident).arg_true()
    if where.len():
        others = numbers.gather(where)
        company = usccs_hold(others) | others.str.contains(_ORGANISATION)
        told = pl.select(
            pl.when(company)
            .then(pl.lit(BuyerKind.COMPANY.value))
            .when(others.str.contains(_PERSON))
            .then(pl.lit(BuyerKind.PERSON.value))
        ).to_series()
        kinds = kinds.scatter(where, told)
    born = numbers.str.slice(6, 8).set(~resident, None).cast(pl.Int32)
    return pl.DataFrame({"kind_by_number": kinds, "born": born})


def with_buyers(rows: pl.DataFrame) -> pl.DataFrame:
    """Give rows their buyer_kind and buyer_age, and take the birthday away.

    ``rows`` has sold_on, where the file has identity numbers the columns of
    ``buyers_of``, and where it has a column for it buyer_kind, which wins over the
    number: that a number says otherwise is noted. The age is in full years on the day
    of the sale.
    """
    if "born" not in rows.columns:
        return rows
    day, by_number = pl.col("sold_on"), pl.col("kind_by_number")
    on = day.dt.year() * 10_000 + day.dt.month().cast(pl.Int32) * 100 + day.dt.day()
    age = (on - pl.col("born")) // 10_000
    rows = rows.with_columns(buyer_age=pl.when(age >= 0).then(age).cast(pl.Int16))
    stated = by_number
    if "buyer_kind" in rows.columns:
        said = pl.col("buyer_kind")
        stated = pl.coalesce(said, by_number)
        contradicted = (said != by_number).fill_null(value=False)
        note = flag(FeedReason.BUYER_KIND_CONTRADICTED, "buyer_kind")
        rows = rows.with_columns(contradicted.alias(note))
    return rows.with_columns(buyer_kind=stated).drop("born", "kind_by_number")


def read_phones(cells: pl.Series) -> Parsed:
    """Read phone numbers in clear: digits alone, without +86.

    One in float notation has lost its last digits, unless all eleven still stand
    there; it is null. What is no mobile number and no landline is noted.
    """

    def digits(cell: pl.Expr) -> pl.Expr:
        whole = cell.str.extract(_WHOLE_FLOAT).str.replace(".", "", literal=True)
        found = cell.str.replace_all(r"\.0$|[^0-9]", "")
        found = found.str.replace(r"^(?:86|0086)(1[3-9][0-9]{9})$", "$1")
        found = pl.when(found != "").then(found)
        lost = cell.str.to_uppercase().str.contains(_FLOAT)
        return pl.coalesce(whole, pl.when(lost).then(pl.lit(_LOST)).otherwise(found))

    phones = shaped(cells, _MOBILE, digits)
    strange = phones.wrong
    if not strange.any():
        return Parsed(phones.cells)
    lost = (phones.cells == _LOST).fill_null(value=False)
    landline = phones.cells.str.contains(_LANDLINE).fill_null(value=False)
    return Parsed(
        phones.cells.set(lost, None),
        {
            FeedReason.PHONE_DAMAGED: lost,
            FeedReason.PHONE_MALFORMED: strange & ~lost & ~landline,
        },
    )


def sealed(
    names: pl.Series, numbers: pl.Series, phones: pl.Series, seal: BuyerSeal
) -> pl.DataFrame:
    """Give the columns of SaleRow that stand for a buyer."""
    clear = pl.DataFrame(
        {"name": shaped(names, _NAME).cells, "number": numbers, "phone": phones}
    )
    masks = clear.select(
        buyer_name_masked=masked_names(pl.col("name")),
        buyer_id_masked=masked_ids(pl.col("number")),
        phone_masked=masked_phones(pl.col("phone")),
    )
    return masks.with_columns(
        seal.keys_of(numbers, "id").alias("buyer_key"),
        seal.keys_of(phones, "phone").alias("phone_key"),
    )


def without_people(records: pl.Series, seal: BuyerSeal) -> pl.Series:
    """Give record numbers, sealed where a sender uses an ID or a mobile number."""
    personal = holds_strays(records).fill_null(value=False)
    if not personal.any():
        return records
    where = personal.arg_true()
    keys = seal.keys_of(records.gather(where), "record").str.head(16)
    return records.clone().scatter(where, "sealed-" + keys)
