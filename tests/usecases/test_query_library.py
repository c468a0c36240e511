"""Every query of the library answers its question on the sample, in any client."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from voucher_service.resources import SQL
from voucher_service.usecases.ask_published import (
    Answer,
    ask_published,
    list_queries,
)
from voucher_service.usecases.lay_out_answer import table_lines

QUERIES = {query.name: query for query in list_queries(SQL)}
OTHER_VALUES = {"most": "2", "days": "3", "width_yuan": "20000", "margin_yuan": "900"}


@pytest.fixture(scope="module")
def published(published_sample) -> Path:
    return published_sample


@pytest.fixture(scope="module")
def answers(published) -> dict[str, Answer]:
    return {name: ask_published(published, QUERIES[name], {}) for name in QUERIES}


@pytest.fixture(scope="module")
def client(published) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(published, read_only=True) as connection:
        yield connection


@pytest.fixture(scope="module")
def planted(published, tmp_path_factory) -> Path:
    """Give a publication in which vouchers expire, and a dealer has no counted sale."""
    path = tmp_path_factory.mktemp("planted") / "voucher.duckdb"
    shutil.copyfile(published, path)
    with duckdb.connect(path) as connection:
        connection.execute(
            "UPDATE vouchers SET expires_at = (SELECT known_at FROM published)"
            " + to_days(voucher_no::INTEGER - 60) WHERE voucher_no > 60"
        )
        connection.execute(
            "UPDATE decisions SET eligible = false WHERE sale_id IN"
            " (SELECT sale_id FROM sales WHERE dealer_id = 'ZJJ-016')"
        )
        connection.execute("UPDATE budget_states SET budget_fen = 1, available_fen = 9")
    return path


def rows_of(path: Path, name: str, **given: str) -> list[tuple]:
    return ask_published(path, QUERIES[name], given).frame.rows()


@pytest.mark.parametrize("name", QUERIES)
def test_it_answers_as_it_did(answers, name, snapshot):
    assert "\n".join(table_lines(answers[name])[1:]) == snapshot


@pytest.mark.parametrize("name", QUERIES)
def test_it_tells_its_question_parameters_and_columns(answers, name):
    query = QUERIES[name]
    assert query.question
    assert query.question.zh.endswith("？")
    assert query.question.en.endswith("?")
    assert query.question.zh != query.question.en
    assert all(each.default and each.meaning for each in query.parameters)
    assert query.parameters[0].name == "campaign"
    answer = answers[name]
    assert list(query.columns) == answer.frame.columns
    assert answer.values.keys() == {each.name for each in query.parameters}


@pytest.mark.parametrize("name", QUERIES)
def test_any_duckdb_client_prepares_it_and_gives_the_same(answers, client, name):
    answer = answers[name]
    bound = ", ".join(
        f"{key} := {literal(value)}" for key, value in answer.values.items()
    )
    client.execute(f"PREPARE asked AS {QUERIES[name].sql}").fetchall()
    theirs = client.execute(f"EXECUTE asked({bound})").fetchall()
    assert [tuple(map(as_text, row)) for row in theirs] == [
        tuple(map(as_text, row)) for row in answer.frame.rows()
    ]


def literal(value: object) -> str:
    is_text = isinstance(value, str)
    return f"'{value}'" if is_text else str(value)


def as_text(value: object) -> str:
    return str(Decimal(value).normalize() if isinstance(value, Decimal) else value)


@pytest.mark.parametrize("name", QUERIES)
def test_another_campaign_has_none_of_it(published, name):
    given = {"campaign": "no-such-campaign"}
    frame = ask_published(published, QUERIES[name], given).frame
    counts = [c for c in ("cars", "vouchers", "window_sales") if c in frame.columns]
    assert not any(frame[count].sum() for count in counts)
    assert counts or frame.is_empty()


def test_a_parameter_changes_the_answer(published, answers):
    for query in QUERIES.values():
        for parameter in query.parameters:
            if parameter.name in OTHER_VALUES and query.name != "budget":
                given = {parameter.name: OTHER_VALUES[parameter.name]}
                before = answers[query.name].frame.rows()
                after = rows_of(published, query.name, **given)
                assert after != before, (query.name, parameter.name)


def test_the_headline_is_that_of_the_newspaper_less_the_car_that_came_back(published):
    [row] = rows_of(published, "headline")
    assert row[0] == date(2023, 1, 10)
    assert (row[1], row[3], row[6]) == (459, Decimal("688500.00"), 26)
    assert row[2] == 459 * row[4] or abs(row[2] - 459 * row[4]) < Decimal("4.59")


def test_shares_add_up_to_a_hundred_but_for_rounding(answers):
    for name in ("districts", "dealers", "brands", "price_bands", "weekday_profile"):
        frame = answers[name].frame
        assert frame["cars"].sum() == 459, name
        total = float(frame["share_percent"].sum())
        assert total == pytest.approx(100, abs=0.05 * frame.height), name


def test_vouchers_about_to_expire_are_told_by_their_last_day(planted):
    full = Decimal("1500.00")
    rows = rows_of(planted, "expiring_soon", within_days="2")
    assert [row[1:] for row in rows] == [(1, 1, full, 1), (2, 1, full, 1)]
    assert len(rows_of(planted, "expiring_soon", within_days="1")) == 1


def test_a_dealer_of_which_no_sale_counts_is_found(published, planted):
    assert rows_of(published, "dealers_without_sales") == []
    [row] = rows_of(planted, "dealers_without_sales")
    assert row[0] == "ZJJ-016"
    assert row[3] >= row[4] > 0


def test_without_a_budget_nothing_is_said_to_be_left(published, planted):
    [without], [with_one] = rows_of(published, "budget"), rows_of(planted, "budget")
    assert (without[0], without[1], without[7]) == (None, None, None)
    assert (with_one[0], with_one[1], with_one[7]) == (
        Decimal("0.01"),
        Decimal("0.09"),
        0,
    )


def test_what_a_returned_car_spent_is_to_be_repaid(published):
    [row] = rows_of(published, "returns_after_voucher")
    assert (row[5], row[7] > 0, row[7] == row[8]) == ("returned", True, True)


def test_hours_are_those_of_shanghai(answers, client):
    redeemed = client.execute(
        "SELECT redeemed_at FROM redemptions WHERE status = 'captured'"
    ).fetchall()
    hours = Counter((instant.hour + 8) % 24 for (instant,) in redeemed)
    frame = answers["redemptions_by_hour"].frame
    assert dict(frame.select("hour", "redemptions").iter_rows()) == hours
