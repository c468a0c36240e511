"""Issuing vouchers to decided sales: the whole command, to the durable commit.

Made-up sales are taken in under a campaign of the benchmark's own, in which all of them
are eligible. Then ``voucher-service issue`` gives each a voucher: queue, fund, codes,
voucher and first event, in one transaction. Every one is looked up afterwards.

    python benchmarks/bench_issue.py          100,000 sales
    python benchmarks/bench_issue.py --full   1,000,000
"""

import sys
import tempfile
from pathlib import Path

import duckdb
from many_sales import write_feed, write_register
from pairs import Run, run_process

COMMAND = str(Path(sys.executable).with_name("voucher-service"))
CAMPAIGN = "benchmark"
FACE_FEN = 150_000
PER_SECOND = 100_000
MEGABYTE = 2**20
TERMS = f"""
id: {CAMPAIGN}
name: {{zh: 性能测试, en: Benchmark}}
area: {{zh: 虚构, en: made up}}
sponsors: [{{zh: 虚构, en: made up}}]
banks: [{{id: bank, name: {{zh: 虚构银行, en: A made-up bank}}}}]
sources: [{{title: 虚构, publisher: 虚构, summary: 性能测试用的虚构条款}}]
terms:
  - effective_from: 2022-01-01
    sales_window: {{from: 2022-01-01, to: 2024-12-31}}
    price_basis: bare_price
    price_floor_yuan: 10000
    vehicle: new
    voucher: {{kind: fuel, face_yuan: {FACE_FEN // 100}}}
    per_vehicle: 1
    requires: [vin]
    budget_yuan: 10000000000
assumptions:
  - {{field: terms, zh: 全部条款均为虚构。, en: All terms are made up.}}
"""
MADE = f"""
SELECT count(*), count(DISTINCT v.code), sum(e.balance_fen)
FROM vouchers AS v JOIN voucher_events AS e USING (voucher_no)
WHERE v.campaign_id = '{CAMPAIGN}' AND e.kind = 'issued'
"""


def main(sales: int) -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = _home_of(folder, sales)
        run = _service(home, "issue", CAMPAIGN)
        with duckdb.connect(str(home / "voucher.duckdb"), read_only=True) as database:
            found = database.execute(MADE).fetchone()
    assert found == (sales, sales, sales * FACE_FEN), found
    rate = sales / run.seconds
    verdict = "met" if rate >= PER_SECOND else "MISSED"
    print(
        f"issuing {sales:,} vouchers: {run.seconds:.2f} s, {rate:,.0f} a second"
        f" (target {PER_SECOND:,}: {verdict}), CPU {run.cpu_seconds:.2f} s,"
        f" peak {run.peak_bytes / MEGABYTE:,.0f} MB"
    )
    return int(verdict != "met")


def _home_of(folder: Path, sales: int) -> Path:
    home, terms = folder / "home", folder / "benchmark.yaml"
    terms.write_text(TERMS, "utf-8")
    write_register(folder / "dealers.csv")
    write_feed(folder / "sales.csv", sales)
    _service(home, "campaign", "open", str(terms))
    for feed in ("dealers.csv", "sales.csv"):
        _service(home, "ingest", str(folder / feed))
        (folder / feed).unlink()
    return home


def _service(home: Path, *words: str) -> Run:
    return run_process(COMMAND, *words, "--home", str(home), VOUCHER_CAMPAIGNS="[]")


if __name__ == "__main__":
    full = "--full" in sys.argv
    sys.exit(main(1_000_000 if full else 100_000) and full)
