"""A table as CSV that spreadsheet programs open with its Chinese intact, and safely."""

import polars as pl

_BOM = b"\xef\xbb\xbf"  # Excel reads Chinese from CSV only with it
_FORMULA = r"^(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
_NUMBER = r"^[+-]?[0-9]+(?:\.[0-9]+)?$"


def spreadsheet_csv(table: pl.DataFrame) -> bytes:
    """Write a frame as UTF-8 CSV with a byte-order mark and CRLF line ends.

    A text that a spreadsheet would run as a formula gets an apostrophe before it, in
    headers too; numbers are left as they are.
    """
    headers = pl.Series(table.columns, dtype=pl.String).to_frame("header")
    safe = headers.select(_harmless(pl.col("header"))).to_series().to_list()
    top = pl.DataFrame(schema=dict.fromkeys(safe, pl.String))
    return _BOM + _written(top) + spreadsheet_rows(table)


def in_gb18030(written: bytes) -> bytes:
    """Give a CSV of ``spreadsheet_csv`` in GB18030, which has no byte-order mark."""
    return written.removeprefix(_BOM).decode().encode("gb18030")


def spreadsheet_rows(table: pl.DataFrame) -> bytes:
    """Write the rows of a frame below a header that was written before."""
    cells = table.with_columns(_harmless(pl.col(pl.String)))
    return _written(cells, header=False)


def _written(cells: pl.DataFrame, *, header: bool = True) -> bytes:
    text = cells.write_csv(line_terminator="\r\n", include_header=header)
    return text.encode()


def _harmless(cell: pl.Expr) -> pl.Expr:
    runs = cell.str.contains(_FORMULA) & ~cell.str.contains(_NUMBER)
    return pl.when(runs).then("'" + cell).otherwise(cell).name.keep()
