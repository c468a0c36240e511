"""What is published is whole, old or new, whatever becomes of who publishes it."""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pytest

from tests.command_nursery import nursery
from tests.conftest import clean_environment, run_command
from tests.faults.small_disk import MEBIBYTE, small_disk
from tests.feed_texts import REGISTER, feed, sale_row

pytestmark = pytest.mark.slow

KILLS = 8
SEED = 20230110
PATIENCE_SECONDS = 60
SIZE = 64 * MEBIBYTE


def take_in(home: Path, folder: Path, first: int, last: int) -> None:
    file = folder / f"{first}.csv"
    text = feed(*(sale_row(number) for number in range(first, last)))
    file.write_text(text, encoding="utf-8")
    ran = run_command("ingest", file, VOUCHER_HOME=str(home))
    assert ran.code == 0, ran.err


def published_sales(home: Path) -> int:
    """Count the sales of a publication, each beside what the file says of itself."""
    path = home / "published" / "voucher.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        tables = connection.execute("FROM published_tables").fetchall()
        for table, count in tables:
            found = connection.execute(f"SELECT count(*) FROM {table}").fetchall()
            assert found == [(count,)], table
        [(sales,)] = connection.execute("SELECT count(*) FROM sales").fetchall()
        connection.execute("FROM voucher_redemption").fetchall()
    return int(sales)


def begun(home: Path):
    """Begin to publish in another process, and wait until it writes."""
    environment = {**os.environ, "VOUCHER_HOME": str(home)}
    process = nursery().start(["publish", "--anew"], environment, 1, 2)
    part = home / "published" / "voucher.duckdb.part"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not part.exists() and process.poll() is None:
        assert time.monotonic() < deadline
        os.sched_yield()
    return process


def test_a_publisher_killed_at_any_moment_leaves_the_old_or_the_new(tmp_path):
    home, draw = tmp_path / "home", random.Random(SEED)
    register = tmp_path / "dealers.csv"
    register.write_text(REGISTER, encoding="utf-8")
    assert run_command("ingest", register, VOUCHER_HOME=str(home)).code == 0
    take_in(home, tmp_path, 1, 200)
    started = time.monotonic()
    assert begun(home).wait(PATIENCE_SECONDS) == 0
    usual = time.monotonic() - started
    sales = published_sales(home)
    never = threading.Event()
    for kill in range(KILLS):
        known = sales
        take_in(home, tmp_path, 1000 * (kill + 1), 1000 * (kill + 1) + 9)
        process = begun(home)
        never.wait(draw.uniform(0, usual))
        process.kill()
        process.wait(PATIENCE_SECONDS)
        sales = published_sales(home)
        assert sales in {known, 199 + 9 * (kill + 1)}, f"seed {SEED}, kill {kill}"
    ran = run_command("publish", "--json", VOUCHER_HOME=str(home))
    assert ran.code == 0
    assert published_sales(home) == 199 + 9 * KILLS
    left = {path.name for path in (home / "published").iterdir()}
    assert left == {"history", "voucher.duckdb"}


def test_on_a_full_disk_the_last_publication_stays_and_room_mends_it(tmp_path):
    place = tmp_path / "disk"
    place.mkdir()
    register = tmp_path / "dealers.csv"
    register.write_text(REGISTER, encoding="utf-8")
    with small_disk(place, SIZE) as disk:
        home = disk.home
        assert run_command("ingest", register, VOUCHER_HOME=str(home)).code == 0
        take_in(home, tmp_path, 1, 2000)
        assert run_command("publish", VOUCHER_HOME=str(home)).code == 0
        take_in(home, tmp_path, 3000, 3009)
        disk.leave(MEBIBYTE)
        ran = subprocess.run(
            [*disk.limits(), sys.executable, "-m", "voucher_service", "publish"],
            env=clean_environment(VOUCHER_HOME=str(home)),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert ran.returncode == 3, ran.stderr
        assert "无法写入分析库" in ran.stderr
        assert "cannot publish" in ran.stderr
        assert published_sales(home) == 1999
        assert not (home / "published" / "voucher.duckdb.part").exists()
        disk.make_room()
        assert run_command("publish", VOUCHER_HOME=str(home)).code == 0
        assert published_sales(home) == 2008
