"""A published table as Parquet, made from the published file alone.

It says of itself what the database does: under the key ``voucher_service`` its metadata
hold JSON with the publication's instants and whether any of it is made up.
"""

import json
from pathlib import Path

import duckdb

from voucher_service.store.publishing import NotWritten
from voucher_service.store.queries import Connection, fetch_one, quoted

_ORIGIN = """
SELECT as_of::VARCHAR, strftime(known_at, '%Y-%m-%dT%H:%M:%S.%fZ'), synthetic,
       program_version, schema_version
FROM published.published
"""
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
                " (FORMAT parquet, COMPRESSION zstd, KV_METADATA"
                f" {{voucher_service: {quoted(_origin(connection, table))}}})"
            )
    except duckdb.Error as error:
        raise NotWritten(str(error)) from error


def _origin(connection: Connection, table: str) -> str:
    row = fetch_one(connection, _ORIGIN)
    assert row is not None
    as_of, known_at, synthetic, program_version, schema_version = row
    told = {
        "table": table,
        "as_of": as_of,
        "known_at": known_at,
        "synthetic": synthetic,
        "program_version": program_version,
        "schema_version": schema_version,
    }
    return json.dumps(told, ensure_ascii=False)
