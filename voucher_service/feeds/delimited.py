"""Delimited text becomes a table."""

import csv
import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from voucher_service.feeds.grid import row_numbers
from voucher_service.feeds.headers import ProfileHeaders
from voucher_service.feeds.heading import HEADER_WITHIN, Heading, find_heading
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.table import Table, Workbook, no_header, width_of
from voucher_service.feeds.unreadable import unreadable

if TYPE_CHECKING:
    import _csv

_HEAD = 2**18
_SEPARATORS = (",", "\t", ";")
_BEYOND = 64


@dataclass(frozen=True)
class _Head:
    """The header, and where the text below it begins."""

    separator: str
    heading: Heading
    lines: int


def read_delimited(
    delivery: Delivery, named: ProfileHeaders, limits: Limits
) -> Workbook:
    """Read CSV text (or text with tabs or semicolons) as the table of sheet ``""``.

    Raises UnreadableInput where no header is found, quotes do not close, or there
    are more columns than are taken.
    """
    head = _find_header(delivery, named, limits)
    labels = head.heading.labels[: width_of(head.heading.labels)]
    size = len(delivery.content)
    limits.allow_area(
        delivery.content.count(b"\n"), len(labels), delivery.name, size=size
    )
    cells, beyond = _read_body(delivery, head, len(labels))
    first = head.heading.bottom + 2
    table = Table(
        sheet="",
        titles=head.heading.titles,
        labels=labels,
        column_nos=tuple(range(1, len(labels) + 1)),
        cells=cells,
        row_nos=row_numbers(first, cells.height),
        beyond=beyond,
        header_row=first - 1,
    )
    return Workbook([table], variant="tsv" if head.separator == "\t" else "")


def _find_header(delivery: Delivery, named: ProfileHeaders, limits: Limits) -> _Head:
    text = delivery.content[:_HEAD].decode("utf-8", errors="ignore")
    nearest: list[list[str]] = []
    for separator in _SEPARATORS:
        rows = _first_rows(text, separator)
        limits.allow_columns(max(map(_filled, rows), default=0), delivery.name)
        heading = find_heading(rows, named)
        if heading is not None:
            reader = _reader(text, separator)
            for _ in islice(reader, heading.bottom + 1):
                pass
            return _Head(separator, heading, reader.line_num)
        nearest = max(nearest, rows, key=lambda seen: max(map(len, seen), default=0))
    raise no_header(nearest, named, delivery.name)


def _filled(row: list[str]) -> int:
    return max((at for at, cell in enumerate(row, start=1) if cell.strip()), default=0)


def _first_rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in islice(_reader(text, separator), HEADER_WITHIN + 1):
            rows.append(row)  # noqa: PERF402 - what came before a fault is kept
    except csv.Error:
        pass
    return rows


def _reader(text: str, separator: str) -> "_csv.Reader":
    # Split at line feeds alone, as the reader of the body does.
    lines = (f"{line}\n" for line in text.split("\n"))
    return csv.reader(lines, delimiter=separator)


def _read_body(
    delivery: Delivery, head: _Head, width: int
) -> tuple[pl.DataFrame, pl.Series]:
    try:
        cells = _scan(delivery, head, width, ragged=False)
        return cells, pl.repeat(False, cells.height, dtype=pl.Boolean, eager=True)
    except pl.exceptions.PolarsError:
        pass  # a row is too long or a quote is odd: read it the patient way
    try:
        wide = _scan(delivery, head, width + _BEYOND, ragged=True)
    except pl.exceptions.PolarsError:
        wide = _read_patiently(delivery, head, width + _BEYOND)
    extra = [pl.col(key).str.strip_chars() != "" for key in wide.columns[width:]]
    beyond = wide.select(pl.any_horizontal(extra).fill_null(value=False)).to_series()
    return wide.select(wide.columns[:width]), beyond


def _scan(delivery: Delivery, head: _Head, width: int, *, ragged: bool) -> pl.DataFrame:
    schema = _schema(width)
    if delivery.content.count(b"\n") < head.lines:
        return pl.DataFrame(schema=schema)
    return pl.read_csv(
        delivery.content,
        has_header=False,
        skip_lines=head.lines,
        schema=schema,
        separator=head.separator,
        infer_schema=False,
        truncate_ragged_lines=ragged,
        missing_columns="insert",
        raise_if_empty=False,
    )


def _read_patiently(delivery: Delivery, head: _Head, width: int) -> pl.DataFrame:
    """Read row by row what the fast reader refused; name the line that is at fault."""
    text = io.StringIO(delivery.content.decode(), newline="")
    for _ in range(head.lines):
        text.readline()
    reader = csv.reader(text, delimiter=head.separator, strict=True)
    rows: list[list[str | None]] = []
    try:
        for row in reader:
            kept = [cell or None for cell in row[:width]]
            rows.append(kept + [None] * (width - len(kept)))
    except csv.Error:
        line = head.lines + reader.line_num
        raise unreadable(delivery.name, "quoting", line=line) from None
    return pl.DataFrame(rows, schema=_schema(width), orient="row")


def _schema(width: int) -> dict[str, pl.String]:
    return {f"c{number}": pl.String() for number in range(width)}
