"""A signed request is let in if every part holds, and its answer is signed."""

import secrets
import shutil
from dataclasses import replace

import httpx
import pytest

from tests.api.branch import NOON, branch_at, ndjson, redemption
from tests.api.conftest import NOW, Running, fresh_service, serve
from tests.api.signing import Signer, answer_is_signed, signature
from tests.conftest import in_own_loop
from voucher_service.api.refusals import Refusals
from voucher_service.api.signing import Signing
from voucher_service.model.access_errors import SignError
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.usecases.manage_keys import (
    NewKeyRequest,
    RetireRequest,
    create_key,
    retire_key,
)

BANK, OTHER = "ccb-zjj", "icbc-zjj"
STAMP = int(NOW.timestamp())
PATH = "/v1/campaigns?limit=5"


@pytest.fixture(scope="module")
def key(running):
    return create_key(running.service, NewKeyRequest(bank=BANK))


def signer(key, **changes) -> Signer:
    return replace(Signer(key.id, key.secret, STAMP), **changes)


def asked(running: Running, auth=None, path="/v1/campaigns", **how) -> httpx.Response:
    method = how.pop("method", "GET")
    token = running.tokens[how.pop("role", Role.BANK)]
    headers = {"Authorization": f"Bearer {token}", **how.pop("headers", {})}
    with httpx.Client(base_url=running.base_url, timeout=60) as client:
        request = client.build_request(method, path, headers=headers, **how)
        if auth is not None:
            next(auth.auth_flow(request))
        return client.send(request)


def test_a_signed_request_is_answered_and_its_answer_signed(running, key):
    auth = signer(key, nonce="nonce-of-mine-1")
    answer = asked(running, auth)
    assert answer.status_code == 200
    assert answer.headers["x-key-id"] == key.id
    assert answer.headers["x-nonce"] == "nonce-of-mine-1"
    assert answer_is_signed(key.secret, "nonce-of-mine-1", answer)
    assert not answer_is_signed(key.secret, "another-nonce-1", answer)


def test_a_refusal_behind_the_check_is_signed_too(running, key):
    auth = signer(key, nonce="nonce-of-mine-2")
    answer = asked(running, auth, "/v1/campaigns/nosuch")
    assert answer.status_code == 404
    assert answer_is_signed(key.secret, "nonce-of-mine-2", answer)


def test_head_is_signed_as_head_and_its_answer_without_a_body(running, key):
    auth = signer(key, nonce="nonce-of-mine-3")
    answer = asked(running, auth, method="HEAD")
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer_is_signed(key.secret, "nonce-of-mine-3", answer)


def test_a_bank_that_need_not_sign_may_leave_it(running):
    answer = asked(running)
    assert answer.status_code == 200
    assert "x-signature" not in answer.headers


@pytest.mark.parametrize(
    ("seconds", "let_in"),
    [(0, True), (-300, True), (300, True), (-301, False), (301, False)],
)
def test_the_timestamp_is_taken_within_five_minutes(running, key, seconds, let_in):
    answer = asked(running, signer(key, stamp=STAMP + seconds))
    assert (answer.status_code == 200) is let_in
    assert let_in or "X-Timestamp" in answer.json()["message"]["en"]


def test_a_nonce_is_taken_once(running, key):
    auth = signer(key, nonce=secrets.token_hex(8))
    first, second = asked(running, auth), asked(running, auth)
    assert (first.status_code, second.status_code) == (200, 401)
    assert second.json()["code"] == "SIGN_ERROR"
    assert "X-Nonce" in second.json()["message"]["en"]


def test_a_nonce_that_a_forger_sent_is_not_used_up(running, key):
    nonce = secrets.token_hex(8)
    forged = asked(running, signer(key, nonce=nonce, secret="sk_guessed"))
    meant = asked(running, signer(key, nonce=nonce))
    assert (forged.status_code, meant.status_code) == (401, 200)


def signed_headers(
    key, method="GET", target=b"/v1/campaigns", body=b"", stamp=STAMP
) -> dict[str, str]:
    nonce = secrets.token_hex(8)
    parts = [method.encode(), target, str(stamp).encode(), nonce.encode(), body]
    return {
        "X-Key-Id": key.id,
        "X-Timestamp": str(stamp),
        "X-Nonce": nonce,
        "X-Signature": signature(key.secret, *parts),
    }


SPOILT = [
    ({"X-Key-Id": "key_000000000000"}, "X-Key-Id"),
    ({"X-Key-Id": ""}, "X-Key-Id"),
    ({"X-Timestamp": "yesterday"}, "X-Timestamp"),
    ({"X-Timestamp": str(STAMP + 1)}, "X-Signature"),
    ({"X-Timestamp": f"{STAMP}.0"}, "X-Timestamp"),
    ({"X-Nonce": "short"}, "X-Nonce"),
    ({"X-Nonce": "a" * 65}, "X-Nonce"),
    ({"X-Nonce": "another-nonce"}, "X-Signature"),
    ({"X-Signature": "0" * 64}, "X-Signature"),
    ({"X-Signature": "none"}, "X-Signature"),
]


@pytest.mark.parametrize(("spoilt", "named"), SPOILT)
def test_what_does_not_hold_is_named_and_the_right_value_never_told(
    running, key, spoilt, named
):
    right = signed_headers(key)
    answer = asked(running, headers=right | spoilt)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (401, "SIGN_ERROR")
    assert problem["message"]["en"].startswith(named)
    assert problem["retryable"] is False
    assert right["X-Signature"] not in answer.text
    assert key.secret not in answer.text


@pytest.mark.parametrize(
    "absent", ["X-Key-Id", "X-Timestamp", "X-Nonce", "X-Signature"]
)
def test_a_part_that_is_missing_is_named(running, key, absent):
    headers = {k: v for k, v in signed_headers(key).items() if k != absent}
    answer = asked(running, headers=headers)
    assert answer.status_code == 401
    assert answer.json()["message"]["en"].endswith(f"it lacks {absent}")


CHANGED = [
    ("POST", "/v1/feeds", b"", 401),
    ("GET", "/v1/campaigns?limit=6", b"", 401),
    ("GET", "/v1/campaigns?limit=5", b"x", 401),
    ("GET", "/v1/campaigns?limit=5", b"", 422),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), CHANGED)
def test_the_method_the_query_and_the_body_are_signed(
    running, key, method, path, body, status
):
    headers = signed_headers(key, target=PATH.encode())
    role = {"role": Role.BANK}
    answer = asked(
        running, path=path, method=method, content=body, headers=headers, **role
    )
    assert answer.status_code in {status, 403}  # a bank sends no feeds
    assert (answer.status_code == 422) == (status == 422)


def test_a_body_is_signed_byte_for_byte_and_handed_on(running, key):
    path = f"/v1/campaigns/{'x' * 200_000}"  # a long target as well
    body = b"\xb9\xfe" * 1000
    headers = signed_headers(key, target=path[:60].encode(), body=body)
    answer = asked(running, path=path[:60], content=body, headers=headers)
    assert answer.status_code == 404
    assert answer.json()["code"] == "not_found"


def test_several_keys_live_beside_each_other(running, key):
    second = create_key(running.service, NewKeyRequest(bank=BANK))
    statuses = [asked(running, signer(each)).status_code for each in (key, second)]
    assert statuses == [200, 200]


def test_a_retired_key_is_refused_at_once(running):
    key = create_key(running.service, NewKeyRequest(bank=BANK))
    before = asked(running, signer(key)).status_code
    retire_key(running.service, RetireRequest(key_id=key.id))
    after = asked(running, signer(key))
    assert (before, after.status_code) == (200, 401)
    assert "retired" in after.json()["message"]["en"]


@pytest.mark.parametrize(
    ("at", "status"),
    [("2023-01-11T10:00:01+08:00", 200), ("2023-01-11T10:00:00+08:00", 401)],
)
def test_a_key_retires_at_its_instant(running, at, status):
    key = create_key(running.service, NewKeyRequest(bank=BANK))
    retire_key(running.service, RetireRequest(key_id=key.id, at=at))
    assert asked(running, signer(key)).status_code == status


def test_a_retirement_to_come_is_overtaken_by_one_at_once(running):
    key = create_key(running.service, NewKeyRequest(bank=BANK))
    for at in ("2023-02-01T00:00:00+08:00", None):
        retire_key(running.service, RetireRequest(key_id=key.id, at=at))
    assert asked(running, signer(key)).status_code == 401


def test_who_is_no_bank_signs_nothing(running, key):
    answer = asked(running, signer(key), role=Role.BUREAU)
    assert answer.status_code == 200
    assert "x-signature" not in answer.headers


def test_a_secret_is_never_kept_in_the_clear(running, key):
    with running.service.store.read() as connection:
        (row,) = connection.execute(
            "SELECT sealed FROM signing_keys WHERE key_id = ?", [key.id]
        ).fetchall()
    assert key.secret not in row[0]
    assert key.secret.encode() not in running.service.store.home.database.read_bytes()
    assert key.secret not in running.log.getvalue()


@pytest.fixture(scope="module")
def strict(tmp_path_factory):
    service = fresh_service(tmp_path_factory.mktemp("home") / "home")
    yield from serve(replace(service, signed_banks=frozenset({BANK})))


def test_a_bank_that_must_sign_is_let_in_signed_alone(strict):
    key = create_key(strict.service, NewKeyRequest(bank=BANK))
    unsigned = asked(strict)
    assert (unsigned.status_code, unsigned.json()["code"]) == (401, "SIGN_ERROR")
    assert asked(strict, signer(key)).status_code == 200
    assert asked(strict, role=Role.BUREAU).status_code == 200


def test_what_goes_before_the_check_is_refused_unsigned(strict):
    key = create_key(strict.service, NewKeyRequest(bank=BANK))
    answer = asked(strict, signer(key), "/v1/sales")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert "x-signature" not in answer.headers


STREAMED_TO = "/v1/feeds"


def streamed(running, key, pieces, *, reads=10, body=None) -> tuple[list, int | None]:
    """Send a body by pieces to an app that reads some; give them and the status."""
    seen, statuses = [], []
    body = b"".join(pieces) if body is None else body
    headers = signed_headers(key, "POST", STREAMED_TO.encode(), body)
    messages = [
        {"type": "http.request", "body": piece, "more_body": place < len(pieces)}
        for place, piece in enumerate(pieces, 1)
    ]

    async def app(scope, receive, send):
        read = [await receive() for _ in range(min(reads, len(pieces)))]
        seen.extend(message["body"] for message in read)
        await send({"type": "http.response.start", "status": 202, "headers": []})
        await send({"type": "http.response.body", "body": b"{}"})

    async def receive():
        return messages.pop(0)

    async def send(message):
        statuses.append(message.get("status"))

    scope = {
        "type": "http",
        "method": "POST",
        "path": STREAMED_TO,
        "query_string": b"",
        "headers": [(k.lower().encode(), v.encode()) for k, v in headers.items()],
        "state": {
            "request_id": "req_12345678",
            "bodiless": False,
            "template": STREAMED_TO,
            "principal": Principal(name="x", role=Role.BANK, bank=BANK),
        },
    }
    refusals = Refusals(lambda _: "")
    signing = Signing(app, service=running.service, refusals=refusals)
    in_own_loop(signing(scope, receive, send))
    return seen, statuses[0]


def test_a_streamed_body_is_handed_on_as_it_comes(running, key):
    assert streamed(running, key, [b"a", b"b", b"c"]) == ([b"a", b"b", b"c"], 202)


def test_a_streamed_body_that_does_not_fit_is_refused_at_its_end(running, key):
    with pytest.raises(SignError, match="X-Signature"):
        streamed(running, key, [b"a", b"b"], body=b"ac")


def test_a_streamed_body_that_nobody_read_to_its_end_is_not_answered(running, key):
    assert streamed(running, key, [b"a", b"b"], reads=1) == ([b"a"], 401)


BATCHES = "/v1/redemption-batches?count=1&total_fen=700"


@pytest.mark.parametrize(("signed", "status"), [(b"", 202), (b" ", 401)])
def test_a_banks_file_is_taken_in_only_as_it_was_signed(
    tmp_path, issued_home, signed, status
):
    shutil.copytree(issued_home, tmp_path / "home")
    with branch_at(tmp_path / "home") as branch:
        key = create_key(branch.running.service, NewKeyRequest(bank=BANK))
        body = ndjson(redemption(branch.codes[0], 700, "A1"))
        stamp = int(NOON.timestamp())
        headers = signed_headers(key, "POST", BATCHES.encode(), body + signed, stamp)
        headers |= {"Idempotency-Key": "k1", "Content-Type": "application/x-ndjson"}
        answer = asked(
            branch.running, path=BATCHES, method="POST", content=body, headers=headers
        )
        assert answer.status_code == status
        with branch.running.service.store.read() as connection:
            rows = connection.execute("SELECT count(*) FROM redemption_batches")
            assert rows.fetchall() == [(1 if status == 202 else 0,)]
    if status == 401:
        assert answer.json()["code"] == "SIGN_ERROR"
    else:
        assert answer_is_signed(key.secret, headers["X-Nonce"], answer)
