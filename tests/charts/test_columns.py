"""A chart names the very columns that analytics gives it, in their order."""

from datetime import date

import polars as pl
import pytest

from voucher_service.analytics import series
from voucher_service.analytics.feed_quality import BOARD_SCHEMA, feed_quality
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.frames import DecidedSale
from voucher_service.model.kinds import PriceBasis

NO_SALES = DecidedSale.create_empty()
BASIS = PriceBasis.BARE_PRICE
START, AS_OF = date(2022, 12, 16), date(2023, 1, 10)

FRAMES = {
    "cumulative-sales": lambda: series.cumulative_sales(
        NO_SALES, basis=BASIS, start=START, as_of=AS_OF
    ),
    "daily-sales": lambda: series.daily_sales(
        NO_SALES, basis=BASIS, start=START, as_of=AS_OF
    ),
    "by-district": lambda: series.by_district(NO_SALES, basis=BASIS, as_of=AS_OF),
    "price-distribution": lambda: series.price_distribution(
        NO_SALES, basis=BASIS, floor_fen=3_000_000, start=START, end=AS_OF, as_of=AS_OF
    ),
    "feed-quality": lambda: feed_quality(pl.DataFrame(schema=BOARD_SCHEMA)),
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
