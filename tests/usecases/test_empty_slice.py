"""A filter that no sale meets hides no mark: the campaign's data stay made up."""

import csv
import io

import pytest

from tests.conftest import SEED_CAMPAIGN
from voucher_service.model.slices import Slice
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.forecast_campaign import (
    ForecastQuery,
    forecast_campaign,
)
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_alerts import report_alerts
from voucher_service.usecases.report_headline import DeskQuery, report_headline
from voucher_service.usecases.report_totals import TotalsQuery, report_totals

NOBODY = Slice(dealer="ZJJ-001", brand="没有这个品牌")


@pytest.mark.parametrize(
    ("asked", "query"),
    [
        (report_totals, TotalsQuery),
        (report_headline, DeskQuery),
        (report_alerts, DeskQuery),
        (compare_years, ComparisonQuery),
        (forecast_campaign, ForecastQuery),
    ],
)
def test_an_empty_slice_of_made_up_sales_is_made_up(sample_desk, asked, query):
    assert asked(sample_desk.service, query(SEED_CAMPAIGN, part=NOBODY)).synthetic


def test_an_empty_chart_of_made_up_sales_says_so(sample_desk):
    query = ChartQuery(
        SEED_CAMPAIGN, "daily-sales", format=ChartFormat.CSV, part=NOBODY
    )
    text = draw_chart(sample_desk.service, query).body.decode("utf-8-sig")
    natures = {row["data_nature"] for row in csv.DictReader(io.StringIO(text))}
    assert len(natures) == 1
    assert "合成" in natures.pop()


def test_a_home_without_sales_has_nothing_made_up(desk):
    assert not report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN)).synthetic
