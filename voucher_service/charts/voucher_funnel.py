"""How far vouchers came: earned, issued, redeemed at least in part, and in full."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.ranking import Row, draw_rows
from voucher_service.charts.theme import (
    BLUE,
    GREEN,
    LOW,
    SKY,
    STONE,
    count_axis,
    dressed,
    height_for,
    holds_nothing,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="从资格到核销", en="Voucher funnel")
_AXIS = Text(
    zh="台数、张数（% 占发放张数）{voided}<br>金额：应发、面额、核销净额（万元）",
    en="Cars and vouchers (% of issued){voided}"
    "<br>amounts: earned, face, net redeemed (10,000 yuan)",
)
_VOIDED = Text(zh="；发放中 {number:,} 张已作废", en="; {number:,} issued are void")
_STAGES = {
    "eligible": (
        Text(
            zh="符合条件 {number:,} 台 · {wan:,.2f} 万元",
            en="Eligible: {number:,} cars · {wan:,.2f}",
        ),
        STONE,
        "",
    ),
    "issued": (
        Text(
            zh="已发放 {number:,} 张 · {wan:,.2f} 万元",
            en="Issued: {number:,} · {wan:,.2f}",
        ),
        SKY,
        "",
    ),
    "in_part": (
        Text(
            zh="已核销（含部分） {number:,} 张 · {wan:,.2f} 万元 · {share}",
            en="Redeemed, part or whole: {number:,} · {wan:,.2f} · {share}",
        ),
        BLUE,
        "/",
    ),
    "in_full": (
        Text(
            zh="其中全额核销 {number:,} 张 · {wan:,.2f} 万元 · {share}",
            en="Of these whole: {number:,} · {wan:,.2f} · {share}",
        ),
        GREEN,
        "",
    ),
}
"""The stages drawn, with their words, colours and hatches."""


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar for each stage, from the first to the last.

    Frame: the stages in their order with the columns of ``CHART.columns``; the voided,
    a part of those issued, are told in words.
    """
    source = caption.vouchers_line
    if holds_nothing(frame, "number"):
        return without_data(_TITLE, caption, height=LOW, source=source)
    told = {row["stage"]: row for row in frame.to_dicts()}
    rows = [_row(told[stage], caption) for stage in _STAGES]
    figure = dressed(_TITLE, caption, height=height_for(len(rows)), source=source)
    axis = draw_rows(figure, rows)
    voided = told["voided"]["number"]
    more = caption.say(_VOIDED).format(number=voided) if voided else ""
    numbers = [int(row.value) for row in rows]
    return figure.update_layout(
        xaxis=count_axis(caption.say(_AXIS).format(voided=more), numbers), yaxis=axis
    )


def _row(row: dict[str, Any], caption: Caption) -> Row:
    words, colour, hatch = _STAGES[row["stage"]]
    percent = row["of_issued_percent"]
    share = "–" if percent is None else f"{percent:.1f}%"
    said = caption.say(words).format(
        number=row["number"], wan=row["amount_wan"], share=share
    )
    return Row(said, row["number"], said, colour, hatch)


CHART = Chart(
    name="voucher-funnel",
    title=_TITLE,
    description=Text(
        zh="截至某日：符合条件的车（台）及应发金额，已发放的券（张）及面额（含其后作废的），"
        "其中至少核销过一部分的、已全额核销的及核销净额（扣除冲正）；核销率按张数，"
        "以发放为分母。按发放日和核销业务日统计。",
        en="Until a day: eligible cars and what they earn, vouchers issued and their "
        "face (voided ones included), of these those redeemed at least in part and in "
        "full, with what was redeemed net of reversals; rates are by number, over "
        "those issued. By the day of issue and the banks' day of redemption.",
    ),
    columns=columns(
        "stage",
        "number",
        "amount_fen",
        "amount_yuan",
        "amount_wan",
        "of_issued_percent",
    ),
    draw=draw,
    sliced=True,
    priced=False,
    lives_on=True,
)
