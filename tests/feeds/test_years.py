"""The year of dates that are written without one."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.feeds.days import read_days
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.years import Period, period_in
from voucher_service.model.reasons import FeedReason

FAR = date(2200, 1, 1)
PERIODS = [
    ("2022年12月业务台账", (2022, 12), (2022, 12)),
    ("2022年12月—2023年1月车辆销售台账", (2022, 12), (2023, 1)),
    ("2022年12月-2023年1月台账", (2022, 12), (2023, 1)),
    ("2022年12月16日至2023年1月10日", (2022, 12), (2023, 1)),
    ("2022.12-2023.01", (2022, 12), (2023, 1)),
    ("2022年11-12月", (2022, 11), (2022, 12)),
    ("2022年12月至1月", (2022, 12), (2023, 1)),
    ("2022年度台账", (2022, 1), (2022, 12)),
    ("2022年第四季度", (2022, 1), (2022, 12)),
    ("2023年1月台账 填报日期：2023年2月3日", (2023, 1), (2023, 1)),
]
NO_PERIODS = ["", "业务台账", "填报日期：2023-01-31", "制表时间 2023年1月31日",
              "电话 20231234"]  # fmt: skip


@pytest.mark.parametrize(("title", "first", "last"), PERIODS)
def test_a_title_states_its_period(title, first, last):
    assert period_in([title]) == Period(first, last)


@pytest.mark.parametrize("title", NO_PERIODS)
def test_the_day_of_filing_is_no_period(title):
    assert period_in([title]) is None


@pytest.mark.parametrize(
    ("month", "year"), [(12, 2022), (1, 2023), (2, None), (11, None)]
)
def test_a_month_has_the_year_in_which_the_period_has_it(month, year):
    assert Period((2022, 12), (2023, 1)).year_of(month) == year


def test_a_month_that_the_period_has_twice_has_no_year():
    assert Period((2021, 12), (2022, 12)).year_of(12) is None
    assert Period((2021, 12), (2022, 11)).year_of(12) == 2021


def _days(*cells, period=None):
    parsed = read_days(pl.Series(cells), Profile(), FAR, period=period)
    inferred = parsed.faults[FeedReason.DATE_YEAR_INFERRED].to_list()
    return parsed.values.to_list(), inferred


@pytest.mark.parametrize(
    ("above", "cell", "below", "day"),
    [
        ("2022-12-30", "1月2日", "2023-01-03", date(2023, 1, 2)),
        ("2022-12-30", "12月31日", "2023-01-03", date(2022, 12, 31)),
        ("2022-12-30", "1月2日", None, date(2023, 1, 2)),
        (None, "12月31日", "2023-01-03", date(2022, 12, 31)),
        ("2022-10-30", "12月31日", None, date(2022, 12, 31)),
        ("2022-10-29", "12月31日", None, None),
        ("2021-01-05", "1月6日", "2023-01-07", None),
        (None, "1月6日", None, None),
        ("2023-01-05", "2月30日", "2023-03-01", None),
        ("2024-02-28", "2月29日", None, date(2024, 2, 29)),
        ("2023-02-28", "2月29日", None, None),
        ("2023-01-05", "1月5号", None, date(2023, 1, 5)),
    ],
)
def test_the_rows_beside_give_the_year_only_where_they_leave_no_doubt(
    above, cell, below, day
):
    days, inferred = _days(above, cell, below)

    assert days[1] == day
    assert inferred == [False, day is not None, False]


def test_the_period_wins_over_the_rows_beside():
    days, _ = _days("2022-01-04", "1月5日", period=Period((2023, 1), (2023, 1)))

    assert days[1] == date(2023, 1, 5)


@pytest.mark.parametrize("cell", ["1-5", "1.5", "1/5", "1月", "5日", "13月1日"])
def test_what_may_be_no_day_gets_no_year(cell):
    assert _days(cell, period=Period((2023, 1), (2023, 12)))[0] == [None]


@given(st.lists(st.dates(date(2020, 1, 1), date(2025, 12, 31)), min_size=1, max_size=9))
def test_a_whole_date_is_never_touched(dates):
    cells = [f"{day.year}年{day.month}月{day.day}日" for day in dates]

    days, inferred = _days(*cells, period=Period((1999, 1), (1999, 12)))
    assert days == dates
    assert not any(inferred)


def test_serials_count_from_1904_where_the_workbook_does():
    cells = pl.Series(["43469", "2023-01-05"])
    parsed = read_days(cells, Profile(), FAR, epoch_1904=True)

    assert parsed.values.to_list() == [date(2023, 1, 5)] * 2
