"""Cars sold in each district, most first."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    LOW,
    axis_title,
    count_axis,
    dressed,
    height_for,
    holds_nothing,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="各区县销量", en="Cars sold by district")
_CARS_AXIS = Text(
    zh="销量（台）{{more}}<br>标注：台数 · 销售额（万元，{basis}）",
    en="Cars sold{{more}}<br>labels: cars · sales (10,000 yuan, {basis})",
)
_MORE = Text(
    zh="：前 {most} 个，另有 {more} 个见 CSV",
    en=": the first {most}; {more} more in the CSV",
)
_MOST = 20
_FULL = 4  # fewer bars than this stay as slim as these
_LABEL = Text(
    zh="%{x:,} 台 · %{customdata:,.2f} 万元",
    en="%{x:,} · %{customdata:,.2f}",
)
_HOVER = Text(
    zh="%{{y}}<br>%{{x:,}} 台<br>%{{customdata:,.2f}} 万元（{basis}）<extra></extra>",
    en="%{{y}}<br>%{{x:,}} cars<br>%{{customdata:,.2f}} × 10,000 yuan ({basis})"
    "<extra></extra>",
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a horizontal bar of cars for each district, in the frame's order.

    Frame: one row a district, most cars first, with the columns of
    ``CHART.columns``. Sales in 10,000 yuan stand beside the cars. The first 20 are
    drawn, and it is said how many are not.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=LOW)
    shown = frame.head(_MOST)
    cars = shown["cars_sold"].to_list()
    figure = dressed(_TITLE, caption, height=height_for(shown.height))
    figure.add_bar(
        orientation="h",
        x=cars,
        y=shown["district"].to_list(),
        customdata=shown["sales_wan"].to_list(),
        width=0.65 * min(1, shown.height / _FULL),
        marker={"color": BLUE},
        texttemplate=caption.say(_LABEL),
        textposition="auto",
        insidetextanchor="end",
        textangle=0,
        constraintext="none",
        cliponaxis=False,
        hovertemplate=caption.say(_HOVER).format(basis=caption.basis),
    )
    others = frame.height - shown.height
    more = caption.say(_MORE).format(most=_MOST, more=f"{others:,}") if others else ""
    return figure.update_layout(
        showlegend=False,
        xaxis=count_axis(axis_title(_CARS_AXIS, caption).format(more=more), cars),
        yaxis={
            "type": "category",
            "autorange": "reversed",
            "automargin": True,
            "fixedrange": True,
            "ticksuffix": " ",
        },
    )


CHART = Chart(
    name="by-district",
    title=_TITLE,
    description=Text(
        zh="各区县符合条件新车销量（台），由多到少；并注明销售额（万元）。"
        "区县以上报为准，未上报的按经销商所在地。",
        en="Eligible cars by district, most first, with sales (10,000 yuan). The "
        "district is the one reported, else the dealer's own.",
    ),
    columns=columns(
        "district", "cars_sold", "sales_fen", "sales_yuan", "sales_wan", "vouchers_fen"
    ),
    draw=draw,
    sliced=True,
)
