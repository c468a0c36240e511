"""What each chart draws, in both languages, with and without data."""

import polars as pl
import pytest

from tests.charts import desk_frames, frames
from tests.charts.forecast_frames import forecast
from tests.charts.year_frames import years
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.kinds import PriceBasis
from voucher_service.model.text import Language

DAYS = [8, 0, 25, 12, 10]
BANDS = [
    (10_000, 20_000, 0, 2),
    (20_000, 30_000, 0, 5),
    (30_000, 40_000, 14, 1, 3),
    (40_000, 50_000, 30, 0),
]
FULL = desk_frames.FULL | {
    "cumulative-sales": frames.cumulative(DAYS, [5, 4, 11, 9, 3]),
    "daily-sales": frames.daily([*DAYS, 4, 9, 11], holidays=[6, 7]),
    "by-district": frames.districts({"永定区": 40, "慈利县": 12, "未注明": 3}),
    "price-distribution": frames.prices(BANDS),
    "year-comparison": years(DAYS, [5, 4, 11, 9, 3]),
    "forecast": forecast([8, 0, 25], [12, 10]),
    "feed-quality": frames.board([(3, 0, 1, 6), (90, 8, 0, 2), (40, 0, 0, 0)]),
    "what-if-floor": frames.floors({0: 476, 30_000: 460, 80_000: 385, 320_000: 12}),
    "restatement-bridge": frames.steps(
        400,
        {"late_sale": (11, 161_000_000), "returned": (-1, -12_000_000)},
        410,
    ),
}
SINGLE = desk_frames.SINGLE | {
    "cumulative-sales": frames.cumulative([3]),
    "daily-sales": frames.daily([3]),
    "by-district": frames.districts({"永定区": 3}),
    "price-distribution": frames.prices([(30_000, 40_000, 3, 0)]),
    "year-comparison": years([3], [2]),
    "forecast": forecast([3], [2]),
    "feed-quality": frames.board([(2, 0, 0, 1)]),
    "what-if-floor": frames.floors({30_000: 3}),
    "restatement-bridge": frames.steps(3, {}, 3),
}
NO_ROWS = desk_frames.NO_ROWS | {
    "cumulative-sales": frames.cumulative([]),
    "daily-sales": frames.daily([]),
    "by-district": frames.districts({}),
    "price-distribution": frames.prices([]),
    "year-comparison": years([], []),
    "forecast": forecast([], []),
    "feed-quality": frames.board([]),
    "what-if-floor": frames.floors({}),
    "restatement-bridge": frames.steps(0, {}, 0).clear(),
}
ONLY_ZEROS = desk_frames.ONLY_ZEROS | {
    "cumulative-sales": frames.cumulative([0, 0]),
    "daily-sales": frames.daily([0, 0]),
    "by-district": frames.districts({"永定区": 0}),
    "price-distribution": frames.prices([(30_000, 40_000, 0, 0)]),
    "year-comparison": years([0, 0], [0, 0]),
    "forecast": forecast([0, 0], [0]),
    "feed-quality": frames.board([(0, 0, 0, 0)]),
    "what-if-floor": frames.floors({0: 0, 30_000: 0}),
    "restatement-bridge": frames.steps(0, {}, 0),
}
BOTH = pytest.mark.parametrize("language", list(Language))
EVERY_CHART = pytest.mark.parametrize("name", list(CHARTS))
OF_SALES = pytest.mark.parametrize(
    "name", [name for name, chart in CHARTS.items() if chart.until_day]
)
COUNTS_ALONE = {"forecast"}
OF_PRICES = pytest.mark.parametrize(
    "name",
    [
        name
        for name, chart in CHARTS.items()
        if chart.until_day and chart.priced and name not in COUNTS_ALONE
    ],
)
AT_ONE_INSTANT = pytest.mark.parametrize(
    "name",
    [
        name
        for name, chart in CHARTS.items()
        if chart.until_day and not (chart.between or chart.lives_on)
    ],
)
MARK = "合成数据 synthetic data"


def annotations(figure) -> dict[str | None, str]:
    return {each.name: each.text for each in figure.layout.annotations}


@EVERY_CHART
@BOTH
def test_a_figure_is_drawn_as_it_was_agreed(name, language, drawn, as_json):
    figure = CHARTS[name].draw(FULL[name], frames.caption(language, synthetic=True))
    assert as_json(figure) == drawn


@EVERY_CHART
def test_a_single_day_district_or_band_is_drawn(name, drawn, as_json):
    assert as_json(CHARTS[name].draw(SINGLE[name], frames.caption())) == drawn


@EVERY_CHART
@pytest.mark.parametrize(
    ("language", "sentence"), [(Language.ZH, "暂无数据"), (Language.EN, "no data yet")]
)
@pytest.mark.parametrize("source", [NO_ROWS, ONLY_ZEROS], ids=["no rows", "zeros"])
def test_without_data_the_figure_says_so(name, language, sentence, source):
    figure = CHARTS[name].draw(source[name], frames.caption(language))
    assert sentence in annotations(figure).values()
    assert not figure.data
    assert "2023-01-11 09:30:05" in annotations(figure)["source"]


@EVERY_CHART
@BOTH
@pytest.mark.parametrize("source", [FULL, NO_ROWS], ids=["data", "no data"])
def test_made_up_data_is_marked_on_every_figure(name, language, source):
    caption = frames.caption(language, synthetic=True)
    assert MARK in annotations(CHARTS[name].draw(source[name], caption))["synthetic"]


@EVERY_CHART
@BOTH
def test_real_data_is_not_marked_as_made_up(name, language, as_json):
    figure = CHARTS[name].draw(FULL[name], frames.caption(language))
    assert "synthetic" not in annotations(figure)
    assert MARK not in str(as_json(figure))


@AT_ONE_INSTANT
def test_under_each_chart_of_sales_stand_day_instant_basis_and_source(name):
    line = annotations(CHARTS[name].draw(FULL[name], frames.caption()))["source"]
    assert line.replace("<br>", " · ") == (
        "数据截至 2023-01-10 · 入库截至 2023-01-11 09:30:05 北京时间 · "
        "价格口径 裸车价 · 来源：经销商上报"
    )


@BOTH
@pytest.mark.parametrize("source", [FULL, NO_ROWS], ids=["data", "no data"])
def test_the_board_names_neither_day_nor_price_for_none_bounds_it(language, source):
    figure = CHARTS["feed-quality"].draw(
        source["feed-quality"], frames.caption(language)
    )
    line = annotations(figure)["source"]
    assert "2023-01-11 09:30:05" in line
    assert "2023-01-10" not in line
    assert frames.caption(language).basis not in str(figure.to_dict())


@OF_PRICES
@BOTH
@pytest.mark.parametrize(
    ("basis", "zh", "en"),
    [
        (PriceBasis.INVOICE_TOTAL, "价税合计", "invoice total incl. VAT"),
        (PriceBasis.INVOICE_NET, "不含税价", "invoice price excl. VAT"),
    ],
)
def test_the_price_basis_is_named_wherever_a_price_is_shown(
    name, language, basis, zh, en
):
    figure = CHARTS[name].draw(FULL[name], frames.caption(language, basis=basis))
    named = zh if language is Language.ZH else en
    layout = figure.layout.to_plotly_json()
    axes = [layout[key].get("title", {}).get("text") for key in layout if "axis" in key]
    hovers = [f"{trace.hovertemplate} {trace.customdata}" for trace in figure.data]
    written = annotations(figure)
    assert named in written.pop("source")
    assert named in " ".join(
        text for text in (*axes, *hovers, *written.values()) if text
    )
    assert "裸车价" not in str(figure.to_dict())


@EVERY_CHART
@BOTH
def test_a_figure_stays_small(name, language, as_json):
    figure = CHARTS[name].draw(FULL[name], frames.caption(language, synthetic=True))
    assert len(figure.to_json()) < 6_000


@EVERY_CHART
def test_a_figure_leaves_its_width_to_the_page(name):
    layout = CHARTS[name].draw(FULL[name], frames.caption()).layout
    assert layout.width is None
    assert layout.yaxis.automargin is True


@EVERY_CHART
def test_drawing_leaves_the_frame_as_it_was(name):
    frame = FULL[name].clone()
    CHARTS[name].draw(frame, frames.caption())
    assert frame.equals(FULL[name])


def test_every_day_given_is_drawn_once():
    days = [1] * 730
    figure = CHARTS["daily-sales"].draw(frames.daily(days), frames.caption())
    assert list(figure.data[0].y) == days


def test_the_last_figures_are_written_on_the_cumulative_panels():
    frame = FULL["cumulative-sales"]
    said = annotations(CHARTS["cumulative-sales"].draw(frame, frames.caption()))
    last = frame.row(-1, named=True)
    assert said["latest-cumulative_cars"] == f"<b>累计 {last['cumulative_cars']} 台</b>"
    wan = f"{last['cumulative_sales_wan']:,.2f}"
    assert said["latest-cumulative_sales_wan"] == f"<b>累计 {wan} 万元</b>"


def test_districts_keep_the_order_of_the_frame_from_the_top():
    figure = CHARTS["by-district"].draw(FULL["by-district"], frames.caption())
    told = [text.split()[0] for text in figure.data[-1].text]
    assert told == ["永定区", "慈利县", "未注明"]
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


@pytest.mark.parametrize(
    ("counts", "step"), [([5], 1), ([6], 2), ([10], 2), ([11], None)]
)
def test_a_count_is_never_ticked_between_whole_cars(counts, step):
    figure = CHARTS["daily-sales"].draw(frames.daily(counts), frames.caption())
    assert figure.layout.yaxis.dtick == step


def test_every_chart_is_listed_under_its_own_name():
    assert [chart.name for chart in CHARTS.values()] == list(CHARTS)
    assert list(CHARTS) == [
        "cumulative-sales",
        "daily-sales",
        "calendar-heat-map",
        "by-district",
        "by-dealer",
        "by-brand",
        "energy-share",
        "price-distribution",
        "year-comparison",
        "forecast",
        "voucher-funnel",
        "redemptions-by-day",
        "redemptions-by-station",
        "budget-states",
        "feed-quality",
        "what-if-floor",
        "restatement-bridge",
    ]


@EVERY_CHART
def test_the_frames_here_have_the_columns_the_chart_names(name):
    frame: pl.DataFrame = FULL[name]
    assert list(CHARTS[name].columns) == frame.columns


@pytest.mark.parametrize(
    ("now", "before", "beneath"), [(100, 75, True), (100, 30, False), (60, 90, False)]
)
def test_what_the_year_before_came_to_stands_clear_of_both_lines(now, before, beneath):
    frame = FULL["cumulative-sales"].with_columns(
        cumulative_cars=pl.lit(now, pl.Int64), base_cumulative_cars=pl.lit(before)
    )
    figure = CHARTS["cumulative-sales"].draw(frame, frames.caption())
    [said] = [a for a in figure.layout.annotations if a.name == "latest-base"]
    assert (said.yref == "y domain") is beneath
    assert said.yanchor == "bottom"
