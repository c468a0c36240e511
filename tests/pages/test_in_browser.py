"""The campaign page in a real Chromium: drawn, quiet, and alone on the network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import CAMPAIGN, Running
from voucher_service.charts.catalogue import CHARTS as CATALOGUE
from voucher_service.model.kinds import Role
from voucher_service.usecases.sign_in import create_login_link

pytestmark = pytest.mark.browser
DONE = ".chart[aria-busy=false]"
CHARTS = sum(chart.on_campaign_page for chart in CATALOGUE.values())


@pytest.fixture
def page(browser: Browser, site: Running) -> Iterator[Page]:
    """A page of a signed-in officer, 390 pixels wide."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    link = create_login_link(site.service, Role.BUREAU)
    opened.goto(f"{site.base_url}/login?token={link}")
    yield opened
    context.close()


def open_campaign(page: Page, site: Running, lang: str = "zh") -> None:
    page.goto(f"{site.base_url}/campaigns/{CAMPAIGN}?lang={lang}")
    page.locator(DONE).nth(CHARTS - 1).wait_for()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_chart_is_drawn_without_complaint_or_foreign_request(page, site, lang):
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    open_campaign(page, site, lang)
    assert page.locator(".plot svg.main-svg").count() >= CHARTS
    assert page.locator(".failure:visible").count() == 0
    assert said == []
    assert [url for url in asked if not url.startswith(site.base_url)] == []


def test_a_phone_shows_the_page_without_scrolling_sideways(page, site):
    open_campaign(page, site)
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths == [390, 390]


def test_made_up_data_is_marked_on_the_page_and_in_every_chart(page, site):
    open_campaign(page, site)
    marks = page.locator(".plot .annotation", has_text="合成数据 synthetic data")
    assert marks.count() == CHARTS
    assert page.locator("p.synthetic").is_visible()


def test_a_chart_that_fails_says_why_and_can_be_tried_again(page, site):
    page.route("**/charts/daily-sales?*", lambda route: route.abort())
    open_campaign(page, site)
    failure = page.locator(".failure:visible")
    assert failure.count() == 1
    assert "无法连接服务" in failure.inner_text()
    page.unroute("**/charts/daily-sales?*")
    failure.get_by_role("button", name="重试").click()
    page.locator(".plot:visible").nth(CHARTS - 1).wait_for()
    assert page.locator(".failure:visible").count() == 0


def test_a_lost_session_is_told_in_every_chart(page, site):
    page.route(
        "**/charts/*", lambda route: route.fulfill(status=401, content_type="text/html")
    )
    open_campaign(page, site)
    sentences = page.locator(".failure:visible p").all_inner_texts()
    assert sentences == ["登录已失效，请用新的登录链接重新登录。"] * CHARTS


def test_the_sign_out_button_ends_the_session(page, site):
    open_campaign(page, site)
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/login")
    assert "voucher-service login-link" in page.content()
    answer = page.goto(f"{site.base_url}/")
    assert answer.status == 401
