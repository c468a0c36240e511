"""Six years of a Chinese city's retail: coverage is near what is said."""

import pytest

from benchmarks.backtest_forecasts import (
    YANCHENG,
    monthly_counts,
    monthly_sales,
    monthly_trials,
    table,
)
from voucher_service.analytics.forecast_backtest import scores

pytestmark = pytest.mark.skipif(
    not YANCHENG.exists(), reason="the real data lies beside the repository, not in it"
)


@pytest.fixture(scope="module")
def found():
    return scores(monthly_trials(monthly_counts(monthly_sales(YANCHENG))))


def test_the_file_holds_what_its_source_says():
    sold = monthly_sales(YANCHENG)
    assert (len(sold), sum(sold.values())) == (70, 2_546_072)


def test_intervals_of_months_ahead_hold_at_least_nearly_what_they_say(found):
    for score in found:
        assert 0.75 <= score.covered[80] <= 1.0
        assert score.covered[95] >= 0.88
        assert score.raw[80] < score.covered[80]


def test_the_last_month_and_the_last_year_are_beaten(found):
    for score in found:
        last_month, last_year = score.naive
        assert score.errors.mean < min(last_month.mean, last_year.mean)


def test_the_table_has_a_row_a_horizon(found):
    lines = table(found, "months", ("last month", "last year"))
    assert len(lines) == 2 + len(found)
    assert all(line.count("|") == lines[0].count("|") for line in lines)
