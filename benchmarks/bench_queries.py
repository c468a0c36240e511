"""The query library on a published database, beside the same SQL in a bare client.

    python benchmarks/bench_queries.py           1,000,000 sales
    python benchmarks/bench_queries.py --full    10,000,000 sales: minutes
    python benchmarks/bench_queries.py --published FILE    a database that is there

Both have the file open, bind the same parameters, may use the same memory and give
Polars frames; ours also reads the query's head, checks what is asked and keeps to its
limits. Then both open the file for each query, as one command each does.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
from many_recorded_sales import open_home, record_many_sales
from pairs import compare

from voucher_service import published
from voucher_service.model.published_queries import Limits
from voucher_service.resources import SQL
from voucher_service.usecases.ask_published import ask_published, list_queries
from voucher_service.usecases.publish import publish

TARGET = 1.1
ROWS, FULL = 1_000_000, 10_000_000
MEMORY_MB = 4096


def made(folder: Path, rows: int) -> Path:
    """Publish a home of so many made-up sales; give the published file."""
    service = open_home(folder / "home")
    try:
        record_many_sales(service, rows)
        return Path(publish(service).file)
    finally:
        service.close()


@contextmanager
def client(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a file as a DuckDB client does."""
    with duckdb.connect(config={"memory_limit": f"{MEMORY_MB}MB"}) as connection:
        connection.execute(f"ATTACH '{path}' AS published (READ_ONLY)")
        connection.execute("USE published")
        yield connection


def measured(path: Path, rounds: int) -> bool:
    """Tell how the whole library takes beside the client; true above the target."""
    queries = list_queries(SQL)
    room = Limits(memory_mb=MEMORY_MB)
    values = {
        each.name: dict(ask_published(path, each, {}, room).values) for each in queries
    }
    with published.open(path, memory_mb=MEMORY_MB) as opened, client(path) as bare:

        def ours() -> None:
            for each in queries:
                opened.query(each.name)

        def theirs() -> None:
            for each in queries:
                bare.sql(each.sql, params=values[each.name]).pl()

        name = f"{len(queries)} queries / the same SQL in a DuckDB connection"
        told = compare(name, ours, theirs, rounds=rounds, target=TARGET)
    print(told)

    def ours_anew() -> None:
        for each in queries:
            with published.open(path, memory_mb=MEMORY_MB) as opened:
                opened.query(each.name)

    def theirs_anew() -> None:
        for each in queries:
            with client(path) as bare:
                bare.sql(each.sql, params=values[each.name]).pl()

    print(compare("likewise, opened for each", ours_anew, theirs_anew, rounds=rounds))
    return told.ratio > TARGET


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--full", action="store_true")
    parser.add_argument("--rows", type=int)
    parser.add_argument("--published", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    given = parser.parse_args()
    if given.published:
        return measured(given.published, given.rounds)
    rows = given.rows or (FULL if given.full else ROWS)
    print(f"{rows:,} sales")
    with tempfile.TemporaryDirectory() as folder:
        return measured(made(Path(folder), rows), given.rounds)


if __name__ == "__main__":
    sys.exit(main())
