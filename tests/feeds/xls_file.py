"""An Excel 97-2003 workbook, written record by record."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

Cell = str | float | int | None
Row = Sequence[Cell]


@dataclass
class XlsSheet:
    """A sheet; merges are (top, bottom, left, right), all from 0."""

    name: str
    rows: Sequence[Row]
    merges: Sequence[tuple[int, int, int, int]] = ()
    hidden_columns: Sequence[int] = ()
    hidden: bool = False
    hidden_rows: Sequence[int] = ()
    errors: dict[tuple[int, int], int] = field(default_factory=dict)


def xls_bytes(
    *sheets: XlsSheet, epoch_1904: bool = False, password: bool = False
) -> bytes:
    """Write sheets as BIFF8 in a compound file."""
    bodies = [_body(sheet) for sheet in sheets]
    extra = _record(0x2F, b"\0\0" * 3) if password else b""

    def globals_with(starts):
        bound = [
            _record(
                0x85,
                struct.pack("<IBBBB", start, int(sheet.hidden), 0, len(sheet.name), 1)
                + sheet.name.encode("utf-16-le"),
            )
            for sheet, start in zip(sheets, starts, strict=True)
        ]
        return (
            _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
            + extra
            + _record(0x42, struct.pack("<H", 1200))
            + _record(0x22, struct.pack("<H", int(epoch_1904)))
            + b"".join(bound)
            + _record(0x0A, b"")
        )

    start = len(globals_with([0] * len(sheets)))
    starts = [start + sum(map(len, bodies[:at])) for at in range(len(bodies))]
    return compound("Workbook", globals_with(starts) + b"".join(bodies))


def compound(name: str, stream: bytes) -> bytes:
    """Put one stream into a compound file of sectors of 512 bytes."""
    stream += bytes(-len(stream) % 512)
    stream += bytes(max(4096 - len(stream), 0))
    count = len(stream) // 512
    fat_sectors = 1
    while 128 * fat_sectors < count + fat_sectors + 1:
        fat_sectors += 1
    chain = [*range(1, count), 0xFFFFFFFE]
    fat = [*chain, 0xFFFFFFFE, *[0xFFFFFFFD] * fat_sectors]
    fat += [0xFFFFFFFF] * (128 * fat_sectors - len(fat))
    places = [count + 1 + at for at in range(fat_sectors)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIII", 0, fat_sectors, count, 0, 4096, 0xFFFFFFFE, 0)
    header += struct.pack("<II", 0xFFFFFFFE, 0)
    header += struct.pack("<109I", *places, *[0xFFFFFFFF] * (109 - len(places)))
    directory = (
        _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)
        + _entry(name, 2, 0, len(stream))
        + bytes(256)
    )
    return header + stream + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF):
    raw = (name + "\0").encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw), kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
    return entry + struct.pack("<IQ", start, size)


def _body(sheet: XlsSheet) -> bytes:
    parts = [_record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))]
    parts += [
        _record(0x7D, struct.pack("<HHHHHH", column, column, 2560, 0, 1, 0))
        for column in sheet.hidden_columns
    ]
    parts += [
        _record(0x208, struct.pack("<HHHHHHHH", row, 0, 1, 255, 0, 0, 0x20, 15))
        for row in sheet.hidden_rows
    ]
    for at, row in enumerate(sheet.rows):
        for column, cell in enumerate(row):
            place = struct.pack("<HHH", at, column, 0)
            if isinstance(cell, str) and cell:
                text = struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le")
                parts.append(_record(0x204, place + text))
            elif isinstance(cell, int | float):
                parts.append(_record(0x203, place + struct.pack("<d", cell)))
    parts += [
        _record(0x205, struct.pack("<HHHBB", *place, 0, code, 1))
        for place, code in sheet.errors.items()
    ]
    if sheet.merges:
        ranges = b"".join(struct.pack("<4H", *merge) for merge in sheet.merges)
        parts.append(_record(0xE5, struct.pack("<H", len(sheet.merges)) + ranges))
    return b"".join(parts) + _record(0x0A, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
