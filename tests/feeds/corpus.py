"""Ugly files as dealers send them, each with what must become of its rows.

The counts are written by hand, case by case; nothing here computes them.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.feeds.feed_rows import SALE


@dataclass(frozen=True)
class Case:
    """A file and its outcome: either counts, or ``says`` why it is unreadable."""

    name: str
    content: bytes
    rows: int = 0
    accepted: int = 0
    refused: int = 0
    review: int = 0
    notes: int = 0
    says: str = ""
    reasons: frozenset[str] = frozenset()


def good(name: str, content: bytes | str, rows: int, notes: int = 0) -> Case:
    """A file whose rows all land."""
    return Case(name, _bytes(content), rows, rows, notes=notes)


def mixed(
    name: str,
    content: bytes | str,
    counts: tuple[int, int, int, int],
    *reasons: str,
    notes: int = 0,
) -> Case:
    """A file some of whose rows do not land: rows, accepted, refused, review."""
    return Case(name, _bytes(content), *counts, notes=notes, reasons=frozenset(reasons))


def unreadable(name: str, content: bytes | str, says: str) -> Case:
    """A file that is refused as a whole, with these words."""
    return Case(name, _bytes(content), says=says)


def sales(*changes: Mapping[str, str | None]) -> list[dict[str, str]]:
    """Right rows with these cells changed, each with numbers of its own."""
    rows = []
    for number, change in enumerate(changes, start=1):
        own = {"序号": f"{number}", "单据编号": f"DD-{number}"}
        row = SALE | own | {"发票号码": f"{number:08}"} | change
        rows.append({key: cell for key, cell in row.items() if cell is not None})
    return rows


def lines(*rows: Sequence[str], separator: str = ",", end: str = "\n") -> str:
    """Rows of cells as delimited text."""
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end).writerows(rows)
    return out.getvalue()


def table(rows: Sequence[Mapping[str, str]]) -> list[list[str]]:
    """Rows under their header."""
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def text(*changes: Mapping[str, str | None], above: str = "", below: str = "") -> str:
    """Rows of sales as CSV, with lines above and below."""
    return above + lines(*table(sales(*changes))) + below


def printed(cases: Iterable[tuple[Case, tuple[int, int, int, int] | str]]) -> str:
    """The table of the corpus: what each file became, and that its rows add up."""
    head = f"{'file':58} {'rows':>5} {'acc':>5} {'ref':>5} {'rev':>5}  sum"
    body = []
    for case, found in cases:
        if isinstance(found, str):
            body.append(f"{case.name:58} unreadable: {found}")
            continue
        rows, *parts = found
        cells = " ".join(f"{part:5}" for part in (rows, *parts))
        body.append(f"{case.name:58} {cells}  {'=' if sum(parts) == rows else 'NOT'}")
    return "\n".join([head, *body])


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content
