"""Queries are fetched to their end: DuckDB takes no other work before that."""

from typing import Any

import duckdb
import polars as pl

Connection = duckdb.DuckDBPyConnection
Parameters = list[Any] | dict[str, Any]


def arrow_of(frame: pl.DataFrame) -> object:
    """Give a frame as an Arrow table; its strings are lent, not copied."""
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())


def insert_frame(connection: Connection, table: str, frame: pl.DataFrame) -> None:
    """Append a frame to a table, column by name."""
    if frame.is_empty():
        return
    connection.register("frame_to_insert", arrow_of(frame))
    try:
        connection.execute(f"INSERT INTO {table} BY NAME FROM frame_to_insert")
    finally:
        connection.unregister("frame_to_insert")


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
