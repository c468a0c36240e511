"""A workbook with a title above its headers, the same bytes on every machine."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from voucher_service.samples.cells import Cell

_MADE_AT = datetime(2023, 1, 11, tzinfo=UTC).replace(tzinfo=None)
_PACKED_AT = (1980, 1, 1, 0, 0, 0)
_SHEET = "销售台账"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The contents of a sheet: lines above the headers, headers, rows, sums below.

    ``hidden`` are the columns, from 0, that a spreadsheet program does not show.
    """

    above: tuple[str, ...]
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    footer: Sequence[Cell]
    hidden: Sequence[int] = ()


def xlsx_bytes(sheet: Sheet) -> bytes:
    """Write a sheet as a workbook; its first line spans the width of the table."""
    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True, "strings_to_numbers": False})
    book.set_properties(
        {"title": sheet.above[0], "comments": "synthetic data", "created": _MADE_AT}
    )
    _fill(book, sheet)
    book.close()
    return _repacked(raw.getvalue())


def _fill(book: Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(_SHEET)
    bold = book.add_format({"bold": True, "align": "center"})
    day = book.add_format({"num_format": "yyyy/m/d"})
    page.merge_range(0, 0, 0, len(sheet.headers) - 1, sheet.above[0], bold)
    for at, line in enumerate(sheet.above[1:], start=1):
        page.write_string(at, 0, line)
    for at, header in enumerate(sheet.headers):
        page.write_string(len(sheet.above), at, header, bold)
    for column in sheet.hidden:
        page.set_column(column, column, None, None, {"hidden": True})
    for down, row in enumerate([*sheet.rows, sheet.footer], len(sheet.above) + 1):
        for across, cell in enumerate(row):
            _write(page, (down, across), cell, day)


def _write(page: Worksheet, at: tuple[int, int], cell: Cell, day: Format) -> None:
    if isinstance(cell, str):
        page.write_string(*at, cell)
    elif isinstance(cell, date):
        page.write_datetime(*at, cell, day)
    elif isinstance(cell, (int, float, Decimal)):
        page.write_number(*at, float(cell) if isinstance(cell, Decimal) else cell)


def _repacked(raw: bytes) -> bytes:
    """Pack the parts again without compression, which differs between machines."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as parts,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as target,
    ):
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, _PACKED_AT)
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            target.writestr(entry, parts.read(name))
    return packed.getvalue()
