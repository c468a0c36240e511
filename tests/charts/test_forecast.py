"""What the forecast's chart adds: a fan, a limit and its day, and its own label."""

import re
from datetime import date

import pytest

from tests.charts import frames
from tests.charts.forecast_frames import forecast
from voucher_service.charts.forecast import CHART
from voucher_service.model.modes import Mode
from voucher_service.model.text import Language

RUNS_OUT = date(2022, 12, 22)


def named(parts) -> dict[str, object]:
    return {part.name: part for part in parts}


@pytest.mark.parametrize("language", list(Language))
def test_the_title_says_that_it_is_a_forecast(language):
    figure = CHART.draw(forecast([5, 7], [6, 6]), frames.caption(language))
    assert re.search("预测|forecast", figure.layout.title.text)


def test_where_a_limit_ends_it_the_cars_that_meet_the_terms_are_told():
    limited = forecast([8, 0, 25], [9, 9], limit=40, demand=68)
    told = named(CHART.draw(limited, frames.caption()).layout.annotations)
    assert told["forecast"].text.endswith("符合条款约 68 台</b>")
    free = named(CHART.draw(forecast([8], [9]), frames.caption()).layout.annotations)
    assert "符合条款" not in free["forecast"].text


def test_the_axis_leaves_room_between_a_limit_s_label_and_the_corner_s():
    limited = forecast([8, 0, 25], [9, 9], limit=51)
    axis = CHART.draw(limited, frames.caption()).layout.yaxis
    assert axis.range[1] >= 1.3 * 51


@pytest.mark.parametrize("language", list(Language))
def test_with_a_limit_the_figure_is_drawn_as_it_was_agreed(language, drawn, as_json):
    frame = forecast([8, 0, 25], [9, 9, 9, 4], limit=60, runs_out_on=RUNS_OUT)
    assert as_json(CHART.draw(frame, frames.caption(language))) == drawn


def test_the_limit_and_its_day_stand_where_they_are_foretold():
    frame = forecast([8, 0, 25], [9, 9, 9, 4], limit=60, runs_out_on=RUNS_OUT)
    shapes = named(CHART.draw(frame, frames.caption()).layout.shapes)
    assert (shapes["limit"].y0, shapes["limit"].y1) == (60, 60)
    assert shapes["runs-out"].x0 == RUNS_OUT


def test_without_a_limit_none_is_drawn():
    figure = CHART.draw(forecast([8, 0, 25], [9, 9]), frames.caption())
    assert not figure.layout.shapes


def test_the_bands_lie_outside_in_and_the_fan_begins_where_the_cars_counted_end():
    figure = CHART.draw(forecast([8, 0, 25], [9, 9]), frames.caption())
    bands = [trace for trace in figure.data if trace.fill == "tonexty"]
    assert [trace.name for trace in bands] == [
        "50·80·95%",
        "80% 区间",
        "50% 区间",
    ]
    ends = [trace.y[-1] for trace in bands]
    assert ends == sorted(ends, reverse=True)
    counted = figure.data[-1]
    for band in bands:
        assert (band.x[0], band.y[0]) == (counted.x[-1], counted.y[-1])


def test_without_a_forecast_the_figure_says_so_beside_what_was_counted():
    figure = CHART.draw(forecast([8, 0, 25], []), frames.caption())
    assert "不作预测" in named(figure.layout.annotations)["no-forecast"].text
    assert [trace.name for trace in figure.data] == ["已计入"]


def test_before_the_first_day_the_fan_stands_alone():
    figure = CHART.draw(forecast([], [9, 9]), frames.caption())
    assert "forecast" in named(figure.layout.annotations)
    assert list(figure.data[-1].x) == []


def test_every_colour_has_its_twin_by_night():
    from voucher_service.charts.modes import worn

    frame = forecast([8, 0, 25], [9, 9], limit=60, runs_out_on=RUNS_OUT)
    figure = CHART.draw(frame, frames.caption())
    by_day = str(figure.to_dict())
    by_night = str(worn(figure, Mode.DARK).to_dict())
    for colour in ("#0072B2", "rgba(0,114,178,0.12)", "#B34700", "#1f2933"):
        assert colour in by_day
        assert colour not in by_night
