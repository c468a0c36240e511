"""The pages of files over a real home: who sees them, and what they tell."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape

import httpx
import pytest

from tests.api.conftest import FIRST_FEED, HEADER, Running
from voucher_service.model.feed_reports import FeedSender
from voucher_service.model.kinds import Role
from voucher_service.pages.amounts import size_text
from voucher_service.pages.assets import asset
from voucher_service.usecases.choose_profile import ProfileChoice
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.receive_feed import receive_feed
from voucher_service.usecases.sign_in import create_login_link

BUREAU = FeedSender(channel="page", name="值班员", role=Role.BUREAU)
DEALER = FeedSender(channel="http", name="甲店", role=Role.DEALER, dealer_id="D001")
BAD = HEADER + (
    "D001,XS-91,LSYSYN107N0000002,2023-01-08,没有,甲牌,燃油,合成数据\n"
    "D001,XS-92,,2023-01-08,88000.00,<b>甲牌</b>,燃油,合成数据\n"
)


def text_of(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def send(running: Running, text: str | bytes, name: str, sender=BUREAU):
    content = text.encode() if isinstance(text, str) else text
    return receive_feed(
        running.service, Delivery.of(name, content), ProfileChoice(), sender
    )


@contextmanager
def browser_of(
    running: Running, role: Role, dealer: str | None = None
) -> Iterator[httpx.Client]:
    """A browser that has opened a login link."""
    link = create_login_link(running.service, role, None, dealer)
    headers = {"Accept": "text/html"}
    with httpx.Client(base_url=running.base_url, headers=headers) as opened:
        opened.get("/login", params={"token": link})
        yield opened


@pytest.mark.parametrize(
    ("role", "dealer", "first", "seen", "barred"),
    [
        (Role.BUREAU, None, "/", ["/", "/feeds", "/feeds/history"], []),
        (Role.OPERATOR, None, "/", ["/", "/feeds", "/feeds/history"], []),
        (Role.ANALYST, None, "/", ["/"], ["/feeds", "/feeds/history", "/feeds/x"]),
        (Role.DEALER, "D001", "/feeds", ["/feeds", "/feeds/history"], ["/"]),
    ],
)
def test_each_role_is_led_to_its_own_pages(site, role, dealer, first, seen, barred):
    link = create_login_link(site.service, role, None, dealer)
    with httpx.Client(
        base_url=site.base_url, headers={"Accept": "text/html"}
    ) as opened:
        answer = opened.get("/login", params={"token": link})
        assert answer.headers["location"] == first
        page = opened.get(first).text
        assert [opened.get(path).status_code for path in seen] == [200] * len(seen)
        assert [opened.get(path).status_code for path in barred] == [403] * len(barred)
    for path in ("/feeds", "/feeds/history"):
        assert (f'href="{path}?lang=zh"' in page) is (path in seen)
    assert ('href="/?lang=zh"' in page) is ("/" in seen)


@pytest.mark.parametrize("path", ["/feeds", "/feeds/history", "/feeds/dlv_1"])
def test_a_stranger_sees_no_page_of_files(stranger, path):
    assert stranger.get(path).status_code == 401


@pytest.mark.parametrize(("lang", "said"), [("zh", "报送文件"), ("en", "Send files")])
def test_the_sending_page_speaks_both_languages_and_names_the_limit(
    officer, lang, said
):
    page = officer.get("/feeds", params={"lang": lang}).text
    assert f"<h1>{said}</h1>" in page
    assert "512 MiB" in page
    assert "合成数据 synthetic data" in page
    assert asset("feeds.js").path in page


def test_the_history_tells_every_delivery_newest_first(growing):
    send(growing, BAD, "坏行.csv")
    send(growing, FIRST_FEED, "again.csv")
    send(growing, b"%PDF-1.7", "scan.pdf", DEALER)
    with browser_of(growing, Role.BUREAU) as officer:
        page = officer.get("/feeds/history").text
        english = officer.get("/feeds/history", params={"lang": "en"}).text
    told = text_of(page)
    assert re.search(r"scan\.pdf .*甲店 接口 .*无法读取", told)
    assert re.search(r"again\.csv .*重复 4 0 4 0 0", told)
    assert re.search(r"坏行\.csv .*已入库 2 1 0 1 0", told)
    assert "Deliveries" in text_of(english)


@pytest.mark.parametrize(
    ("query", "files"),
    [
        ("", {"a.csv", "again.csv", "scan.pdf"}),
        ("kind=sales", {"a.csv", "again.csv"}),
        ("outcome=duplicate", {"again.csv"}),
        ("dealer=D001", {"scan.pdf"}),
        ("dealer=+&kind=&outcome=&from=&to=", {"a.csv", "again.csv", "scan.pdf"}),
        ("from=2023-01-11&to=2023-01-11", {"a.csv", "again.csv", "scan.pdf"}),
        ("to=2023-01-10", set()),
        ("from=2023-01-12", set()),
    ],
)
def test_the_history_is_filtered_and_keeps_its_filters(growing, query, files):
    send(growing, BAD, "a.csv")
    send(growing, BAD, "again.csv")
    send(growing, b"%PDF-1.7", "scan.pdf", DEALER)
    with browser_of(growing, Role.BUREAU) as officer:
        page = officer.get(f"/feeds/history?{query}").text
    assert set(re.findall(r">([\w.]+\.(?:csv|pdf))</a>", page)) == files
    if query == "kind=sales":
        assert '<option value="sales" selected>' in page
        assert "/feeds/history?lang=en&amp;kind=sales" in page


@pytest.mark.parametrize(
    ("query", "named"),
    [("kind=cars", "kind"), ("outcome=x", "outcome"), ("from=soon", "from")],
)
def test_a_bad_filter_is_told(officer, query, named):
    answer = officer.get(f"/feeds/history?{query}")
    assert answer.status_code == 422
    assert named in answer.text


def test_the_history_is_paged(growing):
    for number in range(31):
        send(growing, BAD + "\n" * number, f"{number:02}.csv")
    with browser_of(growing, Role.BUREAU) as officer:
        first = officer.get("/feeds/history").text
        older = unescape(re.search(r'rel="next" href="([^"]+)"', first)[1])
        second = officer.get(older).text
    names = re.findall(r">(\d\d\.csv)</a>", first + second)
    assert sorted(names) == [f"{number:02}.csv" for number in range(31)]
    assert "回到最新" in second
    assert "更早的记录" not in second


def test_a_receipt_tells_every_refused_row_and_where_to_mend_it(growing):
    report = send(growing, BAD, "坏行.csv")
    with browser_of(growing, Role.BUREAU) as officer:
        pages = [
            officer.get(f"/feeds/{named}").text
            for named in (report.delivery_id, report.feed_id)
        ]
    for page in pages:
        assert f'href="/v1/feeds/{report.feed_id}/rejects.xlsx"' in page
        assert "数据行 2 入库 1 已有且未变 0 退回 1 待人工核实 0" in text_of(page)
        assert re.search(r"2 裸车价 没有 ", text_of(page))
        assert report.sha256 in page
        assert "<b>甲牌" not in page


def test_an_unreadable_delivery_has_a_receipt_that_says_why(growing):
    report = send(growing, b"%PDF-1.7", "scan.pdf")
    with browser_of(growing, Role.BUREAU) as officer:
        page = officer.get(f"/feeds/{report.delivery_id}").text
    assert report.error.zh in unescape(page)
    assert report.remedy.zh in unescape(page)
    assert "rejects.xlsx" not in page


def test_a_dealers_pages_hold_its_own_deliveries_alone(growing):
    own = send(growing, BAD, "own.csv", DEALER)
    others = send(growing, BAD, "officers.csv")
    with browser_of(growing, Role.DEALER, "D001") as dealer:
        history = dealer.get("/feeds/history").text
        asked = dealer.get("/feeds/history?dealer=D002").text
        statuses = [
            dealer.get(f"/feeds/{report.delivery_id}").status_code
            for report in (own, others)
        ]
    assert "own.csv" in history
    assert "officers.csv" not in history
    assert "own.csv" not in asked
    assert 'name="dealer"' not in history
    assert statuses == [200, 404]


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1023, "1023 B"),
        (1024, "1 KiB"),
        (8 * 2**20, "8 MiB"),
        (3 * 2**29, "1.5 GiB"),
    ],
)
def test_a_size_is_told_in_the_largest_unit_it_fills(size, text):
    assert size_text(size) == text
