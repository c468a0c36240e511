"""Cars and money since the campaign began, one panel each."""

from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    BLUE_SHADE,
    GREEN,
    GREEN_SHADE,
    INK,
    MUTED,
    TALL,
    Layout,
    axis_title,
    count_axis,
    day_axis,
    dressed,
    holds_nothing,
    value_axis,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="累计销量与销售额", en="Cumulative sales")
_NOW = Text(zh="本期", en="this campaign")
_BASE = Text(zh="上年同期（农历对齐）", en="a year before (by the festival)")
_BASE_HOVER = Text(
    zh="%{customdata|%Y-%m-%d}<br>上年同期累计 %{y:,} 台",
    en="%{customdata|%Y-%m-%d}<br>a year before: %{y:,} cars",
)
_BASE_LATEST = Text(
    zh="上年同期 {base_cumulative_cars:,} 台",
    en="a year before: {base_cumulative_cars:,} cars",
)


@dataclass(frozen=True)
class _Panel:
    """One of the two panels: which column, how written, where and in what colour."""

    column: str
    axis: str
    title: Text
    hover: Text
    latest: Text
    colour: str
    shade: str


_CARS = _Panel(
    column="cumulative_cars",
    axis="y",
    title=Text(zh="累计销量（台）", en="Cumulative cars sold"),
    hover=Text(zh="累计 %{y:,} 台", en="total: %{y:,} cars"),
    latest=Text(zh="累计 {cumulative_cars:,} 台", en="total: {cumulative_cars:,} cars"),
    colour=BLUE,
    shade=BLUE_SHADE,
)
_SALES = _Panel(
    column="cumulative_sales_wan",
    axis="y2",
    title=Text(
        zh="累计销售额<br>（万元，{basis}）",
        en="Cumulative sales<br>(10,000 yuan, {basis})",
    ),
    hover=Text(zh="累计 %{y:,.2f} 万元", en="total: %{y:,.2f} × 10,000 yuan"),
    latest=Text(
        zh="累计 {cumulative_sales_wan:,.2f} 万元",
        en="total: {cumulative_sales_yuan:,} yuan",
    ),
    colour=GREEN,
    shade=GREEN_SHADE,
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw cumulative cars above cumulative sales, over the same days.

    Frame: one row a day in order of days, with the columns of ``CHART.columns``. The
    line of the year before is drawn where ``base_cumulative_cars`` is known.
    """
    if holds_nothing(frame, "cumulative_cars"):
        return without_data(_TITLE, caption, height=TALL)
    figure = dressed(_TITLE, caption, height=TALL, legend_rows=2)
    for panel in (_CARS, _SALES):
        figure.add_trace(_line(frame, panel, caption))
        figure.add_annotation(_latest(frame, panel, caption))
    days = frame["day"].to_list()
    counts = frame["cumulative_cars"].to_list()
    compared = not frame["base_cumulative_cars"].null_count()
    if compared:
        figure.add_trace(_base_line(frame, caption))
        counts += frame["base_cumulative_cars"].to_list()
        figure.add_annotation(_base_latest(frame, max(counts), caption))
    return figure.update_layout(
        showlegend=compared,
        xaxis=day_axis(caption, days, anchor="y2"),
        yaxis=count_axis(
            axis_title(_CARS.title, caption),
            counts,
            domain=[0.56, 1],
        ),
        yaxis2=value_axis(axis_title(_SALES.title, caption), domain=[0, 0.44]),
    )


def _line(frame: pl.DataFrame, panel: _Panel, caption: Caption) -> go.Scatter:
    return go.Scatter(
        x=frame["day"].to_list(),
        y=frame[panel.column].to_list(),
        yaxis=panel.axis,
        name=caption.say(_NOW),
        showlegend=panel is _CARS,
        mode="lines+markers",
        line={"color": panel.colour, "width": 2.5},
        marker={"size": 5},
        fill="tozeroy",
        fillcolor=panel.shade,
        hovertemplate=f"%{{x|%Y-%m-%d}}<br>{caption.say(panel.hover)}<extra></extra>",
    )


def _base_line(frame: pl.DataFrame, caption: Caption) -> go.Scatter:
    return go.Scatter(
        x=frame["day"].to_list(),
        y=frame["base_cumulative_cars"].to_list(),
        customdata=frame["base_day"].to_list(),
        yaxis="y",
        name=caption.say(_BASE),
        mode="lines",
        line={"color": MUTED, "width": 2, "dash": "dash"},
        hovertemplate=f"{caption.say(_BASE_HOVER)}<extra></extra>",
    )


def _base_latest(frame: pl.DataFrame, most: int, caption: Caption) -> Layout:
    """Say what the year before came to, clear of both lines, which rise.

    It stands above the end of its line where that is the higher of the two or lies far
    below; else in the corner beneath, where there is no line.
    """
    last = frame.row(-1, named=True)
    base = last["base_cumulative_cars"]
    above = base == most or base < most / 2
    place = (
        {"y": base, "yref": "y", "yanchor": "bottom", "yshift": 4}
        if above
        else {"y": 0, "yref": "y domain", "yanchor": "bottom", "yshift": 4}
    )
    return {
        "text": caption.say(_BASE_LATEST).format(**last),
        "name": "latest-base",
        "x": last["day"],
        "xref": "x",
        "xanchor": "center" if frame.height == 1 else "right",
        **place,
        "showarrow": False,
        "font": {"size": 12, "color": MUTED},
    }


def _latest(frame: pl.DataFrame, panel: _Panel, caption: Caption) -> Layout:
    last = frame.row(-1, named=True)
    return {
        "text": f"<b>{caption.say(panel.latest).format(**last)}</b>",
        "name": f"latest-{panel.column}",
        "x": last["day"],
        "xref": "x",
        "xanchor": "center" if frame.height == 1 else "right",
        "y": last[panel.column],
        "yref": panel.axis,
        "yanchor": "bottom",
        "yshift": 4,
        "showarrow": False,
        "font": {"size": 14, "color": INK},
    }


CHART = Chart(
    name="cumulative-sales",
    title=_TITLE,
    description=Text(
        zh="活动开始以来，每日终了时符合条件的新车累计销量（台）和累计销售额（万元）；"
        "上年数据完整时，虚线为距春节天数相同的上年同期。",
        en="Eligible cars and their sales (10,000 yuan) since the campaign began, "
        "at the end of each day; dashed, where the year before is known whole, the "
        "days as far from Spring Festival then.",
    ),
    columns=columns(
        "day",
        "cars_sold",
        "sales_fen",
        "sales_yuan",
        "cumulative_cars",
        "cumulative_sales_fen",
        "cumulative_sales_yuan",
        "cumulative_sales_wan",
        "base_day",
        "base_cumulative_cars",
    ),
    draw=draw,
    sliced=True,
)
