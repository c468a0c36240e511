"""By night and on a wall a figure changes its colours and sizes, and nothing else."""

import pytest

from tests.charts import frames
from tests.charts.test_charts import FULL
from voucher_service.charts.catalogue import CHARTS
from voucher_service.charts.modes import worn
from voucher_service.charts.theme import INK, PAPER
from voucher_service.model.modes import Mode

EVERY_CHART = pytest.mark.parametrize("name", list(CHARTS))


@EVERY_CHART
def test_by_day_a_figure_is_what_it_was(name):
    figure = CHARTS[name].draw(FULL[name], frames.caption())
    assert worn(figure, Mode.LIGHT) is figure


@EVERY_CHART
@pytest.mark.parametrize("mode", [Mode.DARK, Mode.WALL])
def test_no_colour_of_the_day_is_left_by_night(name, mode):
    figure = CHARTS[name].draw(FULL[name], frames.caption())
    text = worn(figure, mode).to_json()
    assert PAPER not in text
    assert INK not in text
    assert [trace.type for trace in worn(figure, mode).data] == [
        trace.type for trace in figure.data
    ]


def test_on_a_wall_the_letters_are_larger():
    figure = CHARTS["daily-sales"].draw(FULL["daily-sales"], frames.caption())
    large = worn(figure, Mode.WALL)
    assert large.layout.font.size > figure.layout.font.size
    assert large.layout.title.font.size > figure.layout.title.font.size
