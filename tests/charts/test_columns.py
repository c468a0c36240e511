"""A chart names the very columns that analytics gives it, in their order."""

from datetime import date

import polars as pl
import pytest

from tests.analytics.planted_sales import question
from voucher_service.analytics import rankings, series, voucher_figures
from voucher_service.analytics.bridge import MEASURES, restatement
from voucher_service.analytics.comparison import Asked
from voucher_service.analytics.energy_shares import energy_shares
from voucher_service.analytics.feed_quality import BOARD_SCHEMA, feed_quality
from voucher_service.analytics.forecast_frame import forecast_frame
from voucher_service.analytics.history import history_of_sales
from voucher_service.analytics.what_if import floor_points
from voucher_service.analytics.windows import Days
from voucher_service.analytics.year_lines import beside_base_year, year_comparison
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.frames import DecidedSale

NO_SALES = DecidedSale.create_empty()
NOUGHT = dict.fromkeys(MEASURES, 0)
NO_CURVE = pl.DataFrame(
    schema=dict.fromkeys(("floor_fen", "cars_sold", "vouchers_fen"), pl.Int64)
)
NO_CAUSES = pl.DataFrame(
    schema={"cause": pl.String, **dict.fromkeys(MEASURES, pl.Int64)}
)
NOTHING_MOVED = pl.DataFrame(
    schema={"day": pl.Date, **dict.fromkeys(voucher_figures.MOVED, pl.Int64)}
)
NO_STAGES = {
    f"{stage}{unit}": 0
    for stage in ("issued", "in_part", "in_full", "voided")
    for unit in ("", "_fen")
}
NO_MONEY = dict.fromkeys(
    ("earned_fen", "committed_fen", "payable_fen", "recoverable_fen"), 0
)
START, AS_OF = date(2022, 12, 16), date(2023, 1, 10)
ASKED = Asked(history_of_sales(NO_SALES, NO_SALES, AS_OF), Days(START, AS_OF))

FRAMES = {
    "cumulative-sales": lambda: beside_base_year(
        series.cumulative_sales(NO_SALES, start=START, as_of=AS_OF), ASKED
    ),
    "daily-sales": lambda: series.daily_sales(NO_SALES, start=START, as_of=AS_OF),
    "calendar-heat-map": lambda: series.calendar_days(
        NO_SALES, start=START, end=AS_OF, as_of=AS_OF
    ),
    "by-district": lambda: rankings.by_district(NO_SALES, as_of=AS_OF),
    "by-dealer": lambda: rankings.by_dealer(NO_SALES, as_of=AS_OF),
    "by-brand": lambda: rankings.by_brand(NO_SALES, as_of=AS_OF),
    "energy-share": lambda: energy_shares(NO_SALES, start=START, as_of=AS_OF),
    "price-distribution": lambda: series.price_distribution(
        NO_SALES, floor_fen=3_000_000, start=START, end=AS_OF, as_of=AS_OF
    ),
    "year-comparison": lambda: year_comparison(ASKED),
    "forecast": lambda: forecast_frame(
        series.cumulative_sales(NO_SALES, start=START, as_of=AS_OF),
        question(START, (), 1),
        None,
    ),
    "voucher-funnel": lambda: voucher_figures.voucher_funnel((0, 0), NO_STAGES),
    "redemptions-by-day": lambda: voucher_figures.redemptions_by_day(
        NOTHING_MOVED, start=None, as_of=AS_OF
    ),
    "redemptions-by-station": lambda: voucher_figures.redemptions_by_station(
        NOTHING_MOVED.rename({"day": "station"}).cast({"station": pl.String})
    ),
    "budget-states": lambda: voucher_figures.budget_states(None, NO_MONEY),
    "feed-quality": lambda: feed_quality(pl.DataFrame(schema=BOARD_SCHEMA)),
    "what-if-floor": lambda: floor_points(NO_CURVE),
    "restatement-bridge": lambda: restatement(NOUGHT, NO_CAUSES, NOUGHT),
}


def test_every_chart_has_its_frame():
    assert list(FRAMES) == list(CHARTS)


@pytest.mark.parametrize("name", list(CHARTS))
def test_the_columns_a_chart_names_are_those_of_its_frame(name):
    assert list(CHARTS[name].columns) == FRAMES[name]().columns


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_column_named_by_a_chart_is_said_in_both_languages(name):
    said = CHARTS[name].columns.values()
    assert all(text.zh and text.en for text in said)
