"""The waterfall leads from one total to the other, and hides nothing."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from tests.charts import frames
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.bridge_reports import CAUSE_TEXT, Cause
from voucher_service.model.text import Language

CHART = CHARTS["restatement-bridge"]
SINCE = datetime(2023, 1, 10, 10, tzinfo=UTC)
CAPTION = replace(frames.caption(), since=SINCE)
WAN = 1_000_000


def drawn(frame, caption=CAPTION):
    return CHART.draw(frame, caption)


def labels_of(figure) -> list[str]:
    scatters = [trace for trace in figure.data if trace.type == "scatter"]
    [texts] = [trace.text for trace in scatters if trace.mode == "text"]
    return [text.strip() for text in texts]


def test_every_step_is_named_with_its_change_of_sales_and_cars():
    frame = frames.steps(
        100, {"new_sale": (2, 30 * WAN), "correction": (0, -2 * WAN)}, 102
    )
    assert labels_of(drawn(frame)) == [
        "2023-01-10 18:00 所知：1,494.57 万元 · 100 台",
        "新报销售：+30.00 万元 · +2 台",
        "销售更正：-2.00 万元 · 0 台",
        "2023-01-11 09:30 所知：1,522.57 万元 · 102 台",
    ]


@pytest.mark.parametrize("language", list(Language))
def test_every_cause_has_its_name_on_the_chart(language):
    causes = {cause.value: (1, WAN) for cause in Cause}
    caption = replace(frames.caption(language), since=SINCE)
    labels = labels_of(drawn(frames.steps(1, causes, 14), caption))
    for cause, label in zip(Cause, labels[1:-1], strict=True):
        assert label.startswith(CAUSE_TEXT[cause].of(language))


def test_bars_join_where_the_step_before_ends():
    frame = frames.steps(1, {"new_sale": (9, 90 * WAN), "returned": (-1, -9 * WAN)}, 9)
    figure = drawn(frame)
    bars = {
        y: (base, base + x)
        for trace in figure.data
        if trace.type == "bar"
        for y, base, x in zip(trace.y, trace.base, trace.x, strict=True)
    }
    assert bars[0] == (0, 14.945652)
    assert bars[1] == (14.945652, 104.945652)
    assert bars[2] == pytest.approx((95.945652, 104.945652))
    assert bars[3] == (0, 95.945652)


@pytest.mark.parametrize(
    ("fen", "cut"),
    [(1 * WAN, True), (400 * WAN, True), (600 * WAN, False), (9_000 * WAN, False)],
)
def test_the_axis_is_cut_where_the_change_is_small_and_says_so(fen, cut):
    figure = drawn(frames.steps(100, {"new_sale": (1, fen)}, 101))
    low, high = figure.layout.xaxis.range
    assert (low > 0) is cut
    assert ("横轴不从零开始" in figure.layout.xaxis.title.text) is cut
    assert high > (1_494.5652 * WAN + fen) / WAN


def test_nothing_changed_shows_both_totals_from_nought():
    figure = drawn(frames.steps(3, {}, 3))
    assert len(labels_of(figure)) == 2
    assert figure.layout.xaxis.range[0] == 0


def test_both_instants_stand_below_it():
    figure = drawn(frames.steps(3, {}, 3))
    [line] = [note.text for note in figure.layout.annotations if note.name == "source"]
    assert "2023-01-10 18:00:00 → 2023-01-11 09:30:05 北京时间" in line
    assert "数据截至 2023-01-10 · 价格口径 裸车价 · 来源：经销商上报" in line


def test_instants_of_one_minute_are_told_to_the_second():
    since = CAPTION.known_at.replace(second=1, microsecond=0)
    labels = labels_of(drawn(frames.steps(3, {}, 3), replace(CAPTION, since=since)))
    assert labels[0].startswith("2023-01-11 09:30:01")
    assert labels[1].startswith("2023-01-11 09:30:05")
