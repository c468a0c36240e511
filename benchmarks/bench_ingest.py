"""From command to durable commit, beside a reader that only reads the same file.

Ours checks every row, seals personal data with HMAC-SHA256 and lands in a home of its
own; the reference is DuckDB's `CREATE TABLE AS SELECT * FROM read_csv` into a file,
or fastexcel for a workbook. Both are whole processes, in turn in one run. Files are
made by code into a temporary folder. GB18030 has the reference of the same sales in
UTF-8, because DuckDB reads no GB18030. The ratios, of wall time and of processor
time, are the medians of the rounds: the second holds where neighbours are busy too.
"XLSX, read" only reads and checks; all other rows are the whole command.

    python benchmarks/bench_ingest.py          10^4 to 10^6 rows, GB18030 and XLSX
    python benchmarks/bench_ingest.py --full   5 x 10^6 rows as well (1.3 GB on disk)
"""

import json
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from many_sales import write_feed, write_register, write_workbook
from pairs import Run, run_process

COMMAND = str(Path(sys.executable).with_name("voucher-service"))
CSV_INTO_TABLE = """
import sys
import duckdb

with duckdb.connect(sys.argv[1]) as connection:
    connection.execute(
        "CREATE TABLE sales AS SELECT * FROM read_csv(?)", [sys.argv[2]]
    )
"""
XLSX_INTO_FRAME = """
import sys
import fastexcel

reader = fastexcel.read_excel(sys.argv[2])
reader.load_sheet(0, header_row=None, dtypes="string").to_polars()
"""
READ_ONLY = """
import sys
from datetime import date
from pathlib import Path

import polars as pl

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import read_feed
from voucher_service.feeds.sealing import BuyerSeal

register = pl.read_csv(sys.argv[1], infer_schema=False).select(
    dealer_id="经销商编号", name="经销商名称", uscc="统一社会信用代码"
)
reading = read_feed(
    Path(sys.argv[2]).read_bytes(),
    name="sales",
    profile=Profile(),
    dealers=register,
    seal=BuyerSeal(bytes(32)),
    today=date(2026, 1, 1),
)
print(reading.accepted.height)
"""
LARGEST = 2**32
MEGABYTE = 2**20


@dataclass(frozen=True)
class Task:
    """One row of the table: a file, how often it is read, and what is aimed at."""

    name: str
    rows: int
    rounds: int
    ratio: float | None = None
    peak_megabytes: int | None = None
    encoding: str = "utf-8"
    campaigns: str = "[]"
    read_only: bool = False


LOAD = (
    Task("CSV UTF-8", 10_000, 5),
    Task("CSV UTF-8", 100_000, 5),
    Task("CSV UTF-8", 1_000_000, 5, ratio=3.0),
    Task("CSV GB18030", 1_000_000, 3, ratio=4.0, encoding="gb18030"),
    Task("XLSX, read", 100_000, 5, ratio=1.5, encoding="xlsx", read_only=True),
    Task("XLSX", 100_000, 5, ratio=1.5, encoding="xlsx"),
    Task(
        "CSV, decided too",
        1_000_000,
        3,
        campaigns='["zhangjiajie-2022-new-year"]',
    ),
)
FULL = (Task("CSV UTF-8", 5_000_000, 1, ratio=3.0, peak_megabytes=2048),)


def main(tasks: tuple[Task, ...]) -> int:
    print(
        "file                  rows   ours s    rows/s   ref s   ratio     CPU"
        "   peak MB  target"
    )
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        write_register(Path(folder) / "dealers.csv")
        for task in tasks:
            missed += _measured(task, Path(folder))
    return missed


def _measured(task: Task, folder: Path) -> int:
    feed, plain = _written(task, folder)
    pairs = [
        (_ours(task, folder, feed), _reference(task, plain))
        for _ in range(task.rounds + (task.rounds > 1))
    ]
    pairs = pairs[1:] or pairs  # the first warms the caches
    ratio = statistics.median(own.seconds / ref.seconds for own, ref in pairs)
    worked = statistics.median(own.cpu_seconds / ref.cpu_seconds for own, ref in pairs)
    own = statistics.median(own.seconds for own, _ in pairs)
    ref = statistics.median(ref.seconds for _, ref in pairs)
    peak = max(own.peak_bytes for own, _ in pairs) / MEGABYTE
    for file in {feed, plain}:
        file.unlink()
    verdicts = list(_verdicts(task, ratio, peak))
    print(
        f"{task.name:16} {task.rows:>9,} {own:8.2f} {task.rows / own:9,.0f}"
        f" {ref:7.2f} {ratio:6.2f}x {worked:6.2f}x {peak:9,.0f}  {'; '.join(verdicts)}",
        flush=True,
    )
    return sum("ABOVE" in verdict for verdict in verdicts)


def _verdicts(task: Task, ratio: float, peak: float) -> Iterator[str]:
    for what, found, target in (
        ("ratio", ratio, task.ratio),
        ("peak", peak, task.peak_megabytes),
    ):
        if target is not None:
            yield f"{what} {'within' if found <= target else 'ABOVE'} {target:g}"


def _written(task: Task, folder: Path) -> tuple[Path, Path]:
    """Write the feed and what the reference reads: the same sales."""
    feed = folder / f"{task.rows}.{task.encoding}"
    if task.encoding == "xlsx":
        write_workbook(feed, task.rows)
        return feed, feed
    write_feed(feed, task.rows, task.encoding)
    plain = folder / f"{task.rows}.utf-8"
    if plain != feed:
        write_feed(plain, task.rows)
    return feed, plain


def _ours(task: Task, folder: Path, feed: Path) -> Run:
    if task.read_only:
        dealers = str(folder / "dealers.csv")
        run = run_process(sys.executable, "-c", READ_ONLY, dealers, str(feed))
        assert int(run.said) == task.rows, run.said
        return run
    with tempfile.TemporaryDirectory(dir=folder) as home:
        files = (str(folder / "dealers.csv"), str(feed))
        run = run_process(
            *(COMMAND, "ingest", *files, "--home", home, "--json"),
            VOUCHER_CAMPAIGNS=task.campaigns,
            VOUCHER_MAX_FEED_BYTES=str(LARGEST),
        )
    report = json.loads(run.said)[1]
    assert report["accepted"] == task.rows, report
    return run


def _reference(task: Task, plain: Path) -> Run:
    script = XLSX_INTO_FRAME if task.encoding == "xlsx" else CSV_INTO_TABLE
    with tempfile.TemporaryDirectory(dir=plain.parent) as place:
        database = str(Path(place) / "sales.duckdb")
        return run_process(sys.executable, "-c", script, database, str(plain))


if __name__ == "__main__":
    full = "--full" in sys.argv
    sys.exit(bool(main(LOAD + FULL * full)) and full)
