"""What is known from when to when, and what a window of it comes to."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analytics.decided_sales import decided, refused, sale
from voucher_service.analytics.history import (
    LONGEST_SILENCE_DAYS,
    history_of_periods,
    history_of_sales,
)
from voucher_service.analytics.windows import Days

FIRST = date(2022, 1, 1)
AS_OF = date(2023, 1, 10)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


def of_days(*numbers: int):
    frame = decided(*(sale(sold_on=day(n)) for n in numbers))
    return history_of_sales(frame, frame, AS_OF)


@pytest.mark.parametrize(
    ("silent", "whole"),
    [(LONGEST_SILENCE_DAYS, True), (LONGEST_SILENCE_DAYS + 1, False)],
)
def test_a_long_silence_of_everyone_is_a_hole(silent, whole):
    history = of_days(0, silent + 1)
    assert history.covers(Days(day(0), day(silent + 1))) is whole


def test_a_day_without_sales_within_a_stretch_is_a_zero():
    history = of_days(0, 5)
    assert history.covers(Days(day(1), day(4)))
    assert history.measured(Days(day(1), day(4))).cars == 0


def test_one_wrong_early_date_does_not_make_a_year_known():
    history = of_days(-400, 0, 10)
    assert history.begins == day(0)
    assert not history.covers(Days(day(-20), day(10)))
    assert not history.covers(Days(day(-400), day(10)))


def test_sales_after_the_day_asked_for_are_not_known():
    frame = decided(sale(sold_on=AS_OF), sale(sold_on=AS_OF + timedelta(days=1)))
    history = history_of_sales(frame, frame, AS_OF)
    assert history.measured(Days(AS_OF, AS_OF + timedelta(days=9))).cars == 1


def test_counted_are_comparable_sales_known_are_all():
    frame = decided(
        sale(sold_on=day(1), price_fen=5_000_000),
        refused("sold_before_start", sold_on=day(2), price_fen=7_000_000),
        refused("not_new", sold_on=day(0)),
        refused("price_below_floor", sold_on=day(3), price_fen=1),
    )
    history = history_of_sales(frame, frame, AS_OF)
    amount = history.measured(Days(day(0), day(3)))
    assert (amount.cars, amount.sales_fen, amount.estimated) == (2, 12_000_000, False)
    assert history.begins == day(0)


def test_of_a_part_is_sold_what_it_sold_and_known_what_the_whole_knows():
    whole = decided(
        sale(sold_on=day(0), brand="甲"),
        sale(sold_on=day(9), brand="乙"),
    )
    part = whole.filter(brand="乙")
    history = history_of_sales(whole, part, AS_OF)
    assert history.covers(Days(day(0), day(9)))
    assert history.measured(Days(day(0), day(9))).cars == 1


def test_without_any_sale_nothing_is_known():
    history = history_of_sales(decided(), decided(), AS_OF)
    assert history.begins is None
    assert not history.covers(Days(day(0), day(0)))


MONTHS = history_of_periods(
    [
        (date(2016, 1, 1), date(2016, 1, 31), 310, 31_00),
        (date(2016, 2, 1), date(2016, 2, 29), 290, 29_00),
    ]
)


@pytest.mark.parametrize(
    ("start", "end", "cars", "estimated"),
    [
        (date(2016, 1, 1), date(2016, 1, 31), 310, False),
        (date(2016, 1, 1), date(2016, 2, 29), 600, False),
        (date(2016, 1, 2), date(2016, 1, 31), 300, True),
        (date(2016, 1, 12), date(2016, 2, 11), 200 + 110, True),
        (date(2016, 2, 29), date(2016, 2, 29), 10, True),
    ],
)
def test_a_month_that_the_edge_cuts_is_shared_out_by_days(start, end, cars, estimated):
    amount = MONTHS.measured(Days(start, end))
    assert (amount.cars, amount.estimated) == (cars, estimated)
    assert amount.sales_fen == cars * 10


def test_shares_are_rounded_half_up_once():
    history = history_of_periods([(day(0), day(3), 2, None)])
    assert history.measured(Days(day(0), day(0))).cars == 1  # a half
    assert history.measured(Days(day(0), day(0))).sales_fen is None


def test_a_missing_month_is_a_hole():
    history = history_of_periods(
        [
            (date(2016, 1, 1), date(2016, 1, 31), 1, None),
            (date(2016, 3, 1), date(2016, 3, 31), 1, None),
        ]
    )
    assert history.covers(Days(date(2016, 1, 5), date(2016, 1, 31)))
    assert not history.covers(Days(date(2016, 1, 5), date(2016, 2, 1)))
    assert history.begins == date(2016, 3, 1)


def test_two_periods_of_one_day_are_refused():
    with pytest.raises(ValueError, match="2022-01-05"):
        history_of_periods([(day(0), day(5), 1, None), (day(4), day(9), 1, None)])


@given(st.lists(st.integers(0, 500), min_size=1, max_size=24), st.data())
def test_windows_side_by_side_add_up_to_whole_months(cars, data):
    months = [date(2016 + n // 12, n % 12 + 1, 1) for n in range(len(cars) + 1)]
    ends = [month - timedelta(days=1) for month in months[1:]]
    history = history_of_periods(
        [(*pair, None) for pair in zip(months, ends, cars, strict=False)]
    )
    whole = Days(months[0], ends[-1])
    cut = whole.each()[data.draw(st.integers(0, whole.count - 1))]
    first = history.measured(Days(whole.start, cut)).cars
    rest = history.measured(Days(cut + timedelta(days=1), whole.end))
    assert abs(first + rest.cars - sum(cars)) <= 1  # each half is rounded once
