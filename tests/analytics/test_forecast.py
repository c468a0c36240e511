"""Forecasts of planted sales: the truth is known, and held as often as is said."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analytics.planted_sales import WEEKDAY_SHARES, planted, question
from voucher_service.analytics.forecast import (
    Model,
    a_year_before,
    counts_of,
    foretell,
    terms_for,
)
from voucher_service.analytics.forecast_model import fit, paths, quantiles
from voucher_service.analytics.forecast_outlook import Limit
from voucher_service.analytics.forecast_terms import design

MARCH = date(2022, 3, 1)
QUIET = date(2022, 5, 9)  # a Monday; neither holiday nor festival is near


def fitted_to(asked, terms=None):
    ahead = [
        asked.history.days[-1] + timedelta(days=n + 1)
        for n in range((asked.ends - asked.history.days[-1]).days)
    ]
    chosen = terms if terms is not None else terms_for(asked.history.days, ahead)[1]
    data = counts_of(asked.history, ahead, chosen, asked.begins)
    return chosen, data, fit(data)


def effect(chosen, found, name: str) -> float:
    at = [term.name for term in chosen].index(name)
    return float(np.exp(found.terms[at]))


def test_intervals_hold_what_was_planted_as_often_as_they_say():
    inside = {50: 0, 80: 0, 95: 0}
    for seed in range(100):
        counts = planted(seed, MARCH, 84 + 14)
        _, data, found = fitted_to(question(MARCH, counts[:84], 14))
        rng = np.random.Generator(np.random.PCG64(seed))
        sums = paths(found, data, rng, 400, 0.0).sum(axis=1)
        actual = sum(counts[84:])
        for level in inside:
            tail = (100 - level) / 200
            low, high = quantiles(sums, [tail, 1 - tail])
            inside[level] += low <= actual <= high
    assert 40 <= inside[50] <= 68
    assert 70 <= inside[80] <= 92
    assert 88 <= inside[95] <= 100


def test_the_weekdays_planted_are_found_again():
    counts = planted(7, MARCH, 400, level=60)
    chosen, _, found = fitted_to(question(MARCH, counts, 14))
    shares = [effect(chosen, found, chosen[n].name) for n in range(7)]
    mean = np.exp(np.mean(np.log(shares)))
    truth = np.exp(np.mean(np.log(WEEKDAY_SHARES)))
    for share, planted_share in zip(shares, WEEKDAY_SHARES, strict=True):
        assert share / mean == pytest.approx(planted_share / truth, rel=0.06)


def test_the_dispersion_planted_is_found_again():
    counts = planted(11, MARCH, 400, level=40, dispersion=3.0)
    _, _, found = fitted_to(question(MARCH, counts, 14))
    assert found.dispersion == pytest.approx(3.0, rel=0.2)


def test_a_festival_planted_in_one_year_is_found_again():
    def share(day: date) -> float:
        return 0.25 if date(2022, 2, 1) <= day <= date(2022, 2, 7) else 1.0

    start = date(2021, 10, 1)
    counts = planted(3, start, 460, level=30, share=share)
    chosen, _, found = fitted_to(question(start, counts, 28))
    assert effect(chosen, found, "festival_week") == pytest.approx(0.25, rel=0.25)
    assert 0.8 < effect(chosen, found, "run_up_2") < 1.2


def test_without_priors_the_terms_are_those_of_a_plain_poisson_model():
    import statsmodels.api as sm

    counts = planted(5, QUIET, 120, level=20)
    asked = question(QUIET, counts, 7)
    wide = tuple(
        term._replace(mean=0.0, spread=1000.0)
        for term in terms_for(asked.history.days, ())[1][:6]
    )
    _, data, _ = fitted_to(asked, wide)
    found = fit(replace(data, knot=1000))
    columns = np.column_stack(
        [np.ones(120), design([[d] for d in asked.history.days], wide)]
    )
    plain = sm.GLM(np.array(counts), columns, family=sm.families.Poisson()).fit()
    assert found.terms == pytest.approx(plain.params[1:], abs=2e-3)
    spreads = np.sqrt(np.diag(found.covariance) / found.dispersion)
    assert spreads == pytest.approx(plain.bse[1:], rel=0.02)


@pytest.mark.parametrize(
    ("days", "model"),
    [
        (7, Model.LEVEL),
        (13, Model.LEVEL),
        (14, Model.WEEKDAYS),
        (120, Model.WEEKDAYS),
        (729, Model.FESTIVAL),
        (730, Model.MONTHS),
    ],
)
def test_the_model_has_the_terms_that_so_many_days_allow(days, model):
    used = [QUIET + timedelta(days=n) for n in range(days)]
    assert terms_for(used, [])[0] is model


def test_a_festival_ahead_brings_its_terms_though_no_day_used_shows_one():
    used = [date(2022, 11, 1) + timedelta(days=n) for n in range(45)]
    ahead = [used[-1] + timedelta(days=n + 1) for n in range(47)]
    model, terms = terms_for(used, ahead)
    assert model is Model.FESTIVAL
    assert "festival_week" in {term.name for term in terms}


@pytest.mark.parametrize(
    ("counts", "low", "high"),
    [
        ((0,) * 30, 0, 2),
        ((10,) * 30, 90, 110),
        ((10,) * 7, 85, 115),
        ((0,) * 29 + (1,), 0, 4),
        ((500_000,) * 20, 4_800_000, 5_200_000),
    ],
)
def test_constant_and_empty_series_go_on_as_they_are(counts, low, high):
    told = foretell(question(QUIET, counts, 10, cars=0)).outlook
    assert low <= told.cars.median <= high


def test_a_jump_at_the_campaign_s_start_is_followed_within_days():
    before, after = planted(1, MARCH, 200, level=10), planted(2, MARCH, 10, level=25)
    begins = MARCH + timedelta(days=200)
    asked = question(MARCH, before + after, 10, begins=begins, cars=sum(after))
    told = foretell(asked).outlook
    assert 190 <= told.cars.median - sum(after) <= 300


def test_a_campaign_yet_to_begin_is_less_certain_than_one_under_way():
    counts = planted(1, QUIET, 60)
    under_way = foretell(question(QUIET, counts, 10, cars=0)).outlook.cars
    begins = QUIET + timedelta(days=60)
    ahead = foretell(question(QUIET, counts, 10, begins=begins, cars=0)).outlook.cars
    assert width(ahead, 80) > 1.5 * width(under_way, 80)


def test_days_ahead_before_the_campaign_begins_count_for_nothing():
    counts = (10,) * 40
    begins = QUIET + timedelta(days=45)
    told = foretell(question(QUIET, counts, 10, begins=begins, cars=0)).outlook
    assert [day.median for day in told.by_day[:5]] == [0] * 5
    assert told.by_day[5].median > 0


def width(figure, level: int) -> int:
    low, high = figure.intervals[level]
    return high - low


def test_late_days_come_to_at_least_what_is_known_of_them():
    last = QUIET + timedelta(days=29)
    late = {last + timedelta(days=1): 50, last + timedelta(days=2): 3}
    told = foretell(question(QUIET, (5,) * 30, 10, late=late, cars=0)).outlook
    assert told.by_day[0].intervals[95] == (50, 50)
    assert told.by_day[1].intervals[95][0] >= 53


BUDGET = [
    # left after the last day used, median days ahead until it is used up (10 a day)
    (Limit("budget", 15_000_000, 50 * 150_000, True), 5),
    (Limit("budget", 15_000_000, 50 * 150_000 + 149_999, True), 5),
    (Limit("places", 1000, 50, False), 5),
    (Limit("places", 1000, 1, False), 1),
    (Limit("places", 1000, 2000, False), None),
]


@pytest.mark.parametrize(("limit", "days"), BUDGET)
def test_the_day_on_which_it_runs_out_is_when_the_rest_is_sold(limit, days):
    asked = question(QUIET, (10,) * 56, 21, limits=(limit,))
    told = foretell(asked).outlook
    (runs_out,) = told.runs_out
    last = asked.history.days[-1]
    if days is None:
        assert (runs_out.median, runs_out.share) == (None, 0.0)
        assert told.cars == told.demand
    else:
        assert abs((runs_out.median - last).days - days) <= (1 if days > 1 else 0)
        assert runs_out.share == 1.0
        left = limit.left // 150_000 if limit.is_money else limit.left
        assert told.cars.intervals[95] == (100 + left, 100 + left)
        assert told.demand.median > told.cars.median
        assert told.vouchers_fen.median == (100 + left) * 150_000


@pytest.mark.parametrize("left", [0, -450_000, 149_999])
def test_where_nothing_is_left_it_ran_out_already_and_no_more_cars_count(left):
    limit = Limit("budget", 15_000_000, left, is_money=True)
    told = foretell(question(QUIET, (10,) * 30, 10, limits=(limit,))).outlook
    assert told.runs_out[0].already
    assert told.cars.intervals[95] == (100, 100)


def test_of_two_limits_the_nearer_one_holds():
    limits = (Limit("places", 500, 40, False), Limit("budget", 9**9, 9**8, True))
    told = foretell(question(QUIET, (10,) * 30, 10, limits=limits)).outlook
    assert told.cars.median == 140
    assert told.runs_out[1].share == 0.0


def test_without_a_price_or_a_voucher_no_amount_is_foretold():
    limit = Limit("budget", 15_000_000, 150_000, is_money=True)
    asked = question(QUIET, (10,) * 30, 10, limits=(limit,))
    told = foretell(replace(asked, price=None, voucher=None)).outlook
    assert (told.sales_fen, told.vouchers_fen, told.runs_out) == (None, None, ())


def test_amounts_are_cars_times_what_a_car_brings():
    told = foretell(question(QUIET, (10,) * 56, 10, cars=0)).outlook
    assert told.sales_fen.median == pytest.approx(
        told.cars.median * 15_000_000, rel=0.1
    )
    assert told.vouchers_fen.median == told.cars.median * 150_000


@given(
    counts=st.lists(st.integers(0, 40), min_size=7, max_size=40),
    ahead=st.integers(1, 10),
    left=st.integers(0, 300),
)
@settings(max_examples=15)
def test_intervals_are_nested_and_grow_with_the_days_and_come_out_alike(
    counts, ahead, left
):
    limit = Limit("places", 500, left, is_money=False)
    asked = question(QUIET, tuple(counts), ahead, limits=(limit,))
    told = foretell(asked).outlook
    for figure in (told.cars, told.demand, told.sales_fen, *told.by_day):
        ends = [figure.intervals[level] for level in (95, 80, 50)]
        lows, highs = [low for low, _ in ends], [high for _, high in ends]
        assert [*lows, figure.median, *highs[::-1]] == sorted(
            [*lows, figure.median, *highs[::-1]]
        )
    for before, after in zip(told.by_day, told.by_day[1:], strict=False):
        assert before.median <= after.median
        assert before.intervals[95][1] <= after.intervals[95][1]
    assert foretell(asked).outlook == told


def test_another_day_of_sales_draws_other_paths():
    first = foretell(question(QUIET, (10,) * 30, 10)).made.seed
    assert foretell(question(QUIET, (10,) * 29 + (11,), 10)).made.seed != first


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2023, 1, 10), date(2022, 1, 20)),
        (date(2023, 1, 22), date(2022, 2, 1)),
        (date(2022, 2, 1), date(2021, 2, 12)),
    ],
)
def test_a_year_before_a_day_the_festival_is_as_far(day, before):
    assert a_year_before(day) == before
