"""Unknown headers beside the known ones they are nearest to: told, never used."""

import difflib
import re
from collections.abc import Sequence

import polars as pl

from voucher_service.feeds.headers import Column, bracket_remarks, lexicon
from voucher_service.feeds.synonyms import plain, synonyms

_NAME_CELL = re.compile("[\u4e00-\u9fff]{2,4}")
_NEAR = 0.65
_MOST = 5
_LONGEST = 30

SUGGESTION = {
    "sheet": pl.String(),
    "column_no": pl.Int32(),
    "header": pl.String(),
    "field": pl.String(),
    "nearest": pl.String(),
}
"""The shape of suggestions: an unknown header, the field it resembles and by which
of that field's headers."""


def suggestions(sheet: str, columns: Sequence[Column]) -> pl.DataFrame:
    """Give a SUGGESTION frame of the columns that no field takes but one resembles.

    A field that another column already holds is not suggested.
    """
    taken = {column.field for column in columns}
    rows = [
        (sheet, column.no, column.header, *near)
        for column in columns
        if column.likeness is None
        and (near := nearest_field(column.header)) is not None
        and near[0] not in taken
    ]
    return pl.DataFrame(rows, schema=SUGGESTION, orient="row")


def nearest_field(header: str) -> tuple[str, str] | None:
    """Give the field whose headers an unknown one resembles, and that header."""
    words = plain(header)
    other = {plain(word) for word in synonyms().not_ours}
    if not 1 < len(words) <= _LONGEST or words in other or words in bracket_remarks():
        return None
    near = difflib.get_close_matches(words, [*lexicon(), *other], n=1, cutoff=_NEAR)
    if not near or near[0] in other:
        return None
    return lexicon()[near[0]][0], near[0]


def hint(headers: Sequence[str]) -> dict[str, str]:
    """Say which unknown headers may be meant as what, for a message; else nothing."""
    found = {
        header.strip(): near
        for header in headers
        if plain(header) not in lexicon() and (near := nearest_field(header))
    }
    pairs = list(found.items())[:_MOST]
    fields = synonyms().fields
    zh = "、".join(f"“{header}”或为“{fields[near[0]].zh}”" for header, near in pairs)
    en = ", ".join(f"{header} may be {fields[near[0]].en}" for header, near in pairs)
    return {"hint_zh": f"（{zh}）" if zh else "", "hint_en": f" ({en})" if en else ""}


def without_names(cell: str) -> str:
    """Mask a cell that is most likely a person's name and is no known header.

    It stands where a header is looked for and may be the first row of data.
    """
    words = plain(cell)
    known = words in lexicon() or words in {plain(word) for word in synonyms().not_ours}
    if known or not _NAME_CELL.fullmatch(cell.strip()):
        return cell.strip()
    if cell.strip()[0] not in synonyms().surnames or any(
        sign in cell for sign in synonyms().header_signs
    ):
        return cell.strip()
    return f"{cell.strip()[0]}*"
