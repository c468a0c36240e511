"""What the terms would cost, and how many cars would count, at other price floors."""

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
    MUTED,
    TALL,
    VERMILLION,
    Layout,
    axis_title,
    count_axis,
    dressed,
    holds_nothing,
    value_axis,
    without_data,
)
from voucher_service.model.money import FEN_PER_YUAN, yuan_text
from voucher_service.model.text import Text

_TITLE = Text(zh="门槛与成本（试算）", en="Cost against the floor (what if)")
_FLOOR_AXIS = Text(zh="价格门槛（元，{basis}）", en="Price floor (yuan, {basis})")
_TODAY = Text(zh="现行门槛 {} 元", en="Today's floor {} yuan")
_AT = Text(zh="门槛 %{x:,} 元<br>", en="floor %{x:,} yuan<br>")


@dataclass(frozen=True)
class _Panel:
    """One of the two panels: which column, how written, where and in what colour."""

    column: str
    axis: str
    title: Text
    hover: Text
    colour: str
    shade: str


_CARS = _Panel(
    column="cars_sold",
    axis="y",
    title=Text(zh="符合条件（台）", en="Eligible cars"),
    hover=Text(zh="%{y:,} 台", en="%{y:,} cars"),
    colour=BLUE,
    shade=BLUE_SHADE,
)
_COST = _Panel(
    column="vouchers_wan",
    axis="y2",
    title=Text(zh="消费券成本<br>（万元）", en="Cost of vouchers<br>(10,000 yuan)"),
    hover=Text(zh="%{y:,.2f} 万元", en="%{y:,.2f} × 10,000 yuan"),
    colour=GREEN,
    shade=GREEN_SHADE,
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw eligible cars above their cost, over the same floors.

    Frame: one row a floor in their order, with the columns of ``CHART.columns``.
    Behaviour is held fixed: the same sales are judged at each floor.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=TALL)
    figure = dressed(_TITLE, caption, height=TALL)
    for panel in (_CARS, _COST):
        figure.add_trace(_line(frame, panel, caption))
    figure.update_layout(
        showlegend=False,
        xaxis=_floor_axis(caption),
        yaxis=count_axis(
            axis_title(_CARS.title, caption),
            frame["cars_sold"].to_list(),
            domain=[0.56, 0.94],
        ),
        yaxis2=value_axis(axis_title(_COST.title, caption), domain=[0, 0.44]),
    )
    _draw_floor(figure, frame, caption)
    return figure


def _line(frame: pl.DataFrame, panel: _Panel, caption: Caption) -> go.Scatter:
    return go.Scatter(
        name=caption.say(panel.title).replace("<br>", ""),
        x=[float(yuan) for yuan in frame["price_floor_yuan"].to_list()],
        y=frame[panel.column].to_list(),
        yaxis=panel.axis,
        mode="lines+markers",
        line={"color": panel.colour, "width": 2.5},
        marker={"size": 5},
        fill="tozeroy",
        fillcolor=panel.shade,
        hovertemplate=f"{caption.say(_AT)}{caption.say(panel.hover)}<extra></extra>",
    )


def _floor_axis(caption: Caption) -> Layout:
    return {
        "title": {
            "text": axis_title(_FLOOR_AXIS, caption),
            "font": {"size": 12},
            "standoff": 6,
        },
        "type": "linear",
        "rangemode": "tozero",
        "tickformat": ",d",
        "nticks": 7,
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": MUTED,
        "tickfont": {"size": 12},
        "linecolor": MUTED,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "anchor": "y2",
    }


def _draw_floor(figure: go.Figure, frame: pl.DataFrame, caption: Caption) -> None:
    floor = caption.price_floor_fen / FEN_PER_YUAN
    label = yuan_text(caption.price_floor_fen).removesuffix(".00")
    left = floor * 2 < float(frame["price_floor_yuan"].to_list()[-1])
    figure.add_shape(
        type="line",
        name="floor",
        x0=floor,
        x1=floor,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": VERMILLION, "width": 2, "dash": "dash"},
    )
    figure.add_annotation(
        text=f"<b>{caption.say(_TODAY).format(label)}</b>",
        name="floor",
        x=floor,
        xanchor="left" if left else "right",
        xshift=3 if left else -3,
        y=1,
        yref="paper",
        yanchor="top",
        showarrow=False,
        font={"size": 12, "color": VERMILLION},
    )


CHART = Chart(
    name="what-if-floor",
    title=_TITLE,
    description=Text(
        zh="同一批销售按现行条款、仅改变价格门槛重新判定：符合条件的台数与消费券成本。"
        "行为视为不变，不代表政策效果。",
        en="The same sales judged by today's terms at other floors: eligible cars and "
        "what they cost. Behaviour is held fixed: no effect is measured.",
    ),
    columns=columns(
        "price_floor_yuan", "cars_sold", "vouchers_fen", "vouchers_yuan", "vouchers_wan"
    ),
    draw=draw,
    on_campaign_page=False,
)
