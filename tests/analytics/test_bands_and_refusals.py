"""Every car that counts is in one band; every refused sale under all its reasons."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analytics.decided_sales import FLOOR_FEN, decided, refused, sale
from voucher_service.analytics.price_bands import price_bands
from voucher_service.analytics.refused_sales import refusal_reasons, refused_sales

DAY = date(2022, 12, 20)
EDGES = (FLOOR_FEN, 5_000_000, 10_000_000)
LAST = date(2023, 1, 31)


@pytest.mark.parametrize(
    ("price_fen", "counts"),
    [
        (FLOOR_FEN, [1, 0, 0]),
        (4_999_999, [1, 0, 0]),
        (5_000_000, [0, 1, 0]),
        (9_999_999, [0, 1, 0]),
        (10_000_000, [0, 0, 1]),
        (FLOOR_FEN - 1, [1, 0, 0, 0]),
    ],
)
def test_a_price_on_an_edge_belongs_to_the_band_above(price_fen, counts):
    bands = price_bands(decided(sale(price_fen=price_fen)), DAY, EDGES)
    assert [band.cars_sold for band in bands] == counts
    assert sum(band.sales_fen for band in bands) == price_fen


@given(st.lists(st.integers(1, 20_000_000), min_size=1, max_size=30))
def test_bands_hold_every_car_once_and_join_without_a_gap(prices):
    bands = price_bands(decided(*(sale(price_fen=fen) for fen in prices)), DAY, EDGES)
    assert sum(band.cars_sold for band in bands) == len(prices)
    assert sum(band.sales_fen for band in bands) == sum(prices)
    assert [band.to_fen for band in bands] == [
        *(band.from_fen for band in bands[1:]),
        None,
    ]


def test_no_car_is_counted_that_is_refused_or_sold_later():
    frame = decided(refused("not_new"), sale(sold_on=date(2022, 12, 21)))
    assert sum(band.cars_sold for band in price_bands(frame, DAY, EDGES)) == 0


def test_reasons_are_counted_most_first_and_a_sale_under_each_of_its_own():
    frame = decided(
        sale(),
        refused("not_new"),
        refused("price_below_floor", "not_new"),
        refused("price_below_floor"),
        refused("price_below_floor", sold_on=date(2021, 12, 20)),
        sale(outcome="needs_review", eligible=False, amount_fen=0),
    )
    assert refused_sales(frame, DAY, LAST) == 3
    assert refusal_reasons(frame, DAY, LAST) == (
        ("not_new", 2),
        ("price_below_floor", 2),
    )


def test_where_nothing_is_refused_there_are_no_reasons():
    assert refusal_reasons(decided(sale()), DAY, LAST) == ()
    assert refused_sales(decided(sale()), DAY, LAST) == 0
