"""Of many rows the first are drawn and the rest are told, never left out in silence."""

import pytest

from tests.charts import desk_frames, frames
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.text import Language


def axis_of(figure) -> str:
    return figure.layout.xaxis.title.text.replace("<br>", " ")


def words(figure) -> list[str]:
    return [text.strip() for text in figure.data[-1].text]


def lengths(figure) -> list[float]:
    """Give how long the bars are, from the top."""
    bars = [bar for bar in figure.data if bar.type == "bar"]
    pairs = [pair for bar in bars for pair in zip(bar.y, bar.x, strict=True)]
    return [length for _, length in sorted(pairs)]


MANY = [
    # chart, frame of so many rows, how many are drawn
    ("by-district", lambda n: frames.districts({f"区{at}": 9 for at in range(n)}), 20),
    ("by-dealer", lambda n: desk_frames.dealers([9] * n), 15),
    (
        "redemptions-by-station",
        lambda n: desk_frames.stations([(9, 1)] * n),
        15,
    ),
]


@pytest.mark.parametrize(("name", "frame_of", "most"), MANY)
def test_as_many_as_fit_are_drawn_without_a_word(name, frame_of, most):
    figure = CHARTS[name].draw(frame_of(most), frames.caption())
    assert len(figure.data[0].y) == most
    assert "CSV" not in axis_of(figure)


@pytest.mark.parametrize(("name", "frame_of", "most"), MANY)
@pytest.mark.parametrize("language", list(Language))
def test_of_one_more_it_is_said_that_it_is_in_the_csv(name, frame_of, most, language):
    figure = CHARTS[name].draw(frame_of(most + 1), frames.caption(language))
    assert len(figure.data[0].y) == most
    told = {Language.ZH: "另有 1 ", Language.EN: "; 1 more in the CSV"}
    assert told[language] in axis_of(figure)


def test_dealers_stand_in_the_frames_order_with_their_cars_and_names():
    figure = CHARTS["by-dealer"].draw(desk_frames.dealers([7, 2]), frames.caption())
    assert lengths(figure) == [7, 2]
    assert words(figure) == ["7 台 · 示例1号店", "2 台 · 示例2号店"]
    top, bottom = figure.layout.yaxis.range[1], figure.layout.yaxis.range[0]
    assert top < 0 < 1 < bottom


@pytest.mark.parametrize(("count", "bars"), [(12, 12), (13, 13), (40, 13)])
def test_brands_beyond_the_twelfth_are_one_bar_that_makes_up_the_whole(count, bars):
    frame = desk_frames.brands(list(range(count, 0, -1)))
    figure = CHARTS["by-brand"].draw(frame, frames.caption())
    assert len(lengths(figure)) == bars
    assert sum(lengths(figure)) == frame["cars_sold"].sum()
    assert ("其他" in words(figure)[-1]) == (count > 12)


def test_a_station_that_gave_back_more_than_it_took_lies_left_of_nought():
    frame = desk_frames.stations([(3, 0), (0, 2)])
    figure = CHARTS["redemptions-by-station"].draw(frame, frames.caption())
    assert lengths(figure) == [0.15, -0.1]
    assert set(figure.data[-1].x) == {-0.1}


def test_nothing_has_no_edge_that_looks_like_a_little():
    frame = desk_frames.funnel(3, 3, 1, 0, 0)
    figure = CHARTS["voucher-funnel"].draw(frame, frames.caption())
    edges = [bar.marker.line.width for bar in figure.data[:-1]]
    assert edges == [1, 1, 1, (0,)]
