"""Sales over HTTP: masked, paged, and a dealer's own alone."""

import httpx
import pytest

from tests.api.conftest import Running, land
from tests.feed_texts import REGISTER, feed, sale_row, vin
from voucher_service.model.kinds import Role


def test_a_sale_and_its_history_are_found_by_vin(running):
    with running.client() as client:
        page = client.get("/v1/sales", params={"vin": "LSYSYN105N0000001"}).json()
        [sale] = page["items"]
        assert page["next_cursor"] is None
        assert sale["source"] == {
            "feed_id": sale["source"]["feed_id"],
            "file": "first.csv",
            "sheet": None,
            "row": 2,
        }
        assert client.get(f"/v1/sales/{sale['sale_id']}").json() == sale
        history = client.get(f"/v1/sales/{sale['sale_id']}/history")
        assert history.json() == [sale]
        assert client.get("/v1/sales/sal_nope").status_code == httpx.codes.NOT_FOUND


def test_a_dealer_reads_its_own_sales_alone(running):
    with running.client(Role.DEALER) as client:
        items = client.get("/v1/sales", params={"limit": 100}).json()["items"]
        assert {sale["dealer_id"] for sale in items} == {"D001"}
        refused = client.get("/v1/sales", params={"limit": 0})
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY


@pytest.fixture
def contested(growing: Running) -> Running:
    """A car that two dealers sold."""
    land(growing.service, "register.csv", REGISTER)
    theirs = sale_row(2).replace(vin(2), vin(1))
    land(growing.service, "two.csv", feed(sale_row(1), theirs))
    return growing


def test_sales_in_conflict_are_listed_and_resolved_by_name(contested):
    with contested.client(Role.BUREAU) as client:
        waiting = client.get("/v1/sales", params={"status": "conflicted"}).json()
        one, other = waiting["items"]
        assert (one["conflicts_with"], other["conflicts_with"]) == (
            [other["sale_id"]],
            [one["sale_id"]],
        )
        answer = client.post(
            f"/v1/sales/{one['sale_id']}/resolutions",
            json={"verdict": "uphold", "why": "已核对发票原件"},
        )
        assert answer.status_code == httpx.codes.CREATED
        [event] = answer.json()["resolutions"]
        assert (event["verdict"], event["why"]) == ("uphold", "已核对发票原件")
        assert event["who"]
        assert client.get("/v1/sales", params={"status": "conflicted"}).json() == {
            "items": [],
            "next_cursor": None,
        }
        [aside] = client.get("/v1/sales", params={"status": "set_aside"}).json()[
            "items"
        ]
        assert aside["sale_id"] == other["sale_id"]


def test_a_sale_in_no_conflict_is_not_resolved(growing):
    with growing.client(Role.BUREAU) as client:
        sale = client.get("/v1/sales").json()["items"][0]
        path = f"/v1/sales/{sale['sale_id']}/resolutions"
        refused = client.post(path, json={"verdict": "uphold", "why": "无"})
        assert refused.status_code == httpx.codes.CONFLICT
        assert refused.json()["code"] == "refused_by_rule"
        unknown = client.post(
            "/v1/sales/sal_nope/resolutions", json={"verdict": "uphold", "why": "无"}
        )
        assert unknown.status_code == httpx.codes.NOT_FOUND


@pytest.mark.parametrize(
    "body",
    [{}, {"verdict": "maybe", "why": "x"}, {"verdict": "uphold", "why": ""}, []],
)
def test_a_resolution_without_verdict_or_grounds_is_refused(growing, body):
    with growing.client(Role.BUREAU) as client:
        refused = client.post("/v1/sales/sal_x/resolutions", json=body)
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert refused.json()["errors"]


def test_a_dealer_does_not_resolve(contested):
    with contested.client(Role.DEALER) as client:
        refused = client.post(
            "/v1/sales/sal_x/resolutions", json={"verdict": "uphold", "why": "无"}
        )
    assert refused.status_code == httpx.codes.FORBIDDEN


def test_an_unknown_status_names_the_valid_ones(running):
    with running.client() as client:
        refused = client.get("/v1/sales", params={"status": "gone"})
    assert refused.status_code == httpx.codes.UNPROCESSABLE_ENTITY
    assert "conflicted" in refused.text
