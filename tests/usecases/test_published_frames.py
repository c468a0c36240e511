"""The published database is opened from Python: typed, lazy, without the service."""

import shutil
import threading
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest

from voucher_service import published
from voucher_service.model.errors import NotFound
from voucher_service.model.published_errors import (
    NotPublished,
    UnreadablePublication,
    UnusableQuery,
)
from voucher_service.usecases.published_frames import SHAPES


@pytest.fixture(scope="module")
def path(published_sample) -> Path:
    return published_sample


@pytest.fixture(scope="module")
def opened(path):
    with published.open(path) as campaign:
        yield campaign


def test_every_table_and_view_of_the_file_has_its_shape(path):
    with duckdb.connect(path, read_only=True) as connection:
        columns = connection.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal"
        ).fetchall()
    shaped = [(name, column) for name in SHAPES for column in SHAPES[name].columns()]
    assert sorted(shaped) == sorted(columns)


@pytest.mark.parametrize("name", SHAPES)
def test_a_frame_has_its_schema_and_all_rows(opened, path, name):
    frame = getattr(opened, name)
    SHAPES[name].validate(frame.collect())
    with duckdb.connect(path, read_only=True) as connection:
        [(rows,)] = connection.execute(f"SELECT count(*) FROM {name}").fetchall()
    assert frame.select(pl.len()).collect().item() == rows


def test_figures_are_those_of_the_file(opened):
    totals = opened.campaign_totals.select("cars_sold", "vouchers_yuan").collect()
    assert totals.rows() == [(459, Decimal("688500.00"))]
    by_day = opened.eligible_sales.group_by("sold_on").len().collect()
    assert by_day["len"].sum() == 459


def test_filters_heads_and_columns_are_the_frames_own(opened):
    late = pl.col("sold_on") >= date(2023, 1, 1)
    sales = opened.sales.collect()
    assert opened.sales.filter(late).collect().equals(sales.filter(late))
    assert opened.sales.head(7).collect().equals(sales.head(7))
    assert opened.sales.filter(late).head(3).collect().equals(sales.filter(late)[:3])
    assert opened.sales.head(3).filter(late).collect().is_empty()
    assert opened.sales.select("brand").collect().columns == ["brand"]


def test_frames_are_joined_with_each_other_and_themselves(opened):
    sales, decided = opened.sales, opened.decisions
    both = sales.join(decided, on="sale_id").filter("eligible")
    assert both.select(pl.len()).collect().item() == 459
    twice = sales.join(sales, on="sale_id").select(pl.len()).collect().item()
    assert [twice, *(frame.height for frame in pl.collect_all([sales, decided]))] == [
        twice
    ] * 3


def test_threads_read_at_once(opened):
    counted: list[int] = []

    def count() -> None:
        frame = opened.sales.join(opened.reasons, on="sale_id").select(pl.len())
        counted.append(frame.collect().item())

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(counted) == 4
    assert len(set(counted)) == 1


def test_the_library_is_asked_as_well(opened):
    assert opened.query("districts")["cars"].sum() == 459
    assert opened.query("top_models", most=2).height == 2
    sold = "SELECT count(*) FROM eligible_sales WHERE sold_on = $day::DATE"
    assert opened.query(sold, day=date(2022, 12, 19)).item() == 12


def test_faults_are_told(opened, path, tmp_path):
    with pytest.raises(NotFound):
        opened.query("no-such-query")
    with pytest.raises(UnusableQuery):
        opened.query("SELECT * FROM read_csv('/etc/passwd')")
    with pytest.raises(NotPublished):
        published.open(tmp_path / "none.duckdb")
    other = tmp_path / "other.duckdb"
    shutil.copyfile(path, other)
    with duckdb.connect(other) as connection:
        connection.execute("ALTER TABLE reasons DROP COLUMN sentence_en")
    with pytest.raises(UnreadablePublication, match="sentence_en"):
        published.open(other)


def test_what_is_open_stays_as_it_was_when_the_file_is_published_anew(path, tmp_path):
    place, after = tmp_path / "voucher.duckdb", tmp_path / "after.duckdb"
    for each in (place, after):
        shutil.copyfile(path, each)
    with duckdb.connect(after) as connection:
        connection.execute("DELETE FROM reasons")
    with published.open(str(place)) as before:
        after.replace(place)
        assert before.reasons.collect().height > 0
        assert before.query("SELECT count(*) FROM reasons").item() > 0
        with published.open(place) as now:
            assert now.reasons.collect().height == 0
