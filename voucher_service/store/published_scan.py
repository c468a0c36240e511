"""A published table is read lazily: the columns asked for, batch by batch."""

from collections.abc import Iterator, Mapping

import polars as pl
from polars.io.plugins import register_io_source

from voucher_service.store.queries import Connection, fetch_rows

_ROWS_AT_ONCE = 122_880  # a row group of DuckDB's
_COLUMNS = """
SELECT table_name AS relation, column_name AS name, data_type AS type
FROM duckdb_columns() WHERE database_name = 'published' AND NOT internal
ORDER BY relation, column_index
"""


def _by_name(value: pl.DataType) -> pl.List:
    """Give what a map is in Polars: its pairs."""
    return pl.List(pl.Struct({"key": pl.String(), "value": value}))


_TYPES: Mapping[str, pl.DataType] = {
    "BIGINT": pl.Int64(),
    "BOOLEAN": pl.Boolean(),
    "DATE": pl.Date(),
    "DECIMAL(18,2)": pl.Decimal(18, 2),
    "DOUBLE": pl.Float64(),
    "INTEGER": pl.Int32(),
    "MAP(VARCHAR, BIGINT)": _by_name(pl.Int64()),
    "MAP(VARCHAR, VARCHAR)": _by_name(pl.String()),
    "TIMESTAMP": pl.Datetime("us"),
    "VARCHAR": pl.String(),
    "VARCHAR[]": pl.List(pl.String()),
}


def shapes_of(connection: Connection) -> dict[str, dict[str, pl.DataType | None]]:
    """Give each published table's and view's columns with what they are in Polars.

    A type that no published column has is None.
    """
    shapes: dict[str, dict[str, pl.DataType | None]] = {}
    for row in fetch_rows(connection, _COLUMNS, []):
        shape = shapes.setdefault(row["relation"], {})
        shape[row["name"]] = _TYPES.get(row["type"])
    return shapes


def scanned(
    connection: Connection, relation: str, schema: dict[str, pl.DataType]
) -> pl.LazyFrame:
    """Give a published table or view as a lazy frame with these columns.

    Each reading has a cursor of its own, so frames can be joined and collected at once.
    """

    def batches(
        columns: list[str] | None,
        predicate: pl.Expr | None,
        most_rows: int | None,
        batch_size: int | None,
    ) -> Iterator[pl.DataFrame]:
        names = ", ".join(f'"{name}"' for name in (columns or schema))
        limit = "" if most_rows is None else f" LIMIT {most_rows}"
        query = f'SELECT {names} FROM published.main."{relation}"{limit}'
        with connection.cursor() as cursor:
            reader = cursor.sql(query).to_arrow_reader(batch_size or _ROWS_AT_ONCE)
            for batch in reader:
                frame = pl.DataFrame(pl.from_arrow(batch))
                yield frame if predicate is None else frame.filter(predicate)

    return register_io_source(batches, schema=schema, is_pure=True)
