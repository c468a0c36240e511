"""What a clerk reads to a citizen: the verdict, why, and what would change it."""

import re
from html import unescape

import pytest
from playwright.sync_api import Browser, Page

from tests.api.conftest import CAMPAIGN, HEADER, Running, land
from tests.pages.reports import detail
from voucher_service.api.decision_examples import EXPLANATION
from voucher_service.model.kinds import OUTCOME_TEXT, Outcome, Role
from voucher_service.model.reports import PublishedSource
from voucher_service.model.text import Language
from voucher_service.pages.decision_page import decision_page, finding_page
from voucher_service.pages.queries import PageQuery
from voucher_service.usecases.sign_in import create_login_link

ZH = PageQuery(Language.ZH, None, None)
EN = PageQuery(Language.EN, None, None)
DECISIONS = f"/campaigns/{CAMPAIGN}/decisions"
BELOW_FLOOR = "LSYSYN100N0000004"
OF_D001 = "LSYSYN105N0000001"


def text_of(page: str) -> str:
    """The page's words with each run of blanks made one."""
    body = page.partition("</head>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def written(query: PageQuery = ZH, **changes: object) -> str:
    explained = EXPLANATION.model_copy(update=changes)
    return text_of(decision_page(detail(), explained, query))


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        (
            ZH,
            [
                "✗ 不符合活动条件 如符合条件，可获 1,500.00 元",
                "裸车价 28,800.00 元，低于门槛 30,000.00 元 "
                "裸车价须至少再高 1,200.00 元（达到 30,000.00 元）",
                "每台一律 1,500.00 元加油券",
                "自 2022-12-16 起施行的条款，版本 3f1d0c9a7b52",
                "公布处 ： 新年购新车 购车消费券发放活动 — 张家界市商务局",
                "共 1 项，1 项未满足",
                "30,000.00 元及以上 28,800.00 第 11 行 · 裸车价 M11",
                "来源文件 ： sales-2023-01-01_2023-01-10.csv",
                "2023-01-10 17:30:00 不符合条件 0.00 首次判定",
                "合成数据 synthetic data",
            ],
        ),
        (
            EN,
            [
                "This sale is not eligible If eligible it would earn 1,500.00 yuan",
                "the bare price has to be at least 1,200.00 yuan more",
                "1 in all, 1 not met",
                "row 11 · 裸车价 M11",
                "first decided",
            ],
        ),
    ],
)
def test_the_page_says(query, sentences):
    said = written(query).replace(" ", "")
    assert [each for each in sentences if each.replace(" ", "") not in said] == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"outcome": Outcome.ELIGIBLE, "eligible": True, "amount_fen": 150_000},
            "✓ 符合活动条件 可获 1,500.00 元",
        ),
        (
            {"outcome": Outcome.WAITLISTED, "waitlist_rank": 1234},
            "… 正在候补：名额或资金已满 候补第 1,234 位 · 递补后可获 1,500.00 元",
        ),
        (
            {"outcome": Outcome.WAITLISTED, "reasons": ("draw_pending",)},
            "… 等待公开抽取 递补后可获",
        ),
        (
            {"outcome": Outcome.NEEDS_REVIEW},
            "… 待人工认定：两家经销商上报了同一辆车",
        ),
        ({"price_fen": None}, "裸车价 未报"),
        ({"dealer_name": None, "brand": None, "model": None}, "车辆 —"),
    ],
)
def test_each_outcome_has_its_words(changes, said):
    outcome = changes.get("outcome", EXPLANATION.outcome)
    page = written(**changes, outcome_text=OUTCOME_TEXT[outcome])
    assert said.replace(" ", "") in page.replace(" ", "")


def test_what_comes_from_files_and_terms_cannot_become_markup():
    evil = "<script>alert(1)</script>"
    source = PublishedSource(
        title=evil, publisher=evil, url="https://example.org/?a=1&b=<", summary=evil
    )
    explained = EXPLANATION.model_copy(
        update={"source": source, "file": evil, "dealer_name": evil, "brand": evil}
    )
    page = decision_page(detail(), explained, ZH)
    assert evil not in page
    assert 'href="https://example.org/?a=1&amp;b=&lt;"' in page


def test_a_number_in_the_address_is_told_as_it_was_asked():
    page = finding_page(detail(), ZH, '"><script>', (), synthetic=False)
    assert "<script>" not in page.partition("</head>")[2]
    assert '没有车架号、发票号码或销售编号为“"><script>”的销售' in text_of(page)


@pytest.mark.parametrize(
    ("role", "marked"), [(Role.BUREAU, True), (Role.ANALYST, False)]
)
def test_only_who_may_look_decisions_up_is_offered_the_search(role, marked):
    assert PageQuery(Language.ZH, None, None, role).sees_decisions is marked


@pytest.mark.parametrize("needle", [BELOW_FLOOR, f" {BELOW_FLOOR.lower()} "])
def test_the_search_leads_to_the_decision(officer, needle):
    found = officer.get(DECISIONS, params={"sale": needle})
    assert found.status_code == 303
    page = officer.get(found.headers["location"])
    assert page.status_code == 200
    assert "裸车价须至少再高 0.01 元" in text_of(page.text)


@pytest.mark.parametrize("path", [f"{DECISIONS}?sale=nosuch", f"{DECISIONS}/nosuch"])
def test_an_unknown_number_is_answered_with_a_sentence(officer, path):
    page = officer.get(path)
    assert page.status_code == 404
    assert "没有车架号、发票号码或销售编号为“nosuch”的销售" in text_of(page.text)


def test_the_search_alone_and_of_an_unknown_campaign(officer):
    assert "查一笔销售的判定" in text_of(officer.get(DECISIONS).text)
    assert officer.get("/campaigns/nosuch/decisions?sale=1").status_code == 404
    assert "查一笔销售的判定" in text_of(officer.get(f"/campaigns/{CAMPAIGN}").text)


def test_a_number_of_several_sales_offers_each(growing, stranger):
    again = f"D001,XS-9,{OF_D001},2023-01-08,150000.00,甲牌,燃油,合成数据\n"
    land(growing.service, "again.csv", HEADER + again)
    with growing.client(role=None) as client:
        client.cookies.set("voucher_session", growing.cookie(Role.BUREAU))
        page = client.get(f"{DECISIONS}/{OF_D001}")
        links = re.findall(rf'href="({DECISIONS}/sal_[^"]+)"', page.text)
        told = [client.get(unescape(link)).status_code for link in links]
    assert page.status_code == 200
    assert f"“{OF_D001}”对应 2 笔销售" in text_of(page.text)
    assert told == [200, 200]


@pytest.fixture
def phone(browser: Browser, site: Running):
    """A page of a signed-in officer, 390 pixels wide."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    opened = context.new_page()
    link = create_login_link(site.service, Role.BUREAU)
    opened.goto(f"{site.base_url}/login?token={link}")
    yield opened
    context.close()


@pytest.mark.browser
def test_from_the_campaign_to_the_decision_by_keyboard(phone: Page, site: Running):
    said: list[str] = []
    phone.on("console", lambda message: said.append(message.text))
    phone.on("pageerror", lambda error: said.append(str(error)))
    phone.goto(f"{site.base_url}/campaigns/{CAMPAIGN}")
    phone.get_by_role("searchbox").fill(BELOW_FLOOR)
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**{DECISIONS}/sal_*")
    assert phone.get_by_role("heading", name="不符合活动条件").is_visible()
    assert phone.get_by_role("button", name="打印").is_visible()
    widths = phone.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert widths == [390, 390]
    phone.get_by_role("link", name="English").click()
    assert phone.get_by_role("heading", name="This sale is not eligible").is_visible()
    assert said == []


@pytest.mark.browser
def test_on_paper_the_verdict_stays_and_the_search_goes(phone: Page, site: Running):
    phone.goto(f"{site.base_url}{DECISIONS}?sale={BELOW_FLOOR}")
    phone.emulate_media(media="print")
    assert phone.locator(".verdict").is_visible()
    assert phone.locator("table.conditions").is_visible()
    assert not phone.locator(".search").is_visible()
