"""All decisions go to a file whose ending names the format."""

import polars as pl
import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row


@pytest.fixture
def dealt(command, tmp_path):
    register, sales = tmp_path / "dealers.csv", tmp_path / "sales.csv"
    register.write_text(REGISTER, encoding="utf-8")
    rows = (sale_row(1), sale_row(2, price="29999.99"))
    sales.write_text(feed(*rows), encoding="utf-8")
    assert command("ingest", register, sales).code == 0
    return command


def test_decisions_are_written_and_told_in_one_document(dealt, tmp_path):
    out = tmp_path / "decisions.parquet"
    report = dealt("decisions", SEED_CAMPAIGN, "--out", out, "--json").json
    assert (report["decisions"], report["synthetic"]) == (2, True)
    assert report["bytes"] == out.stat().st_size
    outcomes = pl.read_parquet(out)["outcome"].to_list()
    assert sorted(outcomes) == ["eligible", "ineligible"]
    again = tmp_path / "again.parquet"
    dealt(
        *("decisions", SEED_CAMPAIGN, "--out", again),
        *("--known-at", report["known_at"], "--outcome", "eligible"),
    )
    assert pl.read_parquet(again)["outcome"].to_list() == ["eligible"]


def test_a_terminal_is_told_where_it_lies_and_that_it_is_made_up(dealt, tmp_path):
    ran = dealt("decisions", SEED_CAMPAIGN, "--out", tmp_path / "a.csv")
    assert ran.code == 0
    assert ran.out.startswith("【合成数据 synthetic data】")
    assert "2 笔判定 decisions" in ran.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((SEED_CAMPAIGN, "--out", "a.doc"), "parquet"),
        (("nosuch", "--out", "a.csv"), "nosuch"),
        ((SEED_CAMPAIGN, "--out", "a.csv", "--outcome", "perhaps"), "waitlisted"),
    ],
)
def test_what_cannot_be_written_is_said(dealt, arguments, said):
    ran = dealt("decisions", *arguments)
    assert ran.code == 2
    assert said in ran.err
