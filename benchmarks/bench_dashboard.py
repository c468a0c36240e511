"""The first dashboard after new data on a million sales, beside its bare queries.

Ours is every chart of the campaign's page as JSON and the headline, asked for six at a
time as a browser does, with nothing remembered but the open home. The reference is what
these need of the database and no more: the same group-bys as SQL over the same views,
one after another, in a plain DuckDB client on a copy of the file. Nothing is asked of
it for charts of vouchers, of which this home has none.

    python benchmarks/bench_dashboard.py [SALES]
"""

import resource
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from bench_what_if import made_home
from many_known_sales import SEED
from pairs import compare, seconds

from voucher_service.resources import SQL
from voucher_service.store.database import naive
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart, list_charts
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.service import Service

ROWS, ROUNDS, TARGET = 1_000_000, 7, 3.0
AT_ONCE = 6
"""Requests that a browser has under way with one server."""

_SUMS = "count(*), sum(price_fen), sum(amount_fen)"
_DECIDED = "FROM decided_sales_at($known) WHERE campaign_id = $campaign"
_BY_DAY = f"SELECT sold_on, {_SUMS} {_DECIDED} AND eligible GROUP BY ALL"
_COMPARABLE = f"SELECT sold_on, {_SUMS} {_DECIDED} AND comparable GROUP BY ALL"
BARE = {
    "headline": f"SELECT {_SUMS} {_DECIDED} AND eligible",
    "cumulative-sales": f"SELECT sold_on, eligible, comparable, {_SUMS} {_DECIDED}"
    " GROUP BY ALL",
    "daily-sales": _BY_DAY,
    "calendar-heat-map": _BY_DAY,
    "by-district": f"SELECT district, {_SUMS} {_DECIDED} AND eligible GROUP BY ALL",
    "by-dealer": f"SELECT dealer_id, dealer_name, {_SUMS} {_DECIDED} AND eligible"
    " GROUP BY ALL",
    "by-brand": f"SELECT brand, {_SUMS} {_DECIDED} AND eligible GROUP BY ALL",
    "energy-share": f"SELECT sold_on, energy, {_SUMS} {_DECIDED} AND eligible"
    " GROUP BY ALL",
    "price-distribution": "SELECT price_fen // 1000000 AS bin, outcome, count(*)"
    f" {_DECIDED} GROUP BY ALL",
    "year-comparison": _COMPARABLE,
    "forecast": _BY_DAY,
    "budget-states": f"SELECT sum(amount_fen) {_DECIDED} AND eligible",
    "feed-quality": "FROM feed_quality_at(NULL::DATE, NULL::DATE, $known)",
}
"""The query of each figure; a chart that is not here is of vouchers."""


def dashboard(service: Service, charts: list[str]) -> Callable[[], object]:
    """Make a call that answers all of the page after new data."""

    def act() -> object:
        service.remembered.forget()
        with ThreadPoolExecutor(AT_ONCE) as browser:
            asked = [
                browser.submit(draw_chart, service, ChartQuery(SEED, name))
                for name in charts
            ]
            asked.append(browser.submit(report_totals, service, TotalsQuery(SEED)))
            return [each.result() for each in asked]

    return act


def bare(client: duckdb.DuckDBPyConnection, known: datetime) -> Callable[[], object]:
    """Make a call that asks the queries one after another."""
    told = {"known": known, "campaign": SEED}

    def act() -> object:
        rows = {}
        for name, query in BARE.items():
            needed = {key: value for key, value in told.items() if f"${key}" in query}
            rows[name] = client.execute(query, needed).fetchall()
        return rows

    return act


def cpu_of(act: Callable[[], object]) -> float:
    """Give the CPU time of one call, of all threads."""
    before = resource.getrusage(resource.RUSAGE_SELF)
    act()
    after = resource.getrusage(resource.RUSAGE_SELF)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def decided_home(folder: str, rows: int) -> Path:
    """Make a home of made-up sales, each decided."""
    service = made_home(folder, rows)
    decide_sales(service, SEED)
    service.close()
    return Path(folder) / "home"


def main(rows: int) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        home = decided_home(folder, rows)
        copy = Path(folder) / "copy.duckdb"
        shutil.copyfile(home / "voucher.duckdb", copy)
        opening = Opening(home=home, sql=SQL, campaigns=(SEED,))
        service = open_service(opening, lambda: datetime.now(UTC))
        charts = [each.name for each in list_charts(service, SEED, on_page=True)]
        with duckdb.connect(copy, read_only=True) as client:
            ours = dashboard(service, charts)
            theirs = bare(client, naive(service.store.data_version()))
            told = compare(
                f"dashboard of {len(charts)} charts / {len(BARE)} bare queries,"
                f" {rows:,} sales",
                ours,
                theirs,
                rounds=ROUNDS,
                target=TARGET,
            )
            print(told)
            for name, act in (("dashboard", ours), ("bare queries", theirs)):
                taken = statistics.median(seconds(act) for _ in range(3))
                cpu = statistics.median(cpu_of(act) for _ in range(3))
                print(f"  {name}: {taken:.2f} s, {cpu:.2f} s of CPU")
        service.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"  peak of both {peak:,.0f} MB")
    return told.ratio > TARGET


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS))
