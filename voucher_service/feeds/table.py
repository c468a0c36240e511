"""One sheet is one table: title rows, a header, and the rows below it."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from voucher_service.feeds.headers import (
    FIELDS,
    PRICES,
    ProfileHeaders,
    known_fields,
)
from voucher_service.feeds.sealing import without_strays
from voucher_service.feeds.synonyms import synonyms
from voucher_service.feeds.unreadable import unreadable
from voucher_service.model.errors import UnreadableInput

HEADER_WITHIN = 15
"""How many rows from the top a header may stand."""

_ENOUGH = 3
_REGISTER = ({"dealer_name", "dealer_uscc"}, {"dealer_name", "dealer_id"})
_SEEN_CELLS = 30
_SEEN_CHARS = 24


@dataclass(frozen=True)
class Table:
    """The text of one sheet from its header down.

    ``cells`` has a String column a header cell, ``row_nos`` the row each shows in a
    spreadsheet, ``beyond`` whether cells stand to the right of the header.
    """

    sheet: str
    titles: tuple[str, ...]
    header: tuple[str, ...]
    column_nos: tuple[int, ...]
    cells: pl.DataFrame
    row_nos: pl.Series
    beyond: pl.Series


def header_index(rows: Sequence[Sequence[str]], named: ProfileHeaders) -> int | None:
    """Give the row that is most of a header, or None where no row is one.

    A header has at least three known fields, or is a dealer register's. Of equally
    good rows it is the first.
    """
    best, found = None, 0
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        fields = known_fields(tuple(row), named)
        enough = len(fields) >= _ENOUGH or any(fields >= few for few in _REGISTER)
        if enough and len(fields) > found:
            best, found = index, len(fields)
    return best


def kind_of(fields: frozenset[str], sheet: str, name: str, header: str) -> str:
    """Tell whether columns make a table of ``sales`` or of ``dealers``.

    Raises UnreadableInput, naming what is missing, where they make neither.
    """
    dated, priced = "sold_on" in fields, bool(fields.intersection(PRICES))
    if dated and priced:
        return "sales"
    if not dated and not priced and any(fields >= few for few in _REGISTER):
        return "dealers"
    lacking = [
        *(() if dated else ("sold_on",)),
        *(() if priced else ("bare_price",)),
    ]
    raise unreadable(
        name,
        "header_incomplete",
        place=f"[{sheet}] " if sheet else "",
        seen=header,
        **_names(lacking),
    )


def seen_text(cells: Sequence[str]) -> str:
    """Write header cells for a message, without what looks like personal data."""
    filled = [cell.strip()[:_SEEN_CHARS] for cell in cells if cell.strip()]
    shown = pl.Series(filled[:_SEEN_CELLS], dtype=pl.String).to_frame("cell")
    masked = shown.select(without_strays(pl.col("cell"))).to_series().to_list()
    return "、".join(masked) or "—"


def no_header(
    rows: Sequence[Sequence[str]], named: ProfileHeaders, name: str
) -> UnreadableInput:
    """Say that no row is a header, showing the row that is nearest to one."""
    top = rows[:HEADER_WITHIN]
    nearest: Sequence[str] = max(
        top,
        key=lambda row: (len(known_fields(tuple(row), named)), len(_words(row))),
        default=(),
    )
    fields = known_fields(tuple(nearest), named)
    needed = ["dealer_name", "vin", "invoice_number", "sold_on"]
    lacking = [field for field in needed if field not in fields]
    if not fields.intersection(PRICES):
        lacking.append("bare_price")
    return unreadable(
        name,
        "no_header",
        rows=min(HEADER_WITHIN, max(len(rows), 1)),
        seen=seen_text(_words(nearest)),
        **_names(lacking),
    )


def _words(row: Sequence[str]) -> list[str]:
    """Keep the cells that can be a header's: a row with numbers in it is data."""
    return [cell for cell in row if cell.strip() and not cell.strip()[0].isdigit()]


def _names(fields: Sequence[str]) -> dict[str, str]:
    words = synonyms().fields
    ordered = [field for field in FIELDS if field in fields]
    return {
        "missing_zh": "、".join(words[field].zh for field in ordered),
        "missing_en": ", ".join(words[field].en for field in ordered),
    }
