"""Prices lie where they belong, the floor is always in sight, the tail is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.charts import frames
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.text import Language

CHART = CHARTS["price-distribution"]


def bands(counts: list[int], *, low: int = 30_000, width: int = 10_000):
    return frames.prices(
        [
            (low + at * width, low + (at + 1) * width, count, 0)
            for at, count in enumerate(counts)
        ]
    )


def texts(figure) -> dict[str, str]:
    return {each.name: each.text for each in figure.layout.annotations}


@pytest.mark.parametrize(
    ("floor_fen", "zh", "en"),
    [
        (3_000_000, "门槛 30,000 元", "Floor 30,000 yuan"),
        (3_000_050, "门槛 30,000.50 元", "Floor 30,000.50 yuan"),
        (0, "门槛 0 元", "Floor 0 yuan"),
    ],
)
def test_the_floor_is_labelled_in_yuan(floor_fen, zh, en):
    for language, label in ((Language.ZH, zh), (Language.EN, en)):
        caption = frames.caption(language, floor_fen=floor_fen)
        figure = CHART.draw(bands([1, 2]), caption)
        assert texts(figure)["floor"] == f"<b>{label}</b>"


@pytest.mark.parametrize("low", [0, 20_000, 30_000, 200_000])
def test_the_floor_is_in_sight_wherever_the_prices_lie(low):
    figure = CHART.draw(bands([3, 4], low=low), frames.caption())
    left, right = figure.layout.xaxis.range
    (line,) = figure.layout.shapes
    assert line.x0 == line.x1 == 30_000
    assert left < 30_000 < right


@given(
    low=st.integers(0, 500_000),
    width=st.sampled_from([1_000, 2_000, 5_000, 10_000, 1_000_000]),
    counts=st.lists(st.integers(1, 9), min_size=1, max_size=200),
)
def test_a_tick_says_in_wan_yuan_where_it_stands(low, width, counts):
    axis = CHART.draw(
        bands(counts, low=low, width=width), frames.caption()
    ).layout.xaxis
    assert 1 <= len(axis.tickvals) <= 9
    for yuan, text in zip(axis.tickvals, axis.ticktext, strict=True):
        assert round(float(text.replace(",", "")) * 10_000) == yuan


def test_bars_stand_on_their_bands_even_where_the_first_is_narrow():
    frame = frames.prices([(0, 4_000, 0, 1), (4_000, 14_000, 0, 2)])
    figure = CHART.draw(frame, frames.caption())
    assert list(figure.data[1].x) == [0, 4_000]
    assert list(figure.data[1].width) == [4_000, 10_000]


def test_those_that_wait_stand_apart_where_there_are_any():
    frame = frames.prices([(30_000, 40_000, 2, 1, 4)])
    figure = CHART.draw(frame, frames.caption())
    assert [(bar.name, bar.y[0]) for bar in figure.data] == [
        ("符合条件", 2),
        ("不符合条件", 1),
        ("候补或待认定", 4),
    ]
    assert len(CHART.draw(bands([2]), frames.caption()).data) == 2


@pytest.mark.parametrize(
    ("counts", "drawn", "told"),
    [
        ([20] * 59 + [1], 60, None),
        ([20] * 59 + [1, 0], 60, None),
        ([21] * 59 + [1, 1], 60, "另有 1 台在 63 万至 64 万元，<br>未画出，见 CSV →"),
        ([20] * 59 + [1, 1], 61, None),
        ([41] * 70 + [2, 1], 70, "另有 3 台在 73 万至 75 万元，<br>未画出，见 CSV →"),
    ],
)
def test_only_a_tail_too_low_to_be_seen_is_told_in_words(counts, drawn, told):
    figure = CHART.draw(bands(counts), frames.caption())
    assert len(figure.data[0].x) == drawn
    assert texts(figure).get("tail") == told
