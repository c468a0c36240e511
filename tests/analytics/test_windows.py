"""Which days of which year a window is held against."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.analytics.windows import (
    FIRST_YEAR,
    LAST_YEAR,
    NEAR_DAYS,
    Days,
    base_of,
    festival_of,
)
from voucher_service.model.comparison_reports import View


def days(text: str) -> Days:
    start, end = text.split("…")
    return Days(date.fromisoformat(start), date.fromisoformat(end))


CAMPAIGN = "2022-12-16…2023-01-10"

BASES = [  # ../shared/domain/china.md section 7
    (View.GREGORIAN, CAMPAIGN, "2021-12-16…2022-01-10"),
    (View.FESTIVAL, CAMPAIGN, "2021-12-26…2022-01-20"),
    (View.NEAREST, CAMPAIGN, "2019-12-19…2020-01-13"),
    (View.FESTIVAL, "2021-12-26…2022-01-20", "2021-01-06…2021-01-31"),
    (View.FESTIVAL, "2024-01-04…2024-01-29", CAMPAIGN),
    (View.FESTIVAL, "2016-12-22…2017-01-16", "2016-01-02…2016-01-27"),
    (View.GREGORIAN, "2024-02-29…2024-02-29", "2023-02-28…2023-02-28"),
    (View.GREGORIAN, "2024-02-01…2024-03-01", "2023-02-01…2023-03-01"),
    (View.GREGORIAN, "2017-01-01…2017-02-28", "2016-01-01…2016-02-29"),
    (View.GREGORIAN, "2017-01-01…2017-02-27", "2016-01-01…2016-02-27"),
    (View.GREGORIAN, "2018-01-01…2018-02-28", "2017-01-01…2017-02-28"),
]


@pytest.mark.parametrize(("view", "window", "base"), BASES)
def test_a_view_finds_its_base_by_its_rule(view, window, base):
    found = base_of(days(window), view)
    assert found is not None
    assert found.days == days(base)


@pytest.mark.parametrize(
    ("year", "near"),
    [
        (2021, 2018),  # the association's own choice: 12 and 16 February
        (2022, 2019),
        (2023, 2020),
        (2024, 2021),
        (2025, 2022),
        (2026, 2018),  # 2021 would be five days off
        (2027, 2024),
    ],
)
def test_the_nearest_festival_year_is_the_latest_within_four_days(year, near):
    window = Days(date(year, 2, 1), date(year, 2, 1))
    found = base_of(window, View.NEAREST)
    assert found is not None
    assert found.festival.year == near
    late = (festival_of(window) - found.festival.replace(year=year)).days
    assert abs(late) <= NEAR_DAYS


@given(
    st.dates(date(2000, 1, 1), date(2060, 12, 31)),
    st.integers(0, 200),
    st.sampled_from([View.FESTIVAL, View.NEAREST]),
)
def test_a_festival_base_lies_as_far_from_its_festival(start, more, view):
    window = Days(start, date.fromordinal(start.toordinal() + more))
    found = base_of(window, view)
    assert found is not None
    festival = festival_of(window)
    assert found.days.count == window.count
    assert found.days.start - found.festival == window.start - festival
    assert found.festival < festival
    assert found.counterpart(window.end) == found.days.end


def test_windows_beyond_the_lunar_tables_have_no_base():
    for year in (1, FIRST_YEAR - 1, LAST_YEAR + 1, 9999):
        window = Days(date(year, 1, 1), date(year, 1, 31))
        assert [base_of(window, view) for view in View] == [None, None, None]


@pytest.mark.parametrize("year", [FIRST_YEAR, LAST_YEAR])
def test_the_first_and_last_year_have_bases(year):
    window = Days(date(year, 1, 1), date(year, 12, 31))
    assert None not in [base_of(window, view) for view in View]


def test_days_are_counted_shared_and_moved():
    window = days(CAMPAIGN)
    assert (window.count, window.working) == (26, 17)
    assert window.shared(days("2023-01-10…2023-02-01")) == days("2023-01-10…2023-01-10")
    assert window.shared(days("2023-01-11…2023-02-01")) is None
    assert window.moved(1) == days("2022-12-17…2023-01-11")
    assert Days(date(2023, 1, 2), date(2023, 1, 1)).count == 0
    assert window.each()[-1] == date(2023, 1, 10)
