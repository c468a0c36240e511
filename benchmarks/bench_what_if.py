"""Trying other terms on a million sales, beside one scan of the columns they need.

Both sides ask the same open home. Warm is what a slider does after the first answer:
every call tries another floor, so that no answer is asked twice. Cold is the first
answer after a commit: it reads the sales. The reference is one DuckDB query that brings
the same columns of the table into a frame, and judges nothing.
"""

import itertools
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
from many_known_sales import SEED, full_terms, many_known_sales
from pairs import compare, seconds

from voucher_service.campaigns.terms import Terms
from voucher_service.store.database import Writing
from voucher_service.store.queries import fetch_frame, insert_frame
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.sales_at_hand import columns_of
from voucher_service.usecases.service import Service, find_campaign
from voucher_service.usecases.what_if import WhatIfQuery, what_if

ROOT = Path(__file__).parents[1]
ROWS = 1_000_000
ROUNDS = 9


def made_home(folder: str, rows: int) -> Service:
    """Open a home and put made-up sales into its tables, as one commit."""
    opening = Opening(home=Path(folder) / "home", sql=ROOT / "sql", campaigns=(SEED,))
    service = open_service(opening, lambda: datetime.now(UTC))
    sales = many_known_sales(rows)

    def job(writing: Writing) -> None:
        dealers = sales.select("dealer_id", name="dealer_name").unique("dealer_id")
        same = {"recorded_at": writing.stamp, "feed_id": "fed_made_up", "sheet": ""}
        insert_frame(
            writing.connection,
            "dealer_versions",
            dealers.with_columns(
                version=1, row_no=1, row_hash=pl.lit(""), active=True, synthetic=True
            ).with_columns(**{name: pl.lit(value) for name, value in same.items()}),
        )
        insert_frame(
            writing.connection,
            "sale_versions",
            sales.drop("dealer_name", "set_aside").with_columns(
                identity="sale_id",
                row_no=pl.int_range(pl.len(), dtype=pl.Int32),
                **{name: pl.lit(value) for name, value in same.items()},
            ),
        )

    service.store.write("made up", job)
    service.store.write(
        None,
        lambda writing: writing.connection.execute("ANALYZE"),
        is_news=lambda _result: False,  # it does nothing that a log would tell
    )
    return service


def as_settings(terms: Terms) -> str:
    """Give the full terms as another campaign's document, fitted to nothing."""
    from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns

    shipped = parse_campaign(shipped_campaigns()[SEED], SEED)
    other = shipped.model_copy(
        update={"id": "full-terms", "terms": (terms,), "examples": ()}
    )
    return other.model_dump_json(by_alias=True)


def measured(service: Service, name: str, document: str | None, terms: Terms) -> None:
    floors = itertools.count(30_000, 137)

    def trial() -> object:
        floor = {"price_floor_yuan": str(next(floors))}
        return what_if(service, WhatIfQuery(SEED, floor, terms=document))

    def first() -> object:
        service.remembered.forget()
        return trial()

    ours = find_campaign(service, SEED, service.store.data_version())
    columns = ", ".join(columns_of([*ours.terms, terms]) - {"dealer_name", "set_aside"})

    def scan() -> object:
        with service.store.read() as connection:
            return fetch_frame(connection, f"SELECT {columns} FROM sale_versions", [])

    print(f"{name}: {columns.count(',') + 1} columns")
    for kind, act, target in (("warm", trial, 2.0), ("cold", first, None)):
        print(compare(f"  {kind} / scan", act, scan, rounds=ROUNDS, target=target))
    warm = [seconds(trial) for _ in range(ROUNDS)]
    scans = [seconds(scan) for _ in range(ROUNDS)]
    print(
        f"  warm {statistics.median(warm) * 1000:.0f} ms, cold "
        f"{seconds(first) * 1000:.0f} ms, scan {statistics.median(scans) * 1000:.0f} ms"
    )


if __name__ == "__main__":
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        service = made_home(folder, rows)
        seed = find_campaign(service, SEED, service.store.data_version()).current
        full = full_terms(rows)
        measured(service, f"floor of the seed terms, {rows:,} sales", None, seed)
        document = as_settings(full)
        measured(service, f"floor of full terms, {rows:,} sales", document, full)
        service.close()
