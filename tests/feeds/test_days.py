"""Dates become business days of the sender's time zone."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.feeds.days import read_days
from voucher_service.feeds.profile import Profile

FIFTH = date(2023, 1, 5)
FAR = date(2200, 1, 1)
WRITTEN = [
    "2023-01-05",
    "2023-1-5",
    "2023/1/5",
    "2023/01/05",
    "2023.1.5",
    "2023年1月5日",
    "2023年01月05日",
    "2023 年 1 月 5 日",
    "２０２３年１月５日",
    "20230105",
    "20230105.0",
    "44931",
    "44931.0",
    "44931.75",
    "2023-01-05 00:00:00",
    "2023-01-05 23:59:59",
    "2023-01-05T09:30",
    "2023/1/5 9:05",
    "2023年1月5日 9:05:07",
    "2023-01-05 12:00:00.123",
    "2023-01-05T23:59:59+08:00",
    "2023-01-04T16:00:00Z",
    "2023-01-05T15:59:59Z",
    "2023-01-05 02:00:00 +0800",
    " 2023-01-05\t",
]
UNREADABLE = [
    "2023-02-29",
    "2023-13-01",
    "2023-00-10",
    "2023-1-5 25:00",
    "2023-01-05 12:60",
    "1月5日",
    "23-1-5",
    "5/1/2023",
    "202301",
    "2023-01",
    "4493",
    "449310",
    "19999",
    "80001",
    "x",
    "2023-01-05 下午",
    "2023-01-05T99:00:00Z",
]


def _day(text, profile=None):
    cells = pl.Series([text], dtype=pl.String)
    return read_days(cells, profile or Profile(), FAR).values.to_list()[0]


@pytest.mark.parametrize("text", WRITTEN)
def test_a_date_is_read_however_it_is_written(text):
    assert _day(text) == FIFTH


IMPOSSIBLE = [
    "2023-01-05 10:00:00 +99:99",
    "2023-01-05T10:00:00+15:00",
    "9999-12-31 23:59:59 -12:00",
    "0001-01-01T00:00:00+14:00",
    "0000-01-01",
    "9999-99-99",
]


@pytest.mark.parametrize("text", IMPOSSIBLE)
def test_an_offset_or_a_year_that_cannot_be_is_no_date(text):
    assert _day(text) is None


@pytest.mark.parametrize("offset", ["-9999", "+1500", "+1460", "+9900"])
def test_a_profiles_format_reads_no_impossible_offset(offset):
    profile = Profile(date_formats=("%d.%m.%Y %H:%M:%S %z",))

    assert _day("05.01.2023 10:00:00 +0800", profile) == FIFTH
    assert _day(f"05.01.2023 10:00:00 {offset}", profile) is None


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_date_is_never_guessed(text):
    assert _day(text) is None


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Shanghai", date(2014, 12, 17)),
        ("America/Los_Angeles", date(2014, 12, 16)),
        ("UTC", date(2014, 12, 16)),
    ],
)
def test_an_instant_falls_on_the_day_of_the_profiles_time_zone(zone, day):
    profile = Profile(
        date_drop=r" \([A-Z]+\)$",
        date_formats=("%a %b %d %Y %H:%M:%S GMT%z",),
        time_zone=zone,
    )

    assert _day("Tue Dec 16 2014 12:30:00 GMT-0800 (PST)", profile) == day


def test_midnight_of_the_time_zone_divides_two_days():
    assert _day("2023-01-05T15:59:59Z") == date(2023, 1, 5)
    assert _day("2023-01-05T16:00:00Z") == date(2023, 1, 6)


@pytest.mark.parametrize(
    ("fmt", "text"),
    [
        ("%m/%d/%Y", "1/5/2023"),
        ("%d-%b-%y", "05-Jan-23"),
        ("%m/%d/%Y %H:%M", "01/05/2023 23:10"),
    ],
)
def test_a_profiles_format_is_tried_after_the_built_in_ones(fmt, text):
    assert _day(text) is None
    assert _day(text, Profile(date_formats=(fmt,))) == FIFTH


@given(st.dates(date(1955, 1, 1), date(2110, 1, 1)))
def test_every_day_is_read_back_from_each_way_of_writing_it(day):
    serial = (day - date(1899, 12, 30)) / timedelta(days=1)
    ways = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.strftime("%Y%m%d"),
        str(serial),
        str(int(serial)),
    ]

    found = read_days(pl.Series(ways), Profile(), FAR).values.to_list()
    assert found == [day] * len(ways)
