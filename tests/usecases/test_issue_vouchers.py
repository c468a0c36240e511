"""Every eligible sale gets one voucher, in the queue's order, as the fund lasts."""

import shutil
import threading
from datetime import UTC, datetime

import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN, Clock
from tests.feed_texts import REGISTER, feed, sale_row, vin
from tests.return_texts import feed as returns
from tests.return_texts import red
from tests.voucher_events import spend
from voucher_service.ledger.codes import CodeRule
from voucher_service.model.errors import NotFound
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign

NAME = "test-campaign"
TWO_VOUCHERS = "budget_yuan: 3000\n"


def opened(desk, *entries: str) -> None:
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(*(entries or (entry(),))), "test.yaml")


def rows(desk, query: str) -> list[tuple]:
    audits_hold(desk)
    with desk.service.store.read() as connection:
        return connection.execute(query).fetchall()


def cars(desk) -> list[int]:
    """Give the numbers of the cars that hold a voucher, in the order of issue."""
    numbers = {vin(number): number for number in range(1, 40)}
    found = rows(desk, "SELECT vin FROM vouchers ORDER BY voucher_no")
    return [numbers[car] for (car,) in found]


def held(told) -> list[tuple]:
    return [(each.reason.value, each.part, each.vouchers) for each in told.held_back]


def test_each_eligible_sale_gets_one_and_nobody_gets_another(desk):
    opened(desk)
    desk.ingest(feed(sale_row(1), sale_row(3), sale_row(5, price="29999.99")))
    told = issue_vouchers(desk.service, NAME)
    assert (told.issued, told.amount_fen, told.already_live) == (2, 300_000, 0)
    assert told.id.startswith("iss_")
    assert cars(desk) == [1, 3]
    again = issue_vouchers(desk.service, NAME)
    assert (again.id, again.issued, again.already_live) == (None, 0, 2)
    desk.ingest(feed(sale_row(7)), "more.csv")
    later = issue_vouchers(desk.service, NAME)
    assert (later.issued, later.already_live) == (1, 2)
    assert cars(desk) == [1, 3, 7]


def test_what_is_recorded_of_a_voucher(desk):
    opened(desk)
    desk.ingest(feed(sale_row(1)))
    issue_vouchers(desk.service, NAME)
    [voucher] = rows(
        desk,
        "SELECT code, campaign_id, kind, face_fen, pieces_fen, payer, starts_at,"
        " expires_at, terms_version FROM vouchers",
    )
    rule = CodeRule.of_key(desk.service.store.key)
    assert rule.is_well_formed(voucher[0])
    assert voucher[1:8] == (NAME, "fuel", 150_000, None, "dealer", None, None)
    events = rows(
        desk,
        "SELECT event_no, voucher_seq, kind, amount_fen, balance_fen, state, held,"
        " actor FROM voucher_events",
    )
    assert events == [(1, 1, "issued", 150_000, 150_000, "open", False, "program")]


def test_a_dry_run_tells_the_same_and_records_nothing(desk):
    opened(desk, entry(TWO_VOUCHERS))
    desk.ingest(feed(*(sale_row(number) for number in (1, 3, 5))))
    before = desk.service.store.data_version()
    told = issue_vouchers(desk.service, NAME, dry_run=True)
    assert (told.id, told.issued, told.dry_run) == (None, 2, True)
    assert desk.service.store.data_version() == before
    assert cars(desk) == []
    assert issue_vouchers(desk.service, NAME).amount_fen == told.amount_fen


def test_an_unknown_campaign_is_refused(desk):
    with pytest.raises(NotFound):
        issue_vouchers(desk.service, "nosuch")


@pytest.mark.parametrize(
    ("order", "expected"),
    [("submission", [3, 5, 1]), ("invoice", [1, 3, 5])],
)
def test_vouchers_are_issued_in_the_order_of_the_queue(desk, order, expected):
    opened(desk, entry(f"budget_yuan: 30000\nallocation: {{order: {order}}}\n"))
    desk.ingest(feed(sale_row(3, "2023-01-03"), sale_row(5, "2023-01-05")))
    desk.ingest(feed(sale_row(1, "2023-01-01")), "late.csv")
    issue_vouchers(desk.service, NAME)
    assert cars(desk) == expected


@pytest.mark.parametrize(
    ("more", "issued_on", "expected"),
    [
        ("voucher: {kind: fuel, face_yuan: 1500}", "2023-02-20", (None, None)),
        (
            "voucher: {kind: fuel, face_yuan: 1500, valid_days: 1}",
            "2023-02-20",
            (None, "2023-02-20T16:00"),
        ),
        (
            "voucher: {kind: fuel, face_yuan: 1500, valid_days: 30,"
            " valid_until: 2023-03-01}",
            "2023-02-20",
            (None, "2023-03-01T16:00"),
        ),
        (
            "voucher: {kind: fuel, face_yuan: 1500}\n    windows: {redemption:"
            " {from: 2023-02-25, to: 2023-03-10}}",
            "2023-02-20",
            ("2023-02-24T16:00", "2023-03-10T16:00"),
        ),
    ],
)
def test_it_is_good_from_the_first_day_to_the_end_of_the_last(
    desk, more, issued_on, expected
):
    desk.clock.instant = datetime.fromisoformat(f"{issued_on}T01:00:00+00:00")
    document = entry().replace("voucher: {kind: fuel, face_yuan: 1500}", more)
    opened(desk, document)
    desk.ingest(feed(sale_row(1)))
    issue_vouchers(desk.service, NAME)
    [found] = rows(desk, "SELECT starts_at, expires_at FROM vouchers")
    assert found == tuple(
        instant and datetime.fromisoformat(instant) for instant in expected
    )


@pytest.mark.parametrize(
    ("instant", "issued"),
    [("2023-03-01T15:59:00+00:00", 1), ("2023-03-01T16:00:00+00:00", 0)],
)
def test_none_is_issued_once_the_last_day_has_ended(desk, instant, issued):
    until = "{kind: fuel, face_yuan: 1500, valid_until: 2023-03-01}"
    opened(desk, entry().replace("{kind: fuel, face_yuan: 1500}", until))
    desk.ingest(feed(sale_row(1)))
    desk.clock.instant = datetime.fromisoformat(instant)
    told = issue_vouchers(desk.service, NAME)
    assert told.issued == issued
    assert held(told) == ([] if issued else [("window_over", None, 1)])


def test_new_energy_cars_get_their_own_kind_and_pieces_are_kept(desk):
    voucher = "{kind: fuel, nev_kind: shopping, face_yuan: 1500, piece_yuan: 500}"
    opened(desk, entry().replace("{kind: fuel, face_yuan: 1500}", voucher))
    desk.ingest(feed(sale_row(1), sale_row(3).replace("燃油", "纯电动")))
    issue_vouchers(desk.service, NAME)
    pieces = [50_000] * 3
    assert sorted(rows(desk, "SELECT kind, pieces_fen FROM vouchers")) == [
        ("fuel", pieces),
        ("shopping", pieces),
    ]
    assert rows(desk, "SELECT pieces_left FROM voucher_events") == [(pieces,)] * 2


def test_the_fund_is_never_exceeded_though_money_spent_on_a_returned_car_is_gone(desk):
    opened(desk, entry(TWO_VOUCHERS))
    desk.ingest(feed(*(sale_row(n, f"2023-01-0{n}") for n in (1, 3, 5))))
    assert issue_vouchers(desk.service, NAME).issued == 2
    spend(desk, 1)
    desk.ingest(returns(red(900, original="00000001", car=1)), "return.csv")
    told = issue_vouchers(desk.service, NAME)
    assert (told.issued, held(told)) == (0, [("fund_short", "budget", 1)])
    assert cars(desk) == [1, 3]


@pytest.mark.parametrize(
    ("part", "expected", "short"),
    [
        ("{name: fuel, energy: [fuel], amount_yuan: 4500}", [1, 2, 3], "fuel"),
        ("{name: each, per: dealer, amount_yuan: 3000}", [1, 2, 3], "each@T-01"),
        ("{name: nev, energy: [nev], amount_yuan: 1500}", [1, 2, 3, 5], None),
    ],
)
def test_a_part_of_the_budget_is_never_exceeded(desk, part, expected, short):
    """The money of car 1 is spent and the car returned: its part has so much less."""
    opened(desk, entry(f"sub_budgets:\n  - {part}\n"))
    desk.ingest(feed(sale_row(1, "2023-01-01")))
    issue_vouchers(desk.service, NAME)
    spend(desk, 1)
    desk.ingest(returns(red(900, original="00000001", car=1)), "return.csv")
    desk.ingest(feed(*(sale_row(n, f"2023-01-0{n}") for n in (2, 3, 5))), "more.csv")
    told = issue_vouchers(desk.service, NAME)
    assert cars(desk) == expected
    assert held(told) == ([("fund_short", short, 1)] if short else [])
    found = rows(desk, "SELECT part, taken_fen <= most_fen FROM issuance_funds")
    assert all(fits for _, fits in found)


def test_an_entry_with_more_money_does_not_wait_for_one_with_less(desk):
    first = entry("budget_yuan: 1500\n")
    second = entry("budget_yuan: 4500\n", effective_from="2023-01-10")
    opened(desk, first, second)
    days = {1: "2023-01-01", 3: "2023-01-02", 5: "2023-01-11", 7: "2023-01-12"}
    desk.ingest(feed(*(sale_row(n, day) for n, day in days.items())))
    issue_vouchers(desk.service, NAME)
    assert cars(desk) == [1, 5, 7]


def test_two_who_issue_at_once_issue_each_voucher_once(desk):
    opened(desk)
    desk.ingest(feed(*(sale_row(number) for number in range(1, 30))))
    told = []
    issuers = [
        threading.Thread(target=lambda: told.append(issue_vouchers(desk.service, NAME)))
        for _ in range(8)
    ]
    for each in issuers:
        each.start()
    for each in issuers:
        each.join()
    assert sorted(each.issued for each in told) == [0] * 7 + [29]
    assert len(set(cars(desk))) == 29


def test_a_code_that_a_voucher_has_is_made_anew(desk):
    opened(desk)
    desk.ingest(feed(sale_row(1), sale_row(3)))
    asked = []

    def repeating(count: int) -> bytes:
        asked.append(count)
        return bytes([len(asked) // 4 * 7] * count)  # the same again, for a while

    issue_vouchers(desk.service, NAME, random=repeating)
    codes = [code for (code,) in rows(desk, "SELECT code FROM vouchers")]
    assert len(set(codes)) == 2
    assert asked[:3] == [20, 30, 15]


def test_every_voucher_of_the_sample_is_issued_fast_and_audits_hold(
    open_desk, sample_home, tmp_path
):
    shutil.copytree(sample_home.path, tmp_path / "home")
    desk = open_desk(clock=Clock(sample_home.instant))
    told = issue_vouchers(desk.service, SEED_CAMPAIGN)
    assert (told.issued, told.amount_fen) == (460, 69_000_000)
    assert told.known_at.tzinfo is UTC
    audits_hold(desk)
