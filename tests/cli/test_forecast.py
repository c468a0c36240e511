"""The forecast as a terminal shows it: figures, their making, and its tests."""

from tests.conftest import SEED_CAMPAIGN
from voucher_service.foresight import forecast_lines
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign


def answer(desk, **query):
    asked = ForecastQuery(SEED_CAMPAIGN, **query)
    return forecast_campaign(desk.service, asked).model_dump(mode="json")


def test_the_lines_tell_figures_model_and_tests(sample_desk):
    told = answer(sample_desk)
    said = "\n".join(forecast_lines(told))
    assert "合成数据 synthetic data" in said
    assert f"计入销量 / cars counted：{told['cars']['median']} 台" in said
    assert "不是政策效果" in said
    assert "distance to Spring Festival" in said
    assert f"种子 / seed {told['making']['seed']}" in said
    first = told["making"]["backtest"][0]
    assert f"  7 | {first['tests']} | " in said


def test_a_day_of_running_out_is_told_and_so_is_that_nothing_is_left(sample_desk):
    told = answer(sample_desk)
    runs_out = {
        "limit": "budget",
        "label": {"zh": "预算", "en": "Budget"},
        "unit": "fen",
        "stated": 2,
        "left": 1,
        "already": False,
        "percent": 61.5,
        "median": "2023-01-28",
        "intervals": [{"level": 80, "first": "2023-01-20", "last": None}],
    }
    line = "预算 / Budget 用完日 / runs out：2023-01-28（80% 2023-01-20 … —；61.5%"
    assert any(line in said for said in forecast_lines(told | {"runs_out": [runs_out]}))
    label = {"zh": "名额：新能源车", "en": "Places: new-energy cars"}
    spent = runs_out | {"already": True, "limit": "nev", "label": label}
    lines = forecast_lines(told | {"runs_out": [spent]})
    assert (
        "  名额：新能源车 / Places: new-energy cars：已用完 / nothing is left" in lines
    )


def test_without_a_forecast_the_sentence_stands_alone(command):
    command("campaign", "list")
    ran = command("forecast", SEED_CAMPAIGN)
    assert ran.code == 0
    assert "可用数据仅 0 天，少于 7 天，不作预测。" in ran.out
    assert "回测" not in ran.out


def test_a_day_that_is_none_is_refused(command):
    refused = command("forecast", SEED_CAMPAIGN, "--as-of", "soon")
    assert refused.code == 2
    assert "Traceback" not in refused.err
