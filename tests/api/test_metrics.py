"""A scrape tells what was answered, to those who may know."""

from dataclasses import replace

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.conftest import SEED_CAMPAIGN, in_own_loop
from voucher_service.app import create_app
from voucher_service.model.kinds import Role


def counts(text):
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_request_is_counted_by_its_template(running):
    path = "/v1/campaigns/{id}"
    key = ("voucher_requests_total", *sorted(["GET", path, "200"]))
    with running.client(Role.OPERATOR) as client:
        before = counts(client.get("/metrics").text).get(key, 0)
        client.get(f"/v1/campaigns/{SEED_CAMPAIGN}")
        answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert counts(answer.text)[key] == before + 1


def test_nothing_of_a_request_but_its_template_is_told(running):
    with running.client(Role.OPERATOR) as client:
        client.get("/v1/campaigns/SECRET-NAME?q=SECRET-NAME")
        client.get("/SECRET-NAME")
        client.request("SECRET-NAME", "/v1/campaigns")
        text = client.get("/metrics").text
    assert "SECRET-NAME" not in text
    assert 'path="unknown",status="404"' in text


def asked_from(address, service, method, path, headers=None):
    async def ask():
        transport = httpx.ASGITransport(create_app(service), client=address)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://test"
        ) as client:
            return await client.request(method, path, headers=headers)

    return in_own_loop(ask())


FROM_HERE = ("127.0.0.1", 50000)
SCRAPES = [
    (True, FROM_HERE, {}, 200),
    (True, ("::1", 50000), {}, 200),
    (True, ("192.0.2.7", 50000), {}, 401),
    (True, FROM_HERE, {"X-Forwarded-For": "192.0.2.7"}, 401),
    (True, FROM_HERE, {"Forwarded": "for=192.0.2.7"}, 401),
    (False, FROM_HERE, {}, 401),
]


@pytest.mark.parametrize(("public", "address", "headers", "status"), SCRAPES)
def test_a_scrape_without_a_token_is_for_this_machine_where_that_is_set(
    desk, public, address, headers, status
):
    service = replace(desk.service, metrics_public=public)
    answer = asked_from(address, service, "GET", "/metrics", headers)
    assert answer.status_code == status


def test_an_open_door_for_scrapes_opens_no_other(desk):
    service = replace(desk.service, metrics_public=True)
    for method, path in (("POST", "/metrics"), ("GET", "/v1/campaigns")):
        assert asked_from(FROM_HERE, service, method, path).status_code == 401
