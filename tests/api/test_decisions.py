"""A decision is explained over HTTP, and all of them are given as a table."""

import io

import polars as pl
import pytest

from tests.api.conftest import CAMPAIGN, HEADER, land
from voucher_service.api.access import ACCESS
from voucher_service.model.kinds import Role
from voucher_service.usecases.explain_sale import DECISION_ROLES

DECISIONS = f"/v1/campaigns/{CAMPAIGN}/decisions"
BELOW_FLOOR = "LSYSYN100N0000004"
OF_D001 = "LSYSYN105N0000001"
CSV = "text/csv; charset=utf-8"


def test_a_decision_is_one_document_with_every_condition(running):
    with running.client() as client:
        told = client.get(f"{DECISIONS}/{BELOW_FLOOR}").json()
    assert (told["outcome"], told["reasons"]) == ("ineligible", ["price_below_floor"])
    (failing,) = [each for each in told["conditions"] if not each["holds"]]
    assert failing["code"] == "price_below_floor"
    assert (failing["file"], failing["row"]) == ("first.csv", 5)
    assert (failing["column"], failing["cell"]) == ("裸车价", "E5")
    assert (failing["required"], failing["found"]) == ("≥ 30,000.00", "29,999.99")
    assert failing["instead"] == {
        "zh": "裸车价须至少再高 0.01 元（达到 30,000.00 元）",
        "en": "the bare price has to be at least 0.01 yuan more (30,000.00 yuan)",
    }


@pytest.mark.parametrize("named", ["vin", "record", "id"])
def test_a_sale_is_named_by_its_vin_or_id(running, named):
    with running.client() as client:
        by_vin = client.get(f"{DECISIONS}/{BELOW_FLOOR}")
        answers = {
            "vin": by_vin,
            "record": client.get(f"{DECISIONS}/{BELOW_FLOOR.lower()}"),
            "id": client.get(f"{DECISIONS}/{by_vin.json()['sale_id']}"),
        }
    assert answers[named].content == by_vin.content


def test_the_decision_of_an_instant_has_the_same_bytes_each_time(growing, later_feed):
    with growing.client() as client:
        first = client.get(f"{DECISIONS}/{OF_D001}")
        known_at = first.json()["known_at"]
        later_feed.land()
        again = client.get(f"{DECISIONS}/{OF_D001}", params={"known_at": known_at})
        tag = {"If-None-Match": first.headers["etag"]}
        unchanged = client.get(
            f"{DECISIONS}/{OF_D001}", params={"known_at": known_at}, headers=tag
        )
    assert again.content == first.content
    assert unchanged.status_code == 304


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        (f"{DECISIONS}/nosuch", 404, "not_found"),
        ("/v1/campaigns/nosuch/decisions/nosuch", 404, "not_found"),
        ("/v1/campaigns/nosuch/decisions", 404, "not_found"),
        (f"{DECISIONS}/nosuch?as_of=2023-01-10", 422, "bad_parameter"),
        (f"{DECISIONS}?outcome=perhaps", 422, "bad_parameter"),
        (f"{DECISIONS}?format=doc", 422, "bad_parameter"),
        (f"{DECISIONS}?cursor=elsewhere", 422, "bad_parameter"),
        (f"{DECISIONS}?limit=0", 422, "bad_parameter"),
    ],
)
def test_what_cannot_be_answered_is_a_problem_in_both_languages(
    running, path, status, code
):
    with running.client() as client:
        answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert all(answer.json()["message"][language] for language in ("zh", "en"))


def test_a_vin_of_several_sales_is_refused_with_their_ids(growing):
    again = f"D001,XS-9,{OF_D001},2023-01-08,150000.00,甲牌,燃油,合成数据\n"
    land(growing.service, "again.csv", HEADER + again)
    with growing.client() as client:
        answer = client.get(f"{DECISIONS}/{OF_D001}")
        problem = answer.json()
        (fault,) = problem["errors"]
        told = [client.get(f"{DECISIONS}/{name}").json() for name in fault["choices"]]
    assert (answer.status_code, problem["code"]) == (422, "ambiguous_sale")
    assert [each["vin"] for each in told] == [OF_D001] * 2


def test_a_dealer_finds_its_own_decisions_and_no_others(running):
    with running.client(Role.DEALER) as client:
        own = client.get(f"{DECISIONS}/{OF_D001}")
        other = client.get(f"{DECISIONS}/{BELOW_FLOOR}")
        listed = client.get(DECISIONS).json()["items"]
        table = client.get(DECISIONS, params={"format": "csv"})
    assert (own.status_code, other.status_code) == (200, 404)
    assert {item["dealer_id"] for item in listed} == {"D001"}
    assert "D002" not in table.text


def test_the_roles_of_the_table_are_those_of_the_pages():
    for path in ("/v1", ""):
        for end in ("", "/{sale}"):
            who = ACCESS["GET", f"{path}/campaigns/{{id}}/decisions{end}"]
            assert who == frozenset(DECISION_ROLES)


def test_decisions_come_page_by_page_as_json(running):
    with running.client() as client:
        first = client.get(DECISIONS, params={"limit": 3}).json()
        rest = client.get(
            DECISIONS, params={"limit": 3, "cursor": first["next_cursor"]}
        ).json()
    assert [len(first["items"]), len(rest["items"])] == [3, 1]
    assert rest["next_cursor"] is None


@pytest.mark.parametrize(
    ("asked", "headers", "media_type"),
    [
        ({"format": "csv"}, {}, CSV),
        ({"format": "csv"}, {"Accept": "application/json"}, CSV),
        ({}, {"Accept": "text/csv"}, CSV),
        ({"format": "parquet"}, {}, "application/vnd.apache.parquet"),
        ({}, {}, "application/json"),
        ({"format": "json"}, {"Accept": "text/csv"}, "application/json"),
    ],
)
def test_the_format_asked_for_wins_over_accept(running, asked, headers, media_type):
    with running.client() as client:
        answer = client.get(DECISIONS, params=asked, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type


def test_a_table_is_sent_whole_with_its_length_tag_and_name(running):
    with running.client() as client:
        answer = client.get(DECISIONS, params={"format": "parquet"})
        tag = {"If-None-Match": answer.headers["etag"]}
        again = client.get(DECISIONS, params={"format": "parquet"}, headers=tag)
        head = client.head(DECISIONS, params={"format": "parquet"})
    assert pl.read_parquet(io.BytesIO(answer.content)).height == 4
    assert int(answer.headers["content-length"]) == len(answer.content)
    assert f"{CAMPAIGN}-decisions-all.parquet" in answer.headers["content-disposition"]
    assert (again.status_code, again.content) == (304, b"")
    assert (head.status_code, head.content) == (200, b"")


def test_nothing_a_reader_accepts_is_told_with_what_there_is(running):
    with running.client() as client:
        answer = client.get(DECISIONS, headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.json()["errors"][0]["choices"] == ["json", "csv", "xlsx", "parquet"]
