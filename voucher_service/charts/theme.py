"""Every figure wears the same clothes: fonts, colours, source line, synthetic mark.

The colours are Okabe and Ito's, told apart by colour-blind readers; where two meet
in one chart a hatch tells them apart in black and white too.
"""

from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import SYNTHETIC, Caption
from voucher_service.model.text import Text

FONT_STACK = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", sans-serif'

BLUE = "#0072B2"
BLUE_SHADE = "rgba(0,114,178,0.12)"
GREEN = "#00805E"
GREEN_SHADE = "rgba(0,128,94,0.12)"
ORANGE = "#E69F00"
SKY = "#9CCBEB"
LEAF = "#8FD3BC"
STONE = "#A9B4C0"
VERMILLION = "#B34700"
INK = "#1f2933"
MUTED = "#52606d"
GRID = "#e4e7eb"
PAPER = "#ffffff"
WEEKEND_SHADE = "rgba(82,96,109,0.10)"
HOLIDAY_SHADE = "rgba(230,159,0,0.22)"
HEAT = ("#D9E9F5", "#A3CCE8", "#4D9FD0", "#0B5585")
HEAT_LETTERS = ("#1f2934", "#1f2935", "#1f2936", "#fffffe")
"""From few to many, and the letters on each; by night each changes by itself."""

TOP = 94
"""Pixels above the plot: title, campaign, legend."""
LEGEND_ROW = 20
"""Pixels that each further row of a legend takes."""
BOTTOM = 112
"""Pixels below the plot: tick labels, axis title, two source lines."""
_SOURCE_DROP = 72

_SMALL_COUNT = 10

TALL = 500
LOW = 440
"""Heights of figures in pixels; those side by side on a page share one."""

NO_DATA = Text(zh="暂无数据", en="no data yet")

_DAY_TICKS = Text(zh="%-m月%-d日\n%Y年", en="%-d %b\n%Y")
_DAY_TITLE = Text(zh="销售日期", en="Date of sale")

Layout = dict[str, Any]


def dressed(
    title: Text,
    caption: Caption,
    *,
    height: int,
    source: str | None = None,
    legend_rows: int = 1,
) -> go.Figure:
    """Give an empty figure with everything that stands around a plot.

    The width follows the container; ``height`` is in pixels and includes margins.
    ``source`` is the line below the plot, by default the caption's source line.
    ``legend_rows`` is how many rows a legend needs on a phone: there is room for them.
    Dragging is off so that a finger scrolls the page.
    """
    more = LEGEND_ROW * (legend_rows - 1)
    return go.Figure(
        layout={
            "template": go.layout.Template(),
            "font": {"family": FONT_STACK, "size": 13, "color": INK},
            "paper_bgcolor": PAPER,
            "plot_bgcolor": PAPER,
            "height": height + more,
            "margin": {"l": 12, "r": 16, "t": TOP + more, "b": BOTTOM},
            "title": _title(title, caption),
            "legend": _legend(),
            "annotations": [
                _source(source or caption.source_line),
                *_synthetic(caption, TOP + more),
            ],
            "hoverlabel": {"font": {"family": FONT_STACK, "size": 13}},
            "dragmode": False,
            "modebar": {"remove": _MODEBAR_REMOVED, "orientation": "v"},
        }
    )


def holds_nothing(frame: pl.DataFrame, *counts: str) -> bool:
    """Tell whether no row of the named columns counts anything."""
    return not any((frame[column] > 0).any() for column in counts)


def without_data(
    title: Text, caption: Caption, *, height: int, source: str | None = None
) -> go.Figure:
    """Give a figure that says there is nothing to draw yet."""
    figure = dressed(title, caption, height=height, source=source)
    hidden = {"visible": False, "fixedrange": True}
    figure.update_layout(xaxis=hidden, yaxis=hidden)
    return figure.add_annotation(
        text=caption.say(NO_DATA),
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"size": 22, "color": MUTED},
    )


def value_axis(title: str, **more: object) -> Layout:
    """Give an axis of counts or amounts that starts at nought."""
    return {
        "title": {"text": title, "font": {"size": 12}, "standoff": 8},
        "rangemode": "tozero",
        "tickformat": ",~r",
        "gridcolor": GRID,
        "zeroline": True,
        "zerolinecolor": MUTED,
        "automargin": True,
        "fixedrange": True,
        "tickfont": {"size": 12},
        **more,
    }


def count_axis(title: str, counts: list[int], **more: object) -> Layout:
    """Give an axis of counts whose ticks never fall between whole numbers."""
    most = max(counts)
    if most > _SMALL_COUNT:
        return value_axis(title, nticks=7, **more)
    return value_axis(title, dtick=1 if most <= _SMALL_COUNT // 2 else 2, **more)


def day_axis(caption: Caption, days: list[date], **more: object) -> Layout:
    """Give an axis of business days; a few days get room on both sides."""
    room = timedelta(days=max(1, 4 - len(days)))
    return {
        "type": "date",
        "title": {
            "text": caption.say(_DAY_TITLE),
            "font": {"size": 12},
            "standoff": 6,
        },
        "range": [days[0] - room, days[-1] + room],
        "tickformat": caption.say(_DAY_TICKS),
        **({"tickvals": days} if len(days) <= 4 else {"nticks": 6}),
        "tickangle": 0,
        "ticks": "outside",
        "tickcolor": MUTED,
        "showgrid": False,
        "linecolor": MUTED,
        "fixedrange": True,
        "tickfont": {"size": 12},
        **more,
    }


def axis_title(text: Text, caption: Caption) -> str:
    """Give an axis title with the price basis in its blank ``{basis}``."""
    return caption.say(text).format(basis=caption.basis)


def height_for(bars: int) -> int:
    """Give the height of a figure of so many horizontal bars, in pixels."""
    return max(LOW, TOP + BOTTOM + 44 * bars)


_MODEBAR_REMOVED = [
    "toImage",
    "zoom",
    "pan",
    "select",
    "lasso",
    "zoomIn",
    "zoomOut",
    "autoScale",
    "resetScale",
    "hoverClosest",
    "hoverCompare",
    "toggleSpikelines",
]


def _title(title: Text, caption: Caption) -> Layout:
    return {
        "text": f"<b>{caption.say(title)}</b>",
        "font": {"size": 17},
        "subtitle": {
            "text": caption.subject,
            "font": {"size": 12, "color": MUTED},
        },
        "x": 0,
        "xref": "container",
        "xanchor": "left",
        "y": 1,
        "yref": "container",
        "yanchor": "top",
        "pad": {"l": 12, "t": 14},
    }


def _legend() -> Layout:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "font": {"size": 12},
        "traceorder": "normal",
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _source(line: str) -> Layout:
    return {
        "text": line,
        "name": "source",
        "x": 1,
        "xref": "paper",
        "xanchor": "right",
        "y": 0,
        "yref": "paper",
        "yanchor": "top",
        "yshift": -_SOURCE_DROP,
        "align": "right",
        "showarrow": False,
        "font": {"size": 11, "color": MUTED},
    }


def _synthetic(caption: Caption, top: int) -> list[Layout]:
    if not caption.synthetic:
        return []
    return [
        {
            "text": f"<b>{caption.say(SYNTHETIC)}</b>",
            "name": "synthetic",
            "x": 1,
            "xref": "paper",
            "xanchor": "right",
            "y": 1,
            "yref": "paper",
            "yanchor": "top",
            "yshift": top - 8,
            "showarrow": False,
            "font": {"size": 11, "color": VERMILLION},
            "bordercolor": VERMILLION,
            "borderwidth": 1,
            "borderpad": 3,
            "bgcolor": PAPER,
        }
    ]
