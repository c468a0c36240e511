"""What changed the totals between two instants, over HTTP."""

import csv
import io

import httpx
import pytest

from tests.api.conftest import CAMPAIGN, HEADER, land
from voucher_service.model.bridge_reports import Bridge
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge

PATH = f"/v1/campaigns/{CAMPAIGN}/bridge"
CHART = f"/v1/campaigns/{CAMPAIGN}/charts/restatement-bridge"
TOTALS = f"/v1/campaigns/{CAMPAIGN}/totals"
CORRECTED = (
    HEADER + "D001,XS-2,LSYSYN107N0000002,2022-12-20,140000.00,甲牌,纯电动,合成数据\n"
)


@pytest.fixture
def changed(growing):
    """A home that has been corrected once; gives it and the instant before."""
    with growing.client() as client:
        before = client.get(TOTALS).json()
    land(growing.service, "corrected.csv", CORRECTED)
    return growing, before["known_at"]


def test_the_bridge_leads_from_one_total_to_the_other(changed):
    running, since = changed
    with running.client() as client:
        bridge = client.get(PATH, params={"from": since}).json()
        for end in ("before", "after"):
            asked = {"as_of": bridge["as_of"], "known_at": bridge[end]["known_at"]}
            totals = client.get(TOTALS, params=asked).json()
            for figure in ("cars_sold", "sales_fen", "sales_yuan", "vouchers_fen"):
                assert bridge[end][figure] == totals[figure]
    assert set(bridge) == set(Bridge.model_fields)
    assert bridge["sales_yuan"] == "-10000.00"
    [line] = bridge["lines"]
    assert (line["cause"], line["file"], line["dealers"]) == (
        "correction",
        "corrected.csv",
        ["D001"],
    )


def test_asked_again_it_is_the_same_document_and_not_sent_twice(changed):
    running, since = changed
    with running.client() as client:
        until = client.get(PATH, params={"from": since}).json()["after"]["known_at"]
        asked = {"from": since, "to": until}
        first = client.get(PATH, params=asked)
        land(running.service, "again.csv", CORRECTED.replace("140000", "130000"))
        again = client.get(PATH, params=asked)
        known = {"If-None-Match": first.headers["etag"]}
        same = client.get(PATH, params=asked, headers=known)
    assert first.content == again.content
    assert same.status_code == httpx.codes.NOT_MODIFIED
    ours = report_bridge(running.service, BridgeQuery(CAMPAIGN))
    assert len(ours.lines) > 1


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"from": "2020-01-01"}, "开启"),
        ({"from": "2099-01-01"}, "from"),
        ({"to": "2099-01-01"}, "to"),
        ({"from": "soon"}, "from"),
        ({"to": "2023-01-32"}, "to"),
        ({"as_of": "2023-13-01"}, "as_of"),
        ({"known_at": "2023-01-11"}, "known_at"),
    ],
)
def test_a_bad_parameter_is_named(running, parameters, said):
    with running.client() as client:
        refused = client.get(PATH, params=parameters)
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert said in refused.json()["message"]["zh"]


def test_an_unknown_campaign_is_not_found(running):
    with running.client() as client:
        answer = client.get("/v1/campaigns/nosuch/bridge")
    assert answer.status_code == httpx.codes.NOT_FOUND
    assert answer.json()["errors"][0]["choices"] == [CAMPAIGN]


def test_the_chart_s_numbers_are_those_of_the_bridge(changed):
    running, since = changed
    with running.client() as client:
        bridge = client.get(PATH, params={"from": since}).json()
        answer = client.get(CHART, params={"from": since, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["step"], row["cars"], row["sales_fen"]) for row in rows] == [
        (
            "before",
            str(bridge["before"]["cars_sold"]),
            str(bridge["before"]["sales_fen"]),
        ),
        ("correction", "0", "-1000000"),
        ("after", str(bridge["after"]["cars_sold"]), str(bridge["after"]["sales_fen"])),
    ]
    assert {row["since"] for row in rows} == {since}


def test_a_chart_of_one_instant_takes_no_beginning(changed):
    running, since = changed
    path = f"/v1/campaigns/{CAMPAIGN}/charts/by-district"
    with running.client() as client:
        refused = client.get(path, params={"from": since})
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "restatement-bridge" in refused.json()["remedy"]["zh"]
