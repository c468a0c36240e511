"""Cumulative cars so far and, foretold, to the campaign's last day: 预测 forecast."""

from datetime import date

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    BLUE_SHADE,
    INK,
    MUTED,
    TALL,
    VERMILLION,
    axis_title,
    count_axis,
    day_axis,
    dressed,
    holds_nothing,
    without_data,
)
from voucher_service.model.text import Text

_TITLE = Text(zh="累计销量预测", en="Cars forecast")
_AXIS = Text(zh="累计销量（台）", en="Cumulative cars sold")
_SOLD = Text(zh="已计入", en="counted")
_MEDIAN = Text(zh="中位数", en="median")
_BAND = Text(zh="{level}% 区间", en="{level} % interval")
_FAN = Text(zh="50·80·95%", en="50·80·95 %")
_HOVER = Text(zh="累计 %{y:,} 台", en="total: %{y:,} cars")
_BOUND_HOVER = Text(zh="{band} {end} %{{y:,}} 台", en="{band}, {end} %{{y:,}} cars")
_LOW, _HIGH = Text(zh="下限", en="low"), Text(zh="上限", en="high")
_LIMIT = Text(zh="预算或名额约合 {:,} 台", en="budget or quota: about {:,} cars")
_RUNS_OUT = Text(zh="预计 {} 用完", en="runs out about {}")
_NO_FORECAST = Text(
    zh="不作预测：活动已结束，或可用数据不足", en="no forecast: over, or too few days"
)
_TOTAL = Text(
    zh="预测 {forecast_cars:,} 台<br>80%：{low_80:,}–{high_80:,}",
    en="forecast {forecast_cars:,} cars<br>80 %: {low_80:,}–{high_80:,}",
)
_DEMAND = Text(
    zh="<br>符合条款约 {demand_cars:,} 台",
    en="<br>about {demand_cars:,} meet the terms",
)
_ROOM = 1.4
"""The axis goes so far beyond a limit that its label stands clear of the corner's."""
_LEVELS = (95, 80, 50)


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw the cars counted, the median to come and its fan of 50, 80 and 95 %.

    Frame: one row a day in order of days, with the columns of ``CHART.columns``; the
    fan begins where the counted cars end. The bands lie upon each other, so that they
    are darker inwards.
    """
    if holds_nothing(frame, "cumulative_cars", "high_95"):
        return without_data(_TITLE, caption, height=TALL)
    figure = dressed(_TITLE, caption, height=TALL, legend_rows=2)
    ahead = frame.drop_nulls("forecast_cars")
    for level in _LEVELS if ahead.height else ():
        _draw_band(figure, ahead, level, caption)
    if ahead.height:
        figure.add_trace(_line(ahead, "forecast_cars", _MEDIAN, "dash", caption))
        figure.add_annotation(_last(ahead, caption))
    else:
        figure.add_annotation(_no_forecast(caption))
    sold = frame.drop_nulls("cumulative_cars")
    figure.add_trace(_line(sold, "cumulative_cars", _SOLD, "solid", caption))
    days = frame["day"].to_list()
    most = frame["limit_cars"].drop_nulls().to_list()
    room = [int(count * _ROOM) for count in most[:1]]
    figure.update_layout(
        xaxis=day_axis(caption, days),
        yaxis=count_axis(
            axis_title(_AXIS, caption),
            _counts(frame) + room,
            **_up_to(_counts(frame), room),
        ),
    )
    if most:
        _draw_limit(figure, most[0], days, caption)
    _draw_day(figure, frame["runs_out_on"].drop_nulls().to_list(), caption)
    return figure


def _counts(frame: pl.DataFrame) -> list[int]:
    told = [*frame["cumulative_cars"].to_list(), *frame["high_95"].to_list()]
    return [count for count in told if count is not None]


def _up_to(counts: list[int], room: list[int]) -> dict[str, object]:
    return {"range": [0, max(*counts, *room, 1)]} if room else {}


def _draw_band(
    figure: go.Figure, ahead: pl.DataFrame, level: int, caption: Caption
) -> None:
    band = caption.say(_BAND).format(level=level)
    for column, end, fill in (("low", _LOW, None), ("high", _HIGH, "tonexty")):
        said = caption.say(_BOUND_HOVER).format(band=band, end=caption.say(end))
        figure.add_trace(
            go.Scatter(
                name=caption.say(_FAN) if level == _LEVELS[0] else band,
                x=ahead["day"].to_list(),
                y=ahead[f"{column}_{level}"].to_list(),
                mode="lines",
                line={"color": BLUE, "width": 0.5},
                fill=fill,
                fillcolor=BLUE_SHADE,
                showlegend=fill is not None and level == _LEVELS[0],
                hovertemplate=f"%{{x|%Y-%m-%d}}<br>{said}<extra></extra>",
            )
        )


def _line(
    frame: pl.DataFrame, column: str, name: Text, dash: str, caption: Caption
) -> go.Scatter:
    said = f"{caption.say(name)}<br>{caption.say(_HOVER)}"
    return go.Scatter(
        name=caption.say(name),
        x=frame["day"].to_list(),
        y=frame[column].to_list(),
        mode="lines" if frame.height > 1 else "lines+markers",
        line={"color": BLUE, "width": 2.5, "dash": dash},
        hovertemplate=f"%{{x|%Y-%m-%d}}<br>{said}<extra></extra>",
    )


def _last(ahead: pl.DataFrame, caption: Caption) -> dict[str, object]:
    last = ahead.row(-1, named=True)
    said = caption.say(_TOTAL).format(**last)
    if last.get("demand_cars") is not None:
        said += caption.say(_DEMAND).format(**last)
    return {
        "text": f"<b>{said}</b>",
        "name": "forecast",
        "x": 0.02,
        "xref": "paper",
        "xanchor": "left",
        "y": 0.97,
        "yref": "paper",
        "yanchor": "top",
        "align": "left",
        "showarrow": False,
        "font": {"size": 14, "color": INK},
    }


def _no_forecast(caption: Caption) -> dict[str, object]:
    return {
        "text": caption.say(_NO_FORECAST),
        "name": "no-forecast",
        "x": 0.02,
        "xref": "paper",
        "xanchor": "left",
        "y": 0.97,
        "yref": "paper",
        "yanchor": "top",
        "showarrow": False,
        "font": {"size": 13, "color": MUTED},
    }


def _draw_limit(
    figure: go.Figure, cars: int, days: list[date], caption: Caption
) -> None:
    figure.add_shape(
        type="line",
        name="limit",
        x0=days[0],
        x1=days[-1],
        y0=cars,
        y1=cars,
        line={"color": VERMILLION, "width": 2, "dash": "dash"},
    )
    figure.add_annotation(
        text=f"<b>{caption.say(_LIMIT).format(cars)}</b>",
        name="limit",
        x=days[0],
        xanchor="left",
        y=cars,
        yanchor="bottom",
        showarrow=False,
        font={"size": 12, "color": VERMILLION},
    )


def _draw_day(figure: go.Figure, found: list[date], caption: Caption) -> None:
    if not found:
        return
    figure.add_shape(
        type="line",
        name="runs-out",
        x0=found[0],
        x1=found[0],
        y0=0,
        y1=1,
        yref="paper",
        line={"color": VERMILLION, "width": 1.5, "dash": "dot"},
    )
    figure.add_annotation(
        text=caption.say(_RUNS_OUT).format(found[0].isoformat()),
        name="runs-out",
        x=found[0],
        xanchor="right",
        xshift=-3,
        y=0,
        yref="paper",
        yanchor="bottom",
        showarrow=False,
        font={"size": 12, "color": VERMILLION},
    )


CHART = Chart(
    name="forecast",
    title=_TITLE,
    description=Text(
        zh="预测：活动开始以来累计销量，及按近期走势和日历规律推算至活动最后一日的"
        "中位数与 50%、80%、95% 区间；有预算或名额时标出预计用完的日子，"
        "此后计入的台数不再增加，区间收窄不表示更有把握，另注明符合条款的台数。"
        "不代表政策效果。",
        en="Forecast: cumulative cars so far and, if their recent run and the calendar "
        "carry on, to the campaign's last day, as median and 50, 80 and 95 % "
        "intervals; with the day on which budget or quota runs out. From then on no "
        "more cars count, so that narrow intervals are no certainty; how many meet the "
        "terms stands beside. It measures no "
        "effect.",
    ),
    columns=columns(
        "day",
        "cars_sold",
        "cumulative_cars",
        "forecast_cars",
        *(f"{end}_{level}" for level in reversed(_LEVELS) for end in ("low", "high")),
        "limit_cars",
        "runs_out_on",
        "demand_cars",
    ),
    draw=draw,
    sliced=True,
)
