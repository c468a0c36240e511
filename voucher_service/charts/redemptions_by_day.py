"""What was redeemed on each day, and below the axis what was reversed."""

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    PAPER,
    TALL,
    VERMILLION,
    day_axis,
    dressed,
    holds_nothing,
    value_axis,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="每日核销", en="Daily redemptions")
_DAY_TITLE = Text(zh="核销日期", en="Day of redemption")
_BAR_MILLISECONDS = 18 * 60 * 60 * 1000  # three quarters of a day
_REDEEMED = Text(zh="核销", en="redeemed")
_REVERSED = Text(zh="冲正", en="reversed")
_BELOW_SAID = Text(zh="冲正在轴线以下", en="reversals below the axis")
_PANELS = (
    (
        "y",
        ("redemptions", "reversals"),
        Text(zh="笔数", en="Number"),
        Text(zh="{kind} %{{customdata:,}} 笔", en="{kind}: %{{customdata:,}}"),
    ),
    (
        "y2",
        ("redeemed_wan", "reversed_wan"),
        Text(zh="金额（万元）", en="Amount<br>(10,000 yuan)"),
        Text(
            zh="{kind} %{{customdata:,.2f}} 万元",
            en="{kind}: %{{customdata:,.2f}} × 10,000 yuan",
        ),
    ),
)
"""The panels: axis, columns of what was redeemed and reversed, title, hover."""


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw the number of redemptions above their amount, over the same days.

    Frame: one row a day in order of days, with the columns of ``CHART.columns``.
    Reversals stand below the axis, on the day on which they were made.
    """
    source = caption.vouchers_line
    if holds_nothing(frame, "redemptions", "reversals"):
        return without_data(_TITLE, caption, height=TALL, source=source)
    figure = dressed(_TITLE, caption, height=TALL, source=source)
    for axis, (up, down), _, hover in _PANELS:
        said = caption.say(hover)
        figure.add_trace(_bars(frame, up, axis, caption.say(_REDEEMED), said))
        if (frame[down] > 0).any():
            bars = _bars(frame, down, axis, caption.say(_REVERSED), said)
            bars.y = [-value for value in frame[down].to_list()]
            bars.marker = _BELOW
            figure.add_trace(bars)
    days = frame["day"].to_list()
    xaxis = day_axis(caption, days, anchor="y2")
    below = f"<br>{caption.say(_BELOW_SAID)}" if frame["reversals"].sum() else ""
    xaxis["title"]["text"] = caption.say(_DAY_TITLE) + below
    titles = [caption.say(title) for _, _, title, _ in _PANELS]
    whole = {"dtick": 1} if frame["redemptions"].max() in range(5) else {"nticks": 6}
    return figure.update_layout(
        barmode="overlay",
        xaxis=xaxis,
        yaxis=value_axis(titles[0], domain=[0.56, 1], **whole),
        yaxis2=value_axis(titles[1], domain=[0, 0.44]),
    )


_BELOW = {
    "color": VERMILLION,
    "pattern": {"shape": "/", "fillmode": "overlay", "fgcolor": PAPER, "size": 5},
}


def _bars(frame: pl.DataFrame, column: str, axis: str, kind: str, hover: str) -> go.Bar:
    said = hover.format(kind=kind)
    return go.Bar(
        name=kind,
        x=frame["day"].to_list(),
        y=frame[column].to_list(),
        yaxis=axis,
        customdata=frame[column].to_list(),
        width=_BAR_MILLISECONDS,
        marker={"color": BLUE},
        hovertemplate=f"%{{x|%Y-%m-%d}}<br>{said}<extra></extra>",
        showlegend=axis == "y",
    )


CHART = Chart(
    name="redemptions-by-day",
    title=_TITLE,
    description=Text(
        zh="自首张券发放之日起，每日核销的笔数和金额（万元），冲正计在发生之日、轴线以下；"
        "预授权在请款之日计入。日期为银行报来的业务日（北京时间）。",
        en="From the day of the first voucher, the number and amount (10,000 yuan) "
        "redeemed each day; reversals below the axis on their own day; an "
        "authorization counts on the day it is captured. Days are the banks' business "
        "days (Asia/Shanghai).",
    ),
    columns=columns(
        "day",
        "redemptions",
        "redeemed_fen",
        "reversals",
        "reversed_fen",
        "redeemed_yuan",
        "redeemed_wan",
        "reversed_yuan",
        "reversed_wan",
    ),
    draw=draw,
    sliced=True,
    priced=False,
    lives_on=True,
)
