"""How wide a table's columns are: no word and no number is broken in two."""

from collections.abc import Iterator

from voucher_service.bulletin.content import Column, Table

TEXT_WIDTH_MM = 156
"""The width of the text between the margins of GB/T 9704 (公文格式)."""

MOST_UNTORN = 12
"""The rows of a table that is not torn in two."""

_PADDING_MM = 4.4
_LETTER_MM = 2.15  # of a bold letter of 10.5 points, on average
_CHARACTER_MM = 3.75
_MOST_TOGETHER = 4  # Chinese characters of a name that stay in one line


def column_widths(table: Table, whole_mm: float = TEXT_WIDTH_MM) -> list[float]:
    """Give the columns' widths in mm: their shares, but room for the longest word."""
    needs = [_need(table, place) for place in range(len(table.columns))]
    if sum(needs) >= whole_mm:
        return [need * whole_mm / sum(needs) for need in needs]
    narrow: set[int] = set()
    while True:
        widths = _shared(table.columns, needs, narrow, whole_mm)
        found = {n for n, width in enumerate(widths) if width < needs[n] - 1e-9}
        if not found:
            return widths
        narrow |= found


def _shared(
    columns: tuple[Column, ...], needs: list[float], narrow: set[int], whole_mm: float
) -> list[float]:
    left = whole_mm - sum(needs[n] for n in narrow)
    shares = sum(each.share for n, each in enumerate(columns) if n not in narrow)
    return [
        needs[n] if n in narrow else left * each.share / shares
        for n, each in enumerate(columns)
    ]


def _need(table: Table, place: int) -> float:
    column = table.columns[place]
    pieces = list(_words(column.name))
    for row in table.rows:
        pieces += [_mm(row[place])] if column.numbers else _words(row[place])
    return max(pieces, default=0.0) + _PADDING_MM


def _words(text: str) -> Iterator[float]:
    for word in text.split():
        chinese = sum(not letter.isascii() for letter in word)
        kept = min(chinese, _MOST_TOGETHER) * _CHARACTER_MM
        yield kept if chinese else len(word) * _LETTER_MM


def _mm(text: str) -> float:
    return sum(_LETTER_MM if letter.isascii() else _CHARACTER_MM for letter in text)
