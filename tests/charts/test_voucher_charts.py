"""What becomes of vouchers, of their money, and of the shares of energies."""

import pytest

from tests.charts import desk_frames, frames
from tests.charts.test_rankings import lengths, words
from voucher_service.charts.caption import TierMark
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.text import Language, Text


def axis_of(figure) -> str:
    return figure.layout.xaxis.title.text


def test_the_funnel_says_numbers_amounts_and_rates():
    frame = desk_frames.funnel(40, 36, 20, 12, 0)
    figure = CHARTS["voucher-funnel"].draw(frame, frames.caption())
    assert lengths(figure) == [40, 36, 20, 12]
    assert words(figure) == [
        "符合条件 40 台 · 6.00 万元",
        "已发放 36 张 · 5.40 万元",
        "已核销（含部分） 20 张 · 3.00 万元 · 55.6%",
        "其中全额核销 12 张 · 1.80 万元 · 33.3%",
    ]
    assert "作废" not in axis_of(figure)


def test_voided_vouchers_are_told_beside_the_funnel():
    frame = desk_frames.funnel(40, 36, 20, 12, 2)
    figure = CHARTS["voucher-funnel"].draw(frame, frames.caption())
    assert "发放中 2 张已作废" in axis_of(figure)


def test_before_any_issue_there_is_no_rate():
    figure = CHARTS["voucher-funnel"].draw(
        desk_frames.funnel(3, 0, 0, 0, 0), frames.caption()
    )
    assert words(figure)[2].endswith(" · –")


@pytest.mark.parametrize("name", [n for n, c in CHARTS.items() if c.lives_on])
def test_under_a_chart_of_vouchers_no_price_is_named(name):
    caption = frames.caption()
    figure = CHARTS[name].draw(desk_frames.FULL[name], caption)
    (source,) = [a.text for a in figure.layout.annotations if a.name == "source"]
    assert caption.basis not in str(figure.to_dict())
    assert "2023-01-11 09:30:05" in source
    assert ("2023-01-10" in source) == CHARTS[name].until_day


def test_reversals_hang_below_the_axis_on_their_day():
    frame = desk_frames.redemptions([(8, 0), (3, 4)])
    figure = CHARTS["redemptions-by-day"].draw(frame, frames.caption())
    drawn = [(bar.name, bar.yaxis, list(bar.y)) for bar in figure.data]
    assert drawn == [
        ("核销", "y", [8, 3]),
        ("冲正", "y", [0, -4]),
        ("核销", "y2", [0.4, 0.15]),
        ("冲正", "y2", [0, -0.2]),
    ]
    assert [list(bar.customdata) for bar in figure.data[1::2]] == [[0, 4], [0, 0.2]]


def test_without_reversals_none_are_in_the_legend():
    frame = desk_frames.redemptions([(8, 0)])
    figure = CHARTS["redemptions-by-day"].draw(frame, frames.caption())
    assert [bar.name for bar in figure.data] == ["核销", "核销"]


def test_with_a_budget_each_state_has_its_share():
    frame = desk_frames.budget(100, 0, available=40, held=5, committed=30, payable=25)
    figure = CHARTS["budget-states"].draw(frame, frames.caption())
    assert words(figure) == [
        "可用 6.00 万元 · 40.0%",
        "待发（有资格未发放） 0.75 万元 · 5.0%",
        "已发未用（含预授权） 4.50 万元 · 30.0%",
        "应付（已核销） 3.75 万元 · 25.0%",
        "其中应追回 0.00 万元 · 0.0%",
    ]
    assert "预算 15.00 万元" in axis_of(figure)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [(Language.ZH, "条款未列明预算"), (Language.EN, "The terms state no budget")],
)
def test_without_a_budget_it_says_so_and_shows_what_is_known(language, sentence):
    frame = desk_frames.budget(None, held=5, committed=30)
    figure = CHARTS["budget-states"].draw(frame, frames.caption(language))
    assert sentence in axis_of(figure)
    assert lengths(figure) == [0.75, 4.5, 0, 0]
    assert "%" not in " ".join(words(figure))


def test_what_is_earned_beyond_the_budget_is_shown_where_there_is_any():
    frame = desk_frames.budget(10, 2, committed=10)
    figure = CHARTS["budget-states"].draw(frame, frames.caption())
    assert words(figure)[-1] == "超出预算（有资格无资金） 0.30 万元 · 20.0%"


def test_shares_are_stacked_new_energy_first_under_their_own_line():
    frame = desk_frames.energies((4, 2, 1, 1, 10, 2), (10, 0, 0, 0, 0, 0))
    figure = CHARTS["energy-share"].draw(frame, frames.caption())
    *bars, line = figure.data
    assert [bar.name for bar in bars] == [
        "纯电",
        "插混",
        "增程",
        "油混",
        "燃油",
        "未注明",
    ]
    assert [bar.y[0] for bar in bars] == [20, 10, 5, 5, 50, 10]
    assert list(line.y) == [35, 100]
    assert "纯电 4 台（20.0%）" in bars[0].customdata[0]
    assert "新能源 = 纯电 + 插混 + 增程" in axis_of(figure)


@pytest.mark.parametrize(("periods", "said"), [(8, True), (9, False)])
def test_the_share_is_written_where_there_is_room(periods, said):
    frame = desk_frames.energies(*[(1, 0, 0, 0, 1, 0)] * periods)
    assert (
        bool(CHARTS["energy-share"].draw(frame, frames.caption()).data[-1].text) == said
    )


def tiers(*yuan: int) -> tuple[TierMark, ...]:
    return tuple(
        TierMark(start * 100, (Text(zh=f"{start} 起", en=f"from {start}"),))
        for start in yuan
    )


@pytest.mark.parametrize(
    ("starts", "lines", "names"),
    [
        ((), 0, []),
        ((0,), 0, ["0 起"]),  # lies on the floor, whose line stands for it
        ((30_000, 40_000), 1, ["30000 起", "40000 起"]),
        ((40_000, 900_000), 1, ["40000 起"]),  # out of sight
    ],
)
def test_tiers_begin_at_dotted_lines_and_say_what_they_earn(starts, lines, names):
    frame = frames.prices([(20_000, 30_000, 0, 5), (30_000, 60_000, 14, 1)])
    caption = frames.caption(tiers=tiers(*starts))
    figure = CHARTS["price-distribution"].draw(frame, caption)
    assert [s.name for s in figure.layout.shapes].count("tier") == lines
    assert [a.text for a in figure.layout.annotations if a.name == "tier"] == names


def test_of_very_many_tiers_only_the_lines_are_drawn():
    frame = frames.prices([(20_000, 30_000, 0, 5), (30_000, 60_000, 14, 1)])
    caption = frames.caption(tiers=tiers(*range(31_000, 38_000, 1_000)))
    figure = CHARTS["price-distribution"].draw(frame, caption)
    assert [s.name for s in figure.layout.shapes].count("tier") == 7
    assert not [a for a in figure.layout.annotations if a.name == "tier"]
