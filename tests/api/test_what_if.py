"""Other terms are tried over HTTP: nothing changes, and faults name their field."""

import json

import httpx
import pytest

from voucher_service.model.kinds import Role
from voucher_service.usecases.what_if import WhatIfQuery, what_if

CAMPAIGN = "zhangjiajie-2022-new-year"
JSON = {"Content-Type": "application/json"}
SAME = "set.voucher.face_yuan"
PATH = f"/v1/campaigns/{CAMPAIGN}/what-if"


def post(running, body, role=Role.BUREAU):
    with running.client(role) as client:
        return client.post(PATH, content=json.dumps(body), headers=JSON)


def test_the_answer_is_that_of_the_use_case_to_the_byte(running):
    body = {"set": {"price_floor_yuan": 100000, "voucher_yuan": "2000"}}
    answer = post(running, body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    settings = {"price_floor_yuan": "100000", "voucher_yuan": "2000"}
    found = what_if(running.service, WhatIfQuery(CAMPAIGN, settings))
    assert answer.text == found.model_dump_json()
    assert answer.json()["other"]["cars_sold"] == 1
    assert answer.json()["difference"]["cars_sold"] == -2
    assert answer.json()["curve"] is None


def test_trying_changes_neither_data_nor_totals(running):
    totals = f"/v1/campaigns/{CAMPAIGN}/totals"
    with running.client() as client:
        before = client.get(totals)
        client.post(PATH, json={"set": {"price_floor_yuan": 1}})
        assert client.get(totals).content == before.content


def test_a_day_and_an_instant_are_judged_as_asked(running):
    body = {"as_of": "2022-12-20", "known_at": "2999-01-01T00:00:00+08:00"}
    assert post(running, body).status_code == 422
    body["known_at"] = None
    assert post(running, body).json()["today"]["cars_sold"] == 2


def test_the_curve_comes_where_it_is_asked_for(running):
    curve = post(running, {"curve": True}).json()["curve"]
    assert curve[0] == {
        "price_floor_yuan": "0.00",
        "cars_sold": 4,
        "vouchers_fen": 600_000,
    }


def test_another_citys_terms_are_taken_by_id(running):
    answer = post(running, {"terms": "nanning-2023"}).json()
    assert answer["terms"] == "nanning-2023"
    assert all(text["zh"] and text["en"] for text in answer["adapted"])


@pytest.mark.parametrize(
    ("body", "field", "choice"),
    [
        ({"set": {"price_flor_yuan": 1}}, "set.price_flor_yuan", "price_floor_yuan"),
        ({"set": {"price_floor_yuan": "x"}}, "set.price_floor_yuan", None),
        ({"set": {"voucher.kind": "beer"}}, "set.voucher.kind", "fuel"),
        ({"set": {"budget_yuan": 1}}, "set.budget_yuan", None),
        ({"terms": "nowhere-1999"}, "terms", "nanning-2023"),
        ({"terms": "id: [\n"}, "terms", None),
        ({"as_of": "10.1.2023"}, "as_of", None),
        ({"known_at": "then"}, "known_at", None),
        ({"unknown": 1}, "unknown", None),
        ({"set": {"price_floor_yuan": [1]}}, "set.price_floor_yuan", None),
        ({"set": {"per_buyer": "--5"}}, "set.per_buyer", None),
        ({"set": {"per_buyer": "9" * 5000}}, "set.per_buyer", None),
        ({"set": {"per_buyer": "\ud800"}}, "set.per_buyer", None),
        ({"set": {"per_buyer\x01": "1"}}, "set", None),
        ({"set": {"\ud800": "1"}}, "set", None),
        ({"terms": "\ud800"}, "terms", None),
        ({"terms": "nowhere\x00"}, "terms", None),
        ({"terms": 'id: "\\ud800"\n'}, "terms", None),
        ({"terms": '"\\ud800": 1\n'}, "terms", None),
        ({"set": {"voucher_yuan": 1, "voucher.face_yuan": 2}}, SAME, None),
    ],
)
def test_a_fault_names_its_field_and_the_choices(running, body, field, choice):
    answer = post(running, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [fault] = answer.json()["errors"]
    assert fault["field"] == field
    assert fault["message"]["zh"]
    assert fault["message"]["en"]
    assert choice is None or choice in fault["choices"]


def test_a_campaign_that_is_not_open_is_not_found(running):
    with running.client() as client:
        answer = client.post("/v1/campaigns/nowhere/what-if", json={})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("role", "status"),
    [
        (Role.OPERATOR, 200),
        (Role.BUREAU, 200),
        (Role.ANALYST, 200),
        (Role.DEALER, 403),
        (Role.BANK, 403),
    ],
)
def test_those_who_see_figures_may_try(running, role, status):
    assert post(running, {}, role).status_code == status


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("cross-site", 403)]
)
def test_a_session_tries_from_our_own_pages_alone(running, site, status):
    headers = {
        "Cookie": f"voucher_session={running.cookie()}",
        "Sec-Fetch-Site": site,
    }
    answer = httpx.post(f"{running.base_url}{PATH}", json={}, headers=headers)
    assert answer.status_code == status
