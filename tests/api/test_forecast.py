"""The forecast over HTTP: the model's keys, the same bytes, a sentence where none."""

from voucher_service.model.forecast_reports import Forecast

FORECAST = "/v1/campaigns/zhangjiajie-2022-new-year/forecast"


def test_it_answers_with_the_model_s_keys_and_not_twice(running):
    with running.client() as client:
        first = client.get(FORECAST, params={"as_of": "2022-12-25"})
        tag = {"If-None-Match": first.headers["ETag"]}
        again = client.get(FORECAST, params={"as_of": "2022-12-25"}, headers=tag)
    assert set(first.json()) == set(Forecast.model_fields)
    assert again.status_code == 304


def test_where_there_is_no_forecast_the_answer_says_why(running):
    with running.client() as client:
        over = client.get(FORECAST, params={"as_of": "2023-02-01"}).json()
    assert over["cars"] is None
    assert over["refusal"]["zh"] == "活动已于 2023-01-31 结束，无需预测，请看合计。"
    assert over["label"] == {"zh": "预测", "en": "Forecast"}


def test_a_part_is_asked_for_as_of_totals(running):
    with running.client() as client:
        told = client.get(FORECAST, params={"district": "永定区"})
        refused = client.get(FORECAST, params={"by": "day"})
    assert told.json()["filters"] == {"district": "永定区"}
    assert refused.status_code == 422
