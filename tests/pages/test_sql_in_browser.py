"""An analyst asks, mends, charts, saves and shares, in a real Chromium."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api.asked_home import asked_at
from tests.api.conftest import Running
from voucher_service.model.kinds import Role
from voucher_service.model.sql_questions import SqlLimits
from voucher_service.usecases.sign_in import create_login_link

pytestmark = pytest.mark.browser
CARS = "SELECT sold_on, brand, price_yuan\nFROM eligible_sales\nORDER BY sold_on"
FOREVER = "SELECT pg_sleep(1000)"
SCREENS = {"wide": (1920, 1080), "usual": (1366, 768), "phone": (390, 844)}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    home = tmp_path_factory.mktemp("sql-browser") / "home"
    yield from asked_at(home, SqlLimits(seconds=60.0))


@pytest.fixture(scope="module")
def analyst(browser: Browser, asked: Running) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    context.set_default_timeout(30_000)
    link = create_login_link(asked.service, Role.ANALYST)
    first = context.new_page()
    first.goto(f"{asked.base_url}/login?token={link}")
    first.close()
    yield context
    context.close()


@pytest.fixture
def page(analyst: BrowserContext, asked: Running) -> Iterator[Page]:
    opened = analyst.new_page()
    opened.goto(f"{asked.base_url}/sql?lang=en")
    yield opened
    opened.close()


def ask(page: Page, sql: str) -> None:
    page.fill("#sql", sql)
    page.keyboard.press("Control+Enter")


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa"]})
    return [each["id"] for each in found.response["violations"]]


def test_an_answer_is_a_table_with_numbers_to_the_right(page):
    ask(page, CARS)
    expect(page.locator("#state")).to_contain_text("3 rows")
    expect(page.locator("#table tbody tr")).to_have_count(3)
    cell = page.locator("#table tbody tr").first.locator("td").nth(2)
    assert cell.inner_text() == "30000.00"
    assert cell.evaluate("e => getComputedStyle(e).textAlign") == "right"


def test_a_long_answer_is_turned_page_by_page(page):
    ask(page, "FROM range(250)")
    expect(page.locator("#page-of")).to_have_text("rows 1–100 of 250")
    page.click("#after")
    page.click("#after")
    expect(page.locator("#page-of")).to_have_text("rows 201–250 of 250")
    assert page.locator("#after").is_disabled()
    assert page.locator("#table tbody tr").count() == 50


def test_two_columns_make_a_chart(page):
    ask(page, CARS)
    expect(page.locator("#charting")).to_be_visible()
    page.select_option("#kind", "kind_bar")
    expect(page.locator("#plot .bars path")).to_have_count(3)
    assert "price_yuan by sold_on" in (page.get_attribute("#plot", "aria-label") or "")
    page.select_option("#kind", "kind_dots")
    expect(page.locator("#plot .scatterlayer .point")).to_have_count(3)


def test_a_fault_says_where_and_goes_there(page):
    ask(page, "SELECT 1,\n  nosuch\nFROM sales")
    failure = page.locator("#failure")
    expect(failure).to_contain_text("line 2, column 3")
    failure.locator("button").click()
    chosen = page.evaluate(
        "(e => e.value.slice(e.selectionStart, e.selectionEnd))(document.activeElement)"
    )
    assert chosen == "nosuch"
    ask(page, "SELECT 1")
    expect(failure).to_be_hidden()


def test_names_of_tables_and_columns_are_completed(page):
    page.fill("#sql", "FROM ")
    page.locator("#sql").press("End")
    page.keyboard.type("elig")
    expect(page.locator("#completions li").first).to_have_text("eligible_sales")
    page.keyboard.press("Enter")
    page.keyboard.type(" AS e SELECT e.price_y")
    page.keyboard.press("Tab")
    value = page.input_value("#sql")
    assert value == "FROM eligible_sales AS e SELECT e.price_yuan"
    expect(page.locator("#completions")).to_be_hidden()


def test_a_query_is_cancelled_and_the_next_one_runs(page):
    ask(page, FOREVER)
    page.click("#cancel")
    expect(page.locator("#state")).to_have_text("Cancelled")
    assert page.locator("#run").is_enabled()
    ask(page, "SELECT 41 + 1 AS answer")
    answer = page.locator("#table tbody td")
    expect(answer).to_have_text("42", timeout=30_000)  # from a new process


def test_an_answer_is_downloaded_as_a_file(page):
    ask(page, CARS)
    expect(page.locator("#downloads")).to_be_visible()
    for format_ in ("csv", "parquet", "xlsx"):
        with page.expect_download() as download:
            page.click(f"[data-format={format_}]")
        path = download.value.path()
        assert download.value.suggested_filename == f"voucher-service-sql.{format_}"
        assert Path(path).stat().st_size > 100


def test_a_query_of_the_library_asks_for_its_parameters(page):
    page.click("[data-query=concentration]")
    field = page.locator("#params input[name=campaign]")
    shown = page.get_by_placeholder("zhangjiajie-2022-new-year")
    expect(field.and_(shown)).to_be_visible()
    page.click("#run")
    expect(page.locator("#table tbody tr")).to_have_count(3)
    assert "query=concentration" in page.url
    field.fill("nosuch")
    page.click("#run")
    expect(page.locator("#empty")).to_be_visible()


def test_a_query_is_saved_shared_by_its_address_and_removed(page, analyst):
    page.fill("#sql", "SELECT 'kept' AS a")
    page.click("#save")
    page.fill("#name", "a kept one")
    page.click("#saving button[value=save]")
    expect(page.locator("#saved .open")).to_have_text("a kept one")
    expect(page).to_have_url(re.compile("saved=sq_"))
    other = analyst.new_page()
    other.goto(page.url)
    assert other.input_value("#sql") == "SELECT 'kept' AS a"
    other.on("dialog", lambda dialog: dialog.accept())
    other.click("#saved .remove")
    expect(other.locator("#none-saved")).to_be_visible()
    other.close()


def test_an_answer_without_rows_says_so(page):
    ask(page, "SELECT * FROM sales WHERE false")
    expect(page.locator("#empty")).to_have_text("No row fits.")
    assert page.locator("#table tbody tr").count() == 0


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_page_fits_its_screen_and_can_be_read_by_all(page, asked, screen, mode):
    width, height = SCREENS[screen]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{asked.base_url}/sql?mode={mode}")
    ask(page, CARS)
    expect(page.locator("#table tbody tr")).to_have_count(3)
    page.locator(".relation summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert violations(page) == []
