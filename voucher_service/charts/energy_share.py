"""Which share of the cars each kind of energy has, over time."""

from datetime import date, datetime, time, timedelta

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    GREEN,
    INK,
    LEAF,
    ORANGE,
    PAPER,
    SKY,
    STONE,
    TALL,
    day_axis,
    dressed,
    holds_nothing,
    value_axis,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="能源类型占比", en="Energy share")
_SHARE_AXIS = Text(zh="占当期销量（%）", en="Share of the period's cars (%)")
_NEV_SAID = Text(
    zh="新能源 = 纯电 + 插混 + 增程",
    en="new energy (NEV) = BEV + PHEV + EREV",
)
_NEV = Text(zh="新能源", en="NEV")
_HOVER = Text(
    zh="{span}<br>{kind} {cars:,} 台（{share:.1f}%）<br>新能源占比 {nev:.1f}%",
    en="{span}<br>{kind}: {cars:,} cars ({share:.1f}%)<br>NEV share {nev:.1f}%",
)
_KINDS: dict[str, tuple[Text, str, str]] = {
    "bev": (Text(zh="纯电", en="BEV"), GREEN, ""),
    "phev": (Text(zh="插混", en="PHEV"), LEAF, "/"),
    "erev": (Text(zh="增程", en="EREV"), BLUE, "."),
    "hev": (Text(zh="油混", en="HEV"), ORANGE, "\\"),
    "ice": (Text(zh="燃油", en="ICE"), SKY, ""),
    "unknown": (Text(zh="未注明", en="unknown"), STONE, "x"),
}
"""Kinds from the bottom up, with their words, colours and hatches."""
_DAY_MILLISECONDS = 24 * 60 * 60 * 1000
_FULL = 0.86  # of its period a bar is so wide
_MOST_SAID = 8
_MOST_MARKED = 20


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar of shares for each period, and a line of the new-energy share.

    Frame: one row a period and kind, in order of periods, with the columns of
    ``CHART.columns``. A bar is as wide as its period.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=TALL)
    figure = dressed(_TITLE, caption, height=TALL, legend_rows=4)
    for key in _KINDS:
        of_kind = frame.filter(pl.col("energy") == key)
        if of_kind.height:
            _add_kind(figure, of_kind, caption)
    _add_nev(figure, frame, caption)
    first, last = frame["period_from"].to_list()[0], frame["period_to"].to_list()[-1]
    axis = day_axis(caption, [first, last])
    axis.pop("tickvals", None)
    axis["title"]["text"] += f"<br>{caption.say(_NEV_SAID)}"
    axis["range"] = [_midnight(first), _midnight(last) + timedelta(days=1)]
    days = (last - first).days + 1
    axis |= {"tickvals": [_middle(first, last)]} if days == 1 else {"nticks": 7}
    if days <= 7:
        axis |= {"dtick": _DAY_MILLISECONDS}
        axis.pop("nticks", None)
    return figure.update_layout(
        barmode="stack",
        xaxis=axis,
        yaxis=value_axis(
            caption.say(_SHARE_AXIS), range=[0, 100], rangemode="normal", dtick=20
        ),
    )


def _add_kind(figure: go.Figure, of_kind: pl.DataFrame, caption: Caption) -> None:
    words, colour, hatch = _KINDS[of_kind["energy"].to_list()[0]]
    rows = of_kind.to_dicts()
    spans = [(row["period_from"], row["period_to"]) for row in rows]
    figure.add_bar(
        name=caption.say(words),
        x=[_middle(*span) for span in spans],
        y=of_kind["share_percent"].to_list(),
        width=[_width(*span) for span in spans],
        customdata=[
            caption.say(_HOVER).format(
                span=_span(row["period_from"], row["period_to"]),
                kind=caption.say(words),
                cars=row["cars_sold"],
                share=row["share_percent"],
                nev=row["nev_percent"],
            )
            for row in rows
        ],
        marker={
            "color": colour,
            "line": {"color": PAPER, "width": 1},
            **(
                {
                    "pattern": {
                        "shape": hatch,
                        "fillmode": "overlay",
                        "fgcolor": PAPER if colour != LEAF else INK,
                        "size": 6,
                        "solidity": 0.2,
                    }
                }
                if hatch
                else {}
            ),
        },
        hovertemplate="%{customdata}<extra></extra>",
    )


def _add_nev(figure: go.Figure, frame: pl.DataFrame, caption: Caption) -> None:
    """Draw the new-energy share on top of the kinds that it is made of."""
    periods = frame.unique("period_from", keep="first", maintain_order=True)
    shares = periods["nev_percent"].to_list()
    said = [f"<b>{share:.0f}%</b>" for share in shares]
    figure.add_scatter(
        name=caption.say(_NEV),
        mode=_mode(periods.height),
        x=[
            _middle(*span)
            for span in periods.select("period_from", "period_to").iter_rows()
        ],
        y=shares,
        text=said if periods.height <= _MOST_SAID else None,
        textposition=["top center" if s < 88 else "bottom center" for s in shares],
        textfont={"size": 12, "color": INK},
        line={"color": INK, "width": 2},
        marker={"size": 7, "color": INK, "line": {"color": PAPER, "width": 1}},
        cliponaxis=False,
        hoverinfo="skip",
    )


def _mode(periods: int) -> str:
    if periods <= _MOST_SAID:
        return "lines+markers+text"
    return "lines+markers" if periods <= _MOST_MARKED else "lines"


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())


def _middle(first: date, last: date) -> datetime:
    """Give the middle of a period, where its bar stands."""
    return _midnight(first) + timedelta(days=((last - first).days + 1) / 2)


def _width(first: date, last: date) -> int:
    return round(((last - first).days + 1) * _DAY_MILLISECONDS * _FULL)


def _span(first: date, last: date) -> str:
    return f"{first}" if first == last else f"{first} – {last}"


CHART = Chart(
    name="energy-share",
    title=_TITLE,
    description=Text(
        zh="符合条件新车中各能源类型的占比（%）：14 天以内按日，更长按周"
        "（周一起，首尾按活动期截断）。新能源为纯电动、插电混动与增程式之和，"
        "不含油电混动。",
        en="Share (%) of each kind of energy among eligible cars: by day up to 14 "
        "days, else by week from Monday, cut off at the ends. New energy is battery "
        "electric, plug-in hybrid and range extender together; a plain hybrid is not.",
    ),
    columns=columns(
        "period_from",
        "period_to",
        "energy",
        "cars_sold",
        "share_percent",
        "nev_percent",
    ),
    draw=draw,
    sliced=True,
    priced=False,
)
