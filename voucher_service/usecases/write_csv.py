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
    cells = table.with_columns(_harmless(pl.col(pl.String)))
    cells.columns = safe
    return _BOM + cells.write_csv(line_terminator="\r\n").encode()


def _harmless(cell: pl.Expr) -> pl.Expr:
    runs = cell.str.contains(_FORMULA) & ~cell.str.contains(_NUMBER)
    return pl.when(runs).then("'" + cell).otherwise(cell).name.keep()
