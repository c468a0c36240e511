"""Delimited text becomes a table."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

import polars as pl

from voucher_service.feeds.blocks import LargeText, NeedsWholeFile
from voucher_service.feeds.grid import row_numbers
from voucher_service.feeds.headers import Label, ProfileHeaders
from voucher_service.feeds.heading import HEADER_WITHIN, Heading, find_heading
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.table import (
    Table,
    Workbook,
    beyond_header,
    no_header,
    width_of,
)
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

    @property
    def labels(self) -> tuple[Label, ...]:
        return self.heading.labels[: width_of(self.heading.labels)]

    @property
    def variant(self) -> str:
        return "tsv" if self.separator == "\t" else ""

    def table(self, body: pl.DataFrame, rows_before: int = 0) -> Table:
        labels = self.labels
        beyond, surplus = beyond_header(body, len(labels))
        first = self.heading.bottom + 2
        return Table(
            sheet="",
            titles=self.heading.titles,
            labels=labels,
            column_nos=tuple(range(1, len(labels) + 1)),
            cells=body.select(body.columns[: len(labels)]),
            row_nos=row_numbers(first + rows_before, body.height),
            beyond=beyond,
            surplus=surplus,
            header_row=first - 1,
        )


def read_delimited(
    delivery: Delivery, named: ProfileHeaders, limits: Limits
) -> Workbook:
    """Read CSV text (or text with tabs or semicolons) as the table of sheet ``""``.

    Raises UnreadableInput where no header is found, quotes do not close, or there
    are more columns than are taken.
    """
    head = _find_header(delivery, named, limits)
    size, lines = len(delivery.content), delivery.content.count(b"\n")
    limits.allow_area(lines, len(head.labels), delivery.name, size=size)
    table = head.table(_read_body(delivery, head, len(head.labels)))
    return Workbook([table], variant=head.variant)


def read_in_blocks(
    text: LargeText, name: str, named: ProfileHeaders, limits: Limits, *, rows: int
) -> Iterator[Workbook]:
    """Read a large text as ``read_delimited`` does, about so many rows at a time.

    Raises NeedsWholeFile where the blocks might be read otherwise than the whole.
    """
    top = text.top()
    head = _find_header(Delivery(name, "csv", text.encoding, top), named, limits)
    size = len(text.source)
    limits.allow_area(text.lines, len(head.labels), name, size=size)
    behind = sum(len(line) + 1 for line in top.split(b"\n")[: head.lines])
    body_only = replace(head, lines=0)
    rows_before = 0
    for block in text.blocks(head.separator, behind, rows):
        delivery = Delivery(name, "csv", text.encoding, block)
        try:
            body = _read_quickly(delivery, body_only, len(head.labels))
        except pl.exceptions.PolarsError:
            raise NeedsWholeFile from None
        table = head.table(body, rows_before)
        rows_before += body.height
        limits.allow_rows(rows_before, name)
        yield Workbook([table], variant=head.variant)


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


def _read_body(delivery: Delivery, head: _Head, width: int) -> pl.DataFrame:
    try:
        return _read_quickly(delivery, head, width)
    except pl.exceptions.PolarsError:
        return _read_patiently(delivery, head, width + _BEYOND)


def _read_quickly(delivery: Delivery, head: _Head, width: int) -> pl.DataFrame:
    try:
        return _scan(delivery, head, width, ragged=False)
    except pl.exceptions.PolarsError:
        # A row is too long or a quote is odd.
        return _scan(delivery, head, width + _BEYOND, ragged=True)


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
