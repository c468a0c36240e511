"""A calendar of the campaign: a row a week, the more cars the darker the day."""

from typing import Any

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.day_shades import kind_words
from voucher_service.charts.theme import (
    BOTTOM,
    GRID,
    HEAT,
    HEAT_LETTERS,
    INK,
    LOW,
    MUTED,
    PAPER,
    TOP,
    Layout,
    dressed,
    holds_nothing,
    without_data,
)
from voucher_service.model.day_kinds import DayKind
from voucher_service.model.text import Text

_TITLE = Text(zh="销量日历", en="Calendar of sales")
_WEEKDAYS = Text(zh="一 二 三 四 五 六 日", en="Mon Tue Wed Thu Fri Sat Sun")
_AXIS = Text(
    zh="格内：日期、当日销量（台）<br>休：法定节假日；班：调休上班{more}",
    en="In each day: date, cars sold<br>H: official holiday; W: worked instead{more}",
)
_MORE = Text(
    zh="<br>画出最近 {most} 周，更早的 {more} 周见 CSV",
    en="<br>the last {most} weeks; {more} earlier ones in the CSV",
)
_SIGNS = {
    DayKind.HOLIDAY: Text(zh="休", en="H"),
    DayKind.MAKE_UP: Text(zh="班", en="W"),
}
_HOVER = Text(
    zh="%{{customdata[0]}}<br>%{{customdata[1]:,}} 台<br>"
    "%{{customdata[2]:,.2f}} 万元（{basis}）<extra></extra>",
    en="%{{customdata[0]}}<br>%{{customdata[1]:,}} cars<br>"
    "%{{customdata[2]:,.2f}} × 10,000 yuan ({basis})<extra></extra>",
)
_STILL = Text(
    zh="%{customdata[0]}<br>尚无数据<extra></extra>",
    en="%{customdata[0]}<br>no data yet<extra></extra>",
)
_MOST_WEEKS = 53
_FEWEST_WEEKS = 6
_STEPS = len(HEAT)
_CARS = Text(zh="{numbers} 台", en="{numbers} cars")
_WEEK = 46
"""Pixels of a week's row."""
_SQUARE = {
    "orientation": "h",
    "width": 0.94,
    "textposition": "inside",
    "insidetextanchor": "middle",
    "constraintext": "none",
    "textangle": 0,
    "textfont": {"size": 12},
    "marker": {"line": {"color": PAPER, "width": 1}},
}
"""What the days of all steps share; a figure says it once."""


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw a square for each day, weeks downwards, weekdays from left to right.

    Frame: one row a day of the campaign's window, with the columns of
    ``CHART.columns``; days not yet known have null cars and stay blank. The last 53
    weeks are drawn, and it is said how many are not.
    """
    if holds_nothing(frame, "cars_sold"):
        return without_data(_TITLE, caption, height=LOW)
    weeks = frame["week_from"].unique().sort().to_list()
    shown = weeks[-_MOST_WEEKS:]
    rows = {week: place for place, week in enumerate(shown)}
    drawn = frame.filter(pl.col("week_from").is_in(shown))
    tall = max(len(shown), _FEWEST_WEEKS)
    height = TOP + BOTTOM + _WEEK * (tall + 1)
    figure = dressed(_TITLE, caption, height=height, legend_rows=2)
    figure.layout.template.data.bar = [_SQUARE]
    days = drawn.with_columns(
        pl.Series("words", kind_words(drawn, caption), dtype=pl.String)
    )
    steps = _steps(max(frame["cars_sold"].drop_nulls().to_list()))
    for level in (None, 0, 1, 2, 3, 4):
        at_level = days.filter(pl.col("level").eq_missing(level)).to_dicts()
        if at_level:
            _add_days(figure, at_level, rows, caption)
            figure.data[-1].name = _step_name(steps.get(level, (0, 0)), caption)
        elif level and level in steps:
            _add_step(figure, level, _step_name(steps[level], caption))
    _write_weekdays(figure, caption)
    return figure.update_layout(
        barmode="overlay",
        xaxis=_week_axis(len(weeks) - len(shown), caption),
        yaxis={
            "range": [tall - 0.5, -1],
            "tickvals": list(rows.values()),
            "ticktext": _week_names(shown),
            "tickfont": {"size": 11},
            "showgrid": False,
            "zeroline": False,
            "automargin": True,
            "fixedrange": True,
        },
    )


def _add_days(
    figure: go.Figure,
    days: list[dict[str, Any]],
    rows: dict[Any, int],
    caption: Caption,
) -> None:
    level = days[0]["level"]
    colour = HEAT[level - 1] if level else PAPER
    letters = HEAT_LETTERS[level - 1] if level else INK if level == 0 else MUTED
    figure.add_bar(
        base=[day["weekday"] - 1 for day in days],
        x=[1] * len(days),
        y=[rows[day["week_from"]] for day in days],
        marker={"color": colour} if level else {"color": colour, "line.color": GRID},
        text=[_cell(day, caption) for day in days],
        textfont={"color": letters},
        customdata=[_told(day) for day in days],
        hovertemplate=_hover(level, caption),
        showlegend=False if level is None else None,
    )


def _steps(most: int) -> dict[int | None, tuple[int, int]]:
    """Give how many cars each step is of, from the first to the last: no gap."""
    ends = [most * step // _STEPS for step in range(_STEPS + 1)]
    return {
        step: (ends[step - 1] + 1, ends[step])
        for step in range(1, _STEPS + 1)
        if ends[step - 1] < ends[step]
    }


def _step_name(step: tuple[int, int], caption: Caption) -> str:
    low, high = step
    numbers = f"{low:,}" if low == high else f"{low:,}–{high:,}"
    return caption.say(_CARS).format(numbers=numbers)


def _add_step(figure: go.Figure, level: int, name: str) -> None:
    """Name a step that no day has."""
    figure.add_bar(
        name=name,
        x=[None],
        y=[0],
        marker={"color": HEAT[level - 1]},
        hoverinfo="skip",
    )


def _cell(day: dict[str, Any], caption: Caption) -> str:
    sign = _SIGNS.get(DayKind(day["day_kind"]))
    number = str(day["day"].day) + (f" {caption.say(sign)}" if sign else "")
    cars = day["cars_sold"]
    return f"{number}<br>" + ("\u00a0" if cars is None else f"<b>{cars:,}</b>")


def _hover(level: int | None, caption: Caption) -> str:
    if level is None:
        return caption.say(_STILL)
    return caption.say(_HOVER).format(basis=caption.basis)


def _told(day: dict[str, Any]) -> list[object]:
    said = f"{day['day']} {day['words']}"
    return (
        [said, day["cars_sold"], day["sales_wan"]]
        if day["level"] is not None
        else [said]
    )


def _write_weekdays(figure: go.Figure, caption: Caption) -> None:
    names = caption.say(_WEEKDAYS).split()
    figure.add_scatter(
        mode="text",
        x=[place + 0.5 for place in range(len(names))],
        y=[-0.72] * len(names),
        text=names,
        textfont={"size": 12, "color": MUTED},
        hoverinfo="skip",
        showlegend=False,
    )


def _week_axis(hidden: int, caption: Caption) -> Layout:
    more = caption.say(_MORE).format(most=_MOST_WEEKS, more=hidden) if hidden else ""
    return {
        "title": {
            "text": caption.say(_AXIS).format(more=more),
            "font": {"size": 12},
            "standoff": 8,
        },
        "range": [0, 7],
        "showticklabels": False,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _week_names(weeks: list[Any]) -> list[str]:
    """Name weeks by their Monday, with the year where it is another one."""
    names, year = [], None
    for monday in weeks:
        begun = f"{monday.year}<br>" if monday.year != year else ""
        names.append(f"{begun}{monday:%m-%d}")
        year = monday.year
    return names


CHART = Chart(
    name="calendar-heat-map",
    title=_TITLE,
    description=Text(
        zh="活动期内每一天的符合条件新车销量（台），一周一行，颜色越深销量越多"
        "（四档，各为最高一日的四分之一）；标明法定节假日和调休上班日。",
        en="Eligible cars on each day of the campaign's window, a row a week, darker "
        "where more were sold (four steps, each a quarter of the best day); official "
        "holidays and days worked instead are marked.",
    ),
    columns=columns(
        "day",
        "week_from",
        "weekday",
        "cars_sold",
        "sales_fen",
        "sales_yuan",
        "sales_wan",
        "level",
        "day_kind",
        "holiday",
        "holiday_en",
    ),
    draw=draw,
    sliced=True,
)
