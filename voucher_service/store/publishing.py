"""A published database is written from one snapshot of the live one, beside it.

Tables are made while the live database is current and its macros can be seen, views
while the published one is, so that they name nothing outside it.
"""

import contextlib
import hmac
import os
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl

from voucher_service.store.database import NO_COMMIT_YET, Store, aware, naive
from voucher_service.store.published_files import (
    Definition,
    definitions,
    write_comments,
)
from voucher_service.store.published_texts import hide_texts
from voucher_service.store.queries import Connection, fetch_one, lent, quoted

SCHEMA_VERSION = 2
_FLUSH_SECONDS = 0.1
_OF_THE_LIVE_ONE = (duckdb.FatalException, duckdb.InternalException)
_PURPOSE = b"voucher-service published sale ids"
_KEY_SIGNS = 31  # with the id of a sale it fills one block of the hash
_MACRO = (
    "CREATE OR REPLACE TEMP MACRO published_sale(id) AS"
    " 's' || substr(md5(getvariable('sale_key') || id), 1, 16)"
)
_ELIGIBLE_DAYS = """
CREATE OR REPLACE TEMP TABLE eligible_days AS
SELECT d.campaign_id, s.district, s.sold_on AS day, count(*) AS cars_sold,
       sum(d.price_fen)::BIGINT AS sales_fen, sum(d.amount_fen)::BIGINT AS vouchers_fen
FROM published.sales AS s JOIN published.decisions AS d USING (sale_id)
WHERE d.eligible GROUP BY ALL
"""
_INSTANTS = """
SELECT (SELECT max(recorded_at) FROM commits),
       greatest((SELECT max(recorded_at) FROM commits),
                (SELECT max(recorded_at) FROM voucher_events),
                (SELECT max(received_at) FROM deliveries))
"""
_DAYS = """
SELECT least(min(sold_on), (SELECT min(sales_from) FROM published.campaigns)),
       greatest(max(sold_on), (SELECT max(sales_to) FROM published.campaigns))
FROM published.sales
"""


class NotWritten(Exception):
    """A published database could not be written; nobody was shown any of it."""


class Halt:
    """Lets somebody else break off what is being written."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._writing: Connection | None = None

    def ask(self) -> None:
        """Break off the statement under way; the one who writes then hears of it."""
        with self._guard:
            if self._writing is not None:
                self._writing.interrupt()

    @contextlib.contextmanager
    def over(self, cursor: Connection) -> Iterator[None]:
        """Let what a cursor does be broken off."""
        with self._guard:
            self._writing = cursor
        try:
            yield
        finally:
            with self._guard:
                self._writing = None


@dataclass(frozen=True)
class Instants:
    """The last commit that may change a figure, and the last record of any kind."""

    data_version: datetime
    known_at: datetime


@dataclass(frozen=True)
class Facts:
    """What a publication holds besides the home's own rows.

    ``told`` gives the frames told_campaigns, told_terms and told_reasons as known at an
    instant; ``calendar`` the days from one to another, both included. With ``modest``
    it is made by one thread, for there are redemptions to be served.
    """

    told: Callable[[Connection, datetime], Mapping[str, pl.DataFrame]]
    calendar: Callable[[date, date], pl.DataFrame]
    smallest_cell: int
    program_version: str
    modest: bool = False
    halt: Halt = field(default_factory=Halt)


@dataclass(frozen=True)
class Written:
    """What was written to a file: up to when, and how many rows of each table."""

    instants: Instants
    as_of: date | None
    synthetic: bool
    rows: Mapping[str, int]


def instants_of(connection: Connection) -> Instants:
    """Give what a snapshot is published as; with equal instants go equal rows."""
    row = fetch_one(connection, _INSTANTS)
    if row is None or row[0] is None:
        return Instants(NO_COMMIT_YET, NO_COMMIT_YET)
    return Instants(aware(row[0]), aware(row[1]))


def write_published(store: Store, target: Path, sql: Path, facts: Facts) -> Written:
    """Write a published database to a file that is not there yet.

    It is one snapshot, and the writer goes on meanwhile. When this returns the file is
    whole and has no log. Raises NotWritten.
    """
    with store.read() as cursor:
        cursor.execute("COMMIT")  # the snapshot begins once all is prepared
        try:
            with (
                _threads(cursor, facts),
                _attached(cursor, target),
                _flushed_meanwhile(target, facts),
            ):
                with facts.halt.over(cursor):
                    written = _in_one_snapshot(cursor, store, definitions(sql), facts)
                cursor.execute("CHECKPOINT published")
        except _OF_THE_LIVE_ONE:
            raise
        except duckdb.Error as error:  # that file's, and no fault of the live one
            raise NotWritten(str(error)) from error
        return written


@contextlib.contextmanager
def _threads(cursor: Connection, facts: Facts) -> Iterator[None]:
    """Let the engine have one thread meanwhile, if that is asked; it has no other way.

    Its own threads are no use to redemptions, which take the one that asks.
    """
    if not facts.modest:
        yield
        return
    cursor.execute("SET threads = 1")
    try:
        yield
    finally:
        cursor.execute("RESET threads")


@contextlib.contextmanager
def _flushed_meanwhile(target: Path, facts: Facts) -> Iterator[None]:
    """Bring the file to the disk bit by bit, if that is asked.

    All of it at once would hold up the redemptions that wait for the same disk.
    """
    if not facts.modest:
        yield
        return
    is_over = threading.Event()

    def flush() -> None:
        with target.open("rb") as file:
            while not is_over.wait(_FLUSH_SECONDS):
                with contextlib.suppress(OSError):  # the checkpoint will hear of it
                    os.fdatasync(file.fileno())

    flusher = threading.Thread(target=flush, name="flush", daemon=True)
    flusher.start()
    try:
        yield
    finally:
        is_over.set()
        flusher.join()


_OPTIONS = "RECOVERY_MODE 'no_wal_writes', STORAGE_VERSION 'v1.2.0'"
"""No log beside the file, and a form that DuckDB's clients read since version 1.2."""


@contextlib.contextmanager
def _attached(cursor: Connection, target: Path) -> Iterator[None]:
    cursor.execute("DETACH DATABASE IF EXISTS published")
    cursor.execute(f"ATTACH {quoted(target)} AS published ({_OPTIONS})")
    try:
        yield
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # what was wrong is being told
            cursor.execute("DETACH DATABASE published")
        raise
    cursor.execute("DETACH DATABASE published")


def _in_one_snapshot(
    cursor: Connection, store: Store, files: tuple[Definition, ...], facts: Facts
) -> Written:
    home = fetch_one(cursor, "SELECT current_database()")
    assert home is not None
    cursor.execute(_MACRO)
    cursor.execute("BEGIN TRANSACTION")
    try:
        instants = instants_of(cursor)
        _set_variables(cursor, store, instants, facts)
        hide_texts(cursor)
        rows = _make_tables(cursor, files, facts, instants)
        cursor.execute("USE published")
        for file in files:
            if file.is_view:
                cursor.execute(file.sql)
            write_comments(cursor, file)
        told = fetch_one(cursor, "SELECT as_of, synthetic FROM published.published")
        assert told is not None
        cursor.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(duckdb.Error):  # a commit that failed has done it
            cursor.execute("ROLLBACK")
        raise
    finally:
        cursor.execute(f'USE "{home[0]}"')
    return Written(instants, told[0], told[1], rows)


def _set_variables(
    cursor: Connection, store: Store, instants: Instants, facts: Facts
) -> None:
    values = {
        "known_at": naive(instants.known_at),
        "data_version": naive(instants.data_version),
        "sale_key": hmac.digest(store.key, _PURPOSE, "sha256").hex()[:_KEY_SIGNS],
        "smallest_cell": facts.smallest_cell,
        "schema_version": SCHEMA_VERSION,
        "program_version": facts.program_version,
    }
    for name, value in values.items():
        cursor.execute(f"SET VARIABLE {name} = ?", [value])


def _make_tables(
    cursor: Connection,
    files: tuple[Definition, ...],
    facts: Facts,
    instants: Instants,
) -> dict[str, int]:
    """Make the tables in their order, each when what it is made of is there."""
    tables = [file for file in files if not file.is_view]
    rows = {table.name: 1 for table in tables}
    rows["published_tables"] = len(tables)
    with contextlib.ExitStack() as loans:
        for name, frame in facts.told(cursor, instants.known_at).items():
            loans.enter_context(lent(cursor, name, frame))
        for table in tables:
            if table.name == "daily_totals":
                cursor.execute(_ELIGIBLE_DAYS)
            elif table.name == "calendar":
                frame = facts.calendar(*_span(cursor))
                loans.enter_context(lent(cursor, "told_calendar", frame))
            elif table.name == "published_tables":
                frame = pl.DataFrame(
                    {"table_name": list(rows), "row_count": list(rows.values())}
                )
                loans.enter_context(lent(cursor, "told_tables", frame))
            cursor.execute(table.sql)
            rows[table.name] = _count(cursor, table.name)
    return rows


def _span(cursor: Connection) -> tuple[date, date]:
    row = fetch_one(cursor, _DAYS)
    assert row is not None
    first, last = row
    return (first, last) if first else (date(2000, 1, 1), date(1999, 12, 31))


def _count(cursor: Connection, table: str) -> int:
    row = fetch_one(cursor, f"SELECT count(*) FROM published.{table}")
    assert row is not None
    return int(row[0])
