"""What the parts of an XLSX say beside the cells' values, and how far cells reach."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from html import unescape
from typing import IO

from voucher_service.feeds.grid import Marks, Merge
from voucher_service.feeds.limits import Limits, column_letters
from voucher_service.feeds.unreadable import DAMAGED_ZIP, unreadable

_CHUNK = 2**22
_ATTRIBUTE = re.compile(r"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SHEET = re.compile(r"<(?:\w+:)?sheet\s([^>]*)>")
_BOOK_RULES = re.compile(r"<(?:\w+:)?workbookPr\s([^>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*ref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)")
_DIMENSION = re.compile(rb"<dimension ref=\"(?:[A-Z]+\d+:)?([A-Z]{1,3})(\d{1,7})\"")
_FAULTY = re.compile(
    rb"<(?:\w+:)?c r=\"([A-Z]+)(\d+)\"(?:\s[^>]*)?\st=\"e\"[^>]*>"
    rb"(?:<(?:\w+:)?f[^>]*/>|<(?:\w+:)?f[^>]*>[^<]*</(?:\w+:)?f>)?"
    rb"<(?:\w+:)?v>([^<]*)<"
)
_TAG = re.compile(rb"<(?:\w+:)?(row|c)(?=[\s/>])([^>]*)>")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\shidden=\"(?:1|true)\"[^>]*>")
_HIDDEN_ROW = re.compile(rb"\sr=\"(\d+)\"")
_PLACE = re.compile(rb"\sr\s*=\s*[\"']([A-Z]*)(\d+)[\"']")
_LONG = re.compile(rb"v>(?:[0-9]{16}|[0-9.]{1,25}E)")
_LONGEST_TEXT = 2**26
_REFERENCE = re.compile(rb"<c r=\"([A-Z]+)([0-9]+)\"")
_READ_WHOLE = ("xl/sharedstrings.xml", "xl/styles.xml")

Cells = dict[tuple[int, int], str]


@dataclass
class SheetPart:
    """One sheet: its marks, its cells in error by place, and how far it reaches.

    ``rows`` and ``columns`` span the cells, ``long_numbers`` says whether a number of
    more digits than a spreadsheet keeps may be stored.
    """

    name: str
    marks: Marks = field(default_factory=Marks)
    faulty: Cells = field(default_factory=dict)
    rows: int = 0
    columns: int = 0
    long_numbers: bool = False


def read_parts(content: bytes, name: str, limits: Limits) -> dict[str, SheetPart]:
    """Give the worksheets of an XLSX by name, in the workbook's order.

    Raises UnreadableInput for a damaged package, for more sheets than are taken and
    for a sheet whose cells lie farther apart than the limits allow: a reader would
    lay out every cell in between.
    """
    return told(content, name, measured(content, name, limits))


def measured(content: bytes, name: str, limits: Limits) -> tuple["Scan", ...]:
    """Find how far the cells of each sheet reach, and no more; see ``read_parts``."""
    with _opened(content, name) as package:
        return tuple(_scans(package, name, limits))


def told(content: bytes, name: str, scans: Iterable["Scan"]) -> dict[str, SheetPart]:
    """Give the parts of the sheets that were measured, with all they say."""
    with _opened(content, name) as package:
        for scan in scans:
            with package.open(scan.target) as stream:
                scan.tell(stream)
    return {scan.part.name: scan.part for scan in scans}


@contextmanager
def _opened(content: bytes, name: str) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            yield package
    except (*DAMAGED_ZIP, KeyError):
        raise unreadable(name, "damaged") from None


def _scans(package: zipfile.ZipFile, name: str, limits: Limits) -> Iterator["Scan"]:
    inside = {each.filename.lower(): each.filename for each in package.infolist()}
    book = _text(package, inside["xl/workbook.xml"])
    rules = _BOOK_RULES.search(book)
    epoch = _attributes(rules[1]).get("date1904") if rules else None
    targets = _targets(_text(package, inside["xl/_rels/workbook.xml.rels"]))
    for path in _READ_WHOLE:
        if path in inside:
            _check(package, inside[path])
    sheets = [_attributes(found[1]) for found in _SHEET.finditer(book)]
    limits.allow_sheets(len(sheets), name)
    for sheet in sheets:
        relation = next((sheet[key] for key in sheet if key.endswith(":id")), "")
        target = inside[targets[relation].lower()]
        if "chartsheet" in target or "dialogsheet" in target:
            continue
        marks = Marks(
            sheet_hidden=sheet.get("state", "visible") != "visible",
            epoch_1904=epoch in {"1", "true"},
        )
        scan = Scan(SheetPart(sheet["name"], marks), target, limits)
        with package.open(target) as stream:
            scan.measure(stream)
        limits.allow_area(scan.part.rows, scan.part.columns, name, scan.part.name)
        yield scan


class Scan:
    """Reads a sheet by the piece, never holding all of it: first how far it reaches.

    That must be known before any reader lays the cells out; what else it says can be
    read while one does.
    """

    def __init__(self, part: SheetPart, target: str, limits: Limits) -> None:
        self.part = part
        self.target = target
        self._limits = limits
        self._normal: re.Pattern[bytes] | None = None
        self._claimed = (0, 0)
        self._at = (0, 0)
        self._hidden: set[int] = set()
        self._hidden_rows: set[int] = set()
        self._merged: list[Merge] = []

    def measure(self, stream: IO[bytes]) -> None:
        """Find how far the cells reach."""
        for number, piece in enumerate(_pieces(stream)):
            if number <= 1 and self._claimed == (0, 0):
                self._claim(piece)
            self._reach(piece)

    def tell(self, stream: IO[bytes]) -> None:
        """Find what the sheet says beside its cells' values."""
        above = True
        for piece in _pieces(stream):
            if above:  # columns are told above the rows
                head, row, _ = piece.partition(b"row ")
                for found in _COLUMN.finditer(head):
                    self._hide(_attributes(found[1].decode("utf-8", "replace")))
                above = not row
            self._tell(piece)
        self.part.marks = replace(
            self.part.marks,
            merged=tuple(self._merged),
            hidden=frozenset(self._hidden),
            hidden_rows=frozenset(self._hidden_rows),
        )

    def _claim(self, piece: bytes) -> None:
        if claim := _DIMENSION.search(piece):
            self._claimed = (int(claim[2]), _column_number(claim[1]))
            if self._allows(*self._claimed):
                self._normal = _beyond(*self._claimed)

    def _tell(self, piece: bytes) -> None:
        below = max(piece.rfind(b"row>"), 0)  # merges are told below the rows
        self._merged += [_merge(found) for found in _MERGE.finditer(piece, below)]
        if b' hidden="' in piece:
            rows = map(_HIDDEN_ROW.search, _ROW.findall(piece))
            self._hidden_rows.update(int(found[1]) for found in rows if found)
        if b't="e"' in piece:
            for found in _FAULTY.finditer(piece):
                place = (int(found[2]) - 1, _column_number(found[1]) - 1)
                self.part.faulty[place] = found[3].decode("utf-8", "replace")
        self.part.long_numbers |= _LONG.search(piece) is not None

    def _hide(self, column: dict[str, str]) -> None:
        if column.get("hidden") in {"1", "true"}:
            first, last = int(column["min"]), int(column["max"])
            self._hidden.update(range(first - 1, min(last, first + 2**14)))

    def _reach(self, piece: bytes) -> None:
        """Find how far cells reach: as far as is claimed, if no cell lies beyond."""
        within = self._normal is not None and not (
            (b":" in piece and b":c" in piece) or self._normal.search(piece)
        )
        if within:
            rows, columns = self._claimed
            if b"<c" in piece:
                self.part.rows = max(self.part.rows, rows)
                self.part.columns = max(self.part.columns, columns)
                self._at = (rows, columns)
            return
        self._normal = None  # every later piece is measured cell by cell, too
        self._measure(piece)

    def _measure(self, piece: bytes) -> None:
        found = _REFERENCE.findall(piece)
        if found and len(found) == piece.count(b"<c ") + piece.count(b"<c>"):
            rows = max(self.part.rows, *(int(row) for _, row in found))
            letters = {letters for letters, _ in found}
            columns = max(self.part.columns, *map(_column_number, letters))
            if self._allows(rows, columns) and b":c" not in piece:
                self.part.rows, self.part.columns = rows, columns
                self._at = (int(found[-1][1]), columns)
                return
        self._measure_by_tag(piece)

    def _measure_by_tag(self, piece: bytes) -> None:
        """Walk rows and cells as a reader does; an empty cell reaches nowhere."""
        row, column = self._at
        for tag in _TAG.finditer(piece):
            place = _PLACE.search(tag[2])
            if tag[1] == b"row":
                row, column = int(place[2]) if place else row + 1, 0
                continue
            column += 1
            if place and place[1]:
                row, column = int(place[2]), _column_number(place[1])
            if not tag[2].endswith(b"/"):
                self.part.rows = max(self.part.rows, row)
                self.part.columns = max(self.part.columns, column)
        self._at = (row, column)

    def _allows(self, rows: int, columns: int) -> bool:
        within = columns <= self._limits.columns
        return within and rows * columns <= self._limits.cells


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    """Give a sheet by the piece, each ending where a cell does, the last one apart."""
    rest = b""
    for chunk in _unpacked(stream):
        if len(rest) > _LONGEST_TEXT:
            raise ValueError("a cell has no end")
        piece = rest + chunk
        cut = max(piece.rfind(b"<row"), piece.rfind(b"</c>"))
        cut = cut if cut > 0 else piece.rfind(b":row ")
        cut = cut if cut > 0 else piece.rfind(b"<")
        rest = piece[max(cut, 0) :]
        yield piece[: max(cut, 0)]
    yield rest


def _unpacked(stream: IO[bytes]) -> Iterator[bytes]:
    """Give a stream by the piece, the next one unpacked in the meantime."""
    with ThreadPoolExecutor(1, thread_name_prefix="unpacking") as pool:
        coming = pool.submit(stream.read, _CHUNK)
        while chunk := coming.result():
            coming = pool.submit(stream.read, _CHUNK)
            yield chunk


def _beyond(rows: int, columns: int) -> re.Pattern[bytes]:
    """Give a pattern that finds a cell outside a rectangle, or one without a place."""
    pattern = f'<c(?! r="(?:{_letters_to(columns)})(?:{_numbers_to(rows)})")[\\s/>]'
    return re.compile(pattern.encode())


def _letters_to(columns: int) -> str:
    letters = column_letters(columns)
    shorter = [f"[A-Z]{{{length}}}" for length in range(1, len(letters))]
    return "|".join([*shorter, *_up_to(letters, "A")])


def _numbers_to(rows: int) -> str:
    digits = str(rows)
    shorter = [f"[0-9]{{1,{len(digits) - 1}}}"] if len(digits) > 1 else []
    return "|".join([*_up_to(digits, "0"), *shorter])


def _up_to(word: str, least: str) -> Iterator[str]:
    """Give patterns of the words as long as this one and not after it."""
    every = "[A-Z]" if least == "A" else "[0-9]"
    yield word
    for at, char in enumerate(word):
        if char > least:
            rest = len(word) - at - 1
            before = chr(ord(char) - 1)
            yield f"{word[:at]}[{least}-{before}]" + f"{every}{{{rest}}}" * bool(rest)


def _merge(found: re.Match[bytes]) -> Merge:
    left, top, right, bottom = found.groups()
    return Merge(
        int(top) - 1,
        _column_number(left) - 1,
        int(bottom) - 1,
        _column_number(right) - 1,
    )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters[:4]:
        number = number * 26 + letter - ord("A") + 1
    return number


def _targets(relations: str) -> dict[str, str]:
    targets = {}
    for found in _RELATION.finditer(relations):
        relation = _attributes(found[1])
        target = relation.get("Target", "")
        path = target.lstrip("/") if target.startswith(("/", "xl/")) else f"xl/{target}"
        targets[relation.get("Id", "")] = path
    return targets


def _attributes(text: str) -> dict[str, str]:
    return {
        name: unescape(double or single)
        for name, double, single in _ATTRIBUTE.findall(text)
    }


def _text(package: zipfile.ZipFile, part: str) -> str:
    return package.read(part).decode("utf-8", "replace")


def _check(package: zipfile.ZipFile, part: str) -> None:
    """Read a part to its end: one that is longer than it says fails its checksum."""
    with package.open(part) as stream:
        while stream.read(_CHUNK):
            pass
