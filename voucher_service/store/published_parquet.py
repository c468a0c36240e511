"""A published table as Parquet, made from the published file alone."""

from pathlib import Path

import duckdb

from voucher_service.store.publishing import NotWritten
from voucher_service.store.queries import quoted

_SETTINGS = (
    "SET memory_limit = '256MB'",
    "SET threads = 1",  # the service has work to do, and the bytes are the same
    "SET TimeZone = 'UTC'",
)


def write_parquet(database: Path, table: str, target: Path) -> None:
    """Write a table of a published database to a file. Raises NotWritten."""
    try:
        with duckdb.connect() as connection:
            for setting in _SETTINGS:
                connection.execute(setting)
            connection.execute(f"ATTACH {quoted(database)} AS published (READ_ONLY)")
            connection.execute(
                f"COPY published.{table} TO {quoted(target)}"
                " (FORMAT parquet, COMPRESSION zstd)"
            )
    except duckdb.Error as error:
        raise NotWritten(str(error)) from error
