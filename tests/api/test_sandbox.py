"""In a sandbox magic codes end as they say, and no money moves."""

import itertools
import time
from dataclasses import replace

import pytest

from tests.api.conftest import (
    CAMPAIGN,
    DEALERS,
    HEADER,
    NOW,
    Running,
    fresh_service,
    serve,
)
from tests.conftest import SEED_CAMPAIGN
from voucher_service.feeds.profile import shipped_profiles
from voucher_service.ledger.codes import SIGNS, normal_code
from voucher_service.model.errors import RefusedByRule
from voucher_service.model.kinds import Role
from voucher_service.model.vouchers import CODE_LENGTH, Operation
from voucher_service.resources import SQL
from voucher_service.usecases.bank_requests import BankRequest
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.ingest_feed import ingest_feed
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.sandbox import FACE_FEN
from voucher_service.usecases.sandbox_codes import (
    CRASH,
    MAGIC,
    SLOW,
    SUCCESS,
    TIMES_REFUSED,
)

VOCABULARY = {
    400: {"PARAM_ERROR", "IDEMPOTENCY_KEY_MISSING"},
    401: {"SIGN_ERROR"},
    403: {"NO_AUTH", "BANK_NOT_IN_CAMPAIGN"},
    404: {"VOUCHER_NOT_FOUND", "REDEMPTION_NOT_FOUND"},
    409: {
        "VOUCHER_ALREADY_REDEEMED",
        "VOUCHER_EXPIRED",
        "VOUCHER_NOT_ACTIVE",
        "VOUCHER_VOIDED",
        "VOUCHER_SUSPENDED",
        "VOUCHER_LOCKED",
        "ALREADY_REVERSED",
        "REQUEST_IN_PROGRESS",
    },
    422: {
        "IDEMPOTENCY_KEY_REUSED",
        "AMOUNT_MISMATCH",
        "PRODUCT_NOT_ALLOWED",
        "STATION_NOT_ALLOWED",
        "CONTROL_TOTAL_MISMATCH",
    },
    429: {"FREQUENCY_LIMITED"},
    500: {"SYSTEM_ERROR"},
    503: {"UNAVAILABLE"},
}
STATUS = {code: status for status, codes in VOCABULARY.items() for code in codes}
REAL_SALE = HEADER.replace(",数据性质", "") + (
    "D001,XS-9,LSYSYN102N0000005,2023-01-07,200000.00,甲牌,燃油\n"
)
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory):
    home = tmp_path_factory.mktemp("sandbox") / "home"
    fresh_service(home).close()
    opening = Opening(home=home, sql=SQL, campaigns=(CAMPAIGN,), sandbox=True)
    yield from serve(open_service(opening, lambda: NOW))


def asked(running: Running, path: str, body: dict, key: str | None = None):
    with running.client(Role.BANK) as client:
        headers = {"Idempotency-Key": key or f"key-{next(_numbers)}"}
        return client.post(path, json=body, headers=headers)


def redemption(code: str, number: str | None = None, fen: int = 50_000, **more) -> dict:
    return {
        "voucher_code": code,
        "amount": {"total": fen, "currency": "CNY"},
        "out_request_no": number or f"SANDBOX-{next(_numbers)}",
        **more,
    }


def test_the_table_holds_an_outcome_for_every_code_of_the_vocabulary():
    told = [magic.problem for magic in MAGIC.values() if magic.problem]
    assert sorted(told) == sorted(STATUS)


@pytest.mark.parametrize("code", MAGIC)
def test_a_magic_code_is_written_as_codes_are(code):
    assert (len(code), normal_code(code)) == (CODE_LENGTH, code)
    assert set(code) <= set(SIGNS)


@pytest.mark.parametrize("magic", MAGIC.values(), ids=lambda magic: magic.code)
def test_each_magic_code_ends_as_the_table_says(sandbox, magic):
    sandbox.service.sandbox.late_seconds = 0.0
    body, key = redemption(magic.code), f"row-{magic.code}"
    answer = asked(sandbox, "/v1/redemptions", body, key)
    assert answer.headers["Voucher-Sandbox"] == "true"
    if magic.problem is None:
        assert answer.status_code == 201
        assert answer.json()["voucher_balance"]["total"] == FACE_FEN - 50_000
        return
    problem = answer.json()
    assert (problem["code"], answer.status_code) == (
        magic.problem,
        STATUS[magic.problem],
    )
    assert problem["retryable"] is magic.passing
    assert answer.headers["Content-Type"] == "application/problem+json"
    if magic.code != CRASH:
        assert ("Retry-After" in answer.headers) is magic.passing
        assert problem["message"] == magic.means.model_dump()
    if magic.state is not None:
        assert problem["voucher_state"] == magic.state.value


@pytest.mark.parametrize("magic", MAGIC.values(), ids=lambda magic: magic.code)
def test_sent_again_with_the_same_key_it_is_replayed_refused_or_passes(sandbox, magic):
    sandbox.service.sandbox.late_seconds = 0.0
    body, key = redemption(magic.code), f"again-{magic.code}"
    sent = [
        asked(sandbox, "/v1/redemptions", body, key) for _ in range(TIMES_REFUSED + 2)
    ]
    statuses = [answer.status_code for answer in sent]
    replayed = [answer.headers.get("Idempotency-Replayed") for answer in sent]
    if magic.passing:
        assert statuses == [STATUS[magic.problem]] * TIMES_REFUSED + [201, 201]
        assert replayed == [None] * (TIMES_REFUSED + 1) + ["true"]
        assert sent[-1].content == sent[-2].content
        return
    status = STATUS.get(magic.problem, 201)
    assert statuses == [status] * len(sent)
    kept = status in {201, 409, 422} and magic.problem != "IDEMPOTENCY_KEY_REUSED"
    assert replayed[1:] == (["true"] if kept else [None]) * (TIMES_REFUSED + 1)
    assert len({answer.content for answer in sent}) == (1 if kept else len(sent))


@pytest.mark.parametrize("magic", MAGIC.values(), ids=lambda magic: magic.code)
def test_validating_tells_what_redeeming_would_be_refused_for(sandbox, magic):
    answer = asked(sandbox, f"/v1/vouchers/{magic.code.lower()}/validate", {})
    status = STATUS.get(magic.problem, 201)
    if magic.passing or magic.problem is None:
        assert answer.json()["valid"] is True
    elif status in {409, 422}:
        reasons = [each["code"] for each in answer.json()["reasons"]]
        assert (answer.json()["valid"], reasons) == (False, [magic.problem])
    else:
        assert (answer.status_code, answer.json()["code"]) == (status, magic.problem)


@pytest.mark.parametrize(
    ("fen", "valid"), [(FACE_FEN, True), (FACE_FEN + 1, False)], ids=["whole", "more"]
)
def test_a_magic_voucher_holds_1500_yuan_each_time(sandbox, fen, valid):
    body = {"amount": {"total": fen, "currency": "CNY"}}
    told = asked(sandbox, f"/v1/vouchers/{SUCCESS}/validate", body).json()
    assert told["valid"] is valid
    made = asked(sandbox, "/v1/redemptions", redemption(SUCCESS, fen=fen))
    assert made.status_code == (201 if valid else 422)


def test_other_contents_under_a_known_key_or_number_are_refused(sandbox):
    first = redemption(SUCCESS, "NUMBER-1")
    assert asked(sandbox, "/v1/redemptions", first, "one").status_code == 201
    for other, key in [
        (redemption(SUCCESS, "NUMBER-2"), "one"),
        (redemption("7KQ2MZ9XH4TBWC3N", "NUMBER-2"), "one"),
        (redemption(SUCCESS, "NUMBER-1", 1), "two"),
    ]:
        refused = asked(sandbox, "/v1/redemptions", other, key)
        assert refused.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    same = asked(sandbox, "/v1/redemptions", first, "three")
    assert same.headers["Idempotency-Replayed"] == "true"


def test_a_redemption_is_captured_cancelled_reversed_and_found_as_any_other(sandbox):
    held = asked(
        sandbox, "/v1/redemptions", redemption(SUCCESS, "HOLD-1", mode="authorize")
    ).json()
    path = f"/v1/redemptions/{held['id']}"
    assert held["status"] == "authorized"
    assert held["expires_at"] is not None
    assert asked(sandbox, f"{path}/capture", {}).json()["status"] == "captured"
    again = asked(sandbox, f"{path}/cancel", {})
    assert again.json()["code"] == "VOUCHER_ALREADY_REDEEMED"
    reversal = {"out_request_no": "BACK-1", "reason": "customer_refund"}
    back = asked(sandbox, f"{path}/reversals", reversal)
    assert (back.status_code, back.json()["status"]) == (201, "reversed")
    twice = {"out_request_no": "BACK-2", "reason": "other"}
    refused = asked(sandbox, f"{path}/reversals", twice)
    assert refused.json()["code"] == "ALREADY_REVERSED"
    with sandbox.client(Role.BANK) as client:
        assert client.get(path).json() == back.json()
        for number in ("HOLD-1", "BACK-1"):
            found = client.get("/v1/redemptions", params={"out_request_no": number})
            assert found.json() == back.json()


def test_the_late_answer_comes_late_once(sandbox):
    sandbox.service.sandbox.late_seconds = 0.4
    body = redemption(SLOW)
    began = time.monotonic()
    first = asked(sandbox, "/v1/redemptions", body, "late")
    late = time.monotonic() - began
    again = asked(sandbox, "/v1/redemptions", body, "late")
    assert (first.content, late >= 0.4) == (again.content, True)
    assert again.headers["Idempotency-Replayed"] == "true"


def test_everything_else_is_as_usual_and_magic_leaves_no_trace(sandbox):
    issue_vouchers(sandbox.service, CAMPAIGN)
    with sandbox.service.store.read() as connection:
        code, events = connection.execute(
            "SELECT min(v.code), count(*) FROM vouchers v JOIN voucher_events"
            " USING (voucher_no)"
        ).fetchone()
    assert asked(sandbox, "/v1/redemptions", redemption(SUCCESS)).status_code == 201
    body = redemption(code)
    real = asked(sandbox, "/v1/redemptions", body, "real")
    assert (real.status_code, real.json()["voucher_balance"]["total"]) == (201, 100_000)
    assert real.headers["Voucher-Sandbox"] == "true"
    reused = asked(sandbox, "/v1/redemptions", redemption(SUCCESS), "real")
    assert reused.json()["code"] == "IDEMPOTENCY_KEY_REUSED"
    with sandbox.service.store.read() as connection:
        kept = connection.execute(
            "SELECT count(*), (SELECT count(*) FROM write_requests) FROM voucher_events"
        ).fetchone()
    assert kept == (events + 1, 1)


def test_lines_of_files_are_not_magic(sandbox):
    line = BankRequest(
        operation=Operation.REDEEM,
        scope="bank:ccb-zjj",
        bank="ccb-zjj",
        actor="test",
        written=lambda _error: b"",
        voucher_code=SUCCESS,
        batch_id="bat_1",
        line_no=1,
    )
    magic = sandbox.service.sandbox
    with sandbox.service.store.read() as connection:
        assert not magic.is_meant(line, connection)
        assert magic.is_meant(replace(line, batch_id=None), connection)


def test_without_the_setting_no_code_is_magic(running):
    answer = asked(running, "/v1/redemptions", redemption(SUCCESS))
    assert answer.json()["code"] == "VOUCHER_NOT_FOUND"
    assert "Voucher-Sandbox" not in answer.headers


def test_a_home_with_real_sales_is_no_sandbox(desk, tmp_path):
    desk.ingest(DEALERS, "dealers.csv")
    assert desk.ingest(REAL_SALE).accepted == 1
    desk.service.close()
    opening = Opening(
        home=tmp_path / "home", sql=SQL, campaigns=(SEED_CAMPAIGN,), sandbox=True
    )
    with pytest.raises(RefusedByRule) as refused:
        open_service(opening, desk.clock)
    assert "VOUCHER_SANDBOX" in refused.value.remedy.en


def test_real_sales_do_not_land_in_a_sandbox(sandbox):
    delivery = Delivery.of("real.csv", REAL_SALE.encode())
    before = sandbox.service.store.data_version()
    for dry_run in (True, False):
        with pytest.raises(RefusedByRule):
            ingest_feed(
                sandbox.service,
                delivery,
                shipped_profiles()["standard"],
                dry_run=dry_run,
            )
    assert sandbox.service.store.data_version() == before
