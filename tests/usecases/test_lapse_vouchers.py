"""A voucher is good to the end of its last day; late redemptions may still arrive."""

import queue
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.lapse_by_the_minute import LapseByTheMinute
from voucher_service.usecases.lapse_vouchers import NOTHING_DUE, lapse_vouchers
from voucher_service.usecases.open_campaign import open_campaign

NAME = "test-campaign"
ISSUED = datetime.fromisoformat("2023-02-20T10:00:00+08:00")
LATE = timedelta(days=3)


@pytest.fixture
def issued(desk):
    """Two vouchers, in force on the day of their issue and the next."""
    desk.clock.instant = ISSUED
    desk.clock.step = timedelta(microseconds=1)
    desk.ingest(REGISTER, "dealers.csv")
    voucher = "{kind: fuel, face_yuan: 1500, valid_days: 2}"
    terms = entry().replace("{kind: fuel, face_yuan: 1500}", voucher)
    open_campaign(desk.service, campaign(terms), "test.yaml")
    desk.ingest(feed(sale_row(1), sale_row(3)))
    assert issue_vouchers(desk.service, NAME).issued == 2
    return desk


def at(desk, text: str):
    desk.clock.instant = datetime.fromisoformat(text)
    return lapse_vouchers(desk.service)


@pytest.mark.parametrize(
    ("text", "expired"),
    [
        ("2023-02-21T23:59:59+08:00", 0),
        ("2023-02-22T00:00:00+08:00", 0),
        ("2023-02-24T23:59:59.999+08:00", 0),
        ("2023-02-25T00:00:00+08:00", 2),
    ],
)
def test_what_is_left_is_released_once_no_redemption_can_arrive_any_more(
    issued, text, expired
):
    told = at(issued, text)
    assert (told.expired, told.released_fen) == (expired, expired * 150_000)
    audits_hold(issued)


def test_it_expires_once_and_nothing_due_writes_nothing(issued):
    assert at(issued, "2023-02-25T08:00:00+08:00").expired == 2
    before = issued.service.store.data_version()
    assert at(issued, "2023-03-25T08:00:00+08:00") == NOTHING_DUE
    assert issued.service.store.data_version() == before


def test_one_who_let_it_expire_is_not_issued_another(issued):
    at(issued, "2023-02-25T08:00:00+08:00")
    told = issue_vouchers(issued.service, NAME)
    assert (told.issued, told.already_live) == (0, 2)


def test_issuing_releases_first_what_has_expired(desk):
    desk.clock.instant = ISSUED
    desk.ingest(REGISTER, "dealers.csv")
    voucher = "{kind: fuel, face_yuan: 1500, valid_days: 2}"
    terms = entry("budget_yuan: 1500\n")
    terms = terms.replace("{kind: fuel, face_yuan: 1500}", voucher)
    open_campaign(desk.service, campaign(terms), "test.yaml")
    desk.ingest(feed(sale_row(1)))
    assert issue_vouchers(desk.service, NAME).issued == 1
    desk.clock.instant = ISSUED + timedelta(days=9)
    issue_vouchers(desk.service, NAME)
    with desk.service.store.read() as connection:
        kinds = connection.execute("SELECT kind FROM voucher_events").fetchall()
    assert kinds == [("issued",), ("expired",)]


def test_what_the_event_says(issued):
    at(issued, "2023-02-25T08:00:00+08:00")
    with issued.service.store.read() as connection:
        events = connection.execute(
            "SELECT voucher_seq, kind, amount_fen, balance_fen, state, actor, reason"
            " FROM voucher_events WHERE voucher_no = 1 ORDER BY event_no"
        ).fetchall()
    assert events[1] == (
        2,
        "expired",
        150_000,
        0,
        "expired",
        "program:clock",
        "expired",
    )


def test_while_the_service_runs_it_is_done_by_itself(issued):
    issued.clock.instant = datetime.fromisoformat("2023-02-25T08:00:00+08:00")
    told: queue.Queue = queue.Queue()
    lapses = LapseByTheMinute(issued.service, told.put, every=0.01)
    try:
        assert told.get(timeout=60).expired == 2
    finally:
        lapses.stop()


def test_a_fault_is_told_and_tried_again(issued):
    issued.clock.instant = datetime.fromisoformat("2023-02-25T08:00:00+08:00")
    told: queue.Queue = queue.Queue()
    faults = [OSError("no room")]

    def failing_once() -> datetime:
        if faults:
            raise faults.pop()
        return issued.clock()

    service = replace(issued.service, clock=failing_once)
    lapses = LapseByTheMinute(service, told.put, every=0.01)
    try:
        assert isinstance(told.get(timeout=60), OSError)
        assert told.get(timeout=60).expired == 2
    finally:
        lapses.stop()
