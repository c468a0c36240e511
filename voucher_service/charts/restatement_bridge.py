"""From the sales known at one instant to those known at another, cause by cause."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    GREEN,
    INK,
    LOW,
    MUTED,
    PAPER,
    VERMILLION,
    axis_title,
    dressed,
    height_for,
    value_axis,
    without_data,
)
from voucher_service.model.bridge_reports import CAUSE_TEXT, Cause
from voucher_service.model.text import Text

_TITLE = Text(zh="销售额的变化由来", en="Why sales changed")
_AXIS = Text(
    zh="销售额（万元，{basis}）<br>标注：销售额变化 · 台数变化",
    en="Sales (10,000 yuan, {basis})<br>labels: change of sales · of cars",
)
_CUT = Text(zh="<br>横轴不从零开始", en="<br>the axis does not begin at nought")
_ENDS = {
    "before": Text(zh="{first} 所知", en="known at {first}"),
    "after": Text(zh="{last} 所知", en="known at {last}"),
}
_LABEL = Text(
    zh="\u00a0{name}：{wan} 万元 · {cars} 台",
    en="\u00a0{name}: {wan} · {cars} cars",
)
_HOVER = "%{customdata}<extra></extra>"
_BAR = 0.4
_LIFT = 0.38  # the label stands above its bar
_CUT_BELOW = 0.25  # of the axis: what changed is less, so it is cut to be seen
_ROOM = 0.08


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a horizontal bar for both totals and, between them, one for each cause.

    Frame: the steps in order, first ``before`` and last ``after``, with the columns of
    ``CHART.columns``. Where what changed is small beside the totals the axis does not
    begin at nought, and says so.
    """
    source = caption.span_line
    if not (frame["cars"] != 0).any():
        return without_data(_TITLE, caption, height=LOW, source=source)
    figure = dressed(_TITLE, caption, height=height_for(frame.height), source=source)
    low, high = _range(frame)
    labels = [_label(row, caption) for row in frame.iter_rows(named=True)]
    for kind, colour, hatch in _KINDS:
        _add_bars(figure, frame, (kind, colour, hatch), labels, low)
    _join_bars(figure, frame)
    _write_labels(figure, labels, low)
    cut = caption.say(_CUT) if low > 0 else ""
    return figure.update_layout(
        barmode="overlay",
        showlegend=False,
        xaxis=value_axis(
            axis_title(_AXIS, caption) + cut,
            range=[low, high],
            rangemode="normal",
            nticks=5,
        ),
        yaxis={
            "range": [frame.height - 0.5, -0.75],
            "showticklabels": False,
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
        },
    )


_KINDS = (("total", BLUE, ""), ("more", GREEN, ""), ("less", VERMILLION, "/"))
"""Kinds of bars with their colours and hatches."""


def _range(frame: pl.DataFrame) -> tuple[float, float]:
    """Give where the axis begins and ends."""
    steps = frame.filter(~pl.col("step").is_in(list(_ENDS)))
    levels = [*frame["to_wan"], *steps["from_wan"]]
    lowest, highest = min(levels), max(levels)
    if lowest > 0 and 0 < highest - lowest < _CUT_BELOW * highest:
        room = highest - lowest
        return lowest - room, highest + _ROOM * room
    return min(0.0, lowest), highest + _ROOM * abs(highest)


def _kind_of(row: dict[str, object], at: str) -> bool:
    if row["step"] in _ENDS:
        return at == "total"
    return at == ("less" if row["sales_wan"] < 0 else "more")  # type: ignore[operator]


def _add_bars(
    figure: go.Figure,
    frame: pl.DataFrame,
    kind: tuple[str, str, str],
    labels: list[str],
    low: float,
) -> None:
    name, colour, hatch = kind
    rows = [
        (place, row)
        for place, row in enumerate(frame.iter_rows(named=True))
        if _kind_of(row, name)
    ]
    if not rows:
        return
    bases = [max(low, min(row["from_wan"], row["to_wan"])) for _, row in rows]
    tops = [max(row["from_wan"], row["to_wan"]) for _, row in rows]
    figure.add_bar(
        name=name,
        orientation="h",
        base=bases,
        x=[round(top - base, 6) for base, top in zip(bases, tops, strict=True)],
        y=[place for place, _ in rows],
        customdata=[labels[place].strip() for place, _ in rows],
        width=_BAR,
        marker={
            "color": colour,
            "line": {"color": colour, "width": 1},  # a small change is still seen
            "pattern": {
                "shape": hatch,
                "fillmode": "overlay",
                "fgcolor": PAPER,
                "size": 5,
            },
        },
        hovertemplate=_HOVER,
    )


def _join_bars(figure: go.Figure, frame: pl.DataFrame) -> None:
    """Draw a thin line from the end of each bar to the beginning of the next."""
    x: list[float | None] = []
    y: list[float | None] = []
    for place, level in enumerate(frame["to_wan"].to_list()[:-1]):
        x += [level, level, None]
        y += [place + _BAR / 2, place + 1 - _BAR / 2, None]
    figure.add_scatter(
        mode="lines",
        x=x,
        y=y,
        line={"color": MUTED, "width": 1, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )


def _write_labels(figure: go.Figure, labels: list[str], low: float) -> None:
    """Write each step's name and amounts over its bar, where a phone has room."""
    figure.add_scatter(
        mode="text",
        x=[low] * len(labels),
        y=[place - _LIFT for place in range(len(labels))],
        text=labels,
        textposition="middle right",
        textfont={"size": 12, "color": INK},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def _label(row: dict[str, object], caption: Caption) -> str:
    step, is_end = str(row["step"]), row["step"] in _ENDS
    name = _ENDS[step] if is_end else CAUSE_TEXT[Cause(step)]
    first, last = caption.ends
    said = caption.say(name).format(first=first, last=last)
    form = ",.2f" if is_end else "+,.2f"
    cars = f"{row['cars']:,}" if is_end or row["cars"] == 0 else f"{row['cars']:+,}"
    wan = format(row["sales_wan"], form)
    return caption.say(_LABEL).format(name=said, wan=wan, cars=cars)


CHART = Chart(
    name="restatement-bridge",
    title=_TITLE,
    description=Text(
        zh="从某一时点所知的销售额，到另一时点所知的销售额（万元），逐项列出变化的原因："
        "新报、迟报、更正、退车红冲、冲突、递补、条款修订等，各项之和恰为两者之差。",
        en="From the sales known at one instant to those known at another (10,000 "
        "yuan): new and late reports, corrections, returns, conflicts, waiting list, "
        "amended terms; the causes add up to the difference exactly.",
    ),
    columns=columns(
        "step",
        "cars",
        "sales_fen",
        "sales_yuan",
        "sales_wan",
        "vouchers_fen",
        "from_wan",
        "to_wan",
    ),
    draw=draw,
    on_campaign_page=False,
    between=True,
)
