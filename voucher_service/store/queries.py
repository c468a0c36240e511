"""Queries are fetched to their end: DuckDB takes no other work before that."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import duckdb
import polars as pl

Connection = duckdb.DuckDBPyConnection
Parameters = list[Any] | dict[str, Any]


class _Lent:
    """Passes a frame on for as long as it is lent.

    A transaction keeps what was registered in it until its end: this, not the frame.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame: pl.DataFrame | None = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        assert self.frame is not None, "the frame was lent for a statement before"
        return self.frame.__arrow_c_stream__(requested_schema)


def quoted(text: object) -> str:
    """Write a text as a literal, for statements that take no parameters."""
    return "'" + str(text).replace("'", "''") + "'"


@contextmanager
def lent(connection: Connection, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """Let statements read a frame under a name."""
    loan = _Lent(frame)
    connection.register(name, loan)
    try:
        yield
    finally:
        connection.unregister(name)
        loan.frame = None


def insert_frame(connection: Connection, table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a table, column by name."""
    if frame.is_empty():
        return
    with lent(connection, "frame_to_insert", frame):
        connection.execute(f"INSERT INTO {table} BY NAME FROM frame_to_insert")


def fetch_rows(
    connection: Connection, query: str, parameters: Parameters
) -> list[dict[str, Any]]:
    """Give a query's rows as dictionaries, fetched to the end."""
    cursor = connection.execute(query, parameters)
    names = [column[0] for column in cursor.description or ()]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def fetch_frame(
    connection: Connection, query: str, parameters: Parameters
) -> pl.DataFrame:
    """Give a query's result as a frame, fetched to the end."""
    frame: pl.DataFrame = connection.sql(query, params=parameters).pl()
    return frame


def fetch_one(
    connection: Connection,
    query: str,
    parameters: Parameters | None = None,
) -> tuple[Any, ...] | None:
    """Give a query's first row, the result fetched to its end as DuckDB wants."""
    rows: list[tuple[Any, ...]] = connection.execute(query, parameters).fetchall()
    return rows[0] if rows else None
