"""Cars sold on each day."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    TALL,
    axis_title,
    count_axis,
    day_axis,
    dressed,
    holds_nothing,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="每日销量", en="Cars sold each day")
_CARS_AXIS = Text(zh="当日销量（台）", en="Cars sold on the day")
_BAR_MILLISECONDS = 18 * 60 * 60 * 1000  # three quarters of a day
_HOVER = Text(
    zh="%{{x|%Y-%m-%d}}<br>%{{y:,}} 台<br>%{{customdata:,.2f}} 万元（{basis}）"
    "<extra></extra>",
    en="%{{x|%Y-%m-%d}}<br>%{{y:,}} cars<br>%{{customdata:,.2f}} × 10,000 yuan "
    "({basis})<extra></extra>",
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar of cars for each day, with the day's sales on hovering.

    Frame: one row a day in order of days, with the columns of ``CHART.columns``.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=TALL)
    days = frame["day"].to_list()
    cars = frame["cars_sold"].to_list()
    figure = dressed(_TITLE, caption, height=TALL)
    figure.add_bar(
        x=days,
        y=cars,
        customdata=frame["sales_wan"].to_list(),
        width=_BAR_MILLISECONDS,
        marker={"color": BLUE},
        hovertemplate=caption.say(_HOVER).format(basis=caption.basis),
    )
    return figure.update_layout(
        showlegend=False,
        xaxis=day_axis(caption, days),
        yaxis=count_axis(axis_title(_CARS_AXIS, caption), cars),
    )


CHART = Chart(
    name="daily-sales",
    title=_TITLE,
    description=Text(
        zh="按销售日期统计的每日符合条件新车销量（台）；悬停可见当日销售额（万元）。",
        en="Eligible cars by date of sale; the day's sales (10,000 yuan) on hovering.",
    ),
    columns=columns(
        "day", "cars_sold", "sales_fen", "sales_yuan", "sales_wan", "vouchers_fen"
    ),
    draw=draw,
    sliced=True,
)
