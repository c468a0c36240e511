"""A person changes a voucher as far as its sale and its state let them."""

import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER
from tests.return_texts import feed, red, row
from tests.voucher_events import spend
from voucher_service.model.errors import BadParameter, NotFound, RefusedByRule
from voucher_service.model.vouchers import Operation
from voucher_service.usecases.change_voucher import Change, change_voucher
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.show_vouchers import (
    VouchersQuery,
    list_vouchers,
    show_voucher,
)

NAME = "test-campaign"
BELOW = row(1, price="29999.00")
RIGHT = row(1, price="151000.00")
RETURNED = red(2, original="00000001", reason="销货退回")
SUSPEND, RESUME, VOID = Operation.SUSPEND, Operation.RESUME, Operation.VOID


@pytest.fixture
def issued(desk):
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry()), "test.yaml")
    desk.ingest(feed(row(1)))
    issue_vouchers(desk.service, NAME)
    yield desk
    audits_hold(desk)


def code(desk) -> str:
    return list_vouchers(desk.service, VouchersQuery()).items[0].code


def change(desk, operation: Operation, **more):
    asked = {"who": "测试员", "why": "核实", **more}
    return change_voucher(desk.service, Change(operation, code(desk), **asked))


def kinds(desk) -> list[str]:
    return [event.kind for event in show_voucher(desk.service, code(desk)).events][1:]


DONE = {
    "suspended": ([SUSPEND], "suspended"),
    "suspended and resumed": ([SUSPEND, RESUME], "active"),
    "suspended twice, for the second reason": ([SUSPEND, SUSPEND], "suspended"),
    "voided": ([VOID], "voided"),
    "voided though suspended": ([SUSPEND, VOID], "voided"),
}


@pytest.mark.parametrize(("operations", "status"), DONE.values(), ids=DONE)
def test_what_a_person_can_do(issued, operations, status):
    for operation in operations:
        told = change(issued, operation)
    assert told.status == status
    assert told.events[-1].actor == "person:测试员"
    assert told.events[-1].reason == "核实"


REFUSED = {
    "resumed though it is not suspended": ([], RESUME),
    "voided twice": ([VOID], VOID),
    "suspended once voided": ([VOID], SUSPEND),
    "resumed once voided": ([SUSPEND, VOID], RESUME),
}


@pytest.mark.parametrize(("before", "operation"), REFUSED.values(), ids=REFUSED)
def test_what_a_person_cannot_do(issued, before, operation):
    for each in before:
        change(issued, each)
    done = kinds(issued)
    with pytest.raises(RefusedByRule):
        change(issued, operation)
    assert kinds(issued) == done


def test_it_is_not_resumed_while_its_sale_does_not_hold(issued):
    issued.ingest(feed(BELOW), "below.csv")
    with pytest.raises(RefusedByRule) as refused:
        change(issued, RESUME)
    assert "销售" in refused.value.message.zh
    issued.ingest(feed(RIGHT), "right.csv")
    assert kinds(issued) == ["suspended", "resumed"]


def test_what_a_person_suspended_stays_so_whatever_is_decided(issued):
    change(issued, SUSPEND)
    issued.ingest(feed(BELOW), "below.csv")
    issued.ingest(feed(RIGHT), "right.csv")
    assert kinds(issued) == ["suspended"]
    assert change(issued, RESUME).status == "active"


def test_of_a_voucher_that_earns_another_amount_the_next_is_issued_once_voided(issued):
    from voucher_service.usecases.amend_campaign import amend_campaign

    amended = campaign(entry(face="2000"))
    amend_campaign(issued.service, amended, "test.yaml", apply=True, rewrite_past=True)
    with pytest.raises(RefusedByRule) as refused:
        change(issued, RESUME)
    assert "作废" in refused.value.remedy.zh
    assert issue_vouchers(issued.service, NAME).issued == 0
    change(issued, VOID)
    told = issue_vouchers(issued.service, NAME)
    assert (told.issued, told.amount_fen) == (1, 200_000)


@pytest.mark.parametrize(("claims", "clawed"), [(False, 0), (True, 50_000)])
def test_what_was_spent_is_claimed_where_the_person_says_so(issued, claims, clawed):
    spend(issued, 1, 50_000)
    told = change(issued, VOID, claw_back=claims)
    assert (told.captured_fen, told.clawed_fen) == (50_000, clawed)
    assert told.balance_fen == 0


def test_of_a_voucher_voided_before_what_was_spent_can_be_claimed_once(issued):
    spend(issued, 1, 50_000)
    change(issued, VOID)
    assert change(issued, VOID, claw_back=True).clawed_fen == 50_000
    with pytest.raises(RefusedByRule):
        change(issued, VOID, claw_back=True)


def test_of_a_returned_car_nothing_is_left_to_void(issued):
    issued.ingest(feed(RETURNED), "back.csv")
    with pytest.raises(RefusedByRule):
        change(issued, VOID)


@pytest.mark.parametrize("words", ["", " ", "x" * 501])
@pytest.mark.parametrize("name", ["who", "why"])
def test_who_and_why_must_be_said(issued, name, words):
    with pytest.raises(BadParameter):
        change(issued, SUSPEND, **{name: words})
    assert kinds(issued) == []


def test_an_unknown_code_is_refused(issued):
    with pytest.raises(NotFound):
        change_voucher(issued.service, Change(SUSPEND, "ABC", "测试员", "核实"))


def test_who_changed_what_is_in_the_log(issued):
    change(issued, SUSPEND, why="来电 13800000001")
    with issued.service.store.read() as connection:
        [(subject, detail)] = connection.execute(
            "SELECT subject, detail FROM audit_log WHERE action = 'voucher-suspend'"
        ).fetchall()
    assert subject == code(issued)
    assert "测试员" in detail
    assert "13800000001" not in detail


@pytest.mark.parametrize(("claims", "issued_anew"), [(False, 0), (True, 1)])
def test_what_was_spent_for_good_is_not_issued_again(issued, claims, issued_anew):
    spend(issued, 1, 50_000)
    change(issued, VOID, claw_back=claims)
    assert issue_vouchers(issued.service, NAME).issued == issued_anew
