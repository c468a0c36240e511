"""Which charts a bulletin shows, and what is said of each."""

from typing import NamedTuple

from voucher_service.model.text import Text


class ShownChart(NamedTuple):
    """A chart's title, what it shows, and where its numbers stand in the text."""

    title: Text
    shows: Text
    instead: Text


SHOWN_CHARTS: dict[str, ShownChart] = {
    "cumulative-sales": ShownChart(
        Text(zh="累计销量与销售额", en="Cumulative cars and sales"),
        Text(
            zh="活动开始以来每日的累计台数和累计销售额，并列可比的往年基期。",
            en="the running sums of cars and sales, beside a base year that can be "
            "compared.",
        ),
        Text(zh="数据见附表3。", en="The numbers are in Annex 3."),
    ),
    "forecast": ShownChart(
        Text(zh="预测（不是政策效果）", en="Forecast, which is no effect"),
        Text(
            zh="已发生的累计台数，以及到活动结束的预测中位数和区间。",
            en="the running sum of cars, and the median and intervals to the end.",
        ),
        Text(zh="数据见上文。", en="The numbers are in the text above."),
    ),
    "price-distribution": ShownChart(
        Text(zh="价格分布", en="Prices"),
        Text(
            zh="各价格区间的台数，标出价格门槛。",
            en="the cars of each band of prices, with the floor.",
        ),
        Text(zh="数据见表1。", en="The numbers are in Table 1."),
    ),
    "by-district": ShownChart(
        Text(zh="各区县销量", en="Cars by district"),
        Text(
            zh="各区县的台数，从多到少。", en="the cars of each district, most first."
        ),
        Text(zh="数据见附表1。", en="The numbers are in Annex 1."),
    ),
    "daily-sales": ShownChart(
        Text(zh="每日销量", en="Cars by day"),
        Text(zh="活动开始以来每日的台数。", en="the cars of each day."),
        Text(zh="数据见附表3。", en="The numbers are in Annex 3."),
    ),
}
"""By the chart's name, in the order in which a bulletin may show them."""
