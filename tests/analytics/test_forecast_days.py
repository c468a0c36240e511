"""Which days a forecast uses: whole ones, of those that were reported at all."""

from datetime import date, timedelta

import pytest

from tests.analytics.decided_sales import decided, refused, sale
from voucher_service.analytics.forecast_days import history_of
from voucher_service.model.reasons import BESIDE_THE_CAR

START = date(2022, 5, 2)
LONG_AFTER = date(2030, 1, 1)
DEALERS = ("D1", "D2", "D3", "D4", "D5")


def days_of(first: int, last: int) -> list[date]:
    return [START + timedelta(days=n) for n in range(first, last + 1)]


def sold(
    days: list[date], dealers: tuple[str, ...] = DEALERS
) -> list[dict[str, object]]:
    return [sale(sold_on=day, dealer_id=dealer) for day in days for dealer in dealers]


def of(rows, as_of: date, known_on: date = LONG_AFTER):
    frame = decided(*rows)
    return history_of(frame, frame, as_of, known_on)


def test_every_day_is_counted_and_days_without_a_sale_are_zeros():
    found = of(sold(days_of(0, 3) + days_of(6, 9)), START + timedelta(days=9))
    assert found.days == tuple(days_of(0, 9))
    assert found.counts == (5, 5, 5, 5, 0, 0, 5, 5, 5, 5)
    assert (found.steps, found.late, found.unreported) == ((), {}, 0)


def test_sales_beside_the_window_or_the_budget_count_and_others_do_not():
    day = days_of(0, 0)[0]
    rows = [
        sale(sold_on=day),
        refused(BESIDE_THE_CAR[0], sold_on=day),
        refused("price_below_floor", sold_on=day),
        sale(sold_on=day + timedelta(days=1)),
    ]
    assert of(rows, day).counts == (2,)


@pytest.mark.parametrize(("gap", "left_out"), [(44, 0), (45, 45)])
def test_a_silence_of_weeks_is_left_out_and_the_level_may_step_after_it(gap, left_out):
    as_of = START + timedelta(days=10 + gap + 9)
    found = of(sold(days_of(0, 9) + days_of(10 + gap, 19 + gap)), as_of)
    assert found.unreported == left_out
    assert len(found.days) == 20 + gap - left_out
    assert found.steps == ((10,) if left_out else ())


def test_a_part_s_history_has_the_days_that_anyone_reported():
    whole = decided(*sold(days_of(0, 9)))
    part = decided(*sold(days_of(4, 5), ("D1",)))
    found = history_of(whole, part, START + timedelta(days=9), LONG_AFTER)
    assert found.counts == (0, 0, 0, 0, 1, 1, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("reporting", "late"),
    [
        (5, 0),
        (3, 0),  # more than half as many as usual
        (2, 2),
        (0, 2),
    ],
)
def test_last_days_on_which_few_dealers_reported_are_not_whole(reporting, late):
    last_days = days_of(40, 41)
    rows = sold(days_of(0, 39)) + sold(last_days, DEALERS[:reporting])
    found = of(rows, last_days[-1])
    assert len(found.late) == late
    assert found.last_day == START + timedelta(days=41 - late)
    assert set(found.late.values()) <= {reporting}


def test_days_as_few_as_some_before_are_whole():
    rows = sold(days_of(0, 29)) + sold(days_of(30, 30), DEALERS[:1])
    rows += sold(days_of(31, 39)) + sold(days_of(40, 40), DEALERS[:1])
    assert of(rows, START + timedelta(days=40)).late == {}


def test_with_hardly_any_dealer_a_day_nothing_is_said_of_late_ones():
    rows = sold(days_of(0, 39), ("D1", "D2"))
    assert of(rows, START + timedelta(days=40)).late == {}


def test_the_festival_s_own_quiet_is_not_taken_for_late_reports():
    first = date(2022, 12, 1)
    before = [first + timedelta(days=n) for n in range(50)]  # to D-3
    assert of(sold(before), date(2023, 1, 26)).late == {}
    assert of(sold(before[:-5]), date(2023, 1, 26)).late != {}


def test_the_day_of_the_knowledge_itself_is_not_whole():
    days = days_of(0, 39)
    found = of(sold(days), days[-1], known_on=days[-1])
    assert found.late == {days[-1]: 5}
    assert of(sold(days), days[-1], known_on=days[-1] + timedelta(days=1)).late == {}


def test_without_a_sale_there_is_no_day():
    found = of([], START)
    assert (found.days, found.last_day) == ((), None)


def test_reports_that_ended_long_ago_leave_the_time_since_untold():
    found = of(sold(days_of(0, 39)), START + timedelta(days=139))
    assert found.last_day == START + timedelta(days=39)
    assert len(found.late) == 100
