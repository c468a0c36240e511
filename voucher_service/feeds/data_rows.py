"""Which rows below a header are data, and which are blank, totals or signatures."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import polars as pl

from voucher_service.feeds.headers import PRICES, Column
from voucher_service.feeds.synonyms import synonyms

if TYPE_CHECKING:
    from voucher_service.feeds.table import Table

_IDENTIFYING = {
    "sales": ("vin", "invoice_number", "original_invoice", "record_no"),
    "dealers": ("dealer_uscc",),
}
_TELLING = {"sales": "sold_on", "dealers": "dealer_uscc"}
_COUNT = r"^共?计?[0-9]{1,6}[台辆份张条笔户家]$"
_REPEATS = 3
_VIN_LENGTH = 17


def data_rows(table: "Table", columns: Sequence[Column], kind: str) -> pl.Series:
    """Tell which rows of a table are data.

    Left out are rows that are blank, that repeat the header, and those that begin
    with the word of a total or a signature and identify nothing: no vehicle, no
    invoice and no record, and not both a day and an amount. Whatever else a row says,
    it is data.
    """
    rows = table.cells.with_row_index("at")
    suspects = rows.filter(_suspect(columns, kind))
    suspects = suspects.filter(~_identifies(columns, kind))
    left_out = [
        *_blank_or_closing(table, suspects, columns, kind),
        *_header_again(table, rows, columns),
    ]
    kept = pl.repeat(True, table.cells.height, dtype=pl.Boolean, eager=True)
    return kept.scatter(left_out, False) if left_out else kept


def _suspect(columns: Sequence[Column], kind: str) -> pl.Expr:
    """Tell which rows may identify nothing: a quick look that spares the right ones."""
    vin = next((column.key for column in columns if column.field == "vin"), None)
    if kind == "sales" and vin is not None:
        return (pl.col(vin).str.len_bytes() < _VIN_LENGTH).fill_null(value=True)
    return pl.lit(value=True)


def _identifies(columns: Sequence[Column], kind: str) -> pl.Expr:
    """Tell which rows have an identity; what counts cars, as ``12辆`` does, is none."""
    cells = _cells(columns, _IDENTIFYING[kind])
    found = [(cell != "") & ~cell.str.contains(_COUNT) for cell in cells]
    return pl.any_horizontal(pl.lit(value=False), *found)


def _filled(columns: Sequence[Column], fields: Sequence[str]) -> pl.Expr:
    """Tell which rows have a cell of some of these fields."""
    found = [cell != "" for cell in _cells(columns, fields)]
    return pl.any_horizontal(pl.lit(value=False), *found)


def _cells(columns: Sequence[Column], fields: Sequence[str]) -> list[pl.Expr]:
    known = [column.key for column in columns if column.field in fields]
    return [pl.col(key).str.strip_chars().fill_null("") for key in known]


def _blank_or_closing(
    table: "Table", suspects: pl.DataFrame, columns: Sequence[Column], kind: str
) -> list[int]:
    if suspects.is_empty():
        return []
    texts = [pl.col(key).str.normalize("NFKC") for key in table.cells.columns]
    bare = [text.str.replace_all(r"\s", "").str.to_lowercase() for text in texts]
    first = pl.coalesce(pl.when(text != "").then(text) for text in bare)
    dated = _tells_a_day(columns, kind)
    priced = _filled(columns, PRICES)
    seen = suspects.select("at", first=first, sale=dated & priced).with_columns(
        beyond=table.beyond.gather(suspects["at"])
    )
    nothing = pl.col("first").is_null() & ~pl.col("beyond")
    closing = pl.col("first").str.contains(_closing_words()) & ~pl.col("sale")
    return seen.filter(nothing | closing)["at"].to_list()


def _tells_a_day(columns: Sequence[Column], kind: str) -> pl.Expr:
    """Tell which rows have a day, or a credit code, that is no word of a closing row.

    Where the days stand first, 合计 stands among them.
    """
    said = "|".join((_closing_words(), _COUNT))
    cells = [cell.str.normalize("NFKC") for cell in _cells(columns, (_TELLING[kind],))]
    found = [(cell != "") & ~cell.str.contains(said) for cell in cells]
    return pl.any_horizontal(pl.lit(value=False), *found)


def _header_again(
    table: "Table", rows: pl.DataFrame, columns: Sequence[Column]
) -> list[int]:
    """Find rows that say nothing but the header once more, as on a printed page."""
    leaves = dict(zip(table.cells.columns, table.header, strict=True))
    known = [column.key for column in columns if column.field and leaves[column.key]]
    if len(known) < _REPEATS:
        return []
    first = known[0]
    rows = rows.filter(pl.col(first).str.strip_chars() == leaves[first])
    if rows.is_empty():
        return []
    same = [pl.col(key).str.strip_chars() == leaf for key, leaf in leaves.items()]
    blank = [pl.col(key).str.strip_chars().fill_null("") == "" for key in leaves]
    all_alike = pl.all_horizontal(
        each.fill_null(value=False) | none
        for each, none in zip(same, blank, strict=True)
    )
    often = pl.sum_horizontal(each.fill_null(value=False) for each in same) >= _REPEATS
    return rows.filter(all_alike & often)["at"].to_list()


def _closing_words() -> str:
    words = [re.sub(r"\s", "", word) for word in synonyms().totals]
    spoken = "|".join(re.escape(word) for word in words if not word.isascii())
    latin = "|".join(re.escape(word) for word in words if word.isascii())
    return f"^(?:(?:{spoken})|(?:{latin}):?$)"
