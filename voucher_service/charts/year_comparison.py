"""This window beside an earlier year, a panel for each of the three views."""

from collections.abc import Iterator
from typing import NamedTuple

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    INK,
    MUTED,
    TALL,
    Layout,
    axis_title,
    count_axis,
    day_axis,
    dressed,
    holds_nothing,
    without_data,
)
from voucher_service.model.comparison_reports import VIEW_TEXT, View
from voucher_service.model.text import Text

_TITLE = Text(zh="与较早年份同期对比", en="Beside earlier years")
_AXIS = Text(zh="累计销量（台）", en="Cumulative cars sold")
_NOW = Text(zh="本期", en="this window")
_BASE = Text(zh="基期", en="base window")
_NOW_HOVER = Text(
    zh="%{x|%Y-%m-%d}（D%{customdata:+d}）<br>累计 %{y:,} 台",
    en="%{x|%Y-%m-%d} (D%{customdata:+d})<br>total: %{y:,} cars",
)
_BASE_HOVER = Text(
    zh="%{customdata|%Y-%m-%d}<br>基期累计 %{y:,} 台",
    en="%{customdata|%Y-%m-%d}<br>base: %{y:,} cars",
)
_NAMED = Text(
    zh="<b>{name}</b> {first}…{last}<br>",
    en="<b>{name}</b> {first}…{last}<br>",
)
_COMPARED = Text(
    zh="本期 {cars:,} 台、{wan:,.2f} 万元<br>"
    "基期 {base:,} 台、{base_wan:,.2f} 万元（{basis}）",
    en="now {cars:,} cars, {wan:,.2f} × 10,000 yuan<br>"
    "base {base:,} cars, {base_wan:,.2f} × 10,000 yuan ({basis})",
)
_REFUSED = Text(
    zh="数据不完整或不可比，不作比较",
    en="not known whole, or not alike: not compared",
)
_HEIGHT = TALL + 340
_PANELS = ((0.665, 0.895), (0.3325, 0.5625), (0.0, 0.23))
_EVERY_DAY_MARKED = 3


class _Panel(NamedTuple):
    """A view's rows, its number among the panels and its vertical axis."""

    view: View
    rows: pl.DataFrame
    number: int

    @property
    def axis(self) -> str:
        return "y" if self.number == 0 else f"y{self.number + 1}"

    @property
    def compared(self) -> bool:
        return not self.rows["base_cumulative_cars"].null_count()


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw both years' running sums of cars over this window's days, view by view.

    Frame: one row a view and day, in order of views and days, with the columns of
    ``CHART.columns``. A view whose base is null says that nothing is compared.
    """
    if holds_nothing(frame, "cumulative_cars"):
        return without_data(_TITLE, caption, height=_HEIGHT)
    figure = dressed(_TITLE, caption, height=_HEIGHT)
    panels = list(_panels(frame))
    compared = [panel for panel in panels if panel.compared]
    for panel in panels:
        figure.add_trace(_line(panel, caption))
        if panel.compared:
            named = panel is compared[0]
            figure.add_trace(_base_line(panel, caption, named=named))
        figure.add_annotation(_words(panel, caption))
    days = panels[0].rows["day"].to_list()
    return figure.update_layout(
        showlegend=bool(compared),
        xaxis=day_axis(caption, days, anchor=panels[-1].axis),
        **{_layout_name(panel): _axis(panel, caption) for panel in panels},
    )


def _panels(frame: pl.DataFrame) -> Iterator[_Panel]:
    for number, view in enumerate(View):
        yield _Panel(view, frame.filter(pl.col("view") == view.value), number)


def _layout_name(panel: _Panel) -> str:
    return panel.axis.replace("y", "yaxis")


def _axis(panel: _Panel, caption: Caption) -> Layout:
    counts = panel.rows["cumulative_cars"].to_list()
    if panel.compared:
        counts += panel.rows["base_cumulative_cars"].to_list()
    title = axis_title(_AXIS, caption) if panel.number == 1 else ""
    return count_axis(title, counts, domain=_PANELS[panel.number])


def _line(panel: _Panel, caption: Caption) -> go.Scatter:
    rows = panel.rows
    return go.Scatter(
        x=rows["day"].to_list(),
        y=rows["cumulative_cars"].to_list(),
        customdata=rows["festival_offset"].to_list(),
        yaxis=panel.axis,
        name=caption.say(_NOW),
        showlegend=panel.number == 0,
        mode=_mode(rows),
        line={"color": BLUE, "width": 2.5},
        hovertemplate=f"{caption.say(_NOW_HOVER)}<extra></extra>",
    )


def _base_line(panel: _Panel, caption: Caption, *, named: bool) -> go.Scatter:
    rows = panel.rows
    return go.Scatter(
        x=rows["day"].to_list(),
        y=rows["base_cumulative_cars"].to_list(),
        customdata=rows["base_day"].to_list(),
        yaxis=panel.axis,
        name=caption.say(_BASE),
        showlegend=named,
        mode=_mode(rows),
        line={"color": MUTED, "width": 2, "dash": "dash"},
        hovertemplate=f"{caption.say(_BASE_HOVER)}<extra></extra>",
    )


def _mode(rows: pl.DataFrame) -> str:
    return "lines+markers" if rows.height <= _EVERY_DAY_MARKED else "lines"


def _words(panel: _Panel, caption: Caption) -> Layout:
    last = panel.rows.row(-1, named=True)
    said = caption.say(_NAMED) + caption.say(_COMPARED if panel.compared else _REFUSED)
    return {
        "text": said.format(
            name=caption.say(VIEW_TEXT[panel.view]),
            first=panel.rows["base_day"][0] or "",
            last=f"{last['base_day']:%m-%d}" if last["base_day"] else "",
            cars=last["cumulative_cars"],
            wan=last["cumulative_sales_wan"],
            base=last["base_cumulative_cars"],
            base_wan=last["base_cumulative_sales_wan"],
            basis=caption.basis,
        ),
        "name": f"view-{panel.view.value}",
        "x": 0,
        "xref": "paper",
        "xanchor": "left",
        "y": _PANELS[panel.number][1],
        "yref": "paper",
        "yanchor": "bottom",
        "yshift": 2,
        "align": "left",
        "showarrow": False,
        "font": {"size": 12, "color": INK},
    }


CHART = Chart(
    name="year-comparison",
    title=_TITLE,
    description=Text(
        zh="本期与较早年份同期的累计销量（台），三种口径各一格：公历同期、距春节天数相同、"
        "春节相近年份；基期不完整的不作比较。这是对比，不是政策效果。",
        en="Cumulative cars of this window and of an earlier year, a panel a view: the "
        "same calendar days, same distance to Spring Festival, nearest-festival year. "
        "A base that is not known whole is not compared. No measure of effect.",
    ),
    columns=columns(
        "view",
        "day",
        "festival_offset",
        "cumulative_cars",
        "cumulative_sales_fen",
        "cumulative_sales_wan",
        "base_day",
        "base_cumulative_cars",
        "base_cumulative_sales_fen",
        "base_cumulative_sales_wan",
    ),
    draw=draw,
    sliced=True,
)
