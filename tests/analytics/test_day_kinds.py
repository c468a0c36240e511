"""Each day has a kind, and a holiday its name."""

from datetime import date, timedelta

import polars as pl
import pytest

from tests.analytics.decided_sales import START, decided, sale
from voucher_service.analytics.day_kinds import kind_of, marked
from voucher_service.analytics.series import calendar_days, daily_sales

KINDS = [
    (date(2022, 12, 30), "working", None),
    (date(2022, 12, 31), "holiday", "元旦"),  # a Saturday, and of the holiday
    (date(2023, 1, 2), "holiday", "元旦"),
    (date(2023, 1, 3), "working", None),
    (date(2023, 1, 7), "weekend", None),
    (date(2023, 1, 27), "holiday", "春节"),
    (date(2023, 1, 28), "make_up", None),
]


@pytest.mark.parametrize(("day", "kind", "holiday"), KINDS)
def test_a_day_has_its_kind_and_holiday(day, kind, holiday) -> None:
    assert kind_of(day) == kind
    frame = marked(pl.DataFrame({"day": [day]}))
    assert frame.select("day_kind", "holiday").row(0) == (kind, holiday)
    assert (frame["holiday_en"][0] is None) == (holiday is None)


def test_the_mean_is_of_seven_days_and_null_before() -> None:
    sold = [3, 0, 7, 0, 0, 4, 7, 14]
    rows = [
        sale(sold_on=START + timedelta(days=at))
        for at, count in enumerate(sold)
        for _ in range(count)
    ]
    found = daily_sales(decided(*rows), start=START, as_of=START + timedelta(days=7))
    assert found["mean_7_days"].to_list() == [None] * 6 + [3.0, 4.57]


def test_a_calendar_has_every_day_of_the_window_and_nulls_to_come() -> None:
    frame = decided(*[sale(sold_on=START)] * 8, sale(sold_on=START + timedelta(days=1)))
    found = calendar_days(
        frame,
        start=START,
        end=START + timedelta(days=3),
        as_of=START + timedelta(days=2),
    )
    assert found.select("day", "week_from", "weekday", "cars_sold", "level").rows() == [
        (date(2022, 12, 16), date(2022, 12, 12), 5, 8, 4),
        (date(2022, 12, 17), date(2022, 12, 12), 6, 1, 1),
        (date(2022, 12, 18), date(2022, 12, 12), 7, 0, 0),
        (date(2022, 12, 19), date(2022, 12, 19), 1, None, None),
    ]


@pytest.mark.parametrize(
    ("cars", "level"), [(25, 1), (26, 2), (50, 2), (51, 3), (76, 4)]
)
def test_a_level_is_a_quarter_of_the_best_day(cars, level) -> None:
    rows = [*[sale(sold_on=START)] * 100]
    rows += [sale(sold_on=START + timedelta(days=1))] * cars
    end = START + timedelta(days=1)
    found = calendar_days(decided(*rows), start=START, end=end, as_of=end)
    assert found["level"].to_list() == [4, level]


@pytest.mark.parametrize("after", [-1, 0, 400])
def test_a_calendar_is_as_long_as_its_window_whenever_it_is_asked(after) -> None:
    end = START + timedelta(days=9)
    found = calendar_days(
        decided(sale(sold_on=START)),
        start=START,
        end=end,
        as_of=START + timedelta(days=after),
    )
    known = {-1: 0, 0: 1, 400: 10}[after]
    assert (found.height, found["cars_sold"].count()) == (10, known)
