"""Deciding, beside the best query we can write by hand, and beside a naive window.

Both sides hold the same made-up sales in memory, as a frame and as a DuckDB table, and
give the decisions into memory, as a frame and as an Arrow table. That the two are equal
row by row is checked before anything is timed. "naive" is `.over("vin", order_by=...)`
over all sales alone, without any rule or decision. Each size and each side's peak has a
process of its own; a peak is that of reading the sales from a file and deciding them.

    python benchmarks/bench_decide.py          10^5 and 10^6 sales
    python benchmarks/bench_decide.py --full   10^7 as well: 20 GB of memory, minutes
"""

import resource
import statistics
import sys
import tempfile
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa
from many_known_sales import full_terms, many_known_sales, seed_terms
from pairs import compare, run_process, seconds

from benchmarks.sql_twin import decision_sql
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.decide import decide

ROUNDS = {100_000: 9, 1_000_000: 7}
FULL = {10_000_000: 3}
TARGETS = {"seed": 1.0, "full": 1.5}
PEAK_MEGABYTES = 8192
MEGABYTE = 2**20
INVOICE_ORDER = ("sold_on", "invoice_number", "sale_id")


def main(sizes: dict[int, int]) -> int:
    missed = 0
    for rows, rounds in sizes.items():
        with tempfile.TemporaryDirectory() as folder:
            file = str(Path(folder) / "sales.parquet")
            missed += _told(_part("timed", str(rows), str(rounds), file).said)
            for name in TARGETS:
                missed += _peaks(name, rows, file)
    return missed


def _part(*words: str):
    return run_process(sys.executable, __file__, *words)


def _told(text: str) -> int:
    print(text, end="", flush=True)
    return text.count("ABOVE")


def _peaks(name: str, rows: int, file: str) -> int:
    """Tell the largest sizes of processes that decide, one for each side."""
    ours, sql = (_part(side, name, str(rows), file) for side in ("ours", "sql"))
    loaded, own, theirs = (
        size / MEGABYTE for size in (int(ours.said), ours.peak_bytes, sql.peak_bytes)
    )
    verdict = "within" if own <= PEAK_MEGABYTES else "ABOVE"
    return _told(
        f"{name} terms, {rows:,} sales: peak {own:,.0f} MB (loaded {loaded:,.0f}),"
        f" {verdict} {PEAK_MEGABYTES:,}; SQL {theirs:,.0f} MB\n"
    )


def timed(rows: int, rounds: int, file: str) -> None:
    """Make the sales once, keep them in a file, and time both sides on them."""
    sales = many_known_sales(rows)
    sales.write_parquet(file)
    with _database() as connection:
        connection.register("frame", sales.to_arrow())
        connection.execute("create table sales as from frame")
        connection.unregister("frame")
        for name in TARGETS:
            _compared(name, sales, connection, rounds)
    window = min(seconds(lambda: naive(sales)) for _ in range(2))
    print(f"the naive window alone: {window / rows * 1e9:,.0f} ns a row")


def _compared(
    name: str, sales: pl.DataFrame, connection: duckdb.DuckDBPyConnection, rounds: int
) -> None:
    terms = terms_of(name, sales.height)
    assert_equal(decide(sales, terms), by_query(connection, terms))
    taken: list[float] = []
    found = compare(
        f"{name} terms, {sales.height:,} sales: decide / SQL",
        lambda: taken.append(seconds(lambda: decide(sales, terms))),
        lambda: by_query(connection, terms),
        rounds=rounds,
        target=TARGETS[name],
    )
    each = statistics.median(taken[1:]) / sales.height * 1e9
    print(f"{found}; ours {each:,.0f} ns a row")


def assert_equal(ours: pl.DataFrame, theirs: pa.Table) -> None:
    """Hold every row of the two tables against each other, column by column."""
    at = ours["sale_id"].arg_sort()
    there = pl.Series(theirs["sale_id"]).arg_sort()
    assert ours["eligible"].any()
    for column in ours.columns:
        other = pl.Series(column, theirs[column]).gather(there)
        assert ours[column].gather(at).equals(other), column


def naive(sales: pl.DataFrame) -> pl.DataFrame:
    """Number the sales of each vehicle as one would at first."""
    place = pl.int_range(pl.len()).over("vin", order_by=INVOICE_ORDER)
    return sales.select("sale_id", place.alias("place"))


def by_query(connection: duckdb.DuckDBPyConnection, terms: Terms) -> pa.Table:
    query, words = decision_sql(terms)
    return connection.sql(query, params=words).to_arrow_table()


def ours(name: str, rows: int, file: str) -> None:
    sales = pl.read_parquet(file)
    unit = 1 if sys.platform == "darwin" else 1024
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit)
    decide(sales, terms_of(name, rows))


def sql(name: str, rows: int, file: str) -> None:
    with _database() as connection:
        connection.execute("create table sales as from read_parquet(?)", [file])
        by_query(connection, terms_of(name, rows))


def terms_of(name: str, rows: int) -> Terms:
    return full_terms(rows) if name == "full" else seed_terms()


def _database() -> duckdb.DuckDBPyConnection:
    # The order of rows is nobody's concern, and keeping it costs the query time.
    return duckdb.connect(config={"preserve_insertion_order": False})


if __name__ == "__main__":
    if sys.argv[1:2] == ["timed"]:
        timed(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    elif sys.argv[1:2] in (["ours"], ["sql"]):
        side = ours if sys.argv[1] == "ours" else sql
        side(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        full = "--full" in sys.argv
        sys.exit(bool(main(ROUNDS | (FULL if full else {}))) and full)
