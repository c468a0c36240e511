"""A campaign beside earlier years, over HTTP."""

import httpx
import pytest

from tests.api.conftest import CAMPAIGN
from voucher_service.model.comparison_reports import Comparison, View
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years

PATH = f"/v1/campaigns/{CAMPAIGN}/comparison"


def test_it_is_what_the_use_case_says(running):
    with running.client() as client:
        answer = client.get(PATH)
    ours = compare_years(running.service, ComparisonQuery(CAMPAIGN))
    assert answer.status_code == httpx.codes.OK
    assert answer.text == ours.model_dump_json()
    assert set(answer.json()) == set(Comparison.model_fields)


def test_one_view_and_a_part_can_be_asked_for(running):
    with running.client() as client:
        asked = {"view": "festival", "brand": "甲牌", "as_of": "2023-01-05"}
        told = client.get(PATH, params=asked).json()
    [view] = told["views"]
    assert view["view"] == View.FESTIVAL
    assert view["current"]["cars"] == 2
    assert view["current"]["end"] == "2023-01-05"
    assert view["refusal"]["code"] == "base_not_covered"
    assert told["filters"] == {"brand": "甲牌"}


def test_asked_again_it_is_not_sent_twice(running):
    with running.client() as client:
        first = client.get(PATH, params={"as_of": "2023-01-06"})
        known = {"If-None-Match": first.headers["etag"]}
        again = client.get(PATH, params={"as_of": "2023-01-06"}, headers=known)
    assert again.status_code == httpx.codes.NOT_MODIFIED


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"view": "lunar"}, "nearest-festival"),
        ({"views": "festival"}, "view"),
        ({"as_of": "10.1.2023"}, "YYYY-MM-DD"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_refused(running, parameters, named):
    with running.client() as client:
        answer = client.get(PATH, params=parameters)
    assert answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert named in answer.text


def test_an_unknown_campaign_is_not_found(running):
    with running.client() as client:
        answer = client.get("/v1/campaigns/nosuch/comparison")
    assert answer.status_code == httpx.codes.NOT_FOUND
