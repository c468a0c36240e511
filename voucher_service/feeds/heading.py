"""The header of a table, one to three rows of it, and the words over each column."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from voucher_service.feeds.grid import Merge
from voucher_service.feeds.headers import (
    AMOUNTS,
    Label,
    ProfileHeaders,
    bracket_remarks,
    known_fields,
)
from voucher_service.feeds.synonyms import plain

HEADER_WITHIN = 15
"""How many rows from the top the last row of a header may stand."""

DEEPEST = 3
"""How many rows a header may have."""

_ENOUGH = 3
_REGISTER = ({"dealer_name", "dealer_uscc"}, {"dealer_name", "dealer_id"})
_LONGEST_GROUP = 30

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Heading:
    """A header: rows ``top`` to ``bottom`` (from 0), a label a column, titles above.

    ``titles`` has a line a row above, and of a group row what stands over no amount.
    """

    top: int
    bottom: int
    labels: tuple[Label, ...]
    titles: tuple[str, ...]


def find_heading(
    rows: Rows, named: ProfileHeaders, merged: Sequence[Merge] | None = None
) -> Heading | None:
    """Give the rows that are most of a header, or None where none are.

    A header has at least three known fields, or is a dealer register's. Of equally
    good ones it is the first, with the groups above it. ``merged`` says which cells
    one value spans; where that is unknown a group reaches to the next one.
    """
    tops = [list(row) for row in rows[: HEADER_WITHIN + 1]]
    _fill_merged_down(tops, merged or ())
    best: tuple[int, int] | None = None
    found = 0
    for bottom in range(min(len(tops), HEADER_WITHIN)):
        for top in _tops_of(tops, bottom, merged):
            fields = known_fields(_labels(tops, (top, bottom), merged), named)
            enough = len(fields) >= _ENOUGH or any(fields >= few for few in _REGISTER)
            better = len(fields) > found or (
                best is not None and len(fields) == found and best[1] == bottom
            )
            if enough and better:
                best, found = (top, bottom), len(fields)
    if best is None:
        return None
    return _heading(tops, best, named, merged)


def _heading(
    rows: Rows,
    block: tuple[int, int],
    named: ProfileHeaders,
    merged: Sequence[Merge] | None,
) -> Heading:
    top, bottom = block
    labels = _labels(rows, block, merged)
    below = rows[bottom + 1] if bottom + 1 < len(rows) else ()
    if _states_units(below):
        bottom += 1
        units = [*below, *[""] * len(labels)]
        labels = [
            Label(f"{label.leaf}({unit.strip('()（） ')})", label.group)
            if unit.strip()
            else label
            for label, unit in zip(labels, units, strict=False)
        ]
    titles = [" ".join(row) for row in rows[:top]]
    titles += _uncovering(
        rows, block, [_is_amount(each, named) for each in labels], merged
    )
    return Heading(top, bottom, tuple(labels), tuple(titles))


def _is_amount(label: Label, named: ProfileHeaders) -> bool:
    return bool(known_fields([label], named).intersection(AMOUNTS))


def _uncovering(
    rows: Rows,
    block: tuple[int, int],
    amounts: Sequence[bool],
    merged: Sequence[Merge] | None,
) -> Iterator[str]:
    """Give what group rows say over columns that hold no amounts: it is a title's."""
    top, bottom = block
    for at in range(top, bottom):
        covering = _spread(rows, (at, bottom), merged)
        over = {text for text, amount in zip(covering, amounts, strict=False) if amount}
        yield " ".join(cell for cell in rows[at] if cell and cell not in over)


def _tops_of(rows: Rows, bottom: int, merged: Sequence[Merge] | None) -> Iterator[int]:
    """Give where a header that ends at ``bottom`` may begin, the nearest first."""
    yield bottom
    for top in range(bottom - 1, max(bottom - DEEPEST, -1), -1):
        if not _is_group_row(rows, top, merged, len(rows[bottom])):
            return
        yield top


def _is_group_row(
    rows: Rows, at: int, merged: Sequence[Merge] | None, width: int
) -> bool:
    filled = [cell.strip() for cell in rows[at] if cell.strip()]
    if any(
        cell[0].isdigit() or "：" in cell or ":" in cell or len(cell) > _LONGEST_GROUP
        for cell in filled
    ):
        return False
    spans = [
        merge.right - merge.left + 1
        for merge in merged or ()
        if merge.top == at and merge.right > merge.left
    ]
    return len(filled) > 1 or any(2 * span <= width for span in spans)


def _labels(
    rows: Rows, block: tuple[int, int], merged: Sequence[Merge] | None
) -> list[Label]:
    top, bottom = block
    width = max(len(row) for row in rows[top : bottom + 1])
    over = [_spread(rows, (at, bottom), merged) for at in range(top, bottom)]
    labels = []
    for column in range(width):
        own = [_cell(rows, at, column) for at in range(top, bottom + 1)]
        leaf = next((cell for cell in reversed(own) if cell), "")
        above = [cells[column] for cells in over]
        groups = [text for text in dict.fromkeys(above) if text and text != leaf]
        labels.append(Label(leaf, "".join(groups) if leaf else ""))
    return labels


def _spread(
    rows: Rows, block: tuple[int, int], merged: Sequence[Merge] | None
) -> list[str]:
    """Give a group row with each group written over every column it spans.

    A merged cell spans its merge. Another reaches to the next one, if a label stands
    below it: with none below, it is a label itself.
    """
    at, bottom = block
    width = max(len(row) for row in rows[at : bottom + 1])
    cells = [_cell(rows, at, column) for column in range(width)]
    fixed = [False] * width
    for merge in merged or ():
        if merge.top <= at <= merge.bottom and 0 <= merge.left < width:
            last = min(merge.right, width - 1)
            for column in range(merge.left, last + 1):
                cells[column] = cells[merge.left]
                fixed[column] = True
    spans = ""
    for column, cell in enumerate(cells):
        if cell or fixed[column]:
            label_below = _cell(rows, bottom, column) != ""
            spans = cell if label_below and not fixed[column] else ""
        else:
            cells[column] = spans
    return cells


def _fill_merged_down(rows: list[list[str]], merged: Sequence[Merge]) -> None:
    for merge in merged:
        for at in range(merge.top + 1, min(merge.bottom + 1, len(rows))):
            if merge.left < min(len(rows[at]), len(rows[merge.top])):
                rows[at][merge.left] = rows[merge.top][merge.left]


def _cell(rows: Rows, at: int, column: int) -> str:
    return rows[at][column].strip() if column < len(rows[at]) else ""


def _states_units(row: Sequence[str]) -> bool:
    """Tell whether a row below a header holds nothing but units and remarks."""
    filled = [plain(cell).strip("()[]") for cell in row if cell.strip()]
    return bool(filled) and all(cell in bracket_remarks() for cell in filled)
