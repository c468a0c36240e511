"""The two years' lines: what is drawn where the base is known, and where it is not."""

import polars as pl
import pytest

from tests.charts import frames
from tests.charts.year_frames import years
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.text import Language

CARS, BASE = [8, 0, 25, 12, 10], [5, 4, 11, 9, 3]
COMPARED = years(CARS, BASE)


def said(figure) -> dict[str | None, str]:
    return {each.name: each.text for each in figure.layout.annotations}


def test_each_view_has_its_panel_and_its_base_in_words():
    figure = CHARTS["year-comparison"].draw(COMPARED, frames.caption())
    words = said(figure)
    assert words["view-gregorian"] == (
        "<b>公历同期</b> 2021-12-16…12-20<br>"
        "本期 55 台、822.01 万元<br>基期 32 台、478.26 万元（裸车价）"
    )
    assert "2021-12-26…12-30" in words["view-festival"]
    assert [trace.yaxis for trace in figure.data] == ["y", "y", "y2", "y2", "y3"]


def test_a_view_that_is_refused_draws_no_base_and_says_so():
    figure = CHARTS["year-comparison"].draw(COMPARED, frames.caption())
    assert "不作比较" in said(figure)["view-nearest-festival"]
    assert [list(each.y) for each in figure.data if each.yaxis == "y3"] == [
        [8, 8, 33, 45, 55]
    ]


@pytest.mark.parametrize("language", list(Language))
def test_a_hover_tells_the_base_day_itself(language):
    figure = CHARTS["year-comparison"].draw(COMPARED, frames.caption(language))
    base = figure.data[1]
    assert "%{customdata|%Y-%m-%d}" in base.hovertemplate
    assert str(base.customdata[0]) == "2021-12-16"


def test_the_year_before_is_drawn_under_the_running_total_and_named():
    figure = CHARTS["cumulative-sales"].draw(
        frames.cumulative(CARS, BASE), frames.caption()
    )
    [base] = [each for each in figure.data if each.line.dash]
    assert base.name == "上年同期（农历对齐）"
    assert list(base.y) == [5, 9, 20, 29, 32]
    assert said(figure)["latest-base"] == "上年同期 32 台"
    assert figure.layout.showlegend


def test_an_unknown_year_before_leaves_no_line_and_no_legend():
    figure = CHARTS["cumulative-sales"].draw(frames.cumulative(CARS), frames.caption())
    assert [each for each in figure.data if each.line.dash] == []
    assert "latest-base" not in said(figure)
    assert not figure.layout.showlegend


def test_nothing_compared_at_all_has_no_legend():
    bare = COMPARED.with_columns(pl.lit(None, pl.Int64).alias("base_cumulative_cars"))
    figure = CHARTS["year-comparison"].draw(bare, frames.caption())
    assert not figure.layout.showlegend
    assert len(figure.data) == 3
