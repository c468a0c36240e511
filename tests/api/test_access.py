"""The access table is complete, and the running service keeps to it."""

from pathlib import Path

import httpx
import pytest
from fastapi.routing import iter_route_contexts

from voucher_service.api.access import ACCESS, GUESSABLE, PUBLIC, WATCHED, door_of
from voucher_service.api.access_table import access_lines
from voucher_service.api.bank_words import BANK_TEMPLATES
from voucher_service.app import create_app
from voucher_service.model.kinds import Role

CAMPAIGN = "zhangjiajie-2022-new-year"
PAGE = Path(__file__).parents[2] / "docs" / "access.md"
FILLED = {
    "/static/{name}": "/static/nosuch.js",
    "/v1/campaigns/{id}/charts/{name}": f"/v1/campaigns/{CAMPAIGN}/charts/by-district",
}
ENDPOINTS = sorted(ACCESS)
GUARDED = [key for key in ENDPOINTS if ACCESS[key] != PUBLIC]
UNKNOWN_PATHS = [
    "/nosuch",
    "/v1",
    "/v1/",
    "/v1/campaigns/",
    "/docs",
    "/redoc",
    "/healthz/",
]


def filled(template: str) -> str:
    return FILLED.get(template, template.replace("{id}", CAMPAIGN))


def routes(app) -> set[tuple[str, str]]:
    return {
        (method, context.path)
        for context in iter_route_contexts(app.routes)
        for method in context.methods or {"ANY"}
        if method != "HEAD"  # HEAD is answered as GET
    }


def test_every_route_has_an_entry_and_every_entry_a_route(running):
    assert routes(create_app(running.service)) == set(ACCESS)


@pytest.mark.parametrize("method_path", ENDPOINTS, ids=" ".join)
def test_an_entry_is_found_by_a_path_of_its_template(method_path):
    _, template = method_path
    assert door_of(filled(template)).template == template


@pytest.mark.parametrize("path", UNKNOWN_PATHS)
def test_a_path_of_no_template_finds_none(path):
    assert door_of(path) is None


BODIES = {
    ("POST", "/v1/campaigns/{id}/what-if"): {},
    ("POST", "/v1/sql"): {"sql": "SELECT 1"},
    ("POST", "/v1/saved-queries"): {"name": "一", "sql": "SELECT 1"},
    ("POST", "/v1/sales/{id}/resolutions"): {"verdict": "uphold", "why": "已核对发票"},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("method_path", GUARDED, ids=" ".join)
def test_an_endpoint_answers_just_the_roles_of_its_entry(running, method_path, role):
    method, template = method_path
    with running.client(role) as client:
        status = client.request(
            method, filled(template), json=BODIES.get(method_path)
        ).status_code
    assert status not in {401, 405, 422, 500, 503}
    assert (status == 403) == (role not in ACCESS[method_path])


@pytest.mark.parametrize("method_path", GUARDED, ids=" ".join)
def test_an_endpoint_answers_nobody_without_a_token(running, method_path):
    method, template = method_path
    with running.client(None) as client:
        answer = client.request(method, filled(template))
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    told = "SIGN_ERROR" if template in BANK_TEMPLATES else "not_signed_in"
    assert answer.json()["code"] == told


def test_the_printed_table_is_fresh():
    assert PAGE.read_text("utf-8").splitlines() == access_lines()


def test_every_endpoint_is_a_line_of_the_printed_table_with_its_roles():
    lines = {tuple(line.split(" | ")[:2]): line for line in access_lines()}
    for (method, template), who in ACCESS.items():
        line = lines[f"| {method}", f"`{template}`"]
        assert line.count("●") == (0 if who == PUBLIC else len(who)), template


def test_what_is_watched_or_guarded_is_in_the_table():
    assert set(WATCHED) <= set(ACCESS)
    assert set(GUESSABLE) <= set(ACCESS)


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_answers_anyone(running, path):
    with running.client(None) as client:
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", UNKNOWN_PATHS)
def test_a_stranger_cannot_tell_unknown_paths_from_known_ones(running, path):
    with running.client(None) as client:
        unknown, known = client.get(path), client.get("/v1/campaigns")
    assert unknown.status_code == known.status_code == 401
    differing = {"request_id"}
    assert {k: v for k, v in unknown.json().items() if k not in differing} == {
        k: v for k, v in known.json().items() if k not in differing
    }


@pytest.mark.parametrize("path", UNKNOWN_PATHS)
def test_one_signed_in_is_told_that_a_path_is_unknown(running, path):
    with running.client() as client:
        answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_path")


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer nonsense",
        "Bearer vs_000000000000_" + "A" * 43,
        "Basic YTpi",
        "",
    ],
)
def test_a_bad_token_is_not_let_in_even_beside_a_good_session(running, authorization):
    headers = {
        "Authorization": authorization,
        "Cookie": f"voucher_session={running.cookie()}",
    }
    answer = httpx.get(f"{running.base_url}/v1/campaigns", headers=headers)
    assert answer.status_code == 401


def test_a_token_with_letters_no_header_should_hold_is_refused(running):
    headers = {"Authorization": "Bearer 令牌".encode()}
    answer = httpx.get(f"{running.base_url}/v1/campaigns", headers=headers)
    assert answer.status_code == 401


def test_the_scheme_is_read_without_case(running):
    headers = {"Authorization": f"bEARER {running.tokens[Role.BANK]}"}
    answer = httpx.get(f"{running.base_url}/v1/campaigns", headers=headers)
    assert answer.status_code == 200


def test_a_session_cookie_lets_in_even_beside_other_cookies(running):
    headers = {"Cookie": f'a="b; c=[1,2]; voucher_session={running.cookie()}; d'}
    answer = httpx.get(f"{running.base_url}/v1/campaigns", headers=headers)
    assert answer.status_code == 200


def test_an_unknown_session_does_not_let_in(running):
    headers = {"Cookie": "voucher_session=nonsense"}
    answer = httpx.get(f"{running.base_url}/v1/campaigns", headers=headers)
    assert answer.status_code == 401


ORIGINS = [
    ({"Sec-Fetch-Site": "same-origin"}, True),
    ({"Sec-Fetch-Site": "same-site"}, False),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "{ours}"}, False),
    ({"Sec-Fetch-Site": "none"}, False),
    ({"Origin": "{ours}"}, True),
    ({"Origin": "{ours}.example"}, False),
    ({"Origin": "http://example.org"}, False),
    ({"Origin": "null"}, False),
    ({}, False),
]


@pytest.mark.parametrize(("headers", "lets"), ORIGINS)
def test_a_session_changes_state_only_from_our_own_pages(running, headers, lets):
    told = {
        name: value.format(ours=running.base_url) for name, value in headers.items()
    }
    told["Cookie"] = f"voucher_session={running.cookie()}"
    answer = httpx.post(f"{running.base_url}/logout", headers=told)
    assert answer.status_code == (303 if lets else 403)


def test_a_session_reads_from_anywhere(running):
    headers = {
        "Cookie": f"voucher_session={running.cookie()}",
        "Sec-Fetch-Site": "cross-site",
    }
    answer = httpx.get(f"{running.base_url}/v1/campaigns", headers=headers)
    assert answer.status_code == 200


def test_who_signed_out_is_out(running):
    headers = {
        "Cookie": f"voucher_session={running.cookie()}",
        "Sec-Fetch-Site": "same-origin",
    }
    out = httpx.post(f"{running.base_url}/logout", headers=headers)
    after = httpx.get(f"{running.base_url}/v1/campaigns", headers=headers)
    assert (out.status_code, after.status_code) == (303, 401)


def test_a_token_changes_state_without_an_origin(running):
    with running.client() as client:
        assert client.post("/logout").status_code == 303


@pytest.mark.parametrize("method_path", ENDPOINTS, ids=" ".join)
def test_another_method_is_refused_with_those_allowed(running, method_path):
    _, template = method_path
    with running.client() as client:
        answer = client.request("DELETE", filled(template))
    methods = {method for method, path in ACCESS if path == template}
    head = {"HEAD"} if "GET" in methods else set()
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == methods | head
    assert answer.json()["code"] == "method_not_allowed"
