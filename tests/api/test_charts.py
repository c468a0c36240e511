"""A chart comes in the format that was asked for, by name or by Accept."""

import csv
import io
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from voucher_service.model.errors import ToolMissing
from voucher_service.model.reports import ChartSummary
from voucher_service.usecases.picture_browser import find_browser

CAMPAIGN = "zhangjiajie-2022-new-year"
CHARTS = f"/v1/campaigns/{CAMPAIGN}/charts"
NAMES = [
    *("cumulative-sales", "daily-sales", "calendar-heat-map", "by-district"),
    *("by-dealer", "by-brand", "energy-share", "price-distribution"),
    *("year-comparison", "forecast", "voucher-funnel", "redemptions-by-day"),
    *("redemptions-by-station", "budget-states", "feed-quality", "what-if-floor"),
    "restatement-bridge",
]
AS_OF = "2023-01-10"
BROWSER = "text/html,application/xhtml+xml,image/avif,image/webp,*/*;q=0.8"

CHOSEN = [
    # Accept, format, media type
    (None, None, "application/json"),
    ("*/*", None, "application/json"),
    ("text/csv", None, "text/csv"),
    ("application/json;q=0.1, text/csv;q=0.2", None, "text/csv"),
    ("application/json;q=0.2, text/csv;q=0.1", None, "application/json"),
    (BROWSER, None, "text/html"),
    (BROWSER, "json", "application/json"),
    ("text/csv", "html", "text/html"),
    ("application/pdf", "csv", "text/csv"),
]


def said(message) -> str:
    return f"{message.location['url']}: {message.text}"


@pytest.fixture(scope="module")
def browser() -> str:
    try:
        return find_browser()
    except ToolMissing:
        if os.environ.get("CI"):
            raise
        pytest.skip("no Chromium on this machine")


def test_the_charts_are_listed_in_page_order(running):
    with running.client() as client:
        listed = client.get(CHARTS).json()
    assert [each["name"] for each in listed] == NAMES
    assert all(set(each) == set(ChartSummary.model_fields) for each in listed)


@pytest.mark.parametrize(("accept", "format_", "media_type"), CHOSEN)
def test_the_format_wins_over_accept(running, accept, format_, media_type):
    params = {"as_of": AS_OF} | ({"format": format_} if format_ else {})
    with running.client() as client:
        if accept is None:
            del client.headers["accept"]
        headers = {"Accept": accept} if accept else {}
        answer = client.get(f"{CHARTS}/by-district", params=params, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert answer.headers["vary"].split(", ")[0] == "Accept"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("as_of", ["0001-01-01", "2022-12-16", AS_OF, "9999-12-31"])
@pytest.mark.parametrize("name", NAMES)
def test_every_chart_is_a_figure_for_any_day(running, name, as_of, lang):
    params = {"as_of": as_of, "lang": lang}
    with running.client() as client:
        answer = client.get(f"{CHARTS}/{name}", params=params)
    assert answer.status_code == 200
    assert {"data", "layout"} <= set(answer.json())


@pytest.mark.parametrize("name", NAMES)
def test_the_table_has_the_columns_that_the_list_names(running, name):
    with running.client() as client:
        listed = {each["name"]: each for each in client.get(CHARTS).json()}
        answer = client.get(f"{CHARTS}/{name}?as_of={AS_OF}&format=csv")
    (header, *rows) = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert set(header) == set(listed[name]["columns"])
    assert rows or name.startswith("redemptions-")  # none was made of the sample
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith(f'attachment; filename="{CAMPAIGN}-{name}-')


def test_the_table_adds_up_to_the_totals(running):
    with running.client() as client:
        totals = client.get(f"/v1/campaigns/{CAMPAIGN}/totals?as_of={AS_OF}").json()
        answer = client.get(f"{CHARTS}/daily-sales?as_of={AS_OF}&format=csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert sum(int(row["cars_sold"]) for row in rows) == totals["cars_sold"]
    assert sum(int(row["sales_fen"]) for row in rows) == totals["sales_fen"]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(("format_", "magic"), [("png", b"\x89PNG"), ("svg", b"<svg")])
def test_pictures_are_drawn(running, browser, format_, magic):
    with running.client() as client:
        answer = client.get(f"{CHARTS}/by-district?as_of={AS_OF}&format={format_}")
    assert answer.status_code == 200
    assert answer.content.startswith(magic)


@pytest.mark.browser
@pytest.mark.slow
def test_the_page_of_a_chart_draws_itself_under_its_policy(running, browser):
    # A thread of its own: pages' tests may have left a browser's loop running in this.
    with ThreadPoolExecutor(1) as pool:
        complaints = pool.submit(complaints_of, running, browser).result()
    assert [each for each in complaints if "/favicon.ico" not in each] == []


def complaints_of(running, browser) -> list[str]:
    """Give what a browser complains of while the chart's page draws itself."""
    from playwright.sync_api import sync_playwright

    complaints: list[str] = []
    session = {
        "name": "voucher_session",
        "value": running.cookie(),
        "url": running.base_url,
    }
    with sync_playwright() as tools:
        chromium = tools.chromium.launch(executable_path=browser, args=["--no-sandbox"])
        context = chromium.new_context()
        context.add_cookies([session])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(said(message)))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"{running.base_url}{CHARTS}/by-district?as_of={AS_OF}&format=html")
        page.wait_for_selector(".js-plotly-plot .main-svg")
        chromium.close()
    return complaints


def test_the_page_of_a_chart_may_be_framed_by_us_alone(running):
    with running.client() as client:
        page = client.get(f"{CHARTS}/by-district?as_of={AS_OF}&format=html")
        figure = client.get(f"{CHARTS}/by-district?as_of={AS_OF}&format=json")
    policy = page.headers["content-security-policy"]
    assert "frame-ancestors 'self'" in policy
    assert "unsafe-inline' 'sha256" not in policy
    assert "script-src 'self' 'sha256-" in policy
    assert "frame-ancestors 'none'" in figure.headers["content-security-policy"]
