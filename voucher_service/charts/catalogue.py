"""Every chart there is, in the order a page shows them."""

from voucher_service.charts import (
    budget_states,
    by_brand,
    by_dealer,
    by_district,
    calendar_heat_map,
    cumulative_sales,
    daily_sales,
    energy_share,
    feed_quality,
    forecast,
    price_distribution,
    redemptions_by_day,
    redemptions_by_station,
    restatement_bridge,
    voucher_funnel,
    what_if_floor,
    year_comparison,
)
from voucher_service.charts.chart import Chart

__all__ = ["CHARTS", "Chart"]

CHARTS: dict[str, Chart] = {
    chart.name: chart
    for chart in (
        cumulative_sales.CHART,
        daily_sales.CHART,
        calendar_heat_map.CHART,
        by_district.CHART,
        by_dealer.CHART,
        by_brand.CHART,
        energy_share.CHART,
        price_distribution.CHART,
        year_comparison.CHART,
        forecast.CHART,
        voucher_funnel.CHART,
        redemptions_by_day.CHART,
        redemptions_by_station.CHART,
        budget_states.CHART,
        feed_quality.CHART,
        what_if_floor.CHART,
        restatement_bridge.CHART,
    )
}
"""Charts by name, in page order."""
