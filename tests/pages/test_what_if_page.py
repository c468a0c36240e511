"""The page of trials in a real Chromium: live, shareable, and fit for a phone."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.api.conftest import CAMPAIGN, Running
from voucher_service.model.kinds import Role
from voucher_service.usecases.sign_in import create_login_link
from voucher_service.usecases.what_if import WhatIfQuery, what_if

PATH = f"/campaigns/{CAMPAIGN}/what-if"
CARS = "[data-figure=cars_sold] td"
COST = "[data-figure=vouchers_fen] td"

WIDER_THAN_ITS_BOX = """[...document.querySelectorAll('.scroll')]
    .filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.innerText)"""
BROKEN_FIGURES = """[...document.querySelectorAll('.figures-table td, .group td + td')]
    .filter((cell) => {
        const range = document.createRange();
        range.selectNodeContents(cell);
        return new Set([...range.getClientRects()].map((box) => box.top)).size > 1;
    }).map((cell) => cell.innerText)"""


@pytest.fixture(params=[1366, 390])
def page(request, browser: Browser, site: Running) -> Iterator[Page]:
    """A page of a signed-in officer, on a screen and on a phone."""
    size = {"width": request.param, "height": 844}
    context = browser.new_context(viewport=size, locale="zh-CN")
    opened = context.new_page()
    link = create_login_link(site.service, Role.BUREAU)
    opened.goto(f"{site.base_url}/login?token={link}")
    yield opened
    context.close()


def open_trial(page: Page, site: Running, query: str = "") -> None:
    page.goto(f"{site.base_url}{PATH}{query}")
    page.locator("#curve svg.main-svg").first.wait_for()
    expect(page.locator("#results")).to_have_attribute("aria-busy", "false")


def told(page: Page, figure: str) -> list[str]:
    return page.locator(figure).all_inner_texts()


def test_a_page_without_a_script_says_what_does_the_same(officer):
    found = officer.get(PATH)
    assert found.status_code == 200
    assert "本结果不代表政策效果" in found.text
    assert "voucher-service what-if" in found.text
    assert "合成数据 synthetic data" in found.text
    english = officer.get(f"{PATH}?lang=en").text
    assert "behaviour held fixed" in english


def test_the_page_carries_the_controls_of_every_campaign(officer):
    text = officer.get(PATH).text
    found = re.search(
        r'<script type="application/json" id="trial">(.*?)</script>', text
    )
    trial = json.loads(found[1])
    own, *others = trial["terms"]
    assert (own["id"], own["price_floor_yuan"], own["voucher_yuan"]) == (
        None,
        30000,
        1500,
    )
    nanning = next(terms for terms in others if terms["id"] == "nanning-2023")
    assert (nanning["sales_from"], nanning["per_buyer"]) == (own["sales_from"], 1)


def test_the_campaign_page_leads_here(officer):
    assert f"{PATH}?" in officer.get(f"/campaigns/{CAMPAIGN}").text


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("price_floor_yuan=80000", True),
        ("tiers.a.amount_yuan=1", True),
        ("path=1", False),
        ("self=1", False),
    ],
)
def test_the_other_language_keeps_the_settings_of_the_address(officer, asked, kept):
    found = officer.get(f"{PATH}?{asked}")
    assert found.status_code == 200
    assert (f"lang=en&amp;{asked}" in found.text) == kept


def test_a_campaign_that_is_not_open_is_not_found(officer):
    assert officer.get("/campaigns/nowhere/what-if").status_code == 404


@pytest.mark.browser
def test_moving_a_slider_answers_without_loading_the_page_again(page, site):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    open_trial(page, site)
    assert told(page, CARS) == ["3", "3", "0"]
    page.locator("#price_floor_yuan-slider").fill("90000")
    expect(page.locator(CARS).nth(1)).to_have_text("2")
    page.locator("#voucher_yuan").fill("2000")
    expect(page.locator(COST).nth(1)).to_have_text("0.40")
    settings = {"price_floor_yuan": "90000", "voucher_yuan": "2000"}
    other = what_if(site.service, WhatIfQuery(CAMPAIGN, settings)).other
    assert (other.cars_sold, other.vouchers_fen) == (2, 400_000)
    loaded = [url for url in asked if url.endswith(PATH) and "/v1/" not in url]
    assert loaded == [f"{site.base_url}{PATH}"]
    assert all(url.startswith(site.base_url) for url in asked)
    assert said == []


@pytest.mark.browser
def test_the_address_can_be_shared_and_kept_in_the_other_language(page, site):
    open_trial(page, site)
    page.locator("#price_floor_yuan").fill("100000")
    expect(page.locator(CARS).nth(1)).not_to_have_text("3")
    assert "price_floor_yuan=100000" in page.url
    shared = page.url
    page.locator("a[hreflang]").click()
    page.locator("#curve svg.main-svg").first.wait_for()
    expect(page.locator("#price_floor_yuan")).to_have_value("100000")
    expect(page.locator("h1")).to_have_text("What if the terms were others")
    page.goto(shared)
    expect(page.locator("#price_floor_yuan")).to_have_value("100000")
    page.get_by_role("button", name="恢复现行条款").click()
    expect(page.locator(CARS).nth(1)).to_have_text("3")
    assert "price_floor_yuan" not in page.url


@pytest.mark.browser
def test_another_citys_terms_set_the_controls(page, site):
    open_trial(page, site)
    page.locator("#terms").select_option("nanning-2023")
    expect(page.locator("#price_floor_yuan")).to_have_value("80000")
    expect(page.locator("#adapted")).to_contain_text("桂A")
    expect(page.locator("#unknown")).to_contain_text("手机号")
    page.locator("#terms").select_option("yantai-2023-03")
    expect(page.locator("[id='tiers.nev-from-100k.amount_yuan']")).to_be_visible()
    assert page.locator("#voucher_yuan").is_hidden()


@pytest.mark.browser
def test_what_cannot_be_tried_is_said_beside_its_control(page, site):
    open_trial(page, site)
    page.locator("#budget_set").check()
    page.locator("#budget_yuan").fill("1")
    expect(page.locator("#failure")).to_contain_text("1,500.00")
    expect(page.locator("#failure")).to_contain_text("预算（元）")
    expect(page.locator("#failure")).not_to_contain_text("budget_yuan")
    expect(page.locator("#budget_yuan")).to_have_attribute("aria-invalid", "true")
    page.locator("#budget_yuan").fill("3000")
    expect(page.locator("#failure")).to_be_hidden()
    expect(page.locator("[data-figure=waitlisted] td").nth(1)).to_have_text("1")
    assert page.locator("#budget_yuan").get_attribute("aria-invalid") == "false"


@pytest.mark.browser
def test_the_last_answer_wins(page, site):
    open_trial(page, site)
    waiting: list[object] = []

    def hold(route):
        if "99999" in (route.request.post_data or ""):
            waiting.append(route)
        else:
            route.continue_()

    page.route("**/v1/**/what-if", hold)
    with page.expect_request(lambda request: "99999" in (request.post_data or "")):
        page.locator("#price_floor_yuan").fill("99999")
    page.locator("#price_floor_yuan").fill("150001")
    expect(page.locator(CARS).nth(1)).to_have_text("0")
    assert waiting
    expect(page.locator(CARS).nth(1)).to_have_text("0")


@pytest.mark.browser
def test_no_screen_scrolls_sideways_and_keys_move_the_sliders(page, site):
    open_trial(page, site, "?price_floor_yuan=80000")
    widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths[0] == widths[1]
    assert page.evaluate(WIDER_THAN_ITS_BOX) == []
    assert page.evaluate(BROKEN_FIGURES) == []
    expect(page.locator("#curve-state")).to_have_text("")
    page.locator("#price_floor_yuan-slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#price_floor_yuan")).to_have_value("81000")


@pytest.mark.browser
def test_groups_of_nothing_say_so(page, site):
    page.goto(f"{site.base_url}{PATH}?as_of=2022-12-01")
    expect(page.locator("#by_dealer")).to_contain_text("暂无数据")
    assert told(page, "#by_district td") == ["暂无数据"]


@pytest.mark.browser
def test_a_curve_on_two_bases_names_both(page, site):
    open_trial(page, site, "?terms=yantai-2023-03&as_written=1")
    axis = page.locator("#curve .g-xtitle")
    expect(axis).to_contain_text("裸车价")
    expect(axis).to_contain_text("试算为")
    assert "试算为" in page.locator("#bases").inner_text()
