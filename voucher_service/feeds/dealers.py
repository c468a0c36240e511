"""Which dealer of the register a row means."""

import hashlib
from dataclasses import dataclass

import polars as pl

from voucher_service.feeds.codes import usccs_hold
from voucher_service.feeds.words import over_distinct, read_text

_NOT_IN_NAMES = r"[\s()\[\]{}<>【】〔〕《》]+"


@dataclass(frozen=True)
class DealerWords:
    """What a feed's rows say of their dealers, a column each, null where nothing."""

    ids: pl.Series
    usccs: pl.Series
    names: pl.Series

    @property
    def said(self) -> pl.Series:
        """Tell which rows say anything at all."""
        return (
            self.ids.is_not_null() | self.usccs.is_not_null() | self.names.is_not_null()
        )


def name_keys(names: pl.Series) -> pl.Series:
    """Give names without case, width, blanks and brackets, to be compared."""

    def read(distinct: pl.Series) -> pl.Series:
        folded = distinct.str.normalize("NFKC").str.to_lowercase()
        return folded.str.replace_all(_NOT_IN_NAMES, "")

    return over_distinct(names, read)


def find_dealers(words: DealerWords, register: pl.DataFrame) -> pl.Series:
    """Give each row's dealer_id: by number, else credit code, else name; else null.

    ``register`` has dealer_id, name and uscc. A number of a credit code's shape is
    tried as one. A name that two dealers of the register share finds neither.
    """
    ids = register["dealer_id"]
    by_id = _look_up(words.ids, ids, ids)
    by_code = _look_up(words.usccs, register["uscc"], ids)
    code_as_id = _look_up(words.ids, register["uscc"], ids)
    by_name = _look_up(name_keys(words.names), name_keys(register["name"]), ids)
    found = pl.DataFrame(
        {"id": by_id, "code": by_code, "other": code_as_id, "name": by_name}
    )
    return found.select(pl.coalesce("id", "code", "other", "name")).to_series()


def inactive(found: pl.Series, register: pl.DataFrame) -> pl.Series:
    """Tell which rows' dealers have closed, by the register's ``active`` if any."""
    if "active" not in register.columns or register["active"].all():
        return found.is_null() & False
    closed = register.filter(~pl.col("active"))["dealer_id"]
    return found.is_in(closed.implode()).fill_null(value=False)


def new_dealer_ids(words: DealerWords) -> pl.Series:
    """Name dealers the register does not have: by credit code, else by name."""
    codes = words.usccs.set(~usccs_hold(words.usccs), None)
    named = over_distinct(name_keys(words.names), _hashed)
    ids = pl.DataFrame({"code": codes, "name": named, "id": words.ids})
    return ids.select(pl.coalesce("code", "name", "id")).to_series()


def registered(rows: pl.DataFrame) -> pl.DataFrame:
    """Give one DealerRow a new dealer, at the row that first names it.

    ``rows`` has sheet, row_no, dealer_id, dealer_name, dealer_uscc and synthetic.
    """
    first = rows.unique("dealer_id", keep="first", maintain_order=True)
    name = pl.coalesce("dealer_name", "dealer_uscc", "dealer_id")
    return first.select(
        "sheet",
        "row_no",
        "dealer_id",
        read_text(first.select(name).to_series()).alias("name"),
        pl.col("dealer_uscc").alias("uscc"),
        pl.lit(None, pl.String).alias("district"),
        pl.lit(value=True).alias("active"),
        "synthetic",
    )


def _look_up(cells: pl.Series, keys: pl.Series, ids: pl.Series) -> pl.Series:
    pairs = pl.DataFrame({"key": keys.cast(pl.String), "id": ids.cast(pl.String)})
    pairs = pairs.drop_nulls().unique()
    pairs = pairs.filter(pl.col("key").is_unique())
    if cells.null_count() == cells.len() or pairs.is_empty():
        return pl.repeat(None, cells.len(), dtype=pl.String, eager=True)
    return cells.replace_strict(
        pairs["key"], pairs["id"], default=None, return_dtype=pl.String
    )


def _hashed(keys: pl.Series) -> pl.Series:
    digests = [
        None if key is None else f"new-{hashlib.sha256(key.encode()).hexdigest()[:10]}"
        for key in keys
    ]
    return pl.Series(digests, dtype=pl.String)
