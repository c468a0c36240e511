"""Cars sold of each brand, most first, and all others together."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.ranking import Row, draw_rows
from voucher_service.charts.theme import (
    BLUE,
    LOW,
    STONE,
    count_axis,
    dressed,
    height_for,
    holds_nothing,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="品牌销量排名", en="Brands by cars sold")
_MOST = 12
_CARS_AXIS = Text(
    zh="销量（台）<br>标注：台数 · 销售额（万元，{basis}）",
    en="Cars sold<br>labels: cars · sales (10,000 yuan, {basis})",
)
_OTHERS = Text(zh="其他 {} 个品牌", en="{} other brands")
_LABEL = Text(
    zh="{name} {cars:,} 台 · {wan:,.2f} 万元", en="{name} {cars:,} · {wan:,.2f}"
)
_HOVER = Text(
    zh="{name}<br>{cars:,} 台<br>{wan:,.2f} 万元（{basis}）",
    en="{name}<br>{cars:,} cars<br>{wan:,.2f} × 10,000 yuan ({basis})",
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar of cars for each brand, in the frame's order from the top.

    Frame: one row a brand, most cars first, with the columns of ``CHART.columns``.
    The first 12 are drawn; of more, all others have one hatched bar at the end.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=LOW)
    rows = [
        _row((row["brand"], row["cars_sold"], row["sales_wan"]), caption)
        for row in frame.head(_MOST).to_dicts()
    ]
    if frame.height > _MOST:
        last = frame.row(_MOST - 1, named=True)
        name = caption.say(_OTHERS).format(f"{frame.height - _MOST:,}")
        others = (name, last["rest_cars"], last["rest_sales_wan"])
        rows.append(_row(others, caption)._replace(colour=STONE, hatch="/"))
    figure = dressed(_TITLE, caption, height=height_for(len(rows)))
    axis = draw_rows(figure, rows)
    title = caption.say(_CARS_AXIS).format(basis=caption.basis)
    return figure.update_layout(
        xaxis=count_axis(title, [int(row.value) for row in rows]), yaxis=axis
    )


def _row(told: tuple[str, int, float], caption: Caption) -> Row:
    name, cars, wan = told
    said = {"name": name, "cars": cars, "wan": wan, "basis": caption.basis}
    return Row(
        caption.say(_LABEL).format(**said),
        cars,
        caption.say(_HOVER).format(**said),
        BLUE,
    )


CHART = Chart(
    name="by-brand",
    title=_TITLE,
    description=Text(
        zh="各品牌符合条件新车销量（台）和销售额（万元），由多到少，画出前 12 个，"
        "其余合为一项。品牌以上报为准。",
        en="Eligible cars and sales (10,000 yuan) by brand, most first: the first 12, "
        "all others together. The brand is the one reported.",
    ),
    columns=columns(
        "brand",
        "cars_sold",
        "sales_fen",
        "sales_yuan",
        "sales_wan",
        "vouchers_fen",
        "share_percent",
        "rest_cars",
        "rest_sales_wan",
    ),
    draw=draw,
    sliced=True,
)
