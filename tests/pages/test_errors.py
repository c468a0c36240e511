"""Problems as pages: bilingual, safe, and whole in themselves."""

import re

import pytest

from voucher_service.model.reports import Problem, ProblemError
from voucher_service.model.text import Text
from voucher_service.pages.errors import error_page, login_page

MESSAGE = Text(zh="没有活动 <x>", en="there is no campaign <x>")


def problem(**changes: object) -> Problem:
    values: dict[str, object] = {
        "title": "未找到 / Not found",
        "status": 404,
        "detail": str(MESSAGE),
        "code": "not_found",
        "message": MESSAGE,
        "remedy": Text(zh="请检查编号", en="check the id"),
        "request_id": "req_0123456789",
        "errors": (
            ProblemError(message=MESSAGE, choices=("a-campaign", "b-campaign")),
            ProblemError(field="as_of", message=Text(zh="日期有误", en="a bad date")),
        ),
    }
    return Problem(**{**values, **changes})


@pytest.mark.parametrize(
    "sentence",
    [
        "404",
        "没有活动 &lt;x&gt;",
        "there is no campaign &lt;x&gt;",
        "请检查编号",
        "check the id",
        "a-campaign",
        "b-campaign",
        "as_of",
        "日期有误",
        "a bad date",
        "req_0123456789",
        'href="/"',
    ],
)
def test_an_error_page_says(sentence):
    assert sentence in error_page(problem())


def test_who_is_not_signed_in_is_told_how_to_get_a_link():
    page = error_page(problem(status=401))
    assert "voucher-service login-link" in page
    assert "请联系运维人员" in page
    assert 'href="/"' not in page


@pytest.mark.parametrize(
    ("link_failed", "zh", "en"),
    [
        (False, "需要一次性登录链接", "A one-time login link is needed"),
        (True, "已使用过、已过期或不完整", "was used before, has expired"),
    ],
)
def test_the_login_page_tells_what_happened_and_how_to_get_a_link(link_failed, zh, en):
    page = login_page(link_failed=link_failed)
    assert zh in page
    assert en in page
    assert "voucher-service login-link" in page


@pytest.mark.parametrize(
    "page",
    [
        error_page(problem()),
        error_page(problem(status=401)),
        login_page(link_failed=True),
    ],
)
def test_a_page_for_strangers_loads_nothing(page):
    assert re.findall(r"<script|\bsrc=|url\(|@import", page) == []
    assert re.findall(r'<link[^>]*href="([^"]*)"', page) == ["data:,"]
