"""A window beside an earlier year: figures by hand, refusals, doubts, like for like."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analytics.decided_sales import decided, refused, sale
from voucher_service.analytics.comparison import Asked, compared
from voucher_service.analytics.history import history_of_periods, history_of_sales
from voucher_service.analytics.windows import Days
from voucher_service.analytics.year_lines import beside_base_year, year_comparison
from voucher_service.model.comparison_reports import (
    EventKind,
    Figure,
    RefusalCode,
    View,
    WindowEvent,
)
from voucher_service.model.text import Text

START, AS_OF = date(2022, 12, 16), date(2022, 12, 25)  # ten days, six of them working
BASE = date(2021, 12, 16)
WINDOW = Days(START, AS_OF)
OUTBREAK = WindowEvent(
    kind=EventKind.DISTURBANCE,
    start=date(2022, 1, 10),
    end=date(2022, 1, 20),
    name=Text(zh="疫情", en="an outbreak"),
)


def sold(first: date, cars: int, *, days: int = 10, **changes: object) -> list:
    """Sales of so many cars on each of some days; before the campaign none counts."""
    rows = []
    for n in range(days * cars):
        facts = {"sold_on": first + timedelta(days=n // cars), **changes}
        early = facts["sold_on"] < START
        rows.append(refused("sold_before_start", **facts) if early else sale(**facts))
    return rows


def asked(*rows, window: Days = WINDOW, events=()) -> Asked:
    frame = decided(*rows)
    return Asked(history_of_sales(frame, frame, window.end), window, events)


def gregorian(*rows, **more):
    return compared(asked(*rows, **more), View.GREGORIAN)


def test_every_change_stands_beside_its_base():
    found = gregorian(
        *sold(BASE, 2, price_fen=10_000_000), *sold(START, 3, price_fen=12_000_000)
    )
    assert (found.current.cars, found.base.cars) == (30, 20)
    assert (found.current.working_days, found.base.working_days) == (6, 7)
    told = {
        each.figure: (each.current, each.base, each.percent) for each in found.changes
    }
    assert told == {
        Figure.CARS: (30, 20, Decimal("50.0")),
        Figure.SALES: (3_600_000, 2_000_000, Decimal("80.0")),
        Figure.CARS_PER_DAY: (3, 2, Decimal("50.0")),
        Figure.SALES_PER_DAY: (360_000, 200_000, Decimal("80.0")),
        Figure.CARS_PER_WORKING_DAY: (5, Decimal("2.86"), Decimal("75.0")),
        Figure.SALES_PER_WORKING_DAY: (600_000, Decimal("285714.29"), Decimal("110.0")),
    }
    for each in found.changes:
        assert (each.base_from, each.base_to) == (BASE, date(2021, 12, 25))
        for words in (each.sentence.zh, each.sentence.en):
            assert f"{each.base:,}" in words
            assert "2021-12-16" in words
            assert "2021-12-25" in words
    assert found.refusal is None
    assert found.like_for_like is None
    assert found.warnings == ()


@pytest.mark.parametrize(
    ("now", "percent", "zh"),
    [(1, "-50.0", "下降 50.0%"), (2, "0.0", "持平"), (3, "50.0", "增长 50.0%")],
)
def test_a_fall_is_told_as_one(now, percent, zh):
    change = gregorian(*sold(BASE, 2), *sold(START, now)).changes[0]
    assert change.percent == Decimal(percent)
    assert zh in change.sentence.zh


def assert_refused(found, code: RefusalCode) -> str:
    """Hold that a view compares nothing at all; give the sentence that says why."""
    assert found.refusal.code is code
    assert found.changes == ()
    assert found.base is None
    assert "%" not in found.refusal.sentence.zh
    return found.refusal.sentence.zh


def test_a_base_that_begins_late_is_refused_with_both_days():
    late = BASE + timedelta(days=1)
    found = gregorian(*sold(late, 2, days=9), *sold(START, 3))
    said = assert_refused(found, RefusalCode.BEGINS_LATE)
    assert "2021-12-16…2021-12-25" in said
    assert "2021-12-17" in said
    assert found.current.cars == 30


def test_a_base_that_ends_early_is_refused():
    found = gregorian(*sold(BASE, 2, days=9), *sold(START, 3))
    assert "2021-12-24" in assert_refused(found, RefusalCode.ENDS_EARLY)


def test_a_hole_within_the_base_is_refused():
    window = Days(date(2022, 9, 1), date(2022, 12, 25))
    rows = (*sold(date(2021, 8, 20), 1, days=20), *sold(date(2021, 12, 20), 1))
    now = sold(date(2022, 9, 1), 1, days=110)
    assert_refused(gregorian(*rows, *now, window=window), RefusalCode.HAS_GAP)


@pytest.mark.parametrize("view", list(View))
def test_a_base_of_which_nothing_is_known_is_refused(view):
    assert_refused(compared(asked(*sold(START, 3)), view), RefusalCode.NO_DATA)


def test_a_base_without_a_comparable_sale_is_refused():
    used = [refused("not_new", sold_on=BASE + timedelta(days=n)) for n in range(10)]
    assert_refused(gregorian(*used, *sold(START, 3)), RefusalCode.IS_ZERO)


def test_dealers_none_of_which_reported_at_both_times_are_refused():
    rows = (*sold(BASE, 2, dealer_id="D1"), *sold(START, 2, dealer_id="D2"))
    assert_refused(gregorian(*rows), RefusalCode.NO_SOURCE)


def test_before_the_window_begins_there_is_nothing_to_compare():
    before = Days(START, START - timedelta(days=1))
    assert_refused(gregorian(*sold(BASE, 2), window=before), RefusalCode.NOT_BEGUN)


def test_a_window_longer_than_a_year_is_not_held_against_itself():
    window = Days(date(2021, 12, 1), AS_OF)
    rows = sold(date(2020, 11, 1), 1, days=785)
    assert_refused(gregorian(*rows, window=window), RefusalCode.OVERLAPS)


def test_a_day_beyond_the_lunar_tables_is_refused():
    window = Days(date(9999, 1, 1), date(9999, 1, 2))
    assert_refused(gregorian(window=window), RefusalCode.NO_YEAR)


def test_no_sale_yet_this_year_is_a_fall_to_nought():
    found = gregorian(*sold(BASE, 2))
    assert found.changes[0].percent == -100


def test_a_new_dealer_and_one_gone_are_told_and_left_out_of_like_for_like():
    found = gregorian(
        *sold(BASE, 2, dealer_id="D1", price_fen=10_000_000),
        *sold(BASE, 1, dealer_id="D-GONE"),
        *sold(START, 3, dealer_id="D1", price_fen=10_000_000),
        *sold(START, 4, dealer_id="D-NEW"),
    )
    assert (found.current.cars, found.base.cars) == (70, 30)
    alike = found.like_for_like
    assert (alike.dealers, alike.new_dealers, alike.gone_dealers) == (1, 1, 1)
    assert (alike.cars, alike.base_cars) == (30, 20)
    assert (alike.sales_fen, alike.base_sales_fen) == (300_000_000, 200_000_000)
    assert [each.percent for each in alike.changes] == [Decimal("50.0")] * 2
    assert "可比口径" in alike.sentence.zh
    assert "1 家" in found.warnings[-1].zh


def test_a_dealer_that_had_reported_before_the_base_is_no_new_one():
    found = gregorian(
        *sold(BASE - timedelta(days=20), 1, days=30, dealer_id="D1"),
        sale(sold_on=BASE - timedelta(days=20), dealer_id="D2"),
        *sold(START, 1, dealer_id="D1"),
        *sold(START, 1, dealer_id="D2"),
    )
    assert found.like_for_like is None


def test_the_same_dealers_need_no_like_for_like():
    both = [
        row
        for dealer in ("D1", "D2")
        for first in (BASE, START)
        for row in sold(first, 1, dealer_id=dealer)
    ]
    assert gregorian(*both).like_for_like is None


def test_events_stand_in_the_windows_they_reach_into():
    found = gregorian(
        *sold(BASE, 2, days=26),
        *sold(START, 3, days=26),
        window=Days(START, date(2023, 1, 10)),
        events=(OUTBREAK,),
    )
    now = [(each.kind, each.start, each.end) for each in found.current.events]
    then = [(each.kind, each.start) for each in found.base.events]
    holiday = (EventKind.HOLIDAY, date(2022, 12, 31), date(2023, 1, 2))
    assert now == [holiday]
    assert then == [
        (EventKind.HOLIDAY, date(2022, 1, 1)),
        (EventKind.DISTURBANCE, date(2022, 1, 10)),
    ]
    assert "疫情" in found.warnings[0].zh


def test_a_holiday_cut_by_the_edge_is_told_with_all_its_days_and_make_up_days_too():
    window = Days(date(2023, 1, 25), date(2023, 1, 31))
    found = gregorian(window=window)
    assert [(each.kind, each.start, each.end) for each in found.current.events] == [
        (EventKind.HOLIDAY, date(2023, 1, 21), date(2023, 1, 27)),
        (EventKind.MAKE_UP, date(2023, 1, 28), date(2023, 1, 29)),
    ]


def test_a_disturbance_that_begins_after_the_base_is_not_told_of():
    found = gregorian(*sold(BASE, 2), *sold(START, 3), events=(OUTBREAK,))
    assert found.warnings == ()


def test_a_window_that_is_not_wholly_reported_has_no_growth_and_ends_its_line_there():
    whole = AS_OF - timedelta(days=1)
    rows = (*sold(BASE, 2), *sold(START, 3, days=9), sale(sold_on=AS_OF))
    question = replace(asked(*rows), whole_until=whole)
    for view in View:
        found = compared(question, view)
        said = assert_refused(found, RefusalCode.NOW_NOT_COVERED)
        assert "请以 2022-12-24 为数据截至日" in said
    lines = year_comparison(question)
    assert lines["day"].max() == whole
    assert lines["base_cumulative_cars"].null_count() == lines.height
    assert compared(replace(question, whole_until=AS_OF), View.GREGORIAN).changes


def test_a_window_before_which_the_reports_end_is_refused_without_a_day_to_ask_for():
    question = replace(asked(*sold(BASE, 2)), whole_until=date(2021, 12, 25))
    said = assert_refused(
        compared(question, View.GREGORIAN), RefusalCode.NOW_NOT_COVERED
    )
    assert "2021-12-25" in said
    assert "请以" not in said


def test_far_from_the_festival_the_reader_is_told_that_counting_from_it_tells_little():
    window = Days(date(2022, 7, 1), date(2022, 7, 10))
    rows = sold(date(2021, 6, 1), 1, days=405)
    by_moon = compared(asked(*rows, window=window), View.FESTIVAL)
    assert any("60" in each.zh for each in by_moon.warnings)
    assert gregorian(*rows, window=window).warnings == ()


def test_working_days_that_are_assumed_are_told_as_such():
    window = Days(date(2090, 3, 1), date(2090, 3, 10))
    rows = [sale(sold_on=date(2089, 3, 1) + timedelta(days=n)) for n in range(400)]
    found = gregorian(*rows, window=window)
    assert not found.current.calendar_announced
    assert any("周一至周五" in each.zh for each in found.warnings)


def test_months_are_compared_whole_or_told_to_be_an_estimate():
    months = history_of_periods(
        [
            (date(year, month, 1), date(year, month, last), cars, None)
            for year, month, last, cars in (
                (2016, 1, 31, 310),
                (2016, 2, 29, 290),
                (2017, 1, 31, 155),
                (2017, 2, 28, 280),
            )
        ]
    )
    january = Asked(months, Days(date(2017, 1, 1), date(2017, 1, 31)))
    plain = compared(january, View.GREGORIAN)
    assert [each.figure for each in plain.changes] == [
        Figure.CARS,
        Figure.CARS_PER_DAY,
        Figure.CARS_PER_WORKING_DAY,
    ]
    assert (plain.changes[0].percent, plain.changes[0].estimated) == (-50, False)
    by_moon = compared(january, View.FESTIVAL)
    assert (by_moon.base.start, by_moon.base.end) == (
        date(2016, 1, 12),
        date(2016, 2, 11),
    )
    assert (by_moon.base.cars, by_moon.base.estimated) == (310, True)
    assert by_moon.changes[0].estimated
    assert "估算" in by_moon.changes[0].sentence.zh


def test_published_months_that_end_before_the_window_are_refused():
    months = history_of_periods([(date(2016, 1, 1), date(2016, 1, 31), 310, None)])
    late = Asked(months, Days(date(2016, 1, 1), date(2016, 2, 1)))
    assert_refused(compared(late, View.GREGORIAN), RefusalCode.NOW_NOT_COVERED)


CAR = st.tuples(st.integers(0, 9), st.sampled_from(["D1", "D2"]))


@given(st.lists(CAR, max_size=15), st.lists(CAR, max_size=15))
def test_the_lines_end_at_the_figures(now, then):
    rows = [sale(sold_on=START + timedelta(days=n), dealer_id=d) for n, d in now]
    rows += [
        refused("sold_before_start", sold_on=BASE + timedelta(days=n), dealer_id=d)
        for n, d in then
    ]
    question = asked(*rows)
    lines = year_comparison(question)
    for view in View:
        found = compared(question, view)
        last = lines.filter(view=view.value).row(-1, named=True)
        assert last["cumulative_cars"] == found.current.cars
        assert last["cumulative_sales_fen"] == found.current.sales_fen
        assert last["base_day"] == found.base_window.end
        base = found.base
        assert last["base_cumulative_cars"] == (base.cars if base else None)
        assert last["base_cumulative_sales_fen"] == (base.sales_fen if base else None)


def test_the_year_before_is_put_beside_the_days_by_the_festival():
    early = BASE + timedelta(days=10)
    question = asked(*sold(early, 2), *sold(START, 3))
    days = year_comparison(question).filter(view="festival").select("day")
    found = beside_base_year(days, question)
    assert found["base_day"].to_list()[0] == early
    assert found["base_cumulative_cars"].to_list() == list(range(2, 21, 2))


def test_a_window_that_no_year_fits_is_drawn_alone():
    window = Days(date(9999, 12, 30), date(9999, 12, 31))
    lines = year_comparison(asked(sale(sold_on=window.start), window=window))
    assert lines["cumulative_cars"].to_list() == [1, 1] * len(View)
    for column in ("base_day", "base_cumulative_cars", "festival_offset"):
        assert lines[column].null_count() == lines.height


def test_an_unknown_year_before_leaves_blanks():
    question = asked(*sold(START, 3))
    days = year_comparison(question).filter(view="festival").select("day")
    found = beside_base_year(days, question)
    assert found["base_day"].null_count() == 10
    assert found["base_cumulative_cars"].null_count() == 10
