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
    page.keyboard.press("Tab")
    page.keyboard.type(" AS e SELECT e.price_")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    value = page.input_value("#sql")
    assert value == "FROM eligible_sales AS e SELECT e.price_yuan"
    expect(page.locator("#completions")).to_be_hidden()


RIGHT_AS_IT_IS = [
    "SELECT count(*) FROM sales",
    "SELECT * FROM vouchers",
    "SELECT day",
    "select brand from",
    "SELECT brand FROM sales e",
    "SELECT count",
    "SELECT brand AS pri",
    "WITH recent AS (FROM sales) FROM recent",
    "SELECT $bra",
]


def type_at_end(page: Page, sql: str) -> None:
    page.fill("#sql", sql[:-1])
    page.locator("#sql").press("Control+End")
    page.keyboard.type(sql[-1])


def test_enter_is_a_new_line_where_nothing_was_chosen(page):
    for sql in (*RIGHT_AS_IT_IS, "FROM elig"):
        type_at_end(page, sql)
        page.keyboard.press("Enter")
        page.keyboard.type("x")
        assert page.input_value("#sql") == f"{sql}\nx"


def test_tab_leaves_a_name_that_is_whole_as_it_is(page):
    for sql in RIGHT_AS_IT_IS:
        type_at_end(page, sql)
        page.keyboard.press("Tab")
        assert page.input_value("#sql") == sql


def test_nothing_is_offered_in_comments_and_texts(page):
    completions = page.locator("#completions")
    for begun in ("-- the ", "SELECT '", "/* a\n", 'SELECT "', "SELECT $$", "'it''s"):
        type_at_end(page, f"{begun}sal")
        expect(completions).to_be_hidden()
        page.keyboard.press("Control+Space")
        expect(completions).to_be_hidden()
        assert page.input_value("#sql") == f"{begun}sal"


def test_tables_come_first_where_one_is_to_be_named(page):
    for begun in ("FROM ", "SELECT 's', brand -- s\nFROM sales JOIN ", "FROM\n  "):
        type_at_end(page, f"{begun}s")
        expect(page.locator("#completions li").first).to_have_text("sales")
        page.keyboard.press("Tab")
        assert page.input_value("#sql") == f"{begun}sales"


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


def test_the_result_that_is_shown_is_downloaded_and_not_what_is_written(page):
    page.fill("#sql", "SELECT $word AS word")
    page.fill("#params input[name=word]", "shown")
    page.click("#run")
    expect(page.locator("#table tbody td")).to_have_text("shown")
    page.fill("#params input[name=word]", "changed")
    page.fill("#sql", "SELECT 2 AS other")
    with page.expect_download() as download:
        page.click("[data-format=csv]")
    assert "shown" in Path(download.value.path()).read_text("utf-8-sig")


@pytest.mark.parametrize("fault", ["SELECT nosuch", "cancelled"])
def test_no_older_result_stands_below_a_query_that_failed(page, fault):
    ask(page, CARS)
    expect(page.locator("#downloads")).to_be_visible()
    page.select_option("#kind", "kind_bar")
    ask(page, FOREVER if fault == "cancelled" else fault)
    if fault == "cancelled":
        expect(page.locator("#result")).to_have_class(re.compile("stale"))
        page.click("#cancel")
    expect(page.locator("#empty")).to_have_text("This query gave no result.")
    parts = ("#rows-box", "#downloads", "#charting", "#plot", "#pager")
    assert not [part for part in parts if page.is_visible(part)]


def test_a_name_that_nothing_declares_becomes_a_field(page):
    page.fill(
        "#sql", "SELECT brand, '$no' -- $neither\nFROM sales WHERE brand = $brand"
    )
    fields = page.locator("#params input")
    expect(fields).to_have_count(1)
    assert fields.get_attribute("name") == "brand"
    page.click("#run")
    expect(page.locator("#failure")).to_contain_text("brand is missing")
    expect(page.locator("#failure")).not_to_contain_text("--param")
    fields.fill("甲牌")
    fields.press("Enter")
    expect(page.locator("#table tbody tr")).to_have_count(2)


def test_what_is_written_goes_along_into_the_other_language_and_light(page):
    for link, sql in ((".looks a", "SELECT 1"), ("a[hreflang]", "x" * 9_000)):
        page.fill("#sql", f"{sql} -- $no\n+ $more")
        page.fill("#params input[name=more]", "3")
        with page.expect_navigation():
            page.locator(link).last.click()
        expect(page.locator("#params input[name=more]")).to_have_value("3")
        assert page.input_value("#sql") == f"{sql} -- $no\n+ $more"
    assert page.get_attribute("html", "lang") == "zh-CN"
    assert page.get_attribute("html", "data-mode") == "dark"


def test_a_link_carries_the_values_of_the_parameters(page, analyst):
    page.click("[data-query=top_models]")
    page.fill("#params input[name=most]", "1")
    page.click("#run")
    expect(page.locator("#table tbody tr")).to_have_count(1)
    other = analyst.new_page()
    other.goto(page.url)
    expect(other.locator("#params input[name=most]")).to_have_value("1")
    with other.expect_navigation():
        other.locator("a[hreflang]").click()
    expect(other.locator("#params input[name=most]")).to_have_value("1")
    assert "query=top_models" in other.url
    other.close()


def test_a_chart_says_what_it_leaves_out_and_shows_what_has_no_name(page):
    ask(page, "SELECT * FROM (VALUES (NULL, 1), ('b', 2), ('c', NULL)) AS t(a, n)")
    page.select_option("#kind", "kind_bar")
    expect(page.locator("#plot .xtick")).to_have_text(["—", "b", "c"])
    expect(page.locator("#plot-note")).to_have_text(
        "rows without a value, not drawn: 1"
    )
    page.select_option("#rows", "10000")
    ask(page, "FROM range(10000)")
    page.select_option("#kind", "kind_dots")
    expect(page.locator("#plot-note")).to_contain_text("first 5,000 of 10,000 rows")
    assert "5,000" in (page.get_attribute("#plot", "aria-label") or "")


def test_names_and_values_of_a_chart_are_texts_and_no_markup(page):
    name = "<b>cat</b> <a href='https://elsewhere.example'>log in again</a>"
    ask(page, f"""SELECT * FROM (VALUES ('a<b and c>d &amp;', 5)) AS t("{name}", n)""")
    page.select_option("#kind", "kind_bar")
    expect(page.locator("#plot .xtitle")).to_have_text(name)
    expect(page.locator("#plot .xtick")).to_have_text("a<b and c>d &amp;")
    assert page.locator("#plot a").count() == 0


def test_instants_on_an_axis_are_told_in_utc_and_without_english_months(page, asked):
    page.goto(f"{asked.base_url}/sql?lang=zh")
    ask(
        page,
        "SELECT TIMESTAMP '2022-12-16 01:30' + n * INTERVAL 1 HOUR AS at, n "
        "FROM range(40) AS t(n)",
    )
    page.select_option("#kind", "kind_line")
    expect(page.locator("#plot .xtitle")).to_have_text("at (UTC)")
    expect(page.locator("#plot .xtick").first).to_contain_text("2022-12-")
    ticks = page.locator("#plot .xtick").all_text_contents()
    assert not re.search("[A-Z][a-z]{2}", " ".join(ticks))


def test_long_names_leave_a_chart_its_room_on_a_phone(page, asked):
    page.set_viewport_size({"width": 390, "height": 844})
    page.reload()
    ask(
        page,
        "SELECT repeat('张家界永定区' || n, 5) AS dealer, n FROM range(1, 12) AS t(n)",
    )
    page.select_option("#kind", "kind_bar")
    expect(page.locator("#plot .bars path")).to_have_count(11)
    box = page.locator("#plot .nsewdrag").bounding_box()
    assert box is not None
    assert box["width"] > 180
    assert box["height"] > 300


def test_a_chart_keeps_its_room_when_the_page_is_turned(page):
    ask(page, "SELECT 'n' || n AS name, n FROM range(1, 12) AS t(n)")
    page.select_option("#kind", "kind_bar")
    expect(page.locator("#plot .bars path")).to_have_count(11)
    page.set_viewport_size({"width": 390, "height": 844})
    expect(page.locator("#plot .main-svg").first).to_have_attribute(
        "width", re.compile(r"^3\d\d(\.\d+)?$")
    )
    plot = page.locator("#plot").bounding_box()
    assert plot is not None
    assert plot["height"] > 400


def test_a_long_text_is_read_whole_by_click_and_keyboard(page):
    ask(page, "SELECT 'a', repeat('a long text. ', 200) || 'end' AS document")
    cell = page.locator("#table .folded")
    low = cell.evaluate("e => e.offsetHeight")
    cell.click()
    assert cell.evaluate("e => e.offsetHeight") > 3 * low
    page.locator("#rows-box").focus()
    assert cell.evaluate("e => e.offsetHeight") == low
    page.keyboard.press("Tab")
    assert cell.evaluate("e => e.offsetHeight") > 3 * low


def test_one_thing_is_told_at_a_time(page):
    ask(page, "SELECT nosuch")
    expect(page.locator("#failure")).to_be_visible()
    page.click("#share")
    expect(page.locator("#state")).to_have_text("the link is copied")
    assert not page.is_visible("#failure")


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
    expect(page.locator("#failure")).to_contain_text("nosuch")


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
    expect(other.locator("#state")).to_have_text("“a kept one” is removed")
    expect(other).to_have_url(re.compile("[?&]q=SELECT"))
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


@pytest.mark.parametrize("path", ["/sql", "/dictionary"])
def test_everything_stands_in_a_landmark(page, asked, path):
    page.goto(f"{asked.base_url}{path}")
    found = Axe().run(page, options={"runOnly": ["region", "landmark-unique"]})
    assert [each["id"] for each in found.response["violations"]] == []
