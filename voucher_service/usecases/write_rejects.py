"""Rejected rows as a workbook that people mend and our own reader takes back."""

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from voucher_service.feeds.answers import surplus_header
from voucher_service.feeds.rejects import RejectedSheet
from voucher_service.feeds.synonyms import synonyms
from voucher_service.model.reasons import Severity

INSTRUCTION = (
    "请在着色单元格中更正（红色必须更正，黄色请核对），勿改动表头，改好后将本文件原样发回。"
    "不应上报的行请整行删除。最右侧退回原因等列由系统填写，发回时不必删除。"
)
_MOST_TITLES = 8
_MOST_ROWS = 1_000_000
_MOST_COMMENTS = 2_000
_LONGEST_CELL = 32_767
_LONGEST_NAME = 31
_NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_A3 = 8
_PLAIN_SHEET = "退回数据"
_WIDTHS = (6, 36)
_ANSWER_WIDTHS = (48, 48, 12)
_MEASURED_ROWS = 200
_FILLS = {Severity.REFUSE: "#FFC7CE", Severity.REVIEW: "#FFEB9C"}


@dataclass(frozen=True)
class Mark:
    """Why a cell is to be looked at, in Chinese."""

    severity: Severity
    sentence: str
    remedy: str


@dataclass(frozen=True)
class AnsweredRow:
    """A row as it came, with its marks by the place of the cell."""

    row_no: int
    cells: tuple[str | None, ...]
    marks: Mapping[int, Sequence[Mark]]
    reason: str
    remedy: str


@dataclass(frozen=True)
class AnsweredSheet:
    """A sheet's rejected rows, each with its answer; the cells are in its columns."""

    sheet: RejectedSheet
    rows: tuple[AnsweredRow, ...]


def write_workbook(sheets: Sequence[AnsweredSheet], *, made_at: datetime) -> bytes:
    """Write the sheets as XLSX, the same bytes for the same sheets.

    Every cell is written as text: nothing in it can become a formula, a date or a
    number with its last digits lost.
    """
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:  # no clear text on disk
        book.set_properties({"created": made_at.replace(tzinfo=None)})
        formats = _formats(book)
        taken: set[str] = set()
        for sheet in _of_a_size(sheets):
            name = _sheet_name(sheet.sheet.sheet, taken)
            _Page(book.add_worksheet(name), sheet, formats).write(name)
    return out.getvalue()


def _formats(book: Workbook) -> dict[str, Format]:
    text = {"num_format": "@", "valign": "top"}
    header = {
        **text,
        "bold": True,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    }
    kinds = {
        "title": {"num_format": "@"},
        "instruction": {"num_format": "@", "bold": True, "font_color": "#9C0006"},
        "header": {**header, "bg_color": "#E7E6E6"},
        "answer header": {**header, "bg_color": "#D9E1F2"},
        "text": text,
        "answer": {**text, "text_wrap": True, "font_color": "#44546A"},
        **{
            severity.value: {**text, "bg_color": fill, "border": 1}
            for severity, fill in _FILLS.items()
        },
    }
    return {kind: book.add_format(said) for kind, said in kinds.items()}


class _Page:
    """One sheet under way: titles, the header of one or two rows, the rows."""

    def __init__(
        self, page: Worksheet, answered: AnsweredSheet, formats: dict[str, Format]
    ) -> None:
        self.page = page
        self.answered = answered
        self.formats = formats
        self.comments = 0
        sheet = answered.sheet
        own = [(column.group, column.leaf) for column in sheet.columns]
        surplus = sheet.rows.width - 1 - len(own)
        more = [("", surplus_header(number)) for number in range(1, surplus + 1)]
        answers = [("", word) for word in synonyms().answers]
        self.header = [*own, *more, *answers]
        self.width = len(own) + surplus

    def write(self, name: str) -> None:
        page, formats = self.page, self.formats
        top = _top_lines(self.answered.sheet, name)
        for at, line in enumerate(top):
            kind = "title" if at else "instruction"
            page.write_string(at, 0, line, formats[kind])
        first = self._write_header(len(top))
        for at, row in enumerate(self.answered.rows, start=first):
            self._write_row(at, row)
        page.freeze_panes(first, 0)
        page.set_landscape()
        page.set_paper(_A3)
        page.fit_to_pages(1, 0)
        page.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._set_widths()

    def _write_header(self, top: int) -> int:
        """Write the header and give the row below it."""
        if not any(group for group, _ in self.header):
            for at, (_, leaf) in enumerate(self.header):
                self._write_text(top, at, leaf, self._header_format(at))
            return top + 1
        at = 0
        for (group, _), alike in groupby(enumerate(self.header), _group_or_place):
            columns = [leaf for _, (_, leaf) in alike]
            last = at + len(columns) - 1
            if not group:
                place = (top, at, top + 1, at)
                self.page.merge_range(*place, columns[0], self._header_format(at))
            else:
                if last > at:
                    place = (top, at, top, last)
                    self.page.merge_range(*place, group, self._header_format(at))
                else:
                    self._write_text(top, at, group, self._header_format(at))
                for offset, leaf in enumerate(columns):
                    self._write_text(
                        top + 1, at + offset, leaf, self._header_format(at)
                    )
            at = last + 1
        return top + 2

    def _header_format(self, at: int) -> Format:
        return self.formats["header" if at < self.width else "answer header"]

    def _write_row(self, at: int, row: AnsweredRow) -> None:
        for column, cell in enumerate(row.cells):
            marks = row.marks.get(column, ())
            if not marks:
                if cell:
                    self._write_text(at, column, cell, self.formats["text"])
                continue
            worst = min(marks, key=lambda mark: mark.severity is Severity.REVIEW)
            self._write_text(at, column, cell or "", self.formats[worst.severity.value])
            self._comment(at, column, marks)
        answers = (row.reason, row.remedy, str(row.row_no))
        for column, answer in enumerate(answers, start=self.width):
            self._write_text(at, column, answer, self.formats["answer"])

    def _write_text(self, at: int, column: int, text: str, kind: Format) -> None:
        if text:
            self.page.write_string(at, column, text[:_LONGEST_CELL], kind)
        else:
            self.page.write_blank(at, column, None, kind)

    def _comment(self, at: int, column: int, marks: Sequence[Mark]) -> None:
        """Say why beside the cell; a workbook with many comments opens too slowly."""
        if self.comments >= _MOST_COMMENTS:
            return
        self.comments += 1
        lines = [f"{mark.sentence}。\n修改建议：{mark.remedy}。" for mark in marks]
        size = {"width": 260, "height": 48 * len(marks) + 32, "font_size": 9}
        self.page.write_comment(at, column, "\n".join(lines), size)

    def _set_widths(self) -> None:
        rows = self.answered.rows[:_MEASURED_ROWS]
        least, most = _WIDTHS
        for at in range(self.width):
            cells = [self.header[at][1], *(row.cells[at] or "" for row in rows)]
            needed = max(map(_shown_width, cells)) + 2
            self.page.set_column(at, at, max(least, min(most, needed)))
        for at, width in enumerate(_ANSWER_WIDTHS, start=self.width):
            self.page.set_column(at, at, width)


def _group_or_place(numbered: tuple[int, tuple[str, str]]) -> tuple[str, int]:
    """Give what neighbouring columns share: a group, or nothing at all."""
    at, (group, _) = numbered
    return (group, 0) if group else ("", at)


def _top_lines(sheet: RejectedSheet, name: str) -> list[str]:
    """Give the lines above the header: what to do, and the sender's own titles."""
    titles = list(sheet.titles)
    if sheet.sheet not in {"", name}:
        titles.insert(0, f"原工作表：{sheet.sheet}")
    if len(titles) > _MOST_TITLES:
        rest = "　".join(titles[_MOST_TITLES - 1 :])
        titles = [*titles[: _MOST_TITLES - 1], rest]
    return [INSTRUCTION, *titles]


def _of_a_size(sheets: Sequence[AnsweredSheet]) -> Iterator[AnsweredSheet]:
    """Cut sheets with more rows than a spreadsheet holds."""
    for sheet in sheets:
        for first in range(0, len(sheet.rows), _MOST_ROWS):
            yield replace(sheet, rows=sheet.rows[first : first + _MOST_ROWS])


def _sheet_name(sheet: str, taken: set[str]) -> str:
    """Give a name that a spreadsheet takes, as near to the sheet's own as can be."""
    plain = _NO_NAME.sub("_", sheet).strip("' ")[:_LONGEST_NAME] or _PLAIN_SHEET
    name, count = plain, 1
    while name.casefold() in taken or name.casefold() == "history":
        count += 1
        ending = f"({count})"
        name = plain[: _LONGEST_NAME - len(ending)] + ending
    taken.add(name.casefold())
    return name


def _shown_width(text: str) -> int:
    """Give how many columns of a terminal the longest line takes."""
    wide = ("W", "F")
    return max(
        (
            sum(2 if unicodedata.east_asian_width(sign) in wide else 1 for sign in line)
            for line in text.splitlines()
        ),
        default=0,
    )
