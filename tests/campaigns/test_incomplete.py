"""What is still unknown of a campaign is said wherever its terms are shown."""

import pytest

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.usecases.borrow_terms import borrowed
from voucher_service.usecases.check_terms import check_terms
from voucher_service.usecases.list_terms import list_terms
from voucher_service.usecases.rule_book import rule_book

INCOMPLETE = {
    "national-scrappage-2026": "旧车登记的最晚日期",
    "xian-gaoling-2024": "20万元及以上的金额",
}


def parsed(name):
    return parse_campaign(shipped_campaigns()[name], name)


def test_what_is_unknown_stands_in_the_list() -> None:
    listed = {one["id"]: one["incomplete"] for one in list_terms()}
    told = {name: words["zh"] for name, words in listed.items() if words}
    assert told.keys() == INCOMPLETE.keys()
    assert all(told[name].startswith(zh) for name, zh in INCOMPLETE.items())
    assert all(words["en"] for words in listed.values() if words)


@pytest.mark.parametrize("name", INCOMPLETE)
def test_what_is_unknown_is_said_by_a_check(name) -> None:
    [checked] = check_terms([(name, shipped_campaigns()[name])])
    assert checked.incomplete is not None
    assert checked.incomplete.zh.startswith(INCOMPLETE[name])


def test_what_is_unknown_stands_in_the_rule_book() -> None:
    book = rule_book()
    for name, zh in INCOMPLETE.items():
        chapter = book.partition(f'<a id="{name}">')[2].partition("<a id=")[0]
        assert f"**尚不能启用 / not ready to run**：{zh}" in chapter
    assert book.count("**尚不能启用") == len(INCOMPLETE)


def test_what_is_unknown_is_said_where_the_terms_are_borrowed() -> None:
    ours = parsed("zhangjiajie-2022-new-year")
    for name, zh in INCOMPLETE.items():
        _, said = borrowed(ours, parsed(name))
        assert [each.zh for each in said if "未知" in each.zh] == [
            f"该活动的条款尚有未知：{parsed(name).incomplete.zh}"
        ]
        assert any(zh in each.zh for each in said)
    _, said = borrowed(ours, parsed("yulong"))
    assert not any("未知" in each.zh for each in said)
