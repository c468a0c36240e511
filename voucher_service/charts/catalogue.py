"""Every chart there is, in the order a page shows them."""

from voucher_service.charts import (
    by_district,
    cumulative_sales,
    daily_sales,
    feed_quality,
    price_distribution,
    restatement_bridge,
    what_if_floor,
)
from voucher_service.charts.chart import Chart

__all__ = ["CHARTS", "Chart"]

CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        cumulative_sales.CHART,
        daily_sales.CHART,
        by_district.CHART,
        price_distribution.CHART,
        feed_quality.CHART,
        what_if_floor.CHART,
        restatement_bridge.CHART,
    )
}
"""Charts by name, in page order."""
