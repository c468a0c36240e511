"""Vouchers are issued, seen, changed and handed over by command."""

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.issuing import expiry_lines


@pytest.fixture
def issued(command, tmp_path):
    register, sales = tmp_path / "dealers.csv", tmp_path / "sales.csv"
    register.write_text(REGISTER, encoding="utf-8")
    sales.write_text(feed(sale_row(1), sale_row(2)), encoding="utf-8")
    assert command("ingest", register, sales).code == 0
    told = command("issue", SEED_CAMPAIGN, "--json").json
    assert (told["issued"], told["amount_fen"], told["synthetic"]) == (2, 300_000, True)
    return command


def test_who_issues_again_is_told_that_nothing_was_left(issued):
    ran = issued("issue", SEED_CAMPAIGN)
    assert ran.code == 0
    assert ran.out.startswith("【合成数据 synthetic data】")
    assert "发放 0 张，0.00 元；已有券 2 张" in ran.out


def test_a_voucher_is_listed_shown_and_changed_with_who_and_why(issued):
    [first, _] = issued("voucher", "list", "--json").json["items"]
    code, why = first["code"].lower(), ("--who", "测试员", "--why", "核实中")
    assert "暂停使用 / suspended" in issued("voucher", "suspend", code, *why).out
    shown = issued("voucher", "show", code, "--json").json
    assert (shown["status"], shown["held_for"]) == ("suspended", "核实中")
    assert issued("voucher", "resume", code, *why).code == 0
    assert issued("voucher", "void", code, *why).code == 0
    ran = issued("voucher", "void", code, *why)
    assert (ran.code, "已作废，不能作废" in ran.err) == (1, True)
    budget = issued("voucher", "budget", SEED_CAMPAIGN)
    assert "已发放 / committed\t1,500.00" in budget.out
    assert "active 1 · voided 1" in budget.out


def test_vouchers_are_handed_over_in_a_file(issued, tmp_path):
    out = tmp_path / "v.csv"
    ran = issued("voucher", "export", SEED_CAMPAIGN, "--bank", "ccb-zjj", "--out", out)
    assert ran.code == 0
    assert "2 张 vouchers" in ran.out
    assert len(out.read_text("utf-8-sig").splitlines()) == 3


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("issue", "nosuch"), 2, "没有活动 nosuch"),
        (("voucher", "show", "ABC"), 2, "没有券码为 ABC 的券"),
        (("voucher", "list", "--status", "lost"), 2, "suspended"),
        (("voucher", "void", "ABC", "--who", " ", "--why", "x"), 2, "who"),
        (("expire",), 0, ""),
    ],
)
def test_what_cannot_be_is_said(command, arguments, code, said):
    ran = command(*arguments)
    assert (ran.code, said in ran.err) == (code, True)


def test_all_that_time_alone_did_is_told():
    told = {"expired": 11, "released_fen": 2_200, "promises": 33, "let_go": 44}
    for line in expiry_lines(told):
        assert all(number in line for number in ("11", "22.00", "33", "44"))
