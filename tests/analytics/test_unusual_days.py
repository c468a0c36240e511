"""A day is unusual where its kind of day makes it unlikely, and holidays never are."""

from datetime import date, timedelta
from math import isclose

import pytest

from voucher_service.analytics.unusual_days import tail, unusual_days

START = date(2023, 2, 6)  # a Monday; no holiday until 5 April
JUDGED = date(2023, 3, 8)  # a Wednesday


def steady(cars: int = 20, days: int = 30) -> dict[date, int]:
    """So many cars a day, one more on every other day."""
    return {START + timedelta(days=n): cars + n % 2 for n in range(days)}


@pytest.mark.parametrize(
    ("sold", "is_unusual", "is_high"),
    [
        (20, False, False),
        (33, False, True),
        (45, True, True),
        (9, False, False),
        (2, True, False),
        (0, True, False),
    ],
)
def test_only_a_number_far_out_is_unusual(sold, is_unusual, is_high):
    found = unusual_days({**steady(), JUDGED: sold}, START, (JUDGED,))
    assert [(each.day, each.cars) for each in found] == [(JUDGED, sold)] * is_unusual
    assert all(each.is_high == is_high for each in found)


def test_a_weekend_is_held_against_weekends_alone():
    cars = {
        day: 60 if day.weekday() >= 5 else 20
        for day in (START + timedelta(days=n) for n in range(40))
    }
    saturday, wednesday = date(2023, 3, 11), date(2023, 3, 8)
    assert unusual_days(cars, START, (saturday, wednesday)) == ()
    swapped = {**cars, saturday: 20, wednesday: 60}
    found = unusual_days(swapped, START, (saturday, wednesday))
    assert [(each.day, each.working) for each in found] == [
        (saturday, False),
        (wednesday, True),
    ]


def test_a_holiday_is_neither_judged_nor_looked_at():
    festival = date(2023, 1, 22)
    start = date(2022, 12, 16)
    cars = {start + timedelta(days=n): 20 for n in range(60)}
    closed = {festival + timedelta(days=n): 0 for n in range(-1, 6)}
    assert unusual_days({**cars, **closed}, start, tuple(closed)) == ()
    after = date(2023, 2, 1)
    assert unusual_days({**cars, **closed}, start, (after,)) == ()


@pytest.mark.parametrize(("days", "judged"), [(5, False), (6, True)])
def test_fewer_than_six_days_alike_say_nothing(days, judged):
    day = START + timedelta(days=days + 2 * (days > 4))
    cars = {START + timedelta(days=n): 20 for n in range(10)}
    found = unusual_days({**cars, day: 90}, START, (day,))
    assert bool(found) == judged


def test_days_without_a_sale_count_as_nought():
    every_other = {day: cars for day, cars in steady(24).items() if day.day % 2}
    found = unusual_days({**steady(24), JUDGED: 60}, START, (JUDGED,))
    gaps = unusual_days({**every_other, JUDGED: 60}, START, (JUDGED,))
    assert [each.cars for each in found] == [60]
    assert gaps == ()  # half of the days had none: the spread is wide


def test_the_days_before_the_first_sale_are_no_days_without_one():
    late = date(2023, 2, 20)
    cars = {day: sold for day, sold in steady(20).items() if day >= late}
    assert unusual_days({**cars, JUDGED: 22}, START, (JUDGED,)) == ()
    assert unusual_days({**cars, JUDGED: 60}, START, (JUDGED,)) != ()


@pytest.mark.parametrize(("usual", "judged"), [(2, False), (3, True)])
def test_where_few_are_usual_nothing_is_unusual(usual, judged):
    cars = {START + timedelta(days=n): usual for n in range(30)}
    found = unusual_days({**cars, JUDGED: 30}, START, (JUDGED,))
    assert bool(found) == judged


@pytest.mark.parametrize(
    ("count", "mean", "spread", "chance"),
    [
        (0, 2.0, 2.0, 0.1353352832),
        (2, 2.0, 2.0, 0.6766764162),
        (5, 2.0, 2.0, 0.0526530174),
        # negative binomial of size 4 and probability 0.5
        (0, 4.0, 8.0, 0.0625),
        (1, 4.0, 8.0, 0.1875),
        (5, 4.0, 8.0, 0.36328125),
    ],
)
def test_the_tail_is_that_of_the_distribution(count, mean, spread, chance):
    assert isclose(tail(count, mean, spread), chance, rel_tol=1e-6)
