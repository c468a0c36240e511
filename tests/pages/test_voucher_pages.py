"""The bureau finds a voucher, reads its life, and sees today's redemptions."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import CAMPAIGN, HEADER, Running, fresh_service, land, serve
from tests.feed_texts import vin
from tests.pages.test_decision_page import text_of
from voucher_service.model.kinds import Role
from voucher_service.model.voucher_reports import BudgetPart
from voucher_service.pages.voucher_page import budget_shares, code_text
from voucher_service.pages.voucher_queries import A_PAGE
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.sign_in import create_login_link

EVIL = "<script>alert(1)</script>"
FIRST_VIN = "LSYSYN105N0000001"
MORE = 18
STATION = "永定南庄坪站"


@dataclass
class Sites:
    """A served home with vouchers: their codes in the order of issue."""

    running: Running
    codes: list[str]
    sale: str

    def get(self, path: str, role: Role = Role.BUREAU):
        with self.running.client(role) as client:
            return client.get(path, headers={"Accept": "text/html"})


def asked(running: Running, role: Role, path: str, body: dict) -> dict:
    with running.client(role) as client:
        key = f"{path}-{body.get('out_request_no')}"
        answer = client.post(path, json=body, headers={"Idempotency-Key": key})
    assert answer.is_success, answer.text
    return answer.json()


def spend(running: Running, code: str, fen: int, number: str, **more) -> dict:
    body = {
        "voucher_code": code,
        "amount": {"total": fen, "currency": "CNY"},
        "out_request_no": number,
        **more,
    }
    return asked(running, Role.BANK, "/v1/redemptions", body)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """Vouchers of which one was spent in parts, one suspended and one voided."""
    service = fresh_service(tmp_path_factory.mktemp("vouchers") / "home")
    rows = (
        f"D001,XM-{number},{vin(number)},2023-01-07,150000.00,甲牌,燃油,合成数据\n"
        for number in range(1, MORE + 1)
    )
    land(service, "more.csv", HEADER + "".join(rows))
    issue_vouchers(service, CAMPAIGN)
    serving = serve(service)
    running = next(serving)
    with running.client(Role.OPERATOR) as operator:
        items = operator.get("/v1/vouchers", params={"limit": 100}).json()["items"]
    first, second, third, *_ = codes = [each["code"] for each in items]
    made = spend(running, first, 50_000, "N-1", station=STATION, terminal="POS-7")
    spend(running, first, 20_000, "N-2", mode="authorize")
    other = spend(running, second, 30_050, "N-3")
    back = {"out_request_no": "N-4", "reason": "customer_refund"}
    asked(running, Role.BANK, f"/v1/redemptions/{other['id']}/reversals", back)
    asked(running, Role.BUREAU, f"/v1/vouchers/{second}/suspend", {"why": EVIL})
    asked(running, Role.BUREAU, f"/v1/vouchers/{third}/void", {"why": "重复发放"})
    assert made["voucher_code"] == first
    yield Sites(running, codes, items[0]["sale_id"])
    next(serving, None)


def codes_on(page: str) -> list[str]:
    """The codes of the list, in its order."""
    body = page.partition('aria-labelledby="list"')[2]
    return [code.replace(" ", "") for code in re.findall(r"<code>(.*?)</code>", body)]


@pytest.mark.parametrize(
    ("lang", "sentences"),
    [
        (
            "zh",
            [
                "预授权中",
                "面额 1,500.00 元",
                "已核销 500.00 元 预授权中 200.00 元 余额 800.00 元 已收回 0.00 元",
                "可用自 发放之时 可用至 未限定 使用方式 可分次使用任意金额",
                "2023-01-11 10:00:00 发放 1,500.00 元",
                f"核销 500.00 元 建行张家界分行 · {STATION} · POS-7 · 流水号 N-1",
                "之后余额 1,000.00",
                "预授权冻结 200.00 元 建行张家界分行 · — · 流水号 N-2",
                "之后余额 800.00 预授权中 200.00",
                "待发放 HELD 1,500.00 元 已发放未用 COMMITTED",
                "已核销应付 PAYABLE 500.00 元",
                "合成数据 synthetic data",
            ],
        ),
        (
            "en",
            [
                "redeemed 500.00 yuan locked 200.00 yuan left 800.00 yuan",
                "in parts of any size",
                f"China Construction Bank, Zhangjiajie branch · {STATION} · POS-7",
                "left after it 1,000.00",
                "PAYABLE: redeemed 500.00 yuan",
            ],
        ),
    ],
)
def test_a_vouchers_page_tells_its_life(site, lang, sentences):
    page = site.get(f"/vouchers/{site.codes[0]}?lang={lang}")
    said = text_of(page.text).replace(" ", "")
    assert [each for each in sentences if each.replace(" ", "") not in said] == []


def test_the_life_of_a_voucher_leads_to_its_decision_and_redemptions(site):
    page = site.get(f"/vouchers/{site.codes[0]}").text
    links = [unescape(link) for link in re.findall(r'href="([^"]+)"', page)]
    decision = f"/campaigns/{CAMPAIGN}/decisions/{site.sale}"
    [to_decision] = [link for link in links if link.startswith(decision)]
    to_redemptions = {link for link in links if link.startswith("/v1/redemptions/")}
    assert len(to_redemptions) == 2
    for link in (to_decision, *to_redemptions, f"/v1/vouchers/{site.codes[0]}"):
        assert link in links
        assert site.get(link).status_code == 200


@pytest.mark.parametrize(
    ("number", "sentences"),
    [
        (1, ["已暂停", "核销冲正 300.50 元 原因：顾客退款", "暂停使用 原因：" + EVIL]),
        (2, ["已作废", "作废 1,500.00 元 原因：重复发放", "已收回 1,500.00 元"]),
    ],
)
def test_what_people_and_banks_did_is_told_with_its_reason(site, number, sentences):
    page = site.get(f"/vouchers/{site.codes[number]}").text
    assert EVIL not in page
    said = text_of(page).replace(" ", "")
    assert [each for each in sentences if each.replace(" ", "") not in said] == []


def names(site) -> list[str]:
    code = site.codes[0]
    return [code, code.lower(), code_text(code), f" {code}", site.sale, FIRST_VIN]


@pytest.mark.parametrize("number", range(6))
def test_a_code_a_sale_and_a_vin_lead_to_the_voucher(site, number):
    with site.running.client() as client:
        found = client.get("/vouchers", params={"q": names(site)[number]})
    assert found.status_code == 303
    assert found.headers["location"].startswith(f"/vouchers/{site.codes[0]}?")


@pytest.mark.parametrize("path", ["/vouchers?q=%3Cnosuch", "/vouchers/%3Cnosuch"])
def test_an_unknown_name_is_answered_with_a_sentence(site, path):
    page = site.get(path)
    assert page.status_code == 404
    assert "<nosuch" not in page.text
    assert "没有券码、销售编号或车架号为“<nosuch”的券" in text_of(page.text)


@pytest.mark.parametrize(
    ("query", "chosen"),
    [
        ("status=locked", slice(0, 1)),
        ("status=suspended", slice(1, 2)),
        ("status=voided", slice(2, 3)),
        ("status=expired", slice(0)),
        (f"status=voided&campaign={CAMPAIGN}", slice(2, 3)),
        ("campaign=another", slice(0)),
        ("", slice(A_PAGE)),
        (f"campaign={CAMPAIGN}", slice(A_PAGE)),
    ],
)
def test_the_list_holds_what_was_asked_for(site, query, chosen):
    page = site.get(f"/vouchers?{query}")
    assert page.status_code == 200
    assert codes_on(page.text) == site.codes[chosen]


def test_pages_follow_each_other_and_lead_back(site):
    first = site.get(f"/vouchers?campaign={CAMPAIGN}").text
    [following] = re.findall(r'rel="next" href="([^"]+)"', first)
    second = site.get(unescape(following))
    assert codes_on(second.text) == site.codes[A_PAGE:]
    assert len(site.codes) > A_PAGE
    assert "今日核销" not in text_of(second.text)
    assert 'rel="next"' not in second.text
    assert "回到第一页" in second.text


def test_a_status_that_is_none_is_refused_with_the_choices(site):
    page = site.get("/vouchers?status=lost")
    assert page.status_code == 422
    assert "suspended" in page.text


def test_the_overview_tells_of_today_by_bank_and_station(site):
    said = text_of(site.get("/vouchers").text).replace(" ", "")
    for sentence in [
        "核销 2 笔 800.50 元",
        "冲正 1 笔 300.50 元",
        "净额（元） 500.00 元",
        "建行张家界分行 2 800.50 300.50 500.00",
        f"{STATION} 1 500.00 0.00 500.00",
        "（未注明） 1 300.50 300.50 0.00",
    ]:
        assert sentence.replace(" ", "") in said, sentence


@pytest.mark.parametrize("role", [Role.ANALYST, Role.DEALER])
def test_others_are_neither_let_in_nor_led_here(site, role):
    assert site.get("/vouchers", role).status_code == 403
    assert site.get(f"/vouchers/{site.codes[0]}", role).status_code == 403
    start = site.get("/" if role is Role.ANALYST else "/feeds", role)
    assert 'href="/vouchers' not in start.text


def test_the_decision_leads_to_its_voucher(site):
    page = site.get(f"/campaigns/{CAMPAIGN}/decisions/{site.sale}").text
    [link] = re.findall(r'href="(/vouchers\?[^"]*q=[^"]*)"', page)
    with site.running.client() as client:
        found = client.get(unescape(link))
    assert found.headers["location"].startswith(f"/vouchers/{site.codes[0]}?")


def test_the_campaigns_page_leads_here(site):
    page = site.get(f"/campaigns/{CAMPAIGN}").text
    assert f'href="/vouchers?lang=zh&amp;campaign={CAMPAIGN}"' in page


@pytest.mark.parametrize(
    ("budget", "told"),
    [
        (None, [("held", 0.0), ("committed", 75.0), ("payable", 25.0)]),
        (
            200,
            [
                *(("available", 30.0), ("held", 10.0)),
                *(("committed", 45.0), ("payable", 15.0)),
            ],
        ),
    ],
)
def test_a_bar_shows_each_state_in_proportion(budget, told):
    part = BudgetPart(
        part="budget",
        budget_fen=budget,
        available_fen=None if budget is None else 60,
        held_fen=0 if budget is None else 20,
        committed_fen=90,
        payable_fen=30,
        recoverable_fen=0,
        unfunded_fen=0,
    )
    assert [(share.name, share.percent) for share in budget_shares(part)] == told


@pytest.fixture(params=[1366, 390])
def page(request, browser: Browser, site):
    """A page of a signed-in officer, on a screen and on a phone."""
    size = {"width": request.param, "height": 844}
    context = browser.new_context(viewport=size, locale="zh-CN")
    opened = context.new_page()
    link = create_login_link(site.running.service, Role.BUREAU)
    opened.goto(f"{site.running.base_url}/login?token={link}")
    yield opened
    context.close()


UNNAMED = """[...document.querySelectorAll('input:not([type=hidden]),select,button,a')]
    .filter((each) => !(each.labels?.length || each.innerText.trim()
        || each.getAttribute('aria-label'))).map((each) => each.outerHTML)"""
SKIPPED_HEADINGS = """[...document.querySelectorAll('h1,h2,h3')]
    .map((each) => Number(each.tagName[1]))
    .filter((level, at, all) => level > (all[at - 1] ?? 0) + 1)"""
TWICE = """[...document.querySelectorAll('[id]')].map((each) => each.id)
    .filter((id, at, all) => all.indexOf(id) !== at)"""


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_fit_are_quiet_and_ask_nobody_else(page: Page, site, lang):
    said: list[str] = []
    asked_for: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked_for.append(request.url))
    for path in ("/vouchers", f"/vouchers/{site.codes[0]}", "/vouchers?status=voided"):
        mark = "&" if "?" in path else "?"
        page.goto(f"{site.running.base_url}{path}{mark}lang={lang}")
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] == widths[1], path
        for check in (UNNAMED, SKIPPED_HEADINGS, TWICE):
            assert page.evaluate(check) == [], path
    assert said == []
    assert all(url.startswith(site.running.base_url) for url in asked_for)


@pytest.mark.browser
def test_from_the_navigation_to_a_voucher_by_keyboard(page: Page, site):
    page.get_by_role("link", name="消费券", exact=True).click()
    page.get_by_role("searchbox").fill(FIRST_VIN.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/vouchers/{site.codes[0]}?*")
    assert page.get_by_role("heading", name=code_text(site.codes[0])).is_visible()
    page.get_by_role("link", name=site.sale).click()
    assert page.get_by_role("heading", name="符合活动条件").is_visible()
