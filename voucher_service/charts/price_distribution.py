"""How many cars lie in each band of prices, and where the floor runs."""

from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from voucher_service.charts.caption import Caption, TierMark
from voucher_service.charts.chart import Chart
from voucher_service.charts.columns import columns
from voucher_service.charts.theme import (
    BLUE,
    GREEN,
    INK,
    LOW,
    MUTED,
    ORANGE,
    PAPER,
    VERMILLION,
    Layout,
    axis_title,
    count_axis,
    dressed,
    holds_nothing,
    without_data,
)
from voucher_service.model.money import FEN_PER_YUAN, yuan_text
from voucher_service.model.text import Text

_TITLE = Text(zh="价格分布", en="Cars by price")
_PRICE_AXIS = Text(zh="{basis}（万元）", en="Price (10,000 yuan, {basis})")
_CARS_AXIS = Text(zh="销量（台）", en="Cars")
_ELIGIBLE = Text(zh="符合条件", en="eligible")
_INELIGIBLE = Text(zh="不符合条件", en="not eligible")
_WAITING = Text(zh="候补或待认定", en="waiting")
_FLOOR = Text(zh="门槛 {} 元", en="Floor {} yuan")
_BAND = Text(zh="{}（含）至 {} 元", en="{} to under {} yuan")
_HOVER = Text(
    zh="%{customdata}<br>%{fullData.name} %{y:,} 台<extra></extra>",
    en="%{customdata}<br>%{y:,} cars %{fullData.name}<extra></extra>",
)
_TAIL = Text(
    zh="另有 {cars} 台在 {low} 万至 {high} 万元，<br>未画出，见 CSV →",
    en="{cars} more cars from {low} to {high}<br>(10,000 yuan): see the CSV →",
)
_COUNTS = ("eligible_cars", "ineligible_cars", "waiting_cars")
_COLOURS = {_ELIGIBLE: BLUE, _INELIGIBLE: ORANGE, _WAITING: GREEN}
_HATCH = {"shape": "/", "size": 6, "fgcolor": INK, "bgcolor": ORANGE}
_DOTS = {"shape": ".", "size": 6, "fgcolor": PAPER, "bgcolor": GREEN}
_MOST_TICKS = 7
_MANY_BANDS = 60
_ROOF = 0.86  # of the plot: above it stands the floor's name
_MOST_TIERS_NAMED = 6
_STRIP = 140
"""Pixels in which the tiers say what they earn, below the floor's name."""
_LOW_ROOF = 0.5
_LEAST_SEEN = 20  # a bar below this part of the tallest can hardly be seen


def draw(frame: pl.DataFrame, caption: Caption) -> go.Figure:
    """Draw the bands as stacked bars where they lie, and the floor across them.

    Frame: one row a band in order of prices, with the columns of
    ``CHART.columns``. Of very many bands the far tail, too low to be seen, is told
    in words instead, so that the rest stays readable.
    """
    if holds_nothing(frame, *_COUNTS):
        return without_data(_TITLE, caption, height=LOW)
    shown = frame.head(_readable(frame))
    marks = _tiers_in_sight(shown, caption)
    named = 0 < len(marks) <= _MOST_TIERS_NAMED
    waiting = bool(shown["waiting_cars"].sum())
    figure = dressed(
        _TITLE,
        caption,
        height=LOW + (_STRIP if named else 0),
        legend_rows=2 if waiting else 1,
    )
    figure.add_trace(_bars(shown, "eligible_cars", _ELIGIBLE, caption))
    figure.add_trace(_bars(shown, "ineligible_cars", _INELIGIBLE, caption))
    figure.data[1].marker.pattern = _HATCH
    if waiting:
        figure.add_trace(_bars(shown, "waiting_cars", _WAITING, caption))
        figure.data[2].marker.pattern = _DOTS
    counts = [count for column in _COUNTS for count in shown[column].to_list()]
    roof = _LOW_ROOF if named else _ROOF
    figure.update_layout(
        barmode="stack",
        xaxis=_price_axis(shown, caption),
        yaxis=count_axis(axis_title(_CARS_AXIS, caption), counts, domain=[0, roof]),
    )
    for mark in marks:
        _draw_tier(figure, mark, caption, roof if named else None)
    _draw_floor(figure, caption)
    _tell_of_tail(figure, frame.slice(shown.height), caption)
    return figure


def _readable(frame: pl.DataFrame) -> int:
    """Give how many bands to draw: all, but for a tail too low to be seen."""
    if frame.height <= _MANY_BANDS:
        return frame.height
    heights = [sum(row) for row in frame.select(_COUNTS).iter_rows()]
    least = max(heights) / _LEAST_SEEN
    seen = max(at for at, height in enumerate(heights) if height >= least)
    return max(seen + 1, _MANY_BANDS)


def _bars(frame: pl.DataFrame, column: str, name: Text, caption: Caption) -> go.Bar:
    lows = frame["price_from_yuan"].to_list()
    highs = frame["price_to_yuan"].to_list()
    bands = list(zip(lows, highs, strict=True))
    band = caption.say(_BAND)
    return go.Bar(
        name=caption.say(name),
        x=lows,
        y=frame[column].to_list(),
        offset=0,
        width=[high - low for low, high in bands],
        customdata=[band.format(f"{low:,}", f"{high:,}") for low, high in bands],
        marker={
            "color": _COLOURS[name],
            "line": {"color": PAPER, "width": 1 if frame.height <= 40 else 0},
        },
        hovertemplate=caption.say(_HOVER),
    )


def _price_axis(frame: pl.DataFrame, caption: Caption) -> Layout:
    """Give an axis in yuan, told in 10,000 yuan, on which the floor is in sight."""
    low, high = _span(frame, caption)
    room = max((high - low) // 50, 1)
    step = _tick_step(high - low)
    ticks = list(range(-(-low // step) * step, high + 1, step))
    return {
        "title": {
            "text": axis_title(_PRICE_AXIS, caption),
            "font": {"size": 12},
            "standoff": 6,
        },
        "type": "linear",
        "range": [low - room, high + room],
        "tickvals": ticks,
        "ticktext": [_in_wan(yuan) for yuan in ticks],
        "ticks": "outside",
        "tickcolor": MUTED,
        "tickangle": 0,
        "tickfont": {"size": 12},
        "linecolor": MUTED,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def _span(frame: pl.DataFrame, caption: Caption) -> tuple[int, int]:
    """Give from which price to which is drawn, in yuan: bands and floor."""
    floor = _floor_yuan(caption)
    low: int = min(frame["price_from_yuan"].to_list()[0], floor)
    high: int = max(frame["price_to_yuan"].to_list()[-1], floor)
    return low, high


def _tick_step(span: int) -> int:
    """Give the least round number of yuan that needs few enough ticks."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if span // (digit * power) <= _MOST_TICKS:
                return digit * power
        power *= 10


def _in_wan(yuan: int) -> str:
    return f"{(Decimal(yuan) / 10_000).normalize():,f}"


def _floor_yuan(caption: Caption) -> int:
    return -(-caption.price_floor_fen // FEN_PER_YUAN)


def _draw_floor(figure: go.Figure, caption: Caption) -> None:
    floor = _floor_yuan(caption)
    label = yuan_text(caption.price_floor_fen).removesuffix(".00")
    low, high = figure.layout.xaxis.range
    left = floor - low < high - floor
    figure.add_shape(
        type="line",
        name="floor",
        x0=floor,
        x1=floor,
        y0=0,
        y1=1,
        yref="paper",
        line={"color": VERMILLION, "width": 2, "dash": "dash"},
    )
    figure.add_annotation(
        text=f"<b>{caption.say(_FLOOR).format(label)}</b>",
        name="floor",
        x=floor,
        xanchor="left" if left else "right",
        xshift=3 if left else -3,
        y=1,
        yref="paper",
        yanchor="top",
        showarrow=False,
        font={"size": 12, "color": VERMILLION},
    )


def _tiers_in_sight(frame: pl.DataFrame, caption: Caption) -> list[TierMark]:
    low, high = _span(frame, caption)
    floor = caption.price_floor_fen
    return [
        mark
        for mark in caption.tiers
        if low <= max(mark.first_fen, floor) / FEN_PER_YUAN < high
    ]


def _draw_tier(
    figure: go.Figure, mark: TierMark, caption: Caption, roof: float | None
) -> None:
    """Draw where a tier begins and, above the roof of the bars, what it earns."""
    at = max(mark.first_fen, caption.price_floor_fen) / FEN_PER_YUAN
    if mark.first_fen > caption.price_floor_fen:
        figure.add_shape(
            type="line",
            name="tier",
            x0=at,
            x1=at,
            y0=0,
            y1=_ROOF,
            yref="paper",
            line={"color": MUTED, "width": 1.5, "dash": "dot"},
        )
    if roof is not None:
        figure.add_annotation(
            text="<br>".join(map(caption.say, mark.earns)),
            name="tier",
            x=at,
            xanchor="left",
            y=roof,
            yref="paper",
            yanchor="bottom",
            yshift=4,
            textangle=-90,
            align="left",
            showarrow=False,
            font={"size": 11, "color": MUTED},
        )


def _tell_of_tail(figure: go.Figure, tail: pl.DataFrame, caption: Caption) -> None:
    cars = sum(sum(row) for row in tail.select(_COUNTS).iter_rows())
    if not cars:
        return
    dearer, up_to = tail["price_from_yuan"].to_list()[0], tail["price_to_yuan"].max()
    figure.add_annotation(
        text=caption.say(_TAIL).format(
            cars=f"{cars:,}", low=_in_wan(dearer), high=_in_wan(int(str(up_to)))
        ),
        name="tail",
        x=1,
        xref="paper",
        xanchor="right",
        y=0.84,
        yref="paper",
        yanchor="top",
        align="right",
        showarrow=False,
        bgcolor=PAPER,
        font={"size": 12, "color": MUTED},
    )


CHART = Chart(
    name="price-distribution",
    title=_TITLE,
    description=Text(
        zh="活动期内有价格的全部新车按价格段的台数，分为符合条件、"
        "不符合条件、候补或待认定；虚线为活动门槛，点线为各档起点及其补贴。",
        en="All new cars with a price sold in the campaign's window, by price band, "
        "eligible, not, or waiting; the dashed line is the campaign's floor, dotted "
        "ones are where tiers begin, with what they earn.",
    ),
    columns=columns("price_from_yuan", "price_to_yuan", *_COUNTS),
    draw=draw,
    sliced=True,
)
