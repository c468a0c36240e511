"""Prices spread over equal bins, and the floor is an edge of one."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analytics.decided_sales import (
    FLOOR_FEN,
    START,
    days,
    decided,
    decided_sales,
    refused,
    sale,
)
from voucher_service.analytics.prices import SCHEMA
from voucher_service.analytics.series import price_distribution

END = START + timedelta(days=10)


def spread(frame, *, floor_fen: int = FLOOR_FEN, as_of: date = END):
    return price_distribution(
        frame, floor_fen=floor_fen, start=START, end=END, as_of=as_of
    )


def below(price: int) -> dict[str, object]:
    return refused("price_below_floor", price_fen=price)


def test_the_floor_parts_29_999_99_yuan_from_30_000() -> None:
    found = spread(decided(below(2_999_999), sale(price_fen=3_000_000)))
    assert found.rows() == [(29_000, 30_000, 0, 1, 0), (30_000, 31_000, 1, 0, 0)]


def test_a_floor_between_yuan_is_rounded_up_to_the_next() -> None:
    found = spread(decided(sale(price_fen=3_000_080)), floor_fen=3_000_050)
    assert 30_001 in {*found["price_from_yuan"], *found["price_to_yuan"]}


def test_the_first_bin_is_cut_off_at_zero() -> None:
    found = spread(decided(below(100), below(200_000)), floor_fen=150_050)
    assert found.rows()[0] == (0, 501, 0, 1, 0)


def test_bins_follow_without_gap_and_empty_ones_have_zeros() -> None:
    found = spread(decided(below(2_950_000), sale(price_fen=3_250_000)))
    assert found.rows() == [
        (29_000, 30_000, 0, 1, 0),
        (30_000, 31_000, 0, 0, 0),
        (31_000, 32_000, 0, 0, 0),
        (32_000, 33_000, 1, 0, 0),
    ]


@pytest.mark.parametrize(
    ("row", "cars"),
    [
        (sale(sold_on=START), 1),
        (sale(sold_on=START - timedelta(days=1)), 0),
        (sale(sold_on=END), 1),
        (sale(sold_on=END + timedelta(days=1)), 0),
        (refused("vehicle_already_counted"), 1),
        (refused("value_missing", condition=None), 1),
        (refused("value_missing", price_fen=None), 0),
        (refused("not_new", condition="used"), 0),
        (refused("not_used", "price_below_floor"), 0),
    ],
)
def test_counted_are_priced_sales_of_the_window_and_of_the_cars_asked_for(row, cars):
    found = spread(decided(row))
    assert found["eligible_cars"].sum() + found["ineligible_cars"].sum() == cars


@pytest.mark.parametrize("outcome", ["waitlisted", "needs_review"])
def test_a_sale_that_waits_is_neither_eligible_nor_refused(outcome):
    waits = sale(outcome=outcome, eligible=False, reasons=["budget_spent"])
    found = spread(decided(waits, below(2_950_000)))
    counts = found.select("eligible_cars", "ineligible_cars", "waiting_cars").sum()
    assert counts.row(0) == (0, 1, 1)


def test_no_prices_give_no_bins() -> None:
    assert spread(decided()).schema == SCHEMA
    assert spread(decided(sale()), as_of=START - timedelta(days=1)).is_empty()


def test_a_few_dear_cars_do_not_make_all_bins_coarse() -> None:
    ordinary = [sale(price_fen=price) for price in range(5_000_000, 25_000_000, 10**5)]
    alone = spread(decided(*ordinary))
    beside = spread(decided(*ordinary, sale(price_fen=120_000_000)))
    width = alone["price_to_yuan"][0] - alone["price_from_yuan"][0]
    assert width == beside["price_to_yuan"][0] - beside["price_from_yuan"][0] == 10_000


@settings(deadline=None)
@given(
    frame=decided_sales(),
    as_of=days,
    floor_fen=st.sampled_from([0, 1, FLOOR_FEN, FLOOR_FEN + 50, 59_999_99]),
)
def test_bins_hold_every_priced_sale_once_and_the_floor_is_an_edge(
    frame, as_of, floor_fen
) -> None:
    found = spread(frame, floor_fen=floor_fen, as_of=as_of)
    counted = [
        row
        for row in frame.to_dicts()
        if START <= row["sold_on"] <= min(END, as_of)
        and row["price_fen"] is not None
        and "not_new" not in row["reasons"]
    ]
    assert found.schema == SCHEMA
    assert found.height <= 200
    eligible = sum(row["eligible"] for row in counted)
    assert found["eligible_cars"].sum() == eligible
    assert found["ineligible_cars"].sum() == len(counted) - eligible
    floor = -(-floor_fen // 100)
    bins = found.rows()
    for lower, upper, eligible_cars, ineligible_cars, _ in bins:
        inside = [
            row["eligible"]
            for row in counted
            if 100 * lower <= row["price_fen"] < 100 * upper
        ]
        assert (sum(inside), len(inside)) == (
            eligible_cars,
            eligible_cars + ineligible_cars,
        )
        assert 0 <= lower < upper
        assert not lower < floor < upper
    assert [upper for _, upper, *_ in bins[:-1]] == [low for low, *_ in bins[1:]]
    assert len({upper - lower for lower, upper, *_ in bins[1:]}) <= 1
