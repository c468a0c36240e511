"""Every response carries an id, the security headers, and leaves a line of log."""

import io
import json
import re

import httpx
import pytest

from tests.conftest import in_own_loop
from voucher_service.api.envelope import DEFAULT_HEADERS, Envelope
from voucher_service.api.logs import json_log
from voucher_service.api.refusals import Refusals
from voucher_service.model.kinds import Role

CAMPAIGN = "zhangjiajie-2022-new-year"
TOTALS = f"/v1/campaigns/{CAMPAIGN}/totals"
SECRET = "hunter2-of-the-inside"

ANSWERS = [
    ("/healthz", None, 200),
    ("/v1/campaigns", None, 401),
    ("/v1/campaigns", Role.BUREAU, 200),
    ("/v1/campaigns/nosuch", Role.BUREAU, 404),
    (TOTALS, Role.BANK, 403),
    (f"{TOTALS}?by=month", Role.BUREAU, 422),
    ("/nosuch", Role.BUREAU, 404),
    ("/", Role.BUREAU, 200),
    ("/login", None, 401),
    ("/static/nosuch.js", Role.BUREAU, 404),
    ("/openapi.json", Role.BUREAU, 200),
]


@pytest.mark.parametrize(("path", "role", "status"), ANSWERS)
def test_every_answer_has_the_headers(running, path, role, status):
    with running.client(role) as client:
        answer = client.get(path)
    assert answer.status_code == status
    assert re.fullmatch(r"req_[0-9a-f]{16}", answer.headers["x-request-id"])
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in {"no-referrer", "same-origin"}
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    if path.startswith("/v1"):
        assert answer.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("bank-0001", True),
        ("a" * 8, True),
        ("a" * 7, False),
        ("a" * 64, True),
        ("a" * 65, False),
        ("-leading-dash", False),
        ("with blank", False),
        ('quote"quote', False),
    ],
)
def test_a_sane_request_id_is_kept_and_another_is_replaced(running, given, kept):
    with running.client() as client:
        answer = client.get("/v1/campaigns/nosuch", headers={"X-Request-ID": given})
    assert (answer.headers["x-request-id"] == given) == kept
    assert answer.json()["request_id"] == answer.headers["x-request-id"]


def test_a_request_leaves_one_line_of_log_without_its_secrets(running):
    with running.client() as client:
        answer = client.get(
            TOTALS, params={"as_of": "2023-01-10"}, headers={"X-Request-ID": "log-0001"}
        )
    (line,) = running.logged("log-0001")
    assert answer.status_code == 200
    assert line.pop("milliseconds") >= 0
    assert line.pop("at").endswith("Z")
    assert line == {
        "event": "request",
        "level": "info",
        "request_id": "log-0001",
        "method": "GET",
        "path": "/v1/campaigns/{id}/totals",
        "status": 200,
        "role": "bureau",
    }


def test_the_log_never_holds_a_token_a_session_or_a_query_string(running):
    session = running.cookie()
    with running.client() as client:
        client.get("/v1/campaigns?secret=tell-nobody")
        client.get("/login?token=one-time-secret")
        client.get("/nosuch/secret-path")
    httpx.get(running.base_url, headers={"Cookie": f"voucher_session={session}"})
    log = running.log.getvalue()
    secrets = ("tell-nobody", "one-time-secret", "secret-path", session)
    assert [text for text in (*secrets, *running.tokens.values()) if text in log] == []


def test_a_refused_request_is_logged_with_its_code(running):
    with running.client(Role.BANK) as client:
        client.get(TOTALS, headers={"X-Request-ID": "log-0002"})
    (line,) = running.logged("log-0002")
    assert (line["status"], line["code"], line["role"]) == (403, "not_allowed", "bank")


@pytest.mark.parametrize("path", ["/healthz", TOTALS, "/", "/v1/campaigns/nosuch"])
def test_head_is_answered_as_get_without_the_body(running, path):
    with running.client() as client:
        head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers.get("etag") == get.headers.get("etag")
    assert head.headers["content-type"] == get.headers["content-type"]


async def _breaks(scope, receive, send):
    raise RuntimeError(SECRET)


async def _breaks_midway(scope, receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise RuntimeError(SECRET)


def asked(app, **headers: str) -> tuple[httpx.Response, list[dict[str, object]]]:
    log = io.StringIO()
    refusals = Refusals(lambda problem: f"<p>{problem.request_id}</p>")
    envelope = Envelope(app, refusals=refusals, log=json_log(log))

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(envelope)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.get("http://test/page", headers=headers)

    try:
        answer = in_own_loop(ask())
    finally:
        lines = [json.loads(line) for line in log.getvalue().splitlines()]
    return answer, lines


def test_the_unforeseen_is_told_without_what_it_was_and_logged_with_it():
    answer, lines = asked(_breaks, Accept="application/json")
    problem = answer.json()
    assert answer.status_code == problem["status"] == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert SECRET in lines[0]["exception"]
    assert [line["request_id"] for line in lines] == [problem["request_id"]] * 2
    assert all(name in answer.headers for name in DEFAULT_HEADERS)


def test_the_unforeseen_is_a_page_to_a_browser():
    answer, _ = asked(_breaks, Accept="text/html,*/*;q=0.8")
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["x-request-id"] in answer.text


def test_an_answer_that_breaks_midway_breaks_the_connection():
    with pytest.raises(RuntimeError):
        asked(_breaks_midway)
