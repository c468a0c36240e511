"""What a bank's integrator meets: each call, each code, and the same answer again."""

import json
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.api.branch import FACE, NOON, Branch, branch_at, redemption
from voucher_service.model.kinds import Role

pytestmark = pytest.mark.slow


def posted(branch: Branch, path: str, key: str, body: object, role: Role = Role.BANK):
    headers = {"Idempotency-Key": key} if key else {}
    with branch.client(role) as client:
        return client.post(path, json=body, headers=headers)


def test_a_voucher_is_spent_in_parts_and_names_what_spent_it(branch):
    code = branch.codes[0]
    first = branch.redeem(code, 50_000, "N1", station="S1", terminal="T1")
    assert first.status_code == 201
    assert first.json()["voucher_balance"] == {"total": 100_000, "currency": "CNY"}
    assert branch.redeem(code.lower(), 100_001, "N2").json()["code"] == (
        "AMOUNT_MISMATCH"
    )
    last = branch.redeem(f"{code[:4]}-{code[4:]}", 100_000, "N3").json()
    refused = branch.redeem(code, 1, "N4")
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    told = refused.json()
    assert told["code"] == "VOUCHER_ALREADY_REDEEMED"
    assert told["voucher_state"] == "redeemed"
    assert told["redemption"] == last["id"]
    assert told["request_id"] == refused.headers["x-request-id"]


def test_the_same_key_or_number_gets_the_same_answer_also_after_a_restart(
    tmp_path, issued_home
):
    home = tmp_path / "home"
    shutil.copytree(issued_home, home)
    with branch_at(home) as branch:
        body = redemption(branch.codes[0], 50_000, "N1")
        first = posted(branch, "/v1/redemptions", "k1", body)
        again = posted(branch, "/v1/redemptions", "k1", body)
        by_number = posted(branch, "/v1/redemptions", "k2", body)
    with branch_at(home) as branch:
        later = posted(branch, "/v1/redemptions", "k1", body)
        later_number = posted(branch, "/v1/redemptions", "k3", body)
        other = posted(branch, "/v1/redemptions", "k1", {**body, "station": "S2"})
        other_number = posted(
            branch, "/v1/redemptions", "k4", {**body, "station": "S2"}
        )
        bound = {**body, "out_request_no": "N2"}
        bound_key = posted(branch, "/v1/redemptions", "k2", bound)
    replays = (again, by_number, later, later_number)
    assert "idempotency-replayed" not in first.headers
    assert {each.headers["idempotency-replayed"] for each in replays} == {"true"}
    assert {(each.status_code, each.content) for each in replays} == {
        (201, first.content)
    }
    for refused, field in (
        (other, "Idempotency-Key"),
        (other_number, "out_request_no"),
        (bound_key, "Idempotency-Key"),
    ):
        assert refused.status_code == 422
        assert refused.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
        assert refused.json()["errors"][0]["field"] == field


def test_a_refusal_is_replayed_by_its_key_and_judged_anew_by_its_number(branch):
    code = branch.codes[0]
    taken = branch.redeem(code, FACE, "N1").json()
    body = redemption(code, 100, "N2")
    first = posted(branch, "/v1/redemptions", "k1", body)
    branch.post(
        f"/v1/redemptions/{taken['id']}/reversals",
        json={"out_request_no": "V1", "reason": "duplicate"},
    )
    again = posted(branch, "/v1/redemptions", "k1", body)
    anew = posted(branch, "/v1/redemptions", "k2", body)
    assert (first.status_code, again.status_code, anew.status_code) == (409, 409, 201)
    assert again.content == first.content


def test_an_authorization_is_captured_or_cancelled_once(branch):
    code = branch.codes[0]
    locked = branch.redeem(code, FACE, "N1", mode="authorize", ttl_seconds=60).json()
    waiting = branch.redeem(code, 1, "N2")
    assert waiting.json()["redemption"] == locked["id"]
    assert waiting.json()["code"] == "VOUCHER_LOCKED"
    assert waiting.json()["retryable"] is True
    assert int(waiting.headers["retry-after"]) <= 61
    path = f"/v1/redemptions/{locked['id']}"
    assert branch.post(f"{path}/capture").json()["status"] == "captured"
    assert branch.post(f"{path}/capture").json()["code"] == "VOUCHER_ALREADY_REDEEMED"
    assert branch.post(f"{path}/cancel").json()["code"] == "VOUCHER_ALREADY_REDEEMED"
    other = branch.redeem(branch.codes[1], 500, "N3", mode="authorize").json()
    path = f"/v1/redemptions/{other['id']}"
    assert branch.post(f"{path}/cancel").json()["status"] == "cancelled"
    assert branch.post(f"{path}/cancel").json()["code"] == "VOUCHER_NOT_ACTIVE"
    assert branch.get(path).json()["voucher_balance"]["total"] == FACE


@pytest.mark.parametrize(("seconds", "status"), [(59, 200), (61, 409)])
def test_an_authorization_lapses_when_its_time_is_over(branch, seconds, status):
    code = branch.codes[0]
    locked = branch.redeem(code, FACE, "N1", mode="authorize", ttl_seconds=60).json()
    branch.clock.now = NOON + timedelta(seconds=seconds)
    path = f"/v1/redemptions/{locked['id']}"
    standing = "authorized" if status == 200 else "lapsed"
    assert branch.get(path).json()["status"] == standing
    assert branch.post(f"{path}/capture").status_code == status


def test_a_reversal_is_a_record_of_its_own_and_made_once(branch):
    made = branch.redeem(branch.codes[0], 50_000, "N1").json()
    path = f"/v1/redemptions/{made['id']}/reversals"
    body = {"out_request_no": "V1", "reason": "customer_refund"}
    first = posted(branch, path, "k1", body)
    assert first.status_code == 201
    assert first.json()["status"] == "reversed"
    assert first.json()["voucher_balance"]["total"] == FACE
    assert posted(branch, path, "k2", body).content == first.content
    twice = posted(branch, path, "k3", {**body, "out_request_no": "V2"}).json()
    assert (twice["code"], twice["redemption"]) == ("ALREADY_REVERSED", made["id"])
    for number in ("N1", "V1"):
        item = branch.get("/v1/redemptions", out_request_no=number).json()
        assert item["reversal"]["out_request_no"] == "V1"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": {"total": 0, "currency": "CNY"}}, "amount.total"),
        ({"amount": {"total": 1.5, "currency": "CNY"}}, "amount.total"),
        ({"amount": {"total": "100", "currency": "CNY"}}, "amount.total"),
        ({"amount": {"total": 100, "currency": "USD"}}, "amount.currency"),
        ({"out_request_no": "N 1"}, "out_request_no"),
        ({"mode": "take"}, "mode"),
        ({"redeemed_at": "2023-01-11T12:00:00"}, "redeemed_at"),
        ({"redeemed_at": "2023-01-11T12:05:01+08:00"}, "redeemed_at"),
        ({"ttl_seconds": 60}, "ttl_seconds"),
        ({"mode": "authorize", "ttl_seconds": 901}, "ttl_seconds"),
        ({"tip": 1}, "tip"),
        ({"voucher_code": None}, "voucher_code"),
    ],
)
def test_a_field_that_cannot_be_used_is_named(branch, change, field):
    body = redemption(branch.codes[0], 100, "N1") | change
    refused = posted(branch, "/v1/redemptions", "k1", body)
    assert refused.status_code == 400, refused.text
    told = refused.json()
    assert told["code"] == "PARAM_ERROR"
    assert field in {fault["field"] for fault in told["errors"]}


@pytest.mark.parametrize("redeemed_at", ["2023-01-11T12:05:00+08:00", None])
def test_a_bank_s_clock_may_be_ahead_by_five_minutes(branch, redeemed_at):
    answer = branch.redeem(branch.codes[0], 100, "N1", redeemed_at=redeemed_at)
    assert answer.status_code == 201


def test_every_write_wants_a_key_and_a_bank_s_token(branch):
    made = branch.redeem(branch.codes[0], 100, "N1").json()
    path = f"/v1/redemptions/{made['id']}"
    reversal = {"out_request_no": "V1", "reason": "other"}
    calls = [
        ("/v1/redemptions", redemption(branch.codes[1], 100, "N2")),
        (f"{path}/capture", {}),
        (f"{path}/cancel", {}),
        (f"{path}/reversals", reversal),
    ]
    for path, body in calls:
        keyless = posted(branch, path, "", body)
        assert (keyless.status_code, keyless.json()["code"]) == (
            400,
            "IDEMPOTENCY_KEY_MISSING",
        )
        foreign = posted(branch, path, "k", body, Role.BUREAU)
        assert (foreign.status_code, foreign.json()["code"]) == (403, "NO_AUTH")
    with branch.running.client(None) as client:
        stranger = client.post(calls[0][0], json=calls[0][1])
    assert (stranger.status_code, stranger.json()["code"]) == (401, "SIGN_ERROR")


def test_what_is_unknown_is_not_found(branch):
    assert branch.redeem("NOSUCHCODE", 1, "N1").json()["code"] == "VOUCHER_NOT_FOUND"
    nowhere = "/v1/redemptions/rdm_00000000000000000000"
    assert branch.post(f"{nowhere}/capture").json()["code"] == "REDEMPTION_NOT_FOUND"
    assert branch.get(nowhere).json()["code"] == "REDEMPTION_NOT_FOUND"
    unused = branch.get("/v1/redemptions", out_request_no="N9")
    assert (unused.status_code, unused.json()["code"]) == (404, "REDEMPTION_NOT_FOUND")


def test_validating_says_what_stands_against_a_voucher_and_changes_nothing(branch):
    code = branch.codes[0]
    fresh = branch.post(f"/v1/vouchers/{code}/validate").json()
    assert fresh["valid"] is True
    assert fresh["face_value"] == fresh["voucher_balance"]
    too_much = {"amount": {"total": FACE + 1, "currency": "CNY"}}
    told = branch.post(f"/v1/vouchers/{code}/validate", json=too_much).json()
    assert [reason["code"] for reason in told["reasons"]] == ["AMOUNT_MISMATCH"]
    branch.redeem(code, FACE, "N1")
    spent = branch.post(f"/v1/vouchers/{code}/validate").json()
    assert (spent["valid"], spent["voucher_state"]) == (False, "redeemed")
    unknown = branch.post("/v1/vouchers/NOSUCHCODE/validate")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "VOUCHER_NOT_FOUND")


def test_of_many_who_race_one_wins_and_the_others_are_told_who(branch):
    code = branch.codes[0]

    def race(number: int):
        body = redemption(code, FACE, f"R{number}")
        return posted(branch, "/v1/redemptions", f"race-{number}", body)

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(race, range(48)))
    won = [answer for answer in answers if answer.status_code == 201]
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert (len(won), len(lost)) == (1, 47)
    assert {told["redemption"] for told in lost} == {won[0].json()["id"]}


def test_a_query_string_or_another_media_type_is_refused_in_the_same_words(branch):
    body = redemption(branch.codes[0], 100, "N1")
    assert posted(branch, "/v1/redemptions?x=1", "k1", body).json()["code"] == (
        "PARAM_ERROR"
    )
    as_text = branch.post(
        "/v1/redemptions",
        content=json.dumps(body).encode(),
        headers={"Content-Type": "text/plain"},
    )
    assert as_text.json()["errors"][0]["field"] == "Content-Type"
    broken = branch.post(
        "/v1/redemptions",
        content=b"{",
        headers={"Content-Type": "application/json"},
    )
    assert (broken.status_code, broken.json()["code"]) == (400, "PARAM_ERROR")
