"""By night and on a wall a figure changes its colours and sizes, and nothing else."""

import re

import pytest

from tests.charts import frames
from tests.charts.test_charts import FULL
from voucher_service.charts import theme
from voucher_service.charts.catalogue import CHARTS
from voucher_service.charts.modes import worn
from voucher_service.model.modes import Mode
from voucher_service.model.text import Text

TITLE = Text(zh="题", en="title")

COLOUR = re.compile(r"#[0-9a-fA-F]{6}\b|rgba\([0-9.,]+\)")
DAY = {
    colour
    for value in vars(theme).values()
    for colour in (value if isinstance(value, tuple) else (value,))
    if isinstance(colour, str) and COLOUR.fullmatch(colour)
}
EVERY_CHART = pytest.mark.parametrize("name", list(CHARTS))


def colours_in(figure) -> set[str]:
    return set(COLOUR.findall(figure.to_json()))


def brightness(colour: str) -> float:
    """Give the relative luminance of a colour, from 0 to 1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(k * p for k, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    dark, light = sorted(map(brightness, (one, other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mode", list(Mode))
def test_the_numbers_of_a_calendar_are_legible_on_their_colours(mode):
    figure = CHARTS["calendar-heat-map"].draw(
        FULL["calendar-heat-map"], frames.caption()
    )
    bars = [bar for bar in worn(figure, mode).data if bar.type == "bar" and bar.text]
    pairs = [(bar.marker.color, bar.textfont.color) for bar in bars]
    assert len(set(pairs)) >= 5
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


@pytest.mark.parametrize("mode", list(Mode))
@pytest.mark.parametrize("colour", ["INK", "MUTED", "VERMILLION"])
def test_letters_are_legible_on_the_ground(mode, colour):
    figure = theme.dressed(TITLE, frames.caption(), height=400)
    figure.add_annotation(text="x", font={"color": getattr(theme, colour)})
    dressed = worn(figure, mode).layout
    assert contrast(dressed.annotations[-1].font.color, dressed.paper_bgcolor) >= 4.5


@pytest.mark.parametrize("mode", [Mode.DARK, Mode.WALL])
@pytest.mark.parametrize(
    "colour", ["BLUE", "GREEN", "ORANGE", "VERMILLION", "STONE", "SKY", "LEAF"]
)
def test_bars_stand_out_from_the_ground(mode, colour):
    figure = theme.dressed(TITLE, frames.caption(), height=400)
    figure.add_bar(x=[1], y=[1], marker={"color": getattr(theme, colour)})
    dressed = worn(figure, mode)
    assert contrast(dressed.data[0].marker.color, dressed.layout.paper_bgcolor) >= 2.5


def test_on_a_wall_the_margins_grow_with_the_letters():
    figure = CHARTS["daily-sales"].draw(FULL["daily-sales"], frames.caption())
    large = worn(figure, Mode.WALL).layout
    assert large.margin.t > figure.layout.margin.t
    more = large.margin.t + large.margin.b - theme.TOP - theme.BOTTOM
    assert large.height == figure.layout.height + more


@EVERY_CHART
def test_by_day_a_figure_is_what_it_was(name):
    figure = CHARTS[name].draw(FULL[name], frames.caption())
    assert worn(figure, Mode.LIGHT) is figure


@EVERY_CHART
@pytest.mark.parametrize("mode", [Mode.DARK, Mode.WALL])
def test_no_colour_of_the_day_is_left_by_night(name, mode):
    figure = CHARTS[name].draw(FULL[name], frames.caption(synthetic=True))
    assert colours_in(figure) <= DAY
    assert not colours_in(worn(figure, mode)) & DAY
    assert [trace.type for trace in worn(figure, mode).data] == [
        trace.type for trace in figure.data
    ]


def test_on_a_wall_the_letters_are_larger():
    figure = CHARTS["daily-sales"].draw(FULL["daily-sales"], frames.caption())
    large = worn(figure, Mode.WALL)
    assert large.layout.font.size > figure.layout.font.size
    assert large.layout.title.font.size > figure.layout.title.font.size
