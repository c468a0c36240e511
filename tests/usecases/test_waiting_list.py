"""Where money or places run out sales wait in line, and move up when some return."""

import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, feed, sale_row, vin
from tests.return_texts import feed as returns
from tests.return_texts import red
from voucher_service.model.kinds import Verdict
from voucher_service.store.decisions import decisions_known
from voucher_service.usecases.decide_sales import decide_sales
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.resolve_sale import Resolution, resolve_sale
from voucher_service.usecases.show_sales import find_sale

NAME = "test-campaign"
TWO_VOUCHERS = "budget_yuan: 3000\n"
BY_INVOICE = TWO_VOUCHERS + "allocation: {order: invoice}\n"


def outcomes(desk) -> dict[int, str]:
    """Give the outcome of each sale by the number of its car; the audits hold."""
    audits_hold(desk)
    known_at = desk.service.store.data_version()
    with desk.service.store.read() as connection:
        decided = decisions_known(connection, NAME, known_at)
        rows = connection.execute("SELECT sale_id, vin FROM sales").fetchall()
    numbers = {vin(number): number for number in range(1, 20)}
    cars = {sale_id: numbers[car] for sale_id, car in rows}
    return dict(
        sorted((cars[row["sale_id"]], row["outcome"]) for row in decided.to_dicts())
    )


def opened(desk, more: str) -> None:
    desk.ingest(REGISTER)
    open_campaign(desk.service, campaign(entry(more)), "test.yaml")


@pytest.mark.parametrize("more", [TWO_VOUCHERS, BY_INVOICE])
def test_a_returned_car_frees_its_money_for_the_first_in_line(desk, more):
    opened(desk, more)
    desk.ingest(feed(*(sale_row(number, f"2023-01-0{number}") for number in (1, 3, 5))))
    desk.ingest(feed(sale_row(7, "2023-01-07")))
    waiting = {1: "eligible", 3: "eligible", 5: "waitlisted", 7: "waitlisted"}
    assert outcomes(desk) == waiting
    desk.ingest(returns(red(900, original="00000001", car=1)), "return.csv")
    assert outcomes(desk) == {**waiting, 1: "ineligible", 5: "eligible"}


@pytest.mark.parametrize(
    ("more", "late"), [(TWO_VOUCHERS, "waitlisted"), (BY_INVOICE, "eligible")]
)
def test_a_late_feed_goes_behind_unless_the_terms_go_by_invoice(desk, more, late):
    opened(desk, more)
    desk.ingest(feed(sale_row(3, "2023-01-03"), sale_row(5, "2023-01-05")))
    assert outcomes(desk) == {3: "eligible", 5: "eligible"}
    desk.ingest(feed(sale_row(1, "2023-01-01")), "late.csv")
    first = {"waitlisted": "eligible", "eligible": "waitlisted"}[late]
    assert outcomes(desk) == {1: late, 3: "eligible", 5: first}


def test_a_full_quota_lets_its_own_cell_wait_alone(desk):
    quota = "quotas:\n  - {name: fuel, energy: [fuel], count: 1}\n"
    opened(desk, quota)
    electric = sale_row(5).replace("燃油", "纯电动")
    desk.ingest(feed(sale_row(1), sale_row(3), electric))
    assert outcomes(desk) == {1: "eligible", 3: "waitlisted", 5: "eligible"}


def test_a_quota_a_day_starts_anew_each_day(desk):
    quota = "quotas:\n  - {name: daily, per: day, count: 1}\n"
    opened(desk, quota + "allocation: {order: invoice}\n")
    days = {1: "2023-01-05", 3: "2023-01-05", 5: "2023-01-06"}
    desk.ingest(feed(*(sale_row(number, day) for number, day in days.items())))
    assert outcomes(desk) == {1: "eligible", 3: "waitlisted", 5: "eligible"}


@pytest.mark.parametrize(
    ("cap", "expected"),
    [
        ("caps: {per_buyer: 1}\n", ["eligible", "ineligible", "ineligible"]),
        ("caps: {per_buyer: 2}\n", ["eligible", "eligible", "ineligible"]),
        ("caps: {per_phone: 1}\n", ["eligible", "ineligible", "ineligible"]),
        ("caps: {per_dealer_day: 2}\n", ["eligible", "eligible", "ineligible"]),
        ("caps: {per_buyer: 3}\n", ["eligible", "eligible", "eligible"]),
    ],
)
def test_caps_count_in_the_order_of_invoices(desk, cap, expected):
    opened(desk, cap)
    desk.ingest(feed(sale_row(5), sale_row(3), sale_row(1)))
    assert list(outcomes(desk).values()) == expected


def test_a_conflict_holds_no_money_and_its_verdict_takes_its_place_in_line(desk):
    opened(desk, TWO_VOUCHERS)
    other = sale_row(1).replace("T-01", "T-02").replace("00000001", "00000901")
    desk.ingest(feed(sale_row(1), other))
    desk.ingest(feed(sale_row(3), sale_row(5)), "later.csv")
    assert outcomes(desk) == {1: "needs_review", 3: "eligible", 5: "eligible"}
    upheld = find_sale(desk.service, "00000001")
    resolve_sale(desk.service, Resolution(upheld, Verdict.UPHOLD, "测试员", "核对发票"))
    with desk.service.store.read() as connection:
        decided = decisions_known(connection, NAME, desk.service.store.data_version())
    counts = dict(decided["outcome"].value_counts().rows())
    assert counts == {"eligible": 2, "ineligible": 1, "waitlisted": 1}


def test_deciding_again_without_a_change_flips_nobody_and_records_nothing(desk):
    opened(desk, TWO_VOUCHERS)
    desk.ingest(feed(*(sale_row(number) for number in range(1, 6))))
    before = desk.service.store.data_version()
    again = decide_sales(desk.service, NAME)
    assert (again.flipped, again.changed, again.waitlisted) == (0, 0, 3)
    assert desk.service.store.data_version() == before
