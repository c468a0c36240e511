from datetime import date

import pytest

from voucher_service.samples.calendar import (
    BASELINE,
    SPRING_FESTIVAL,
    campaign_counts,
    days,
    ordinary_counts,
)
from voucher_service.samples.draw import Draw

COUNTS = ordinary_counts(Draw(20211001))


def mean_between(first: date, last: date) -> float:
    counts = [count for day, count in COUNTS if first <= day <= last]
    return sum(counts) / len(counts)


def test_every_day_of_the_baseline_has_a_count():
    assert [day for day, _ in COUNTS] == list(days(*BASELINE))


def test_the_city_buys_ten_to_twelve_cars_a_day():
    assert 10 <= mean_between(*BASELINE) <= 12


def test_sales_rise_before_spring_festival_and_rest_during_it():
    before = mean_between(date(2022, 1, 7), date(2022, 1, 23))
    during = mean_between(SPRING_FESTIVAL, date(2022, 2, 6))
    assert before > mean_between(*BASELINE) > 3 * during


def test_weekends_sell_more_than_mondays():
    by_weekday = [
        [count for day, count in COUNTS if day.weekday() == weekday]
        for weekday in range(7)
    ]
    means = [sum(counts) / len(counts) for counts in by_weekday]
    assert min(means[5:]) > means[0] * 1.2


@pytest.mark.parametrize("cars", [458, 459, 1, 0])
def test_the_campaign_spreads_exactly_the_cars_it_is_given(cars):
    counts = campaign_counts(Draw(6), cars)
    assert sum(count for _, count in counts) == cars
    assert (counts[0][0], counts[-1][0]) == (date(2022, 12, 16), date(2023, 1, 10))


def test_the_last_day_of_the_tax_cut_is_the_campaigns_peak():
    counts = dict(campaign_counts(Draw(430800), 458))
    assert max(counts, key=counts.__getitem__) == date(2022, 12, 31)
    assert min(counts.values()) > 0
