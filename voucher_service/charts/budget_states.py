"""Where the money is: left, earned, issued, redeemed, or to be repaid."""

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
    ORANGE,
    SKY,
    STONE,
    VERMILLION,
    dressed,
    height_for,
    holds_nothing,
    value_axis,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="资金状态", en="Where the money is")
_BUDGET = Text(
    zh="金额（万元）；预算 {wan:,.2f} 万元<br>预算 = 可用 + 待发 + 已发未用 + 应付",
    en="10,000 yuan; budget {wan:,.2f}"
    "<br>budget = available + held + committed + payable",
)
_NO_BUDGET = Text(
    zh="金额（万元）<br>条款未列明预算：可用额无从计算",
    en="10,000 yuan<br>The terms state no budget: what is available is not known",
)
_STATES = {
    "available": (Text(zh="可用", en="Available"), STONE, ""),
    "held": (Text(zh="待发（有资格未发放）", en="Held: earned, not issued"), SKY, ""),
    "committed": (
        Text(zh="已发未用（含预授权）", en="Committed: issued, not spent"),
        BLUE,
        "",
    ),
    "payable": (Text(zh="应付（已核销）", en="Payable: redeemed"), GREEN, ""),
    "recoverable": (
        Text(zh="其中应追回", en="of this recoverable"),
        ORANGE,
        "/",
    ),
    "unfunded": (
        Text(zh="超出预算（有资格无资金）", en="Unfunded: earned beyond the budget"),
        VERMILLION,
        "x",
    ),
}
"""The states drawn, with their words, colours and hatches."""
_LABEL = Text(zh="{name} {wan:,.2f} 万元{share}", en="{name}: {wan:,.2f}{share}")
_SHARE = " · {:.1f}%"


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a bar for each state of the money, in the order in which it passes them.

    Frame: one row a state with the columns of ``CHART.columns``. Without a budget it
    is said so, and what is known is drawn. What is beyond the budget is drawn only
    where there is any.
    """
    source = caption.money_line
    if holds_nothing(frame, "amount_fen"):
        return without_data(_TITLE, caption, height=LOW, source=source)
    told = {row["state"]: row for row in frame.to_dicts()}
    rows = [_row(told[state], caption) for state in _STATES if _is_drawn(told[state])]
    figure = dressed(_TITLE, caption, height=height_for(len(rows)), source=source)
    axis = draw_rows(figure, rows)
    budget = told["budget"]["amount_wan"]
    words = _NO_BUDGET if budget is None else _BUDGET
    title = caption.say(words).format(wan=budget)
    return figure.update_layout(xaxis=value_axis(title, nticks=6), yaxis=axis)


def _is_drawn(row: dict[str, Any]) -> bool:
    if row["state"] == "unfunded":
        return row["amount_fen"] > 0  # type: ignore[no-any-return]
    return row["amount_fen"] is not None


def _row(row: dict[str, Any], caption: Caption) -> Row:
    name, colour, hatch = _STATES[row["state"]]
    percent = row["of_budget_percent"]
    said = caption.say(_LABEL).format(
        name=caption.say(name),
        wan=row["amount_wan"],
        share="" if percent is None else _SHARE.format(percent),
    )
    return Row(said, row["amount_wan"], said, colour, hatch)


CHART = Chart(
    name="budget-states",
    title=_TITLE,
    description=Text(
        zh="活动资金（万元）：可用、待发、已发未用、应付及其中应追回，以及占预算的比例；"
        "条款未列明预算的，注明并列出已知部分。按业务日期统计到数据截至日为止。",
        en="The campaign's money (10,000 yuan): available, held, committed, payable "
        "and what of it is recoverable, with shares of the budget; where the terms "
        "state none it is said so and what is known is drawn. By business day, "
        "until the day of the figures.",
    ),
    columns=columns(
        "state", "amount_fen", "amount_yuan", "amount_wan", "of_budget_percent"
    ),
    draw=draw,
    priced=False,
    lives_on=True,
)
