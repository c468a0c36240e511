"""Bad requests are told what is wrong, the valid choices, and in which language."""

import pytest

from voucher_service.model.reports import Problem

CAMPAIGN = "zhangjiajie-2022-new-year"
TOTALS = f"/v1/campaigns/{CAMPAIGN}/totals"
CHARTS = f"/v1/campaigns/{CAMPAIGN}/charts"
CHART = f"{CHARTS}/by-district"
BREAKDOWNS = ["day", "district", "dealer", "brand", "energy"]
FORMATS = ["json", "html", "png", "svg", "csv"]
CHART_NAMES = [
    *("cumulative-sales", "daily-sales", "calendar-heat-map", "by-district"),
    *("by-dealer", "by-brand", "energy-share", "price-distribution"),
    *("year-comparison", "forecast", "voucher-funnel", "redemptions-by-day"),
    *("redemptions-by-station", "budget-states", "feed-quality", "what-if-floor"),
    "restatement-bridge",
]
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}

FILTERS = ["district", "dealer", "brand", "energy"]
CHART_TAKES = [
    *("as_of", "known_at", "from", "lang", "mode", "format", "standalone"),
    *FILTERS,
]

UNUSABLE = [
    # path, field at fault, valid choices
    (f"{TOTALS}?as_of=2023-02-30", "as_of", []),
    (f"{TOTALS}?as_of=", "as_of", []),
    (f"{TOTALS}?as_of=20230110", "as_of", []),
    (f"{TOTALS}?known_at=soon", "known_at", []),
    (f"{TOTALS}?by=month", "by", BREAKDOWNS),
    (f"{TOTALS}?asof=2023-01-10", "asof", ["as_of", "known_at", "by", *FILTERS]),
    (f"{TOTALS}?by=day&by=brand", "by", []),
    (f"{CHART}?lang=fr", "lang", ["zh", "en"]),
    (f"{CHART}?format=pdf", "format", FORMATS),
    (f"{CHART}?by=day", "by", CHART_TAKES),
    (f"{CHARTS}?lang=zh", "lang", []),
    ("/v1/campaigns?page=2", "page", []),
    (f"/v1/campaigns/{CAMPAIGN}?lang=zh", "lang", []),
]


def problem_in(answer, status: int) -> Problem:
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    problem = Problem.model_validate_json(answer.content)
    assert problem.status == status
    assert problem.request_id == answer.headers["x-request-id"]
    assert problem.message.zh
    assert problem.message.en
    return problem


@pytest.mark.parametrize(("path", "field", "choices"), UNUSABLE)
def test_an_unusable_parameter_is_named_with_the_valid_choices(
    running, path, field, choices
):
    with running.client() as client:
        problem = problem_in(client.get(path), 422)
    (fault,) = problem.errors
    assert problem.code == "bad_parameter"
    assert (fault.field, list(fault.choices)) == (field, choices)
    assert field in problem.message.zh
    assert field in problem.message.en


def test_every_unusable_parameter_is_named_at_once(running):
    with running.client() as client:
        problem = problem_in(client.get(f"{TOTALS}?as_of=x&known_at=y&by=z"), 422)
    assert [fault.field for fault in problem.errors] == ["as_of", "known_at", "by"]


UNKNOWN = [
    ("/v1/campaigns/nosuch", [CAMPAIGN]),
    ("/v1/campaigns/nosuch/totals", [CAMPAIGN]),
    ("/v1/campaigns/nosuch/charts", [CAMPAIGN]),
    ("/v1/campaigns/nosuch/charts/by-district", [CAMPAIGN]),
    (f"{CHARTS}/nosuch", CHART_NAMES),
    ("/v1/campaigns/%00", [CAMPAIGN]),
    ("/v1/campaigns/%ff%fe", [CAMPAIGN]),
    ("/v1/campaigns/' OR 1=1 --", [CAMPAIGN]),
    ("/v1/campaigns/活动{zh}", [CAMPAIGN]),
]


@pytest.mark.parametrize(("path", "choices"), UNKNOWN)
def test_an_unknown_name_is_not_found_and_the_known_ones_are_told(
    running, path, choices
):
    with running.client() as client:
        problem = problem_in(client.get(path), 404)
    assert problem.code == "not_found"
    assert [list(fault.choices) for fault in problem.errors] == [choices]


def test_before_the_campaign_was_known_there_is_none(running):
    with running.client() as client:
        answer = client.get(TOTALS, params={"known_at": "2000-01-01T00:00:00Z"})
    assert problem_in(answer, 404).code == "not_found"


@pytest.mark.parametrize("path", ["/nosuch", "/static/nosuch.js", "/campaigns/nosuch"])
def test_a_browser_is_told_by_a_page(running, path):
    with running.client() as client:
        page, problem = client.get(path, headers=BROWSER), client.get(path)
    assert page.status_code == problem.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert problem.json()["message"]["zh"].split("“")[0] in page.text
    assert page.headers["x-request-id"] in page.text


def test_a_browser_on_a_page_without_a_session_is_told_how_to_sign_in(running):
    with running.client(None) as client:
        page = client.get("/", headers=BROWSER)
    assert page.status_code == 401
    assert "login-link" in page.text


def test_machines_paths_answer_a_browser_with_a_problem_document(running):
    with running.client() as client:
        answer = client.get("/v1/campaigns/nosuch", headers=BROWSER)
    assert problem_in(answer, 404).code == "not_found"


def test_what_a_stranger_wrote_is_not_markup_on_the_page(running):
    with running.client() as client:
        page = client.get("/campaigns/<script>alert(1)</script>", headers=BROWSER)
        other = client.get("/campaigns/<script>alert(1)<%2fscript>", headers=BROWSER)
        third = client.get("/campaigns/<img src=x onerror=alert(1)>", headers=BROWSER)
    assert "<script>alert" not in page.text + other.text
    assert "<img" not in third.text


def test_a_format_nobody_can_serve_is_told_with_those_there_are(running):
    with running.client() as client:
        answer = client.get(CHART, headers={"Accept": "application/pdf"})
    problem = problem_in(answer, 406)
    assert [list(fault.choices) for fault in problem.errors] == [FORMATS]


def test_a_picture_without_a_browser_says_what_to_install(running, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("BROWSER_PATH", raising=False)
    with running.client() as client:
        answer = client.get(f"{CHART}?format=png&as_of=2022-12-17")
    problem = problem_in(answer, 503)
    assert problem.code == "tool_missing"
    assert "chromium" in problem.remedy.en.lower()


def test_a_browser_named_where_none_is_is_refused_by_its_name(running, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/nosuch/chromium")
    with running.client() as client:
        answer = client.get(f"{CHART}?format=png&as_of=2022-12-17")
    problem = problem_in(answer, 503)
    assert (problem.code, problem.retryable) == ("tool_missing", False)
    assert "BROWSER_PATH is /nosuch/chromium" in problem.message.en


def test_a_service_that_lost_its_key_lives_and_is_not_ready(growing):
    growing.service.store.key = b""
    with growing.client(None) as client:
        alive, ready = client.get("/healthz"), client.get("/readyz")
    problem = problem_in(ready, 503)
    assert alive.status_code == 200
    assert (problem.code, problem.retryable) == ("not_ready", True)
    assert [fault.field for fault in problem.errors] == ["key"]
