"""The calendar agrees with the State Council's notices and with the moon."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from voucher_service.analytics.calendar import (
    festival_near,
    festival_offset,
    holiday_of,
    is_announced,
    is_make_up_day,
    is_working_day,
    spring_festival,
    working_days,
)


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def notices(shared_data: Path) -> dict[date, tuple[bool, str]]:
    """Every day that a notice names: whether it is off, and for which holiday."""
    text = (shared_data / "cn_holidays/cn_holidays_2010_2027.csv").read_text("utf-8")
    return {
        date.fromisoformat(row["date"]): (row["is_off_day"] == "True", row["name"])
        for row in csv.DictReader(text.splitlines())
    }


def test_working_days_are_those_of_the_published_notices(shared_data):
    told = notices(shared_data)
    assert len(told) > 500
    wrong = [
        day
        for day in days(date(2010, 1, 1), date(2026, 12, 31))
        if is_working_day(day) is told.get(day, (day.weekday() >= 5, ""))[0]
    ]
    assert wrong == []


def test_every_day_off_of_a_notice_has_its_holidays_name(shared_data):
    for day, (off, name) in notices(shared_data).items():
        found = holiday_of(day)
        if not off:
            assert found is None, day
        elif "胜利" not in name:  # a name given once, which we shorten
            assert found is not None, day
            assert found.zh in name, day


def test_only_weekends_beside_a_holiday_are_named_beyond_the_notices(shared_data):
    told = notices(shared_data)
    for day in days(date(2010, 1, 1), date(2026, 12, 31)):
        if day not in told and holiday_of(day):
            assert day.weekday() >= 5, day


FESTIVALS = [  # ../shared/domain/china.md section 7; 2010-2014 from the almanac
    (2010, "2010-02-14"),
    (2011, "2011-02-03"),
    (2012, "2012-01-23"),
    (2013, "2013-02-10"),
    (2014, "2014-01-31"),
    (2015, "2015-02-19"),
    (2016, "2016-02-08"),
    (2017, "2017-01-28"),
    (2018, "2018-02-16"),
    (2019, "2019-02-05"),
    (2020, "2020-01-25"),
    (2021, "2021-02-12"),
    (2022, "2022-02-01"),
    (2023, "2023-01-22"),
    (2024, "2024-02-10"),
    (2025, "2025-01-29"),
    (2026, "2026-02-17"),
    (2027, "2027-02-06"),
]


@pytest.mark.parametrize(("year", "day"), FESTIVALS)
def test_spring_festival_falls_on_the_first_day_of_the_lunar_year(year, day):
    assert spring_festival(year) == date.fromisoformat(day)


@pytest.mark.parametrize("year", [1900, 2100])
def test_a_year_beyond_the_lunar_tables_is_refused(year):
    with pytest.raises(ValueError, match=str(year)):
        spring_festival(year)


def test_the_festivals_days_off_hold_its_first_day():
    for year in range(2010, 2027):
        found = holiday_of(spring_festival(year))
        assert found is not None
        assert found.zh == "春节"


@pytest.mark.parametrize(
    ("day", "offset"),
    [
        ("2022-12-16", -37),
        ("2023-01-10", -12),
        ("2023-01-21", -1),
        ("2023-01-22", 0),
        ("2023-02-05", 14),
        ("2022-07-28", 177),
        ("2022-07-29", -177),  # nearer to the festival to come
    ],
)
def test_days_are_counted_from_the_nearest_festival(day, offset):
    assert festival_offset(date.fromisoformat(day)) == offset


@pytest.mark.parametrize(
    ("start", "end", "festival"),
    [
        ("2022-12-16", "2023-01-10", "2023-01-22"),
        ("2022-12-16", "2023-08-31", "2023-01-22"),  # it lies inside
        ("2022-02-20", "2022-03-31", "2022-02-01"),
        ("2022-09-01", "2022-12-31", "2023-01-22"),
    ],
)
def test_a_window_has_one_festival(start, end, festival):
    found = festival_near(date.fromisoformat(start), date.fromisoformat(end))
    assert found == date.fromisoformat(festival)


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        ("2022-12-16", "2023-01-10", 17),  # 26 days, 8 of weekends and 2 January
        ("2023-01-21", "2023-01-27", 0),
        ("2023-01-28", "2023-01-29", 2),  # a weekend worked in exchange
        ("2023-01-11", "2023-01-10", 0),
    ],
)
def test_working_days_are_counted_by_the_notices(start, end, count):
    assert working_days(date.fromisoformat(start), date.fromisoformat(end)) == count


def test_a_worked_weekend_is_told_from_a_plain_one():
    assert is_make_up_day(date(2023, 1, 28))
    assert not is_make_up_day(date(2023, 1, 14))
    assert not is_make_up_day(date(2023, 1, 30))


def test_a_year_without_a_notice_has_plain_weeks_and_says_so():
    festival = spring_festival(2099)
    assert not is_announced(festival)
    assert holiday_of(festival) is None
    week = days(date(2099, 1, 5), date(2099, 1, 11))
    assert [is_working_day(day) for day in week] == [True] * 5 + [False] * 2
    assert is_announced(date(2026, 12, 31))
