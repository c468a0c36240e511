"""Who asks too often, or guesses codes, is told to wait and for how long."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.api.conftest import Running, fresh_service, serve
from voucher_service.model.kinds import Role
from voucher_service.usecases.manage_tokens import (
    RotateRequest,
    revoke_token,
    rotate_token,
)
from voucher_service.usecases.throttle import Guesses, Rates, Throttle

PATH = "/v1/campaigns"
BURST, GUESSES = 5, 3
UNKNOWN = "AAAABBBBCCCCDDDD"


@pytest.fixture
def hasty(tmp_path) -> Iterator[Running]:
    """A server that fills a bucket of five so slowly that no test sees it."""
    throttle = Throttle(Rates(0.001, BURST), Guesses(GUESSES))
    service = replace(fresh_service(tmp_path / "home"), throttle=throttle)
    yield from serve(service)


@pytest.fixture
def wary(tmp_path) -> Iterator[Running]:
    """A server at which three unknown codes are enough."""
    throttle = Throttle(Rates(), Guesses(GUESSES))
    service = replace(fresh_service(tmp_path / "home"), throttle=throttle)
    yield from serve(service)


def test_a_token_that_asks_too_often_is_refused_and_no_other(hasty):
    with hasty.client(Role.BUREAU) as client:
        answers = [client.get(PATH) for _ in range(BURST + 2)]
    assert [answer.status_code for answer in answers] == [200] * BURST + [429] * 2
    problem = answers[-1].json()
    assert (problem["code"], problem["retryable"]) == ("FREQUENCY_LIMITED", True)
    assert int(answers[-1].headers["retry-after"]) > 1
    with hasty.client(Role.ANALYST) as client:
        assert client.get(PATH).status_code == 200


def test_refusals_count_as_any_request(hasty):
    with hasty.client(Role.ANALYST) as client:
        statuses = [client.get("/v1/sales").status_code for _ in range(BURST + 1)]
    assert statuses == [403] * BURST + [429]


def test_health_is_never_limited(hasty):
    with hasty.client(None) as client:
        statuses = {client.get("/healthz").status_code for _ in range(3 * BURST)}
    assert statuses == {200}


def validate(running: Running, role: Role) -> int:
    with running.client(role) as client:
        return client.post(f"/v1/vouchers/{UNKNOWN}/validate", json={}).status_code


def test_who_names_too_many_unknown_codes_has_to_wait_and_no_other(wary):
    statuses = [validate(wary, Role.BANK) for _ in range(GUESSES + 2)]
    assert statuses == [404] * GUESSES + [429] * 2
    assert validate(wary, Role.BUREAU) == 404


def test_who_has_to_wait_may_still_ask_for_its_redemptions(wary):
    for _ in range(GUESSES + 1):
        validate(wary, Role.BANK)
    with wary.client(Role.BANK) as client:
        answer = client.get("/v1/redemptions", params={"out_request_no": "A1"})
    assert answer.json()["code"] == "REDEMPTION_NOT_FOUND"


def test_who_has_to_wait_may_not_go_on_by_files(wary):
    file = {
        "url": "/v1/redemption-batches",
        "params": {"count": 1, "total_fen": 100},
        "content": b"{}",
        "headers": {"Content-Type": "application/x-ndjson", "Idempotency-Key": "k"},
    }
    with wary.client(Role.BANK) as client:
        assert client.post(**file).status_code == 422
        for _ in range(GUESSES):
            validate(wary, Role.BANK)
        answer = client.post(**file)
    assert (answer.status_code, answer.json()["code"]) == (429, "FREQUENCY_LIMITED")


def status(running: Running, token: str) -> int:
    with running.client(None) as client:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get(PATH, headers=headers).status_code


def test_a_revoked_token_is_refused_at_once(growing):
    token = growing.tokens[Role.BUREAU]
    assert status(growing, token) == 200
    revoke_token(growing.service, f"tok_{token.split('_')[1]}")
    assert status(growing, token) == 401


@pytest.mark.parametrize(("hours", "old"), [(0, 401), (24, 200)])
def test_a_rotated_token_lives_on_for_its_grace_beside_the_new(growing, hours, old):
    token = growing.tokens[Role.BANK]
    asked = RotateRequest(token_id=f"tok_{token.split('_')[1]}", grace_hours=hours)
    made = rotate_token(growing.service, asked)
    assert (made.role, made.bank) == ("bank", "ccb-zjj")
    assert (status(growing, token), status(growing, made.token)) == (old, 200)
