"""Every query of the library answers its question on the sample, in any client."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from voucher_service.model.errors import BadParameter
from voucher_service.resources import SQL
from voucher_service.usecases.ask_published import (
    Answer,
    ask_published,
    list_queries,
)
from voucher_service.usecases.lay_out_answer import table_lines

QUERIES = {query.name: query for query in list_queries(SQL)}
COUNTS = ("cars", "vouchers", "window_sales", "sales_in_window")
ONE_ROW = {"budget"}
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
        connection.execute(
            "UPDATE vouchers SET state = 'voided', clawed_fen = captured_fen,"
            " balance_fen = 0 WHERE captured_fen = 50000 AND voucher_no < 20"
        )
        connection.execute(
            "UPDATE vouchers SET state = 'expired', locked_fen = 10000,"
            " balance_fen = 0 WHERE captured_fen = 50000 AND voucher_no >= 20"
        )
        connection.execute(
            "UPDATE decisions SET eligible = false WHERE sale_id IN"
            " (SELECT sale_id FROM vouchers WHERE state = 'voided')"
        )
        connection.execute(
            "INSERT INTO campaigns SELECT * REPLACE ('another' AS campaign_id,"
            " '2030-01-01'::DATE AS sales_from, '2030-02-01'::DATE AS sales_to,"
            " NULL AS as_of) FROM campaigns"
        )
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
def test_another_campaign_has_none_of_it(planted, name):
    given = {"campaign": "another"}
    frame = ask_published(planted, QUERIES[name], given).frame
    counts = [c for c in COUNTS if c in frame.columns]
    assert not any(frame[count].sum() for count in counts)
    assert counts or frame.is_empty() or name in ONE_ROW


def test_the_only_campaign_of_a_file_is_meant_where_none_is_named(published, tmp_path):
    path = shutil.copy(published, tmp_path / "voucher.duckdb")
    path.chmod(0o600)
    with duckdb.connect(path) as connection:
        connection.execute("UPDATE campaigns SET campaign_id = 'elsewhere-2024'")
    answer = ask_published(path, QUERIES["headline"], {})
    assert answer.values == {"campaign": "elsewhere-2024"}
    with duckdb.connect(path) as connection:
        connection.execute(
            "INSERT INTO campaigns SELECT * REPLACE ('another-2025' AS campaign_id)"
            " FROM campaigns"
        )
    with pytest.raises(BadParameter) as refused:
        ask_published(path, QUERIES["headline"], {})
    assert refused.value.choices == ("another-2025", "elsewhere-2024")


@pytest.mark.parametrize("name", QUERIES)
def test_a_campaign_that_there_is_not_is_refused_with_those_there_are(published, name):
    with pytest.raises(BadParameter) as refused:
        ask_published(published, QUERIES[name], {"campaign": "nix"})
    assert refused.value.choices == ("zhangjiajie-2022-new-year",)
    assert "没有活动 nix" in refused.value.message.zh
    assert "no such campaign as nix" in refused.value.message.en


@pytest.mark.parametrize(
    ("name", "parameter", "bounds"),
    [
        (name, each, each.bounds)
        for name, query in QUERIES.items()
        for each in query.parameters
        if each.type not in {"VARCHAR", "BOOLEAN"}
    ],
    ids=str,
)
def test_every_number_has_bounds_and_is_answered_at_both(
    published, name, parameter, bounds
):
    for bound in bounds:
        ask_published(published, QUERIES[name], {parameter.name: str(bound)})
    for value in (bounds[0] - 1, bounds[1] + 1):
        with pytest.raises(BadParameter) as refused:
            ask_published(published, QUERIES[name], {parameter.name: str(value)})
        for said in (refused.value.message.zh, refused.value.message.en):
            assert parameter.name in said
            assert all(f"{bound:,}" in said for bound in bounds)


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


def test_the_stages_of_vouchers_add_up_after_returns_and_expiries(planted, published):
    for path in (planted, published):
        rows = rows_of(path, "voucher_funnel")
        cars = {stage.split(" · ")[1]: count for stage, count, *_ in rows}
        yuan = {stage.split(" · ")[1]: amount for stage, _, _, amount, _ in rows}
        assert yuan["issued"] == sum(
            yuan[each] for each in ("used", "still to spend", "expired", "voided")
        )
        assert yuan["earned"] >= yuan["issued"]
        assert cars["earned"] >= cars["issued"] >= cars["used"]
        assert all(share <= 100 for *_, share in rows)
        assert yuan["of these, to be repaid"] <= yuan["used"]
        assert path == published or min(yuan.values()) > 0


def test_the_share_of_new_energy_cars_leaves_out_hybrids_and_what_is_not_told(planted):
    with duckdb.connect(planted, read_only=True) as connection:
        told = connection.execute(
            "SELECT energy, count(*) FROM eligible_sales GROUP BY ALL"
        ).fetchall()
    counts = dict(told)
    frame = ask_published(planted, QUERIES["energy_by_week"], {}).frame
    assert frame["week"].is_unique().all()
    assert frame["cars"].sum() == sum(counts.values())
    assert frame["not_told"].sum() == counts.get(None, 0)
    new = sum(counts.get(kind, 0) for kind in ("bev", "phev", "erev"))
    assert frame["new_energy"].sum() == new
    assert counts["hev"] > 0
    for _, cars, new_energy, not_told, share in frame.rows():
        assert float(share) == pytest.approx(
            100 * new_energy / (cars - not_told), abs=0.05
        )
