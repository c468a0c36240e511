"""Weekends and official holidays are shaded behind the days, holidays by their name."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

import polars as pl

from voucher_service.charts.caption import Caption
from voucher_service.charts.theme import (
    HOLIDAY_SHADE,
    INK,
    WEEKEND_SHADE,
    Layout,
)
from voucher_service.model.day_kinds import DAY_KIND_TEXT, DayKind
from voucher_service.model.text import Language, Text

ROOF = 0.87
"""Above this part of the plot stand the names: bars and lines stay below it."""

_BOTH_SAID = Text(
    zh="灰底：周末；橙底：法定节假日",
    en="grey: weekends; orange: official holidays",
)
_HOLIDAYS_SAID = Text(zh="橙底：法定节假日", en="orange: official holidays")
_A_DAY = timedelta(days=1)
_MOST_WITH_WEEKENDS = 200
_MOST_SHADED = 1_500
_APART = 0.3  # of the plot's width: names nearer than this stand in two lines
_EDGE = 0.15


def shades(frame: pl.DataFrame, caption: Caption) -> tuple[list[Layout], list[Layout]]:
    """Give the shapes and the annotations behind the days of a frame.

    Frame: one row a day in their order, with day, day_kind, holiday and holiday_en. Of
    many days only holidays are shaded, of very many none.
    """
    if frame.height > _MOST_SHADED:
        return [], []
    kinds = [DayKind.HOLIDAY.value]
    if frame.height <= _MOST_WITH_WEEKENDS:
        kinds.append(DayKind.WEEKEND.value)
    runs = [run for run in _runs(frame) if run[0]["day_kind"] in kinds]
    return [_shape(run) for run in runs], _names(frame, runs, caption)


def shades_said(frame: pl.DataFrame) -> Text | None:
    """Say what the shades stand for; None where there are none."""
    if frame.height > _MOST_SHADED:
        return None
    return _BOTH_SAID if frame.height <= _MOST_WITH_WEEKENDS else _HOLIDAYS_SAID


def kind_words(frame: pl.DataFrame, caption: Caption) -> list[str]:
    """Say of each day what kind it is, with its holiday's name."""
    return [
        _name(row, caption) or caption.say(DAY_KIND_TEXT[DayKind(row["day_kind"])])
        for row in frame.select("day_kind", "holiday", "holiday_en").to_dicts()
    ]


def _runs(frame: pl.DataFrame) -> list[list[dict[str, Any]]]:
    rows = frame.select("day", "day_kind", "holiday", "holiday_en").to_dicts()
    same = groupby(rows, key=lambda row: (row["day_kind"], row["holiday"]))
    return [list(run) for _, run in same]


def _name(row: dict[str, Any], caption: Caption) -> str | None:
    zh = caption.language is Language.ZH
    name: str | None = row["holiday" if zh else "holiday_en"]
    return name


def _shape(run: list[dict[str, Any]]) -> Layout:
    is_holiday = run[0]["day_kind"] == DayKind.HOLIDAY
    return {
        "type": "rect",
        "name": run[0]["day_kind"],
        "x0": _noon(run[0]["day"]) - _A_DAY,
        "x1": _noon(run[-1]["day"]),
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "layer": "below",
        "line": {"width": 0},
        "fillcolor": HOLIDAY_SHADE if is_holiday else WEEKEND_SHADE,
    }


def _noon(day: date) -> datetime:
    """Give the middle of a day, where the next one's bar begins."""
    return datetime.combine(day, time(12))


def _names(
    frame: pl.DataFrame, runs: list[list[dict[str, Any]]], caption: Caption
) -> list[Layout]:
    first, span = frame["day"].to_list()[0], max(frame.height - 1, 1)
    names: list[Layout] = []
    last_place, last_line = -1.0, 1
    for run in runs:
        name = _name(run[0], caption)
        if name is None:
            continue
        middle = run[len(run) // 2]["day"]
        place = (middle - first).days / span
        line = 1 - last_line if place - last_place < _APART else 0
        last_place, last_line = place, line
        names.append(
            {
                "text": name,
                "name": "holiday",
                "x": middle,
                "xanchor": _anchor(place),
                "y": 1,
                "yref": "paper",
                "yanchor": "top",
                "yshift": -16 * line,
                "showarrow": False,
                "font": {"size": 11, "color": INK},
            }
        )
    return names


def _anchor(place: float) -> str:
    if place < _EDGE:
        return "left"
    return "right" if place > 1 - _EDGE else "center"
