"""Vouchers follow their sales: returned, made out anew, contested, amended."""

from datetime import UTC, datetime

import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, sale_row, vin
from tests.feed_texts import feed as sales
from tests.return_texts import OTHER_BUYER, feed, red, row
from tests.voucher_events import spend
from voucher_service.model.kinds import Verdict
from voucher_service.usecases.amend_campaign import amend_campaign
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.lapse_vouchers import lapse_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.resolve_sale import Resolution, resolve_sale
from voucher_service.usecases.show_sales import find_sale

NAME = "test-campaign"
WRONG = "开票有误"
TWO_VOUCHERS = "budget_yuan: 3000\n"


@pytest.fixture
def issued(desk):
    """A campaign with one car sold and its voucher issued."""
    return issued_under(desk, entry())


def issued_under(desk, terms: str):
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(terms), "test.yaml")
    desk.ingest(feed(row(1)))
    assert issue_vouchers(desk.service, NAME).issued == 1
    return desk


def asked(desk, query: str) -> list[tuple]:
    audits_hold(desk)
    with desk.service.store.read() as connection:
        return connection.execute(query).fetchall()


def life(desk, number: int = 1) -> list[tuple[str, str | None]]:
    return asked(
        desk,
        f"SELECT kind, reason FROM voucher_events WHERE voucher_no = {number}"
        " ORDER BY event_no",
    )[1:]


def test_case_1_a_car_returned_voids_its_voucher(issued):
    issued.ingest(feed(red(2, original="00000001", reason="销货退回")), "back.csv")
    assert life(issued) == [("voided", "sale_cancelled")]
    assert asked(
        issued,
        "SELECT balance_fen, state, actor FROM voucher_events"
        " ORDER BY event_no DESC LIMIT 1",
    ) == [(0, "voided", "program:decisions")]


@pytest.mark.parametrize("fen", [50_000, 150_000])
def test_case_2_of_a_car_returned_after_redemption_what_was_spent_is_claimed(
    issued, fen
):
    spend(issued, 1, fen)
    issued.ingest(feed(red(2, original="00000001", reason="销货退回")), "back.csv")
    assert [kind for kind, _ in life(issued)] == ["captured", "voided", "clawed_back"]
    assert asked(
        issued,
        "SELECT balance_fen, captured_fen, clawed_fen FROM voucher_events"
        " ORDER BY event_no DESC LIMIT 1",
    ) == [(0, fen, fen)]


@pytest.mark.parametrize(("days", "claimed"), [(3, True), (2, False)])
def test_after_the_days_of_the_terms_nothing_is_claimed(desk, days, claimed):
    clawback = f"clawback: {{payer: buyer, days: {days}}}\n"
    issued = issued_under(desk, entry(clawback))
    spend(issued, 1, 50_000)
    issued.ingest(feed(red(2, original="00000001")), "back.csv")
    assert ("clawed_back", "sale_cancelled") in life(issued) or not claimed
    assert [kind for kind, _ in life(issued)].count("clawed_back") == claimed
    assert asked(issued, "SELECT payer FROM vouchers") == [("buyer",)]


def test_case_3_an_invoice_made_out_anew_resumes_the_voucher_with_its_code(issued):
    before = asked(issued, "SELECT code FROM vouchers")
    issued.ingest(feed(red(2, original="00000001", reason=WRONG)), "red.csv")
    assert life(issued) == [("suspended", "invoice_error")]
    issued.ingest(feed(row(3, day="2023-01-09")), "blue.csv")
    assert life(issued)[1:] == [("resumed", "stands_again")]
    assert issue_vouchers(issued.service, NAME).issued == 0
    assert asked(issued, "SELECT code FROM vouchers") == before


def test_case_3_with_the_new_invoice_first_it_is_bound_to_that_sale(issued):
    issued.ingest(feed(row(3, day="2023-01-07")), "blue.csv")
    assert life(issued) == []
    issued.ingest(feed(red(2, original="00000001", reason=WRONG)), "red.csv")
    new = find_sale(issued.service, "00000003")
    assert life(issued) == [
        ("suspended", "invoice_error"),
        ("resumed", "stands_again"),
    ]
    assert asked(issued, "SELECT arg_max(sale_id, event_no) FROM voucher_events") == [
        (new,)
    ]
    told = issue_vouchers(issued.service, NAME)
    assert (told.issued, told.already_live) == (0, 1)


def test_case_4_a_car_sold_to_another_voids_the_first_and_the_next_is_issued(issued):
    issued.ingest(feed(red(2, original="00000001", reason=WRONG)), "red.csv")
    new = row(3, day="2023-01-09", buyer=OTHER_BUYER)
    issued.ingest(feed(new), "blue.csv")
    assert life(issued) == [
        ("suspended", "invoice_error"),
        ("voided", "sold_to_another"),
    ]
    assert issue_vouchers(issued.service, NAME).issued == 1
    assert asked(issued, "SELECT count(*), count(DISTINCT vin) FROM vouchers") == [
        (2, 1)
    ]


def test_case_4_holds_of_a_car_whose_number_was_put_right_on_the_way(issued):
    issued.ingest(feed(row(3, car=5, original="00000001", day="2023-01-07")), "vin.csv")
    assert life(issued) == []
    issued.ingest(feed(red(4, original="00000003", car=5, reason=WRONG)), "red.csv")
    assert life(issued) == [("suspended", "invoice_error")]
    new = row(6, car=5, day="2023-01-12", buyer=OTHER_BUYER)
    issued.ingest(feed(new), "blue.csv")
    assert life(issued)[1:] == [("voided", "sold_to_another")]


def test_case_5_a_price_below_the_floor_suspends_and_its_correction_resumes(issued):
    issued.ingest(feed(row(1, price="29999.00")), "lower.csv")
    assert life(issued) == [("suspended", "price_below_floor")]
    issued.ingest(feed(row(1, price="31000.00")), "right.csv")
    assert life(issued)[1:] == [("resumed", "stands_again")]


def test_case_6_a_second_dealers_claim_suspends_it_until_a_person_has_found(issued):
    issued.ingest(feed(row(9, dealer="T-02")), "second.csv")
    assert life(issued) == [("suspended", "vehicle_in_conflict")]
    assert issue_vouchers(issued.service, NAME).issued == 0
    first = find_sale(issued.service, "00000001")
    resolve_sale(issued.service, Resolution(first, Verdict.UPHOLD, "测试", "核对发票"))
    assert life(issued)[1:] == [("resumed", "stands_again")]


def test_case_6_set_aside_it_stays_suspended_and_the_vehicle_keeps_one_voucher(issued):
    issued.ingest(feed(row(9, dealer="T-02")), "second.csv")
    other = find_sale(issued.service, "00000009")
    resolve_sale(issued.service, Resolution(other, Verdict.UPHOLD, "测试", "核对发票"))
    assert life(issued)[-1] == ("suspended", "sale_set_aside")
    told = issue_vouchers(issued.service, NAME)
    assert (told.issued, told.held_back[0].reason.value) == (0, "vehicle_has_voucher")


def test_an_amendment_of_the_amount_suspends_and_another_back_resumes(issued):
    for face, expected in (
        ("2000", [("suspended", "amount_changed")]),
        ("1500", [("suspended", "amount_changed"), ("resumed", "stands_again")]),
    ):
        amend_campaign(
            issued.service,
            campaign(entry(face=face)),
            "test.yaml",
            apply=True,
            rewrite_past=True,
        )
        assert life(issued) == expected


def test_one_put_back_on_the_waiting_list_keeps_its_voucher(desk):
    by_invoice = TWO_VOUCHERS + "allocation: {order: invoice}\n"
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry(by_invoice)), "test.yaml")
    desk.ingest(sales(sale_row(3, "2023-01-03"), sale_row(5, "2023-01-05")))
    issue_vouchers(desk.service, NAME)
    desk.ingest(sales(sale_row(1, "2023-01-01")), "late.csv")
    assert life(desk, 2) == []
    told = issue_vouchers(desk.service, NAME)
    assert (told.issued, told.held_back[0].reason.value) == (0, "fund_short")


def test_case_10_a_returned_car_frees_its_money_for_the_first_in_line(desk):
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry(TWO_VOUCHERS)), "test.yaml")
    desk.ingest(sales(*(sale_row(n, f"2023-01-0{n}") for n in (1, 3, 5, 7))))
    issue_vouchers(desk.service, NAME)
    desk.ingest(feed(red(900, original="00000001", car=1)), "return.csv")
    told = issue_vouchers(desk.service, NAME)
    assert (told.issued, told.already_live, told.held_back) == (1, 1, ())
    assert asked(desk, "SELECT vin FROM vouchers ORDER BY voucher_no") == [
        (vin(number),) for number in (1, 3, 5)
    ]


def test_what_does_not_touch_a_vouchers_sale_leaves_it_alone(issued):
    issued.ingest(feed(row(20, car=20), row(21, car=21)), "others.csv")
    issued.ingest(feed(row(1), row(20, car=20)), "again.csv")
    assert life(issued) == []


def test_an_invoice_never_made_out_anew_voids_it_after_thirty_days(issued):
    issued.ingest(feed(red(2, original="00000001", reason=WRONG)), "red.csv")
    for day, expected in ((22, "suspended"), (23, "voided")):
        issued.clock.instant = datetime(2023, 3, day, 2, tzinfo=UTC)
        lapse_vouchers(issued.service)
        assert life(issued)[-1][0] == expected
    assert lapse_vouchers(issued.service).let_go == 0


def test_a_sale_of_another_invoice_after_that_gets_a_voucher_of_its_own(issued):
    issued.ingest(feed(red(2, original="00000001", reason=WRONG)), "red.csv")
    issued.clock.instant = datetime(2023, 3, 23, 2, tzinfo=UTC)
    lapse_vouchers(issued.service)
    issued.ingest(feed(row(3, day="2023-01-09", original="00000001")), "blue.csv")
    assert issue_vouchers(issued.service, NAME).issued == 1
