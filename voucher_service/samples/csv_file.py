"""A CSV file as a spreadsheet program of each dealer saves it."""

import csv
import io
from collections.abc import Iterable, Sequence

from voucher_service.samples.cells import Cell


def csv_bytes(rows: Iterable[Sequence[Cell]], encoding: str) -> bytes:
    """Write rows as CSV: CRLF as Excel does, except plain UTF-8 with bare LF."""
    text = io.StringIO(newline="")
    ending = "\n" if encoding == "utf-8" else "\r\n"
    writer = csv.writer(text, lineterminator=ending)
    writer.writerows(
        ["" if cell is None else str(cell) for cell in row] for row in rows
    )
    return text.getvalue().encode(encoding)
