"""What an Excel 97-2003 workbook says beside its cells' values."""

import struct
from collections.abc import Iterator

from voucher_service.feeds.compound import CompoundFile
from voucher_service.feeds.grid import Marks, Merge
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.unreadable import unreadable
from voucher_service.feeds.xlsx_parts import SheetPart

_BOF, _EOF = 0x0809, 0x000A
_DATE_MODE, _PASSWORD, _CODE_PAGE, _SHEET = 0x0022, 0x002F, 0x0042, 0x0085
_COLUMN, _MERGED, _MANY_NUMBERS = 0x007D, 0x00E5, 0x00BD
_ROW, _HEIGHT_ZERO = 0x0208, 0x20
_FORMULA, _BOOLEAN_OR_ERROR = 0x0006, 0x0205
_CELLS = {_FORMULA, _BOOLEAN_OR_ERROR, 0x0203, 0x0204, 0x00FD, 0x027E, 0x00D6}
_WORKSHEET = 0
_BIFF8 = 0x0600
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}

Record = tuple[int, bytes]


def read_streams(content: bytes, name: str, limits: Limits) -> dict[str, SheetPart]:
    """Give the worksheets of an XLS by name, in the workbook's order.

    Raises UnreadableInput for a damaged file, one with a password, and one beyond
    the limits.
    """
    try:
        stream = CompoundFile(content).stream("Workbook", "Book")
        return _parts(stream, name, limits)
    except (ValueError, KeyError, IndexError, struct.error, LookupError):
        raise unreadable(name, "damaged") from None


def _parts(stream: bytes, name: str, limits: Limits) -> dict[str, SheetPart]:
    version = struct.unpack_from("<H", stream, 4)[0]
    code_page, epoch_1904 = 1252, False
    sheets: list[tuple[str, int, bool]] = []
    for kind, data in _records(stream, 0):
        if kind == _PASSWORD:
            raise unreadable(name, "encrypted")
        if kind == _CODE_PAGE:
            code_page = struct.unpack_from("<H", data)[0]
        elif kind == _DATE_MODE:
            epoch_1904 = data[:1] == b"\x01"
        elif kind == _SHEET and data[5] == _WORKSHEET:
            title = _title(data[6:], code_page, wide=version >= _BIFF8)
            place = struct.unpack_from("<I", data)[0]
            sheets.append((title, place, data[4] & 3 != 0))
    limits.allow_sheets(len(sheets), name)
    parts = {}
    for title, place, hidden in sheets:
        part = parts[title] = _part(SheetPart(title), stream, place)
        part.marks = Marks(
            part.marks.merged,
            part.marks.hidden,
            hidden,
            epoch_1904=epoch_1904,
            hidden_rows=part.marks.hidden_rows,
        )
        limits.allow_area(part.rows, part.columns, name, title)
    return parts


def _part(part: SheetPart, stream: bytes, start: int) -> SheetPart:
    hidden: set[int] = set()
    hidden_rows: set[int] = set()
    merged: list[Merge] = []
    for kind, data in _records(stream, start):
        if kind in _CELLS or kind == _MANY_NUMBERS:
            row, column = struct.unpack_from("<HH", data)
            if kind == _MANY_NUMBERS:
                column = struct.unpack_from("<H", data, len(data) - 2)[0]
            elif error := _error(kind, data):
                part.faulty[row, column] = error
            part.rows = max(part.rows, row + 1)
            part.columns = max(part.columns, column + 1)
        elif kind == _COLUMN:
            first, last, options = struct.unpack_from("<HH4xH", data)
            if options & 1:
                hidden.update(range(first, last + 1))
        elif kind == _ROW:
            row, options = struct.unpack_from("<H10xH", data)
            if options & _HEIGHT_ZERO:
                hidden_rows.add(row + 1)
        elif kind == _MERGED:
            merged += _merges(data)
    part.marks = Marks(
        tuple(merged), frozenset(hidden), hidden_rows=frozenset(hidden_rows)
    )
    part.long_numbers = True  # a number is stored in five ways: all may be long
    return part


def _merges(data: bytes) -> Iterator[Merge]:
    for at in range(struct.unpack_from("<H", data)[0]):
        top, bottom, left, right = struct.unpack_from("<4H", data, 2 + 8 * at)
        yield Merge(top, left, bottom, right)


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """Give the records of the part that begins here, without those of parts in it."""
    at, depth = start, 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _error(kind: int, data: bytes) -> str | None:
    if kind == _BOOLEAN_OR_ERROR and data[7] == 1:
        return _ERRORS.get(data[6])
    if kind == _FORMULA and data[12:14] == b"\xff\xff" and data[6] == 2:
        return _ERRORS.get(data[8])
    return None


def _title(data: bytes, code_page: int, *, wide: bool) -> str:
    length = data[0]
    if not wide:
        encoding = {936: "gb18030", 1200: "utf-16-le"}.get(code_page, f"cp{code_page}")
        return data[1 : 1 + length].decode(encoding, "replace")
    if data[1] & 1:
        return data[2 : 2 + 2 * length].decode("utf-16-le", "replace")
    return data[2 : 2 + length].decode("latin-1")
