"""The board is in its order, and a rate never says more than is true."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.analytics.feed_quality import (
    BOARD_SCHEMA,
    acceptance_rate,
    feed_quality,
    worst_first,
)

COUNTS = st.lists(st.tuples(*[st.integers(0, 2_000_000)] * 4), min_size=1, max_size=8)


def board(*counts: tuple[int, int, int, int]) -> pl.DataFrame:
    """Give dealers D0, D1 … with these rows accepted, unchanged, review, refused."""
    rows = [(f"D{at}", f"示例{at}", *each) for at, each in enumerate(counts)]
    return pl.DataFrame(rows, schema=BOARD_SCHEMA, orient="row")


@pytest.mark.parametrize(
    ("counts", "rate"),
    [
        ((1, 0, 0, 0), 1.0),
        ((0, 1, 0, 0), 1.0),
        ((0, 0, 0, 1), 0.0),
        ((0, 0, 1, 0), 0.0),
        ((1, 1, 1, 0), 0.6666),
        ((99_999, 0, 0, 1), 0.9999),
        ((0, 0, 0, 0), None),
    ],
)
def test_the_rate_is_of_rows_taken_and_rounded_down(counts, rate):
    assert board(*[counts]).select(acceptance_rate(4)).item() == rate


def test_the_lowest_rate_comes_first_and_no_rows_last():
    ordered = worst_first(
        board((9, 0, 0, 1), (0, 0, 0, 0), (90, 0, 10, 0), (1, 0, 0, 9), (5, 5, 0, 0))
    )
    assert ordered["dealer_id"].to_list() == ["D3", "D2", "D0", "D4", "D1"]


def test_rates_that_round_alike_are_told_apart():
    ordered = worst_first(board((999_999, 0, 0, 1), (999_998, 0, 0, 2)))
    assert ordered["dealer_id"].to_list() == ["D1", "D0"]


def test_the_chart_has_the_dealers_with_rows():
    frame = feed_quality(board((2, 1, 1, 4), (0, 0, 0, 0)))
    assert frame.to_dicts() == [
        {
            "dealer_id": "D0",
            "dealer_name": "示例0",
            "rows": 8,
            "accepted": 2,
            "unchanged": 1,
            "review": 1,
            "refused": 4,
            "acceptance_percent": 37.5,
        }
    ]


@given(COUNTS)
def test_every_row_is_in_one_bar_and_full_marks_mean_none_turned_away(counts):
    frame = feed_quality(board(*counts))
    assert frame["rows"].sum() == sum(map(sum, counts))
    for row in frame.iter_rows(named=True):
        assert 0 <= row["acceptance_percent"] <= 100
        turned_away = row["refused"] + row["review"]
        assert (row["acceptance_percent"] == 100) == (turned_away == 0)
