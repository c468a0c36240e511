"""A dealer is late once it has been silent for longer than it usually is."""

from datetime import date, timedelta

import pytest

from voucher_service.analytics.late_dealers import Silence, silence_of

MONDAY = date(2023, 3, 6)


def daily(days: int = 10) -> list[date]:
    """Files on every working day of two weeks, the last on a Friday."""
    start = date(2023, 2, 20)
    found = [start + timedelta(days=n) for n in range(14)]
    return [day for day in found if day.weekday() < 5][:days]


@pytest.mark.parametrize(
    ("today", "silent"),
    [
        (date(2023, 3, 3), None),  # the very Friday
        (date(2023, 3, 7), None),  # usually silent until Monday, one day more
        (date(2023, 3, 8), None),
        (date(2023, 3, 9), 6),
        (date(2023, 3, 10), 7),
    ],
)
def test_who_sends_each_working_day_is_late_after_two_more(today, silent):
    found = silence_of(daily(), today)
    expected = silent and Silence(date(2023, 3, 3), silent, 3)
    assert found == expected


def test_who_sends_weekly_is_given_a_week():
    weekly = [MONDAY - timedelta(weeks=n) for n in range(6)]
    assert silence_of(weekly, MONDAY + timedelta(days=9)) is None
    late = silence_of(weekly, MONDAY + timedelta(days=10))
    assert late == Silence(MONDAY, 10, 7)


def test_days_off_are_not_counted_against_a_dealer():
    before = [date(2023, 1, 16) + timedelta(days=n) for n in range(5)]
    festival_ends = date(2023, 1, 27)
    assert silence_of(before, festival_ends) is None
    assert silence_of(before, date(2023, 1, 31)) is not None


@pytest.mark.parametrize("days", [0, 1, 4])
def test_of_few_days_nothing_is_usual(days):
    assert silence_of(daily(days), date(2023, 6, 1)) is None
    assert silence_of(daily(5), date(2023, 6, 1)) is not None


def test_one_long_gap_among_many_is_not_what_is_usual():
    often = [MONDAY - timedelta(days=n) for n in range(20)]
    longer = [MONDAY - timedelta(days=n) for n in (30, 31)]
    assert silence_of([*often, *longer], MONDAY + timedelta(days=4)) is not None
