"""Where vouchers were redeemed, the most first."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.ranking import Row, draw_rows
from voucher_service.charts.theme import (
    LOW,
    dressed,
    height_for,
    holds_nothing,
    value_axis,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="核销网点排名", en="Where redeemed")
_MOST = 15
_AXIS = Text(
    zh="核销净额（万元）{more}<br>标注：净额（万元）· 核销笔数 · 网点",
    en="Net of reversals, 10,000 yuan{more}<br>labels: net · redemptions · station",
)
_MORE = Text(
    zh="：前 {most} 个，另有 {more} 个见 CSV",
    en="<br>the first {most}; {more} more in the CSV",
)
_LABEL = Text(
    zh="{wan:,.2f} 万元 · {count:,} 笔 · {name}", en="{wan:,.2f} · {count:,} · {name}"
)
_HOVER = Text(
    zh="{name}<br>核销 {count:,} 笔，{up:,} 元<br>冲正 {back:,} 笔，{down:,} 元"
    "<br>净额 {net:,} 元",
    en="{name}<br>redeemed: {count:,}, {up:,} yuan<br>reversed: {back:,}, "
    "{down:,} yuan<br>net: {net:,} yuan",
)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar of what was redeemed net of reversals for each station.

    Frame: one row a station, the most first, with the columns of ``CHART.columns``.
    The first 15 are drawn, and it is said how many are not.
    """
    source = caption.vouchers_line
    if holds_nothing(frame, "redemptions", "reversals"):
        return without_data(_TITLE, caption, height=LOW, source=source)
    shown = frame.head(_MOST)
    figure = dressed(_TITLE, caption, height=height_for(shown.height), source=source)
    axis = draw_rows(figure, [_row(row, caption) for row in shown.to_dicts()])
    others = frame.height - shown.height
    more = caption.say(_MORE).format(most=_MOST, more=f"{others:,}") if others else ""
    return figure.update_layout(
        xaxis=value_axis(caption.say(_AXIS).format(more=more), nticks=6), yaxis=axis
    )


def _row(row: dict[str, Any], caption: Caption) -> Row:
    said = {
        "name": row["station"],
        "count": row["redemptions"],
        "back": row["reversals"],
        "wan": row["net_wan"],
        "up": row["redeemed_yuan"],
        "down": row["reversed_yuan"],
        "net": row["net_yuan"],
    }
    return Row(
        caption.say(_LABEL).format(**said),
        row["net_wan"],
        caption.say(_HOVER).format(**said),
    )


CHART = Chart(
    name="redemptions-by-station",
    title=_TITLE,
    description=Text(
        zh="各核销网点（加油站、商户）的核销净额（万元，扣除冲正）和笔数，由多到少，"
        "画出前 15 个。网点名称以银行报来的为准，未报的为“未注明”。",
        en="What was redeemed at each station net of reversals (10,000 yuan) and how "
        "often, the most first, the first 15 drawn. Stations are named as banks do; "
        "未注明: not stated.",
    ),
    columns=columns(
        "station",
        "redemptions",
        "redeemed_fen",
        "reversals",
        "reversed_fen",
        "net_fen",
        "redeemed_yuan",
        "redeemed_wan",
        "reversed_yuan",
        "reversed_wan",
        "net_yuan",
        "net_wan",
    ),
    draw=draw,
    sliced=True,
    priced=False,
    lives_on=True,
)
