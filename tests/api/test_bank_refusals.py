"""Whatever turns a bank away at the redemption API has one form."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.api.branch import Branch, redemption
from tests.api.conftest import Running, fresh_service, serve
from voucher_service.api.bodies import MOST_BYTES
from voucher_service.api.refusals import Refusals
from voucher_service.model.kinds import Role
from voucher_service.usecases.throttle import Rates, Throttle

OF_VOUCHERS = {"voucher_state": None, "redemption": None}
LONG = b" " * (MOST_BYTES + 1)
TURNED_AWAY = [
    # method, path, more of the request, status, code
    ("POST", "/v1/redemptions", {"json": {}}, 400, "PARAM_ERROR"),
    ("GET", "/v1/redemptions", {"params": {"x": "1"}}, 400, "PARAM_ERROR"),
    ("GET", "/v1/events", {"params": {"after": "42"}}, 400, "PARAM_ERROR"),
    ("GET", "/v1/events", {"headers": {"X-Nonce": "n"}}, 401, "SIGN_ERROR"),
    ("GET", "/v1/statements/2023-01-10", {"params": {"bank": "x"}}, 403, "NO_AUTH"),
    ("GET", "/v1/redemptions/rdm_0", {}, 404, "REDEMPTION_NOT_FOUND"),
    ("PUT", "/v1/redemptions", {}, 405, "method_not_allowed"),
    ("POST", "/v1/redemptions", {"content": LONG}, 413, "request_too_large"),
]


@pytest.mark.parametrize(("method", "path", "more", "status", "code"), TURNED_AWAY)
def test_every_refusal_tells_of_a_voucher_or_that_there_is_none(
    branch: Branch, method, path, more, status, code
):
    headers = {"Idempotency-Key": "k"} | more.get("headers", {})
    with branch.client() as client:
        answer = client.request(method, path, **more | {"headers": headers})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (status, code)
    assert OF_VOUCHERS.items() <= told.items()


def test_a_stranger_is_told_in_the_same_form(branch: Branch):
    with branch.running.client(None) as client:
        told = client.get("/v1/events").json()
    assert told["code"] == "SIGN_ERROR"
    assert OF_VOUCHERS.items() <= told.items()


@pytest.fixture
def hasty(tmp_path) -> Iterator[Running]:
    """A server at which a token asks once and then no more."""
    throttle = Throttle(Rates(0.001, 1))
    yield from serve(replace(fresh_service(tmp_path / "home"), throttle=throttle))


def test_who_asks_too_often_is_told_in_the_same_form(hasty):
    with hasty.client(Role.BANK) as client:
        told = [client.get("/v1/events").json() for _ in range(2)][-1]
    assert told["code"] == "FREQUENCY_LIMITED"
    assert OF_VOUCHERS.items() <= told.items()


def test_an_error_nobody_foresaw_is_told_in_the_same_form():
    state = {"request_id": "req_12345678", "template": "/v1/events"}
    scope = {"path": "/v1/events", "state": state}
    told = json.loads(Refusals(str).of_surprise(scope).body)
    assert (told["status"], told["code"]) == (500, "SYSTEM_ERROR")
    assert OF_VOUCHERS.items() <= told.items()


def test_other_endpoints_tell_of_no_voucher(branch: Branch):
    told = branch.get("/v1/vouchers").json()
    assert told["code"] == "not_allowed"
    assert not OF_VOUCHERS.keys() & told.keys()


def test_a_body_that_is_too_long_is_told_where_files_go(branch: Branch):
    told = branch.post("/v1/redemptions", content=LONG).json()
    for said in told["remedy"].values():
        assert "/v1/redemption-batches" in said
        assert "/v1/feeds" not in said


FIELDS = ("voucher_code", "amount", "out_request_no", "mode", "redeemed_at")


def test_an_unknown_field_is_told_with_those_there_are(branch: Branch):
    body = redemption(branch.codes[0], 100, "A1") | {"tip": 1}
    [fault] = branch.post("/v1/redemptions", json=body).json()["errors"]
    assert fault["field"] == "tip"
    assert set(FIELDS) < set(fault["choices"])
    for said in fault["message"].values():
        assert all(field in said for field in FIELDS)


def test_other_faults_have_no_fields_to_choose_from(branch: Branch):
    faults = branch.post("/v1/redemptions", json={}).json()["errors"]
    assert {fault["field"] for fault in faults} == set(FIELDS[:3])
    assert {tuple(fault["choices"]) for fault in faults} == {()}


def test_a_request_without_fields_says_so(branch: Branch):
    answer = branch.post("/v1/redemptions/rdm_0/capture", json={"amount": 1})
    [fault] = answer.json()["errors"]
    assert fault["message"]["en"] == (
        "There is no field amount; this request takes none"
    )
