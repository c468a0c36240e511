"""Buyers: what is checked of them, and the keys and masks that stand for them."""

import polars as pl

from voucher_service.feeds.codes import resident_ids_hold, usccs_hold
from voucher_service.feeds.sealing import (
    BuyerSeal,
    holds_strays,
    masked_ids,
    masked_names,
    masked_phones,
)
from voucher_service.feeds.words import Parsed, bare, shaped
from voucher_service.model.reasons import FeedReason

_RESIDENT = r"^[0-9]{17}[0-9X]$"
_FLOAT = r"^[0-9](\.[0-9]+)?E\+?[0-9]{1,2}$|^[0-9]{15,}\.0+$"
_ROUNDED = r"000$"
_MOBILE = r"^1[3-9][0-9]{9}$"
_NAME = r"^\p{Han}{2,}$"


def read_buyer_ids(cells: pl.Series) -> Parsed:
    """Read identity numbers in clear: they go no further than the seal.

    Checked are 18-digit resident IDs (GB 11643); credit codes of companies, passports
    and permits pass. Damaged is a number in float notation, or one whose last three
    digits a spreadsheet has made zero.
    """
    ids = shaped(cells, _RESIDENT, bare)
    numbers = ids.cells
    wrong = ids.right.fill_null(value=False) & ~resident_ids_hold(numbers)
    damaged = ids.wrong
    if damaged.any():
        damaged &= numbers.str.contains(_FLOAT)
    if wrong.any():
        wrong &= ~usccs_hold(numbers)
        damaged |= wrong & numbers.str.contains(_ROUNDED)
    damaged = damaged.fill_null(value=False)
    return Parsed(
        numbers,
        {
            FeedReason.BUYER_ID_DAMAGED: damaged,
            FeedReason.BUYER_ID_INVALID: wrong & ~damaged,
        },
    )


def read_phones(cells: pl.Series) -> pl.Series:
    """Read phone numbers in clear: digits alone, without +86."""

    def digits(cell: pl.Expr) -> pl.Expr:
        found = cell.str.replace_all(r"\.0$|[^0-9]", "")
        found = found.str.replace(r"^(?:86|0086)(1[3-9][0-9]{9})$", "$1")
        return pl.when(found != "").then(found)

    return shaped(cells, _MOBILE, digits).cells


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
