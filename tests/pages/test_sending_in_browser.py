"""Files are sent in a real Chromium: checked first, landed only once confirmed."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests.api.conftest import DEALERS, HEADER, Running, fresh_service, serve
from voucher_service.model.kinds import Role
from voucher_service.usecases.feed_receipts import DeliveryQuery, list_deliveries
from voucher_service.usecases.sign_in import create_login_link

pytestmark = pytest.mark.browser

ROW = "{dealer},XS-{no},,2023-01-08,{price},甲牌,燃油,合成数据\n"
GOOD = HEADER + ROW.format(dealer="D001", no=71, price="88000.00")
MIXED = GOOD + ROW.format(dealer="D001", no=72, price="没有")
NEW_DEALER = DEALERS + "D003,合成数据丙汽车销售有限公司,慈利县,合成数据\n"
STRANGERS = HEADER + ROW.format(dealer="D003", no=73, price="66000.00")


@pytest.fixture
def office(tmp_path) -> Iterator[Running]:
    """A server of this test's own, that takes what is over 2,000 bytes in behind."""
    service = fresh_service(tmp_path / "home")
    yield from serve(replace(service, large_feed_bytes=2_000, max_feed_bytes=90_000))


@pytest.fixture
def page(browser, office) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1366, "height": 900})
    opened = context.new_page()
    sign_in(opened, office, Role.BUREAU)
    yield opened
    context.close()


def sign_in(page: Page, office: Running, role: Role, dealer: str | None = None):
    link = create_login_link(office.service, role, None, dealer)
    page.goto(f"{office.base_url}/login?token={link}")
    page.goto(f"{office.base_url}/feeds")


def choose(page: Page, **files: str | bytes) -> None:
    page.set_input_files(
        "#files",
        [
            {
                "name": name.replace("_", "."),
                "mimeType": "text/csv",
                "buffer": text.encode() if isinstance(text, str) else text,
            }
            for name, text in files.items()
        ],
    )


def parcel(page: Page, name: str):
    return page.locator(".parcel", has_text=name)


def sent(office: Running) -> list[tuple[str, str, int]]:
    page = list_deliveries(office.service, DeliveryQuery())
    return [(item.file, item.outcome, item.accepted) for item in page.items]


def test_nothing_lands_before_it_is_confirmed(page, office):
    choose(page, a_csv=MIXED)
    card = parcel(page, "a.csv")
    expect(card).to_have_class(re.compile("previewed"))
    told = card.inner_text()
    assert re.search(r"数据行\s+2\s+将入库\s+1\s+已有且未变\s+0\s+退回\s+1", told)
    assert re.search(r"3\s+裸车价\s+没有\s+", told)
    assert "合成数据 synthetic data" in told
    assert sent(office) == []
    card.get_by_role("button", name="确认入库").click()
    expect(card).to_have_class(re.compile("landed"))
    assert sent(office) == [("a.csv", "landed", 1)]
    (item,) = list_deliveries(office.service, DeliveryQuery()).items
    assert item.sender.channel == "page"
    links = card.get_by_role("link")
    expect(links).to_have_count(2)
    assert links.nth(1).get_attribute("href") == (
        f"/v1/feeds/{item.feed_id}/rejects.xlsx"
    )
    links.nth(0).click()
    assert "回执" in page.locator("h1").inner_text()


def test_several_files_are_confirmed_at_once_and_bad_ones_stay_out(page, office):
    choose(page, a_csv=GOOD, scan_pdf=b"%PDF-1.7")
    expect(parcel(page, "scan.pdf")).to_have_class(re.compile("unreadable"))
    expect(parcel(page, "a.csv")).to_have_class(re.compile("previewed"))
    assert "PDF" in parcel(page, "scan.pdf").get_by_role("alert").inner_text()
    page.get_by_role("button", name="全部确认入库").click()
    expect(parcel(page, "a.csv")).to_have_class(re.compile("landed"))
    assert sent(office) == [("a.csv", "landed", 1)]
    choose(page, again_csv=GOOD)
    expect(parcel(page, "again.csv")).to_have_class(re.compile("duplicate"))


def test_a_register_lets_the_file_beside_it_in(page, office):
    choose(page, s_csv=STRANGERS, d_csv=NEW_DEALER)
    for name in ("s.csv", "d.csv"):
        expect(parcel(page, name)).to_have_class(re.compile("previewed"))
    card = parcel(page, "s.csv")
    expect(card.locator(".good")).to_have_count(0)
    parcel(page, "d.csv").get_by_role("button", name="确认入库").click()
    expect(parcel(page, "d.csv")).to_have_class(re.compile("landed"))
    expect(card.locator(".good")).to_have_count(1)
    expect(card).to_have_class(re.compile("previewed"))
    assert sent(office) == [("d.csv", "landed", 1)]


def test_a_large_file_is_followed_to_its_end(page, office):
    rows = [
        ROW.format(dealer="D001", no=no, price="50000.00") for no in range(200, 260)
    ]
    choose(page, large_csv=HEADER + "".join(rows))
    card = parcel(page, "large.csv")
    expect(card).to_have_class(re.compile("previewed"))
    card.get_by_role("button", name="确认入库").click()
    expect(card).to_have_class(re.compile("landed"))
    assert sent(office) == [("large.csv", "landed", 60)]


def test_a_file_that_is_too_large_is_told_and_can_be_removed(page, office):
    choose(page, huge_csv="x" * 90_001)
    card = parcel(page, "huge.csv")
    expect(card).to_have_class(re.compile("failed"))
    assert "87.9 KiB" in card.get_by_role("alert").inner_text()
    card.get_by_role("button", name="移除").click()
    expect(page.locator("#chosen")).to_be_hidden()


def test_a_service_that_cannot_be_reached_is_told_and_tried_again(page, office):
    page.route("**/v1/feeds", lambda route: route.abort())
    choose(page, a_csv=GOOD)
    card = parcel(page, "a.csv")
    expect(card).to_have_class(re.compile("failed"))
    assert "无法连接服务" in card.get_by_role("alert").inner_text()
    page.unroute("**/v1/feeds")
    card.get_by_role("button", name="重试").click()
    expect(card).to_have_class(re.compile("previewed"))


def test_files_are_dropped_and_nothing_foreign_is_asked_for(page, office):
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    dropped = page.evaluate_handle(
        """text => {
            const data = new DataTransfer();
            data.items.add(new File([text], "dropped.csv"));
            return data;
        }""",
        GOOD,
    )
    page.dispatch_event("#drop", "drop", {"dataTransfer": dropped})
    expect(parcel(page, "dropped.csv")).to_have_class(re.compile("previewed"))
    assert said == []
    assert [url for url in asked if not url.startswith(office.base_url)] == []


def test_the_keyboard_alone_confirms_a_file(page, office):
    choose(page, a_csv=GOOD)
    expect(parcel(page, "a.csv")).to_have_class(re.compile("previewed"))
    page.locator("#files").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "land-all"
    page.keyboard.press("Enter")
    expect(parcel(page, "a.csv")).to_have_class(re.compile("landed"))


def test_a_dealer_sends_its_own_and_sees_why_others_rows_are_refused(page, office):
    page.context.clear_cookies()
    sign_in(page, office, Role.DEALER, "D002")
    assert "仅可报送本店销售" in page.content()
    choose(page, a_csv=GOOD)
    card = parcel(page, "a.csv")
    expect(card).to_have_class(re.compile("previewed"))
    assert re.search(
        r"数据行\s+1\s+将入库\s+0\s+已有且未变\s+0\s+退回\s+1", card.inner_text()
    )


@pytest.mark.parametrize("width", [390, 1366, 1920])
def test_no_page_of_files_scrolls_sideways(page, office, width):
    page.set_viewport_size({"width": width, "height": 844})
    choose(page, a_csv=MIXED)
    card = parcel(page, "a.csv")
    expect(card).to_have_class(re.compile("previewed"))
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    card.get_by_role("button", name="确认入库").click()
    card.get_by_role("link").first.click()
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    page.goto(f"{office.base_url}/feeds/history")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))
    assert widths == [width] * 3
