"""What became of the rows each dealer reported, the lowest acceptance rate first."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    INK,
    LOW,
    ORANGE,
    PAPER,
    SKY,
    VERMILLION,
    count_axis,
    dressed,
    height_for,
    holds_nothing,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="各经销商上报质量", en="Feed quality")
_ROWS_AXIS = Text(zh="上报行数", en="Rows")
_MOST = 12
_MORE = Text(
    zh="（接收率最低的 {most} 家，另有 {more} 家见 CSV）",
    en=" ({most} lowest rates; {more} more in the CSV)",
)
_LABELS = Text(
    zh="<br>标注：接收率（接收与未变占全部行数）· 经销商",
    en="<br>labels: rate of accepted and same rows · dealer",
)
_LABEL = "\u00a0{percent:.1f}% · {name}"  # a blank keeps it off the axis
_HOVER = Text(
    zh="%{{customdata}}<br>{kind} %{{x:,}} 行<extra></extra>",
    en="%{{customdata}}<br>{kind}: %{{x:,}} rows<extra></extra>",
)
_BAR = 0.4
_LIFT = 0.38  # the label stands above its bar
_KINDS: tuple[tuple[str, Text, str, str], ...] = (
    ("accepted", Text(zh="接收", en="accepted"), BLUE, ""),
    ("unchanged", Text(zh="未变", en="same"), SKY, "."),
    ("review", Text(zh="待核", en="review"), ORANGE, "/"),
    ("refused", Text(zh="拒收", en="refused"), VERMILLION, "x"),
)
"""Columns in the order they are stacked, with their words, colours and hatches."""


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a stacked bar of rows for each dealer, in the frame's order from the top.

    Frame: one row a dealer with rows, worst first, with the columns of
    ``CHART.columns``. The first 12 dealers are drawn, and it is said how many are not.
    """
    source = caption.feeds_line
    if holds_nothing(frame, "rows"):
        return without_data(_TITLE, caption, height=LOW, source=source)
    shown = frame.head(_MOST)
    height = height_for(shown.height)
    figure = dressed(_TITLE, caption, height=height, source=source, legend_rows=2)
    names = shown["dealer_name"].to_list()
    places = list(range(shown.height))
    for column, kind, colour, hatch in _KINDS:
        said = caption.say(kind)
        figure.add_bar(
            name=said,
            orientation="h",
            x=shown[column].to_list(),
            y=places,
            customdata=names,
            width=_BAR,
            marker={
                "color": colour,
                "line": {"color": colour, "width": 1},  # one row is still seen
                "pattern": {
                    "shape": hatch,
                    "fillmode": "overlay",
                    "fgcolor": PAPER,
                    "size": 5,
                },
            },
            hovertemplate=caption.say(_HOVER).format(kind=said),
        )
    _write_labels(figure, shown)
    return figure.update_layout(
        barmode="stack",
        xaxis=count_axis(_axis_title(frame, caption), shown["rows"].to_list()),
        yaxis={
            "range": [shown.height - 0.5, -0.75],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
        },
    )


def _write_labels(figure: go.Figure, shown: pl.DataFrame) -> None:
    """Write each dealer's rate and name over its bar.

    Beside the bar a name would take the width of a phone.
    """
    pairs = shown.select("acceptance_percent", "dealer_name").iter_rows()
    figure.add_scatter(
        mode="text",
        x=[0] * shown.height,
        y=[place - _LIFT for place in range(shown.height)],
        text=[_LABEL.format(percent=percent, name=name) for percent, name in pairs],
        textposition="middle right",
        textfont={"size": 12, "color": INK},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _axis_title(frame: pl.DataFrame, caption: Caption) -> str:
    others = frame.height - _MOST
    more = caption.say(_MORE).format(most=_MOST, more=others) if others > 0 else ""
    return caption.say(_ROWS_AXIS) + more + caption.say(_LABELS)


CHART = Chart(
    name="feed-quality",
    title=_TITLE,
    description=Text(
        zh="各经销商全部收件的行数：接收、未变、待核、拒收，接收率低的在前。"
        "统计本系统收到的全部销售文件，不限于本活动，也不受数据截至日影响。",
        en="Rows of all files of each dealer: accepted, unchanged, in review, refused; "
        "the lowest acceptance rate first. All sales files received count, whatever "
        "the campaign and the day of the figures.",
    ),
    columns=columns(
        "dealer_id",
        "dealer_name",
        "rows",
        "accepted",
        "unchanged",
        "review",
        "refused",
        "acceptance_percent",
    ),
    draw=draw,
    until_day=False,
)
