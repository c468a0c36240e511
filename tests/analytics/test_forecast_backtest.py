"""Forecasts are tried on days held back, and never widened by their own outcome."""

import math
from datetime import date

import numpy as np
import pytest

from tests.analytics.planted_sales import history, planted
from voucher_service.analytics.forecast import counts_of, terms_for, trials_of
from voucher_service.analytics.forecast_backtest import (
    WIDENED_AT_FIRST,
    Trial,
    held_back,
    origins_of,
    scores,
    widening,
)

START = date(2022, 3, 1)
AT = tuple(
    math.exp(4 + z) - 0.5 for z in (-1.96, -1.2816, -0.6745, 0, 0.6745, 1.2816, 1.96)
)


def trial(origin: int, miss: float, horizon: int = 7) -> Trial:
    """A test whose median missed by so many spreads."""
    actual = math.exp(4 + miss) - 0.5
    return Trial(origin, horizon, actual, AT, (None, 2 * actual))


def test_the_miss_is_counted_in_spreads():
    assert trial(0, 1.5).miss == pytest.approx(1.5, rel=1e-3)


@pytest.mark.parametrize(
    ("miss", "held"),
    [(0.6, {50, 80, 95}), (0.7, {80, 95}), (1.3, {95}), (1.9, {95}), (2.0, set())],
)
def test_an_interval_holds_what_lies_within_it(miss, held):
    for sign in (1, -1):
        test = trial(0, sign * miss)
        assert {level for level in (50, 80, 95) if test.holds(level, 1.0)} == held


def test_widened_twice_an_interval_holds_twice_the_miss():
    assert trial(0, 2.5).holds(80, 2.0)
    assert not trial(0, 2.6).holds(80, 2.0)


def test_intervals_are_widened_so_that_they_had_held_four_of_five():
    tests = [trial(7 * n, 2.5632 if n % 2 else 0.1) for n in range(20)]
    assert widening(tests, 1000) == pytest.approx(2.0, rel=1e-3)


def test_intervals_that_held_more_than_they_say_stay():
    assert widening([trial(7 * n, 0.1) for n in range(20)], 1000) == 1.0


def test_before_enough_tests_have_ended_they_are_widened_as_stated():
    tests = [trial(7 * n, 3.0) for n in range(8)]
    last_ends = 7 * 7 + 7
    assert widening(tests, last_ends - 1) == WIDENED_AT_FIRST
    assert widening(tests, last_ends) > WIDENED_AT_FIRST


def test_no_test_is_widened_by_its_own_outcome():
    calm = [trial(7 * n, 0.1) for n in range(20)]
    wild = [*calm[:-1], trial(7 * 19, 9.0)]
    assert widening(wild, 7 * 19) == widening(calm, 7 * 19)


def test_scores_tell_shares_errors_and_baselines_by_horizon():
    tests = [trial(7 * n, 0.0) for n in range(10)] + [trial(70, 0.0, 14)]
    week, fortnight = scores(tests)
    assert (week.horizon, week.tests, fortnight.tests) == (7, 10, 1)
    assert week.covered == {50: 1.0, 80: 1.0, 95: 1.0}
    assert (week.errors.mean, week.errors.bias) == (0.0, 0.0)
    never, double = week.naive
    assert never == (0, None, None, None)
    assert (double.tests, double.mean, double.bias, double.model) == (10, 1, 1, 0)


def test_origins_come_week_by_week_and_leave_four_weeks_to_learn_from():
    assert origins_of(60, 7, 7, 100) == [32, 39, 46, 53]
    assert origins_of(60, 7, 7, 2) == [46, 53]
    assert origins_of(34, 7, 7, 100) == []
    assert origins_of(35, 7, 7, 100) == [28]


def test_what_came_after_an_origin_does_not_change_what_it_foretold():
    counts = planted(1, START, 100)
    other = counts[:80] + tuple(9 * count for count in counts[80:])
    told = []
    for each in (counts, other):
        past = history(START, each)
        data = counts_of(past, [], terms_for(past.days, [])[1], START)
        (test,) = held_back(data, [14], [80])
        told.append(test.at)
    assert told[0] == told[1]


def test_on_planted_sales_the_coverage_is_what_is_said_and_beats_the_run_rate():
    past = history(START, planted(4, START, 400))
    data = counts_of(past, [], terms_for(past.days, [])[1], START)
    (score,) = scores(trials_of(past, data, 7, 1000))
    assert score.tests == 53
    assert 0.7 <= score.covered[80] <= 0.95
    assert score.covered[95] >= 0.88
    assert score.errors.mean < score.naive[0].mean
    assert abs(score.errors.bias) < 0.05
    assert np.isclose(score.errors.mean, score.errors.model)
