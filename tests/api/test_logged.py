"""Changes over HTTP and reads of people's data leave entries with who asked."""

import json

import httpx
import pytest

from tests.api.conftest import CAMPAIGN, LATER_FEED, Running
from voucher_service.api.access import ACCESS, PUBLIC, WATCHED
from voucher_service.model.kinds import Role
from voucher_service.store.audit_log import list_entries

SALE = "/v1/sales"


def entries(running: Running, action: str | None = None) -> list[dict]:
    running.service.accesses.flush()
    with running.service.store.read() as connection:
        rows = list_entries(connection, 1000)
    return [
        {**row, "detail": json.loads(row["detail"])}
        for row in rows
        if action in {None, row["action"]}
    ]


def token_id(running: Running, role: Role) -> str:
    return f"tok_{running.tokens[role].split('_')[1]}"


def the_sale(client: httpx.Client) -> str:
    return client.get(SALE).json()["items"][0]["sale_id"]


READS = [
    ("/v1/sales", None),
    ("/v1/sales/{sale}", None),
    ("/v1/sales/{sale}/history", None),
    (f"/v1/campaigns/{CAMPAIGN}/decisions", None),
    (f"/v1/campaigns/{CAMPAIGN}/figures/cars-sold", None),
    ("/v1/sales/nosuch", "not_found"),
]


@pytest.mark.parametrize(("path", "code"), READS)
def test_a_read_of_people_is_logged_with_who_asked(running, path, code):
    with running.client(Role.BUREAU) as client:
        asked = path.format(sale=the_sale(client))
        answer = client.get(asked)
    request_id = answer.headers["x-request-id"]
    (told,) = (
        row
        for row in entries(running, "read")
        if [asked, request_id] in row["detail"]["of"]
    )
    bureau = token_id(running, Role.BUREAU)
    assert told["actor"] == f"token:{bureau}:bureau"
    assert told["outcome"] == (code or "ok")
    assert told["subject"].startswith("GET /")


def test_a_read_that_was_refused_is_logged_with_its_refusal(running):
    with running.client(Role.ANALYST) as client:
        answer = client.get(SALE)
    request_id = answer.headers["x-request-id"]
    outcomes = {
        row["outcome"]
        for row in entries(running, "read")
        if [SALE, request_id] in row["detail"]["of"]
    }
    assert (answer.status_code, outcomes) == (403, {"not_allowed"})


def test_a_read_in_a_session_is_logged_with_the_persons_name(running):
    headers = {"Cookie": f"voucher_session={running.cookie()}"}
    path = f"/campaigns/{CAMPAIGN}/decisions"
    answer = httpx.get(f"{running.base_url}{path}", headers=headers, timeout=60)
    request_id = answer.headers["x-request-id"]
    actors = {
        row["actor"]
        for row in entries(running, "read")
        if [path, request_id] in row["detail"]["of"]
    }
    assert actors == {"session:bureau:bureau"}


def test_a_vouchers_code_is_not_in_the_log(running):
    code = "ABCDEFGHJKLMNPQR"
    with running.client(Role.BUREAU) as client:
        client.post(f"/v1/vouchers/{code}/validate", json={})
    log = str(entries(running))
    assert code not in log
    assert "/v1/vouchers/****NPQR/validate" in log


@pytest.mark.parametrize("path", ["/v1/campaigns", f"/v1/campaigns/{CAMPAIGN}/totals"])
def test_reading_figures_is_not_logged(running, path):
    with running.client(Role.BUREAU) as client:
        request_id = client.get(path).headers["x-request-id"]
    assert request_id not in str(entries(running, "read"))


def test_what_strangers_ask_is_not_logged(running):
    before = len(entries(running))
    with running.client(None) as client:
        client.get(SALE)
        client.get("/v1/sales/nosuch")
    assert len(entries(running)) == before


def sent(running: Running) -> httpx.Response:
    with running.client(Role.DEALER) as client:
        return client.post("/v1/feeds", files={"file": ("later.csv", LATER_FEED)})


def test_a_file_sent_is_logged_with_its_sender_and_request(growing):
    answer = sent(growing)
    assert answer.status_code == 201
    told = entries(growing, "ingest")[0]
    assert told["request_id"] == answer.headers["x-request-id"]
    assert told["actor"] == f"token:{token_id(growing, Role.DEALER)}:D001"
    assert told["subject"] == answer.json()["delivery_id"]


def test_a_large_file_taken_in_behind_is_logged_with_its_sender(growing):
    object.__setattr__(growing.service, "large_feed_bytes", 1)
    answer = sent(growing)
    growing.service.jobs.close()
    told = entries(growing, "ingest")[0]
    assert answer.status_code == 202
    assert told["request_id"] == answer.headers["x-request-id"]
    assert told["role"] == "dealer"


def test_signing_in_and_out_is_logged(running):
    cookie = running.cookie()
    headers = {
        "Cookie": f"voucher_session={cookie}",
        "Sec-Fetch-Site": "same-origin",
        "X-Request-ID": "sign-out-0001",
    }
    httpx.post(f"{running.base_url}/logout", headers=headers, timeout=60)
    assert entries(running, "sign-in")
    (out,) = (
        row
        for row in entries(running, "sign-out")
        if row["request_id"] == "sign-out-0001"
    )
    assert out["actor"] == "session:bureau:bureau"
    assert cookie not in str(entries(running))


def test_every_endpoint_that_tells_of_people_is_watched():
    unwatched = {template for _, template in ACCESS} - {t for _, t in WATCHED}
    words = (
        "figures/",
        "sales",
        "decisions",
        "vouchers",
        "rejects",
        "redemptions/{id}",
    )
    asks = {
        template
        for (method, template), who in ACCESS.items()
        if method == "GET" and who != PUBLIC and any(w in template for w in words)
    }
    assert asks & unwatched == set()
