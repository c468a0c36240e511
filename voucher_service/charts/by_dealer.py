"""Cars sold by each dealer, most first."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.ranking import Row, draw_rows
from voucher_service.charts.theme import (
    LOW,
    count_axis,
    dressed,
    height_for,
    holds_nothing,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="经销商销量排名", en="Dealers by cars sold")
_MOST = 15
_CARS_AXIS = Text(
    zh="销量（台）{more}<br>标注：台数 · 经销商",
    en="Cars sold{more}<br>labels: cars · dealer",
)
_MORE = Text(
    zh="：前 {most} 家，另有 {more} 家见 CSV",
    en=": the first {most}; {more} more in the CSV",
)
_LABEL = Text(zh="{cars:,} 台 · {name}", en="{cars:,} · {name}")
_HOVER = Text(
    zh="{name}<br>{cars:,} 台（{share:.1f}%）<br>{wan:,.2f} 万元（{basis}）",
    en="{name}<br>{cars:,} cars ({share:.1f}%)<br>{wan:,.2f} × 10,000 yuan ({basis})",
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar of cars for each dealer, in the frame's order from the top.

    Frame: one row a dealer, most cars first, with the columns of ``CHART.columns``.
    The first 15 are drawn, and it is said how many are not.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=LOW)
    shown = frame.head(_MOST)
    figure = dressed(_TITLE, caption, height=height_for(shown.height))
    axis = draw_rows(figure, [_row(row, caption) for row in shown.to_dicts()])
    others = frame.height - shown.height
    more = caption.say(_MORE).format(most=_MOST, more=f"{others:,}") if others else ""
    title = caption.say(_CARS_AXIS).format(more=more)
    return figure.update_layout(
        xaxis=count_axis(title, shown["cars_sold"].to_list()), yaxis=axis
    )


def _row(row: dict[str, object], caption: Caption) -> Row:
    cars = row["cars_sold"]
    said = {
        "cars": cars,
        "share": row["share_percent"],
        "name": row["dealer_name"],
        "wan": row["sales_wan"],
        "basis": caption.basis,
    }
    assert isinstance(cars, int)
    return Row(
        caption.say(_LABEL).format(**said), cars, caption.say(_HOVER).format(**said)
    )


CHART = Chart(
    name="by-dealer",
    title=_TITLE,
    description=Text(
        zh="各经销商符合条件新车销量（台），由多到少，画出前 15 家；"
        "悬停可见占比和销售额（万元）。CSV 含全部经销商。",
        en="Eligible cars by dealer, most first, the first 15 drawn; share and sales "
        "(10,000 yuan) on hovering. The CSV has all dealers.",
    ),
    columns=columns(
        "dealer_id",
        "dealer_name",
        "cars_sold",
        "sales_fen",
        "sales_yuan",
        "sales_wan",
        "vouchers_fen",
        "share_percent",
    ),
    draw=draw,
    sliced=True,
)
