"""A file of any known format is opened as the tables it holds."""

from collections.abc import Iterator
from dataclasses import replace

from voucher_service.feeds.archive import members_of
from voucher_service.feeds.delimited import read_delimited
from voucher_service.feeds.grid import Grid
from voucher_service.feeds.headers import ProfileHeaders
from voucher_service.feeds.html_table import read_html
from voucher_service.feeds.json_rows import read_json
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.parquet_rows import read_parquet
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.table import Workbook, tables_of
from voucher_service.feeds.workbook import read_workbook


def open_book(
    delivery: Delivery,
    named: ProfileHeaders,
    limits: Limits,
    *,
    rows: int | None = None,
) -> Workbook:
    """Give the tables of a file; the members of a zip are sheets named by member.

    With ``rows`` only so many of a sheet's first rows need be read. Raises
    UnreadableInput where there is no table, and for one beyond the limits.
    """
    if delivery.format.startswith("zip"):
        return _archive(delivery, named, limits, rows)
    if delivery.format.startswith("csv"):
        book = read_delimited(delivery, named, limits)
    else:
        book = tables_of(_grids(delivery, limits, rows), named, delivery.name)
    for table in book.tables:
        limits.allow_columns(len(table.labels), delivery.name, table.sheet)
    held = sum(table.cells.height for table in book.tables)
    limits.allow_rows(held, delivery.name)
    return book


def _grids(delivery: Delivery, limits: Limits, rows: int | None) -> Iterator[Grid]:
    kind = delivery.format.split(".")[0]
    if kind == "html":
        return read_html(delivery, limits)
    if kind == "json":
        return read_json(delivery, limits)
    if kind == "parquet":
        return read_parquet(delivery, limits, rows=rows)
    return read_workbook(delivery, limits, rows=rows)


def _archive(
    delivery: Delivery, named: ProfileHeaders, limits: Limits, rows: int | None
) -> Workbook:
    book = Workbook()
    for member in members_of(delivery, limits):
        inside = open_book(member, named, limits, rows=rows)
        book.tables += [
            replace(table, sheet=_within(member.member, table.sheet))
            for table in inside.tables
        ]
        book.skipped += [_within(member.member, sheet) for sheet in inside.skipped]
        limits.allow_sheets(len(book.tables) + len(book.skipped), delivery.name)
        held = sum(table.cells.height for table in book.tables)
        limits.allow_rows(held, delivery.name)
    return book


def _within(member: str, sheet: str) -> str:
    return f"{member}/{sheet}" if sheet else member
