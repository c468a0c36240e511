"""Cars sold in each district, most first."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.ranking import Row, draw_rows
from voucher_service.charts.theme import (
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
    zh="销量（台）{{more}}<br>标注：区县、台数 · 销售额（万元，{basis}）",
    en="Cars sold{{more}}<br>labels: district, cars · sales (10,000 yuan, {basis})",
)
_MORE = Text(
    zh="：前 {most} 个，另有 {more} 个见 CSV",
    en=": the first {most}; {more} more in the CSV",
)
_MOST = 20
_LABEL = Text(
    zh="{name} {cars:,} 台 · {wan:,.2f} 万元",
    en="{name} {cars:,} cars · {wan:,.2f} × 10,000 yuan",
)
_HOVER = Text(
    zh="{name}<br>{cars:,} 台<br>{wan:,.2f} 万元（{basis}）",
    en="{name}<br>{cars:,} cars<br>{wan:,.2f} × 10,000 yuan ({basis})",
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
    axis = draw_rows(figure, [_row(row, caption) for row in shown.to_dicts()])
    others = frame.height - shown.height
    more = caption.say(_MORE).format(most=_MOST, more=f"{others:,}") if others else ""
    title = axis_title(_CARS_AXIS, caption).format(more=more)
    return figure.update_layout(
        showlegend=False, xaxis=count_axis(title, cars), yaxis=axis
    )


def _row(row: dict[str, Any], caption: Caption) -> Row:
    said = {
        "name": row["district"],
        "cars": row["cars_sold"],
        "wan": row["sales_wan"],
        "basis": caption.basis,
    }
    label, hover = caption.say(_LABEL), caption.say(_HOVER)
    return Row(label.format(**said), row["cars_sold"], hover.format(**said))


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
