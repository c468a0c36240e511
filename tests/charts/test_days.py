"""Days are told apart: weekends, holidays, days to come, weeks before the others."""

from datetime import date, datetime, time

import pytest

from tests.charts import desk_frames, frames
from voucher_service.charts.catalogue import CHARTS
from voucher_service.charts.theme import HOLIDAY_SHADE, WEEKEND_SHADE
from voucher_service.model.text import Language

DAILY, CALENDAR = CHARTS["daily-sales"], CHARTS["calendar-heat-map"]
TWO_WEEKS = [5] * 14


def noon(day: int) -> datetime:
    return datetime.combine(date(2022, 12, day), time(12))


def shapes(figure) -> list[tuple[str, datetime, datetime]]:
    return [(each.fillcolor, each.x0, each.x1) for each in figure.layout.shapes]


def holidays(figure) -> list[str]:
    return [a.text for a in figure.layout.annotations if a.name == "holiday"]


def test_a_run_of_days_has_one_shade_from_noon_before_to_noon_of_its_last():
    frame = frames.daily(TWO_WEEKS, holidays=[4, 5])  # Tuesday and Wednesday
    assert shapes(DAILY.draw(frame, frames.caption())) == [
        (WEEKEND_SHADE, noon(16), noon(18)),
        (HOLIDAY_SHADE, noon(19), noon(21)),
        (WEEKEND_SHADE, noon(23), noon(25)),
    ]


@pytest.mark.parametrize(
    ("language", "name"), [(Language.ZH, "元旦"), (Language.EN, "New Year's Day")]
)
def test_a_holiday_is_named_once_and_said_on_each_of_its_days(language, name):
    frame = frames.daily(TWO_WEEKS, holidays=[4, 5])
    figure = DAILY.draw(frame, frames.caption(language))
    assert holidays(figure) == [name]
    assert [told[1] == name for told in figure.data[0].customdata].count(True) == 2


@pytest.mark.parametrize(("days", "weekends"), [(200, True), (201, False)])
def test_of_many_days_holidays_alone_are_shaded(days, weekends):
    figure = DAILY.draw(frames.daily([1] * days, holidays=[4]), frames.caption())
    colours = {colour for colour, _, _ in shapes(figure)}
    assert (WEEKEND_SHADE in colours) == weekends
    assert HOLIDAY_SHADE in colours


def test_names_that_would_meet_stand_in_two_lines():
    frame = frames.daily([5] * 20, holidays=[4, 6])
    lines = [
        a.yshift
        for a in DAILY.draw(frame, frames.caption()).layout.annotations
        if a.name == "holiday"
    ]
    assert lines == [0, -16]


@pytest.mark.parametrize(("days", "lines"), [(6, 1), (7, 2)])
def test_the_mean_is_drawn_once_seven_days_are_known(days, lines):
    figure = DAILY.draw(frames.daily([7] * days), frames.caption())
    assert len(figure.data) == lines
    if lines == 2:
        assert list(figure.data[1].y) == [None] * 6 + [7.0]


def cells(figure) -> list[tuple[float, float, str]]:
    bars = [bar for bar in figure.data if bar.type == "bar" and bar.x != (None,)]
    return sorted(
        (y, base, text)
        for bar in bars
        for y, base, text in zip(bar.y, bar.base, bar.text, strict=True)
    )


def test_a_day_stands_in_its_weeks_row_and_under_its_weekday():
    figure = CALENDAR.draw(desk_frames.calendar([8, 0, 25, None]), frames.caption())
    assert cells(figure) == [
        (0, 4, "16<br><b>8</b>"),
        (0, 5, "17<br><b>0</b>"),
        (0, 6, "18<br><b>25</b>"),
        (1, 0, "19<br>\u00a0"),
    ]
    assert list(figure.layout.yaxis.ticktext) == ["2022<br>12-12", "12-19"]


def test_a_holiday_has_its_sign():
    frame = desk_frames.calendar([1] * 16)
    assert "31 休<br><b>1</b>" in [
        t for *_, t in cells(CALENDAR.draw(frame, frames.caption()))
    ]


def test_days_to_come_say_so_and_are_not_in_the_legend():
    frame = desk_frames.calendar([3, None])
    (later,) = [b for b in CALENDAR.draw(frame, frames.caption()).data if b.y == (0,)][
        :1
    ]
    assert not later.showlegend
    assert "尚无数据" in later.hovertemplate


STEPS = [
    # cars of the days, the steps named: whole quarters of the best day, none left out
    ([0, 1, 5, 11, 15, 16, 20], ["0 台", "1–5 台", "6–10 台", "11–15 台", "16–20 台"]),
    ([1, 43], ["1–10 台", "11–21 台", "22–32 台", "33–43 台"]),
    ([1, 2], ["1 台", "2 台"]),
]


@pytest.mark.parametrize(("cars", "steps"), STEPS)
def test_the_legend_says_how_many_cars_each_colour_stands_for(cars, steps):
    figure = CALENDAR.draw(desk_frames.calendar(cars), frames.caption())
    shown = [bar.name for bar in figure.data if bar.type == "bar"]
    assert shown == steps


@pytest.mark.parametrize(("weeks", "rows", "told"), [(53, 53, None), (55, 53, "2")])
def test_of_more_weeks_than_a_year_the_last_are_drawn(weeks, rows, told):
    frame = desk_frames.calendar([1] * (7 * weeks - 4))
    figure = CALENDAR.draw(frame, frames.caption())
    assert len(figure.layout.yaxis.tickvals) == rows
    said = figure.layout.xaxis.title.text
    assert ("更早的" in said) == (told is not None)
    assert told is None or f"更早的 {told} 周" in said
