"""The tables of a web page, which many systems export under the name of .xls."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from voucher_service.feeds.grid import Grid, Marks, Merge, grid_of
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.unreadable import unreadable

_SILENT = {"script", "style", "title"}
_BREAKS = {"br", "p", "div"}
_UNSEEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)

Attributes = list[tuple[str, str | None]]


@dataclass
class _Page:
    """A table as far as it has been read.

    ``hanging`` counts, by column, the rows that a cell from above still covers.
    """

    rows: list[list[str | None]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    hanging: dict[int, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    column: int = 0
    left: int = 0
    cell: list[str] | None = None


def read_html(delivery: Delivery, limits: Limits) -> Iterator[Grid]:
    """Read each table of a page as a sheet, 表1, 表2, … where there are several.

    ``rowspan`` and ``colspan`` are merged cells. Raises UnreadableInput for a page
    without a table and for tables beyond the limits.
    """
    reader = _Tables(delivery.name, limits)
    reader.feed(delivery.content.decode())
    reader.close()
    pages = [page for page in reader.finished() if page.rows]
    if not pages:
        raise unreadable(delivery.name, "no_table")
    limits.allow_sheets(len(pages), delivery.name)
    for number, page in enumerate(pages, start=1):
        sheet = f"表{number}" if len(pages) > 1 else ""
        width = max(len(row) for row in page.rows)
        limits.allow_area(len(page.rows), width, delivery.name, sheet)
        marks = Marks(tuple(page.merged), frozenset(page.hidden))
        yield grid_of(sheet, page.rows, marks)


class _Tables(HTMLParser):
    """Collects the cells of tables; a table within a cell is a table of its own."""

    def __init__(self, name: str, limits: Limits) -> None:
        super().__init__(convert_charrefs=True)
        self._name, self._limits = name, limits
        self._open: list[_Page] = []
        self._done: list[_Page] = []
        self._silent = 0

    def finished(self) -> list[_Page]:
        """Give the tables in the order in which they begin, open ones too."""
        while self._open:
            self._end_cell()
            self._open.pop()
        return self._done

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            page = _Page()
            self._done.append(page)
            self._open.append(page)
        elif self._open and tag == "tr":
            self._end_cell()
            self._new_row(self._open[-1])
        elif self._open and tag in {"td", "th"}:
            self._end_cell()
            self._new_cell(self._open[-1], dict(attrs))
        elif self._open and tag in _BREAKS and self._open[-1].cell:
            self._open[-1].cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif self._open and tag in {"td", "th", "tr"}:
            self._end_cell()
        elif self._open and tag == "table":
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append(data)

    def _new_row(self, page: _Page) -> None:
        page.rows.append([])
        page.column = 0
        page.hanging = {
            column: below - 1 for column, below in page.hanging.items() if below > 1
        }

    def _new_cell(self, page: _Page, attributes: dict[str, str | None]) -> None:
        if not page.rows:
            self._new_row(page)
        row = page.rows[-1]
        while page.column in page.hanging:
            page.column += 1
        across, down = _span(attributes, "colspan"), _span(attributes, "rowspan")
        self._limits.allow_columns(page.column + across, self._name)
        row += [None] * (page.column + across - len(row))
        top, left = len(page.rows) - 1, page.column
        if across > 1 or down > 1:
            page.merged.append(Merge(top, left, top + down - 1, left + across - 1))
        if down > 1:
            page.hanging.update(dict.fromkeys(range(left, left + across), down))
        if _UNSEEN.search(attributes.get("style") or ""):
            page.hidden.update(range(left, left + across))
        page.cell = []
        page.column += across
        page.left = left

    def _end_cell(self) -> None:
        page = self._open[-1]
        if page.cell is None:
            return
        text = re.sub(r"\s+", " ", "".join(page.cell)).strip()
        page.rows[-1][page.left] = text or None
        page.cell = None


def _span(attributes: dict[str, str | None], name: str) -> int:
    found = re.match(r"\s*(\d{1,6})", attributes.get(name) or "")
    return max(int(found[1]), 1) if found else 1
