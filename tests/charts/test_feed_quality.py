"""The board's bars: every kind of rows, the worst dealer on top, the others told of."""

import pytest

from tests.charts import frames
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.text import Language

CHART = CHARTS["feed-quality"]
THREE = frames.board([(3, 0, 1, 6), (90, 8, 0, 2), (40, 0, 0, 0)])


def drawn(frame, language=Language.ZH):
    return CHART.draw(frame, frames.caption(language))


def test_each_dealers_bar_is_all_its_rows():
    bars = [trace for trace in drawn(THREE).data if trace.type == "bar"]
    assert [bar.name for bar in bars] == ["接收", "未变", "待核", "拒收"]
    sums = [sum(pieces) for pieces in zip(*(bar.x for bar in bars), strict=True)]
    assert sums == THREE["rows"].to_list()
    assert drawn(THREE).layout.barmode == "stack"


def test_the_first_dealer_stands_on_top_with_its_rate():
    figure = drawn(THREE)
    low, high = figure.layout.yaxis.range
    assert low > high
    [labels] = [trace for trace in figure.data if trace.type == "scatter"]
    said = [text.strip() for text in labels.text]
    assert said == ["30.0% · 示例1号店", "98.0% · 示例2号店", "100.0% · 示例3号店"]


@pytest.mark.parametrize(
    ("dealers", "drawn_dealers", "told"), [(12, 12, None), (13, 12, "1 家")]
)
def test_more_dealers_than_fit_are_told_of(dealers, drawn_dealers, told):
    figure = drawn(frames.board([(1, 0, 0, 1)] * dealers))
    assert len(figure.data[0].x) == drawn_dealers
    title = figure.layout.xaxis.title.text
    assert ("另有" in title) == bool(told)
    assert told is None or told in title


def test_kinds_are_told_apart_without_colours():
    shapes = [t.marker.pattern.shape for t in drawn(THREE).data if t.type == "bar"]
    assert len(set(shapes)) == len(shapes)
