"""A chart names the very columns that analytics gives it, in their order."""

from datetime import date

import polars as pl
import pytest

from voucher_service.analytics import series
from voucher_service.analytics.bridge import MEASURES, restatement
from voucher_service.analytics.feed_quality import BOARD_SCHEMA, feed_quality
from voucher_service.analytics.what_if import floor_points
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
START, AS_OF = date(2022, 12, 16), date(2023, 1, 10)

FRAMES = {
    "cumulative-sales": lambda: series.cumulative_sales(
        NO_SALES, start=START, as_of=AS_OF
    ),
    "daily-sales": lambda: series.daily_sales(NO_SALES, start=START, as_of=AS_OF),
    "by-district": lambda: series.by_district(NO_SALES, as_of=AS_OF),
    "price-distribution": lambda: series.price_distribution(
        NO_SALES, floor_fen=3_000_000, start=START, end=AS_OF, as_of=AS_OF
    ),
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
