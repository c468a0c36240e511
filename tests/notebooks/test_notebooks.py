"""Every notebook runs as a script on the published database and tells the truth."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from math import sqrt
from pathlib import Path

import duckdb
import pytest

from tests.published_sample import SMALLEST_CELL
from voucher_service.resources import SQL
from voucher_service.store.publishing import write_published
from voucher_service.usecases.published_facts import facts_of

ROOT = Path(__file__).parents[2]
SOURCES = ROOT / "notebooks"
NAMES = sorted(file.stem for file in SOURCES.glob("*.py") if file.stem != "story")
MARK = "合成数据 synthetic data"
NUMBER = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?")

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def published(published_sample) -> Path:
    """Give the sample with its vouchers issued and some of them used."""
    return published_sample


@pytest.fixture(scope="module")
def without_vouchers(sample_desk, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("unissued") / "voucher.duckdb"
    store = sample_desk.service.store
    write_published(store, path, SQL, facts_of(SMALLEST_CELL))
    return path


@pytest.fixture
def without_sales(desk, tmp_path) -> Path:
    path = tmp_path / "voucher.duckdb"
    write_published(desk.service.store, path, SQL, facts_of(SMALLEST_CELL))
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """Give a copy of the notebooks, so that whatever a run leaves is seen."""
    folder = tmp_path_factory.mktemp("copied") / "notebooks"
    folder.mkdir()
    for file in SOURCES.glob("*.py"):
        shutil.copyfile(file, folder / file.name)
    return folder


@pytest.fixture(scope="module")
def ask(published) -> Callable[[str], tuple]:
    """Ask the published sample a question in SQL; give the only row."""

    def row(sql: str) -> tuple:
        with duckdb.connect(published, read_only=True) as connection:
            (found,) = connection.execute(sql).fetchall()
            return found

    return row


def run(*arguments: str | Path, published: Path | None = None, cwd: Path | None = None):
    named = {"VOUCHER_PUBLISHED": str(published)} if published else {}
    own = {k: v for k, v in os.environ.items() if not k.startswith("VOUCHER_")}
    return subprocess.run(
        [sys.executable, "-W", "error", *map(str, arguments)],
        cwd=cwd or ROOT,
        env=own | named | {"POLARS_MAX_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def answer_of(ended) -> tuple[str, str]:
    """Give the answer of a notebook in both languages, and its mark was there."""
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    mark, zh, en = ended.stdout.splitlines()
    assert mark == MARK
    assert zh.startswith("答：")
    assert en.startswith("Answer: ")
    return zh, en


def figures(folder: Path, published: Path) -> dict[str, dict]:
    ended = run("-m", "tests.notebooks.figures_told", folder, published=published)
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout.splitlines()[-1])
    assert sorted(told) == NAMES
    return told


def numbers(sentence: str) -> list[float]:
    """Give the numbers that a sentence names, a date as its three parts."""
    plain = re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\1 \2 \3", sentence)
    return [float(each.replace(",", "")) for each in NUMBER.findall(plain)]


def percent(part: float, whole: float) -> float:
    return round(100 * part / whole, 1)


def tour(ask) -> list[float]:
    tables, rows = ask("SELECT count(*), sum(row_count)::BIGINT FROM published_tables")
    as_of, smallest = ask("SELECT as_of, smallest_cell FROM published")
    (cars,) = ask("SELECT count(*) FROM eligible_sales")
    cells, hidden = ask(
        "SELECT count(*), count(*) FILTER (cars_sold IS NULL)"
        " FROM district_daily_totals"
    )
    day = [as_of.year, as_of.month, as_of.day]
    share = percent(hidden, cells)
    return [tables, rows, *day, cars, cells, hidden, share, smallest]


def threshold_and_prices(ask) -> list[float]:
    near, above, near_before, above_before = ask(
        "WITH near AS (SELECT s.sold_on >= DATE '2022-12-16' AS now,"
        " d.price_fen >= 3000000 AS above FROM sales AS s, decisions AS d"
        " WHERE s.sale_id = d.sale_id AND NOT (s.cancelled OR s.set_aside)"
        " AND s.sold_on <= DATE '2023-01-10'"
        " AND d.price_fen >= 2500000 AND d.price_fen < 3500000)"
        " SELECT count(*) FILTER (now), count(*) FILTER (now AND above),"
        " count(*) FILTER (NOT now), count(*) FILTER (NOT now AND above) FROM near"
    )
    shares = percent(above, near), percent(above_before, near_before)
    before = [near_before, above_before, shares[1]]
    return [30_000, 5_000, near, above, shares[0], *before, 0.001]


def districts(ask) -> list[float]:
    district, sold, all_sold = ask(
        "SELECT district, count(*) AS cars, sum(cars) OVER ()::BIGINT"
        " FROM eligible_sales GROUP BY district ORDER BY cars DESC LIMIT 1"
    )
    (dealers,) = ask(f"SELECT count(*) FROM dealers WHERE district = '{district}'")
    before, all_before = ask(
        f"SELECT count(*) FILTER (district = '{district}'), count(*)"
        " FROM sales SEMI JOIN (FROM decisions WHERE comparable) USING (sale_id)"
        " WHERE sold_on < DATE '2022-12-16'"
    )
    share, share_before = sold / all_sold, before / all_before
    swing = 1.96 * sqrt(share * (1 - share) * (1 / all_sold + 1 / all_before))
    then = [percent(before, all_before), round(100 * (share - share_before), 1)]
    return [
        *(sold, all_sold, percent(sold, all_sold), dealers),
        *(*then, round(100 * swing, 1)),
    ]


def festival_alignment(ask) -> list[float]:
    spans = [
        ("2022-12-16", "2023-01-10"),
        ("2021-12-16", "2022-01-10"),
        ("2021-12-26", "2022-01-20"),  # as far from 1 February as from 22 January
    ]
    cars, worked = zip(
        *(
            ask(
                "SELECT (SELECT count(*) FROM sales JOIN decisions USING (sale_id)"
                f" WHERE comparable AND sold_on BETWEEN '{first}' AND '{last}'),"
                " (SELECT count(*) FROM calendar WHERE is_working_day"
                f" AND day BETWEEN '{first}' AND '{last}')"
            )
            for first, last in spans
        ),
        strict=True,
    )
    now, by_date, by_festival = cars
    rises = [100 * (now / base - 1) for base in (by_date, by_festival)]
    told = [by_date, round(rises[0], 1), by_festival, round(rises[1], 1)]
    apart = round(abs(rises[0] - rises[1]), 1)
    return [2023, 1, 10, now, *told, apart, *worked]


def redemption_behaviour(ask) -> list[float]:
    (issued,) = ask("SELECT count(*) FROM vouchers")
    used, fen = ask(
        "SELECT count(DISTINCT voucher_no), sum(amount_fen)::BIGINT"
        " FROM redemptions WHERE status = 'captured'"
    )
    (face,) = ask("SELECT sum(face_fen)::BIGINT FROM vouchers")
    (days,) = ask(
        "SELECT median(day)::INTEGER FROM (SELECT min(redeemed_on)"
        " - min((issued_at + INTERVAL 8 HOURS)::DATE) AS day"
        " FROM redemptions JOIN vouchers USING (voucher_no)"
        " WHERE status = 'captured' GROUP BY voucher_no)"
    )
    spent = [fen / 100, percent(fen, face)]
    return [issued, used, percent(used, issued), *spent, days]


EXPECTED = {
    each.__name__: each
    for each in (
        tour,
        threshold_and_prices,
        districts,
        festival_alignment,
        redemption_behaviour,
    )
}


def test_every_notebook_is_held_to_a_query_of_its_own() -> None:
    assert sorted(EXPECTED) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_it_answers_with_the_numbers_that_the_file_holds(name, folder, published, ask):
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    zh, en = answer_of(run(folder / f"{name}.py", published=published))
    expected = EXPECTED[name](ask)
    assert numbers(zh) == expected
    assert sorted(numbers(en)) == sorted(expected)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_what_has_nothing_to_tell_says_so(folder, without_vouchers):
    script = folder / "redemption_behaviour.py"
    zh, en = answer_of(run(script, "--published", without_vouchers))
    assert "还没有发券：460 辆符合条件，应得 690,000 元" in zh
    assert "460 eligible cars have earned 690,000 yuan" in en


@pytest.mark.parametrize("is_used", [False, True])
def test_on_the_day_of_issue_it_says_so_and_marks_the_only_day(
    folder, published, tmp_path, is_used
):
    path = tmp_path / "issued-today.duckdb"
    shutil.copyfile(published, path)
    with duckdb.connect(path) as connection:
        connection.execute(
            "UPDATE vouchers SET issued_at = (SELECT known_at FROM published)"
        )
        today = "(SELECT (known_at + INTERVAL 8 HOURS)::DATE FROM published)"
        connection.execute(f"UPDATE redemptions SET redeemed_on = {today}")
        if not is_used:
            connection.execute("DELETE FROM redemptions")
    zh, en = answer_of(run(folder / "redemption_behaviour.py", "--published", path))
    told = figures(folder, path)["redemption_behaviour"]
    assert ("数到发放当天为止，还没有一张用过" in zh) != is_used
    assert ("ends on the day of their issue, and none is used yet" in en) != is_used
    assert told["modes"] == (["lines+markers"] if is_used else [])


def test_the_tour_tells_instants_in_one_zone(folder, published, ask):
    (changed_at,) = ask(
        "SELECT strftime(data_version + INTERVAL 8 HOURS, '%Y-%m-%d %H:%M:%S')"
        " FROM published"
    )
    shown = figures(folder, published)["tour"]["shown"]
    assert changed_at in shown
    assert "北京时间（UTC+8）" in shown
    assert "Beijing time (UTC+8)" in shown


def test_each_shows_a_figure_with_its_source_and_mark(folder, published):
    for name, figure in figures(folder, published).items():
        assert figure["traces"], name
        assert "2023-01-10" in figure["notes"]["source"], name
        assert figure["notes"]["synthetic"] == f"<b>{MARK}</b>", name


def test_each_has_a_story_without_sales_and_without_a_mark(folder, without_sales):
    for name, figure in figures(folder, without_sales).items():
        assert not figure["traces"], name
        assert "暂无数据" in figure["notes"].values(), name
        assert "synthetic" not in figure["notes"], name


def test_a_missing_file_is_told_in_both_languages(folder, tmp_path):
    ended = run(folder / "tour.py", cwd=tmp_path)
    place = tmp_path / "var" / "published" / "voucher.duckdb"
    assert ended.returncode == 1
    assert ended.stdout == ""
    zh, en = ended.stderr.splitlines()
    assert zh.startswith(f"还没有发布库：{place}。")
    assert en.startswith(f"nothing is published at {place}. ")


def test_an_unknown_campaign_is_told_with_those_there_are(folder, published):
    ended = run(folder / "tour.py", "--campaign", "none", published=published)
    assert ended.returncode == 1
    zh, en = ended.stderr.splitlines()
    assert zh == "没有活动 none。可用的活动：zhangjiajie-2022-new-year"
    assert en == "there is no campaign none. campaigns: zhangjiajie-2022-new-year"


def test_they_are_written_as_marimo_writes_them():
    files = [SOURCES / f"{name}.py" for name in NAMES]
    ended = run("-m", "marimo", "check", "--strict", *files)
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr
