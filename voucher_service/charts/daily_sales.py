"""Cars sold on each day, and the mean of seven days."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.day_shades import ROOF, kind_words, shades, shades_said
from voucher_service.charts.theme import (
    BLUE,
    TALL,
    VERMILLION,
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
_CARS = Text(zh="当日", en="the day")
_MEAN = Text(zh="近 7 日平均", en="mean of 7 days")
_BAR_MILLISECONDS = 18 * 60 * 60 * 1000  # three quarters of a day
_HOVER = Text(
    zh="%{{x|%Y-%m-%d}} %{{customdata[1]}}<br>%{{y:,}} 台<br>"
    "%{{customdata[0]:,.2f}} 万元（{basis}）<extra></extra>",
    en="%{{x|%Y-%m-%d}} %{{customdata[1]}}<br>%{{y:,}} cars<br>"
    "%{{customdata[0]:,.2f}} × 10,000 yuan ({basis})<extra></extra>",
)
_MEAN_HOVER = Text(
    zh="%{x|%Y-%m-%d}<br>近 7 日平均 %{y:.1f} 台<extra></extra>",
    en="%{x|%Y-%m-%d}<br>mean of 7 days: %{y:.1f} cars<extra></extra>",
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar of cars for each day and the mean of seven days as a line.

    Frame: one row a day in order of days, with the columns of ``CHART.columns``. The
    line begins where seven days are known; weekends and holidays are shaded.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=TALL)
    days = frame["day"].to_list()
    cars = frame["cars_sold"].to_list()
    figure = dressed(_TITLE, caption, height=TALL)
    wan, kinds = frame["sales_wan"].to_list(), kind_words(frame, caption)
    figure.add_bar(
        name=caption.say(_CARS),
        x=days,
        y=cars,
        customdata=list(zip(wan, kinds, strict=True)),
        width=_BAR_MILLISECONDS,
        marker={"color": BLUE},
        hovertemplate=caption.say(_HOVER).format(basis=caption.basis),
    )
    if frame["mean_7_days"].count():
        figure.add_scatter(
            name=caption.say(_MEAN),
            mode="lines",
            x=days,
            y=frame["mean_7_days"].to_list(),
            line={"color": VERMILLION, "width": 2.5},
            hovertemplate=caption.say(_MEAN_HOVER),
        )
    shapes, names = shades(frame, caption)
    axis = day_axis(caption, days)
    said = shades_said(frame)
    if shapes and said:
        axis["title"]["text"] += f"<br>{caption.say(said)}"
    figure.update_layout(
        shapes=shapes,
        xaxis=axis,
        yaxis=count_axis(axis_title(_CARS_AXIS, caption), cars, domain=[0, ROOF]),
    )
    for name in names:
        figure.add_annotation(name)
    return figure


CHART = Chart(
    name="daily-sales",
    title=_TITLE,
    description=Text(
        zh="按销售日期统计的每日符合条件新车销量（台）和近 7 日平均（满 7 日起）；"
        "周末和法定节假日加底色；悬停可见当日销售额（万元）。",
        en="Eligible cars by date of sale and the mean of the last 7 days (once there "
        "are seven); weekends and official holidays are shaded; the day's sales "
        "(10,000 yuan) on hovering.",
    ),
    columns=columns(
        "day",
        "cars_sold",
        "sales_fen",
        "sales_yuan",
        "sales_wan",
        "vouchers_fen",
        "mean_7_days",
        "day_kind",
        "holiday",
        "holiday_en",
    ),
    draw=draw,
    sliced=True,
)
