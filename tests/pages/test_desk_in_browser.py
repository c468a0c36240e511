"""An officer's morning at the desk, in a real Chromium, by day, by night, on a wall."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.api.conftest import (
    CAMPAIGN,
    LATER_FEED,
    Running,
    fresh_service,
    land,
    serve,
)
from voucher_service.charts.catalogue import CHARTS
from voucher_service.model.kinds import Role
from voucher_service.pages.campaign_page import ON_THE_WALL
from voucher_service.usecases.sign_in import create_login_link

pytestmark = pytest.mark.browser
DRAWN = ".chart[aria-busy=false]"
ON_PAGE = sum(chart.on_campaign_page for chart in CHARTS.values())
PATH = f"/campaigns/{CAMPAIGN}"
AS_OF = "as_of=2023-01-06"
WALL = len(ON_THE_WALL)


class Heard:
    """What a page said on its console, and what it asked of other hosts."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.said: list[str] = []
        self.elsewhere: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("request", lambda request: self._note(request.url, base_url))

    def _note(self, url: str, base_url: str) -> None:
        if not url.startswith((base_url, "data:", "blob:")):
            self.elsewhere.append(url)

    @property
    def nothing(self) -> bool:
        return self.said == [] and self.elsewhere == []


def signed_in(browser: Browser, site: Running, **more: object) -> BrowserContext:
    context = browser.new_context(**more)
    link = create_login_link(site.service, Role.BUREAU)
    first = context.new_page()
    first.goto(f"{site.base_url}/login?token={link}")
    first.close()
    return context


@pytest.fixture(scope="module")
def desk(browser: Browser, site: Running) -> Iterator[BrowserContext]:
    context = signed_in(browser, site, viewport={"width": 1366, "height": 900})
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(desk: BrowserContext) -> Iterator[Page]:
    opened = desk.new_page()
    yield opened
    opened.close()


@pytest.fixture
def go(page: Page, site: Running) -> Callable[[str], Page]:
    """Open a path and wait until its charts and sections are there."""

    def opened(path: str, charts: int = ON_PAGE) -> Page:
        page.goto(site.base_url + path)
        page.locator(DRAWN).nth(charts - 1).wait_for()
        if charts == ON_PAGE:
            page.locator(".part.loaded").nth(1).wait_for()
        return page

    return opened


def test_a_morning_at_the_desk(go, page, site, tmp_path):
    heard = Heard(page, site.base_url)
    go(f"{PATH}?{AS_OF}")
    assert page.locator(".figures b").first.inner_text() == "3"

    page.get_by_role("textbox", name="数据截至").fill("2023-01-05")
    page.get_by_role("combobox", name="区县").select_option("慈利县")
    page.get_by_role("button", name="查看", exact=True).click()
    expect(page.get_by_role("note").first).to_contain_text("仅含：区县 慈利县")
    assert "district=" in page.url
    assert "as_of=2023-01-05" in page.url
    assert page.title().startswith("新年购新车 购车消费券发放活动 · 区县 慈利县")

    page.locator("dd:not(.changes) > a.open[href*='/figures/sales?']").click()
    expect(page.locator(".full-figure b")).to_have_text("99,999.99")
    expect(page.locator("pre.sql").first).to_contain_text("district = '慈利县'")
    expect(page.locator(".definition")).to_contain_text("裸车价之和")
    assert page.locator(".rows-table tbody tr").count() == 1
    page.locator(".rows-table tbody a").click()
    expect(page.locator(".verdict")).to_be_visible()
    page.go_back()
    page.locator(".trail a").click()

    page.get_by_role("link", name="取消筛选").click()
    page.get_by_role("link", name="English").click()
    expect(page.locator("#headline")).to_contain_text("Headline figures")
    page.get_by_role("link", name="dark", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-mode", "dark")
    page.locator(DRAWN).nth(ON_PAGE - 1).wait_for()

    for name, start in (
        ("Download Cars sold each day PNG", b"\x89PNG"),
        ("Bulletin DOCX", b"PK"),
    ):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        saved = Path(tmp_path, "saved")
        download.value.save_as(saved)
        assert saved.read_bytes().startswith(start)
    assert heard.nothing, (heard.said, heard.elsewhere)


LOOKS = [
    (f"{PATH}?{AS_OF}", 1366, "light", ON_PAGE),
    (f"{PATH}?{AS_OF}", 390, "dark", ON_PAGE),
    (f"{PATH}?{AS_OF}&mode=wall", 1920, "light", WALL),
    (f"{PATH}/figures/sales?{AS_OF}", 390, "light", 0),
    (f"{PATH}/figures/sales?{AS_OF}&mode=dark&lang=en", 1366, "light", 0),
]


@pytest.mark.parametrize(("path", "width", "scheme", "charts"), LOOKS)
def test_nothing_stands_in_the_way_of_anyone(
    go, page, site, path, width, scheme, charts
):
    heard = Heard(page, site.base_url)
    page.set_viewport_size({"width": width, "height": 1080})
    page.emulate_media(color_scheme=scheme)
    if charts:
        go(path, charts)
    else:
        page.goto(site.base_url + path)
    scrolled = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert scrolled[0] <= scrolled[1]
    assert heard.nothing, (heard.said, heard.elsewhere)
    found = Axe().run(page).response["violations"]
    grave = {
        rule["id"]: [node["html"][:160] for node in rule["nodes"][:3]]
        for rule in found
        if rule["impact"] in {"serious", "critical"}
    }
    assert grave == {}


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1366, 768)])
def test_a_wall_screen_fits_without_scrolling(go, page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    go(f"{PATH}?{AS_OF}&mode=wall", WALL)
    heights = page.evaluate("[document.documentElement.scrollHeight, innerHeight]")
    assert heights == [height, height]
    for line in page.locator(".wall-source").all():
        expect(line).to_contain_text("来源：")
    bottoms = page.locator(".chart").evaluate_all(
        "cards => cards.map((card) => card.getBoundingClientRect().bottom)"
    )
    assert max(bottoms) <= height


def test_a_dialog_is_opened_by_key_and_gives_the_focus_back(go, page):
    go(f"{PATH}?{AS_OF}")
    opener = page.get_by_role("button", name="数据表 每日销量")
    opener.press("Enter")
    dialog = page.locator("#chart-table")
    expect(dialog.locator("tbody tr")).not_to_have_count(0)
    expect(dialog.locator("thead")).to_contain_text("销量（台）")
    assert "_" not in dialog.locator("thead").inner_text()
    assert "分）" not in dialog.locator("thead").inner_text()
    expect(dialog.locator("caption")).to_contain_text("数据截至")
    expect(dialog.locator("tbody")).to_contain_text("工作日")
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    expect(opener).to_be_focused()
    page.get_by_role("button", name="嵌入 每日销量").press("Enter")
    snippet = page.locator("#chart-embed textarea").input_value()
    assert re.fullmatch(r'<iframe src="http[^"]+format=html[^"]*".*></iframe>', snippet)
    assert "known_at=" in snippet
    height = page.locator(".chart[data-name=daily-sales] .plot").bounding_box()
    assert f'height="{round(height["height"]) + 16}"' in snippet
    page.get_by_label("随数据更新").check()
    followed = page.locator("#chart-embed textarea").input_value()
    assert "known_at=" not in followed
    assert "as_of=" not in followed


def test_a_chart_is_told_in_words(go, page):
    go(f"{PATH}?{AS_OF}")
    told = page.locator(".chart[data-name=daily-sales] .plot").get_attribute(
        "aria-label"
    )
    assert "个数值，最大" in told


def test_the_skip_link_comes_first_and_leads_to_the_content(go, page):
    go(f"{PATH}?{AS_OF}")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_on_paper_there_are_no_buttons_and_the_address_stands(go, page, site):
    go(f"{PATH}?{AS_OF}&mode=dark")
    page.emulate_media(media="print")
    for gone in ("form.asof", ".desk-tools", ".downloads", ".looks"):
        expect(page.locator(gone).first).not_to_be_visible()
    expect(page.locator("#page-address")).to_contain_text(site.base_url + PATH)
    expect(page.locator("#page-address")).to_contain_text("known_at=")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert ground == "rgb(255, 255, 255)"


def test_on_paper_each_figure_keeps_its_height(go, page):
    go(f"{PATH}?{AS_OF}")
    heights = "cards => cards.map((card) => card.querySelector('.plot').layout.height)"
    on_screen = page.locator(".chart").evaluate_all(heights)
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".chart").evaluate_all(heights) == on_screen
    widths = page.locator(".chart").evaluate_all(heights.replace("height", "width"))
    assert set(widths) == {470}


@pytest.mark.parametrize("width", [1366, 390])
def test_no_number_leaves_its_card(go, page, width):
    page.set_viewport_size({"width": width, "height": 900})
    go(f"{PATH}?{AS_OF}&lang=en")
    over = page.locator(".figures .card, .views .card, .forecast-card").evaluate_all(
        "cards => cards.filter((card) => card.scrollWidth > card.clientWidth).length"
    )
    assert over == 0


def test_a_wall_screen_shows_what_is_new_and_when_nobody_answers(browser, tmp_path):
    service = replace(fresh_service(tmp_path / "home"), refresh_seconds=1)
    for site in serve(service):
        context = signed_in(browser, site, viewport={"width": 1920, "height": 1080})
        page = context.new_page()
        page.goto(f"{site.base_url}{PATH}?mode=wall")
        page.locator(DRAWN).nth(WALL - 1).wait_for()
        cars = page.locator(".figures b").first
        expect(cars).to_have_text("3")
        expect(page.locator("#fresh")).to_contain_text("最近刷新")
        land(site.service, "later.csv", LATER_FEED)
        expect(cars).to_have_text("4", timeout=15_000)
        page.route("**/headline*", lambda route: route.abort())
        expect(page.locator("#fresh")).to_contain_text("无法连接服务", timeout=15_000)
        assert cars.inner_text() == "4"  # what was known stays on the wall
        context.close()
