"""The command what-if tells both sets of terms, and refuses with the nearest key."""

import json

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.campaigns.catalogue import shipped_campaigns
from voucher_service.foresight import what_if_lines

pytestmark = pytest.mark.slow


@pytest.fixture
def dealt(command, tmp_path):
    register, sales = tmp_path / "dealers.csv", tmp_path / "sales.csv"
    register.write_text(REGISTER, encoding="utf-8")
    rows = (sale_row(1, price="40000"), sale_row(2, price="90000"))
    sales.write_text(feed(*rows), encoding="utf-8")
    assert command("ingest", register, sales).code == 0
    return command


def test_both_sides_are_told_in_words_and_as_one_document(dealt):
    asked = ("what-if", SEED_CAMPAIGN, "--set", "price_floor_yuan=50000")
    asked += ("--set", "voucher_yuan=2000")
    ran = dealt(*asked)
    assert ran.code == 0, ran.err
    assert "合成数据" in ran.out
    assert "符合条件（台） / eligible cars: 2 → 1 (-1)" in ran.out
    assert "price_below_floor: 1" in ran.out
    found = dealt(*asked, "--json")
    assert (found.json["today"]["cars_sold"], found.json["other"]["cars_sold"]) == (
        2,
        1,
    )
    assert found.json["set"] == {"price_floor_yuan": "50000", "voucher_yuan": "2000"}
    assert what_if_lines(found.json) == ran.out.splitlines()


@pytest.mark.parametrize("as_written", [False, True])
def test_other_terms_come_from_a_file_or_by_id(dealt, tmp_path, as_written):
    file = tmp_path / "other.yaml"
    file.write_text(shipped_campaigns()["nanning-2023"], encoding="utf-8")
    flags = ("--as-written",) if as_written else ()
    by_file = dealt("what-if", SEED_CAMPAIGN, "--terms", file, "--json", *flags)
    by_id = dealt("what-if", SEED_CAMPAIGN, "--terms", "nanning-2023", "--json", *flags)
    assert by_file.code == by_id.code == 0, by_file.err
    assert by_file.json == by_id.json
    assert (by_file.json["adapted"] == []) == as_written


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("price_flor_yuan=1", "price_floor_yuan"),
        ("price_floor_yuan=x", "数字"),
        ("per_buyer=--5", "数字"),
        ("per_buyer=\udcff", "U+DCFF"),
        ("price_floor_yuan", "KEY=VALUE"),
    ],
)
def test_what_cannot_be_set_ends_with_a_sentence(dealt, written, said):
    ran = dealt("what-if", SEED_CAMPAIGN, "--set", written, "--json")
    assert ran.code == 2
    problem = json.loads(ran.out or ran.err)
    assert said in json.dumps(problem, ensure_ascii=False)
    assert "Traceback" not in ran.err
