"""What is kept in memory is what the database tells after a restart."""

from datetime import timedelta

import pytest

from tests.teller import (
    FACE,
    Teller,
    by_person,
    issued,
    outcome,
    till_from_disk,
    told,
)
from voucher_service.ledger.moves import suspended, voided
from voucher_service.store.voucher_reading import read_voucher, read_vouchers
from voucher_service.usecases.lapse_vouchers import lapse_vouchers


@pytest.fixture
def codes(desk):
    return issued(desk, 6)


@pytest.fixture
def teller(desk):
    return Teller(desk)


def assert_memory_is_the_database(desk, codes) -> None:
    """Hold the counter's till to one read anew, and both to what readers are told."""
    desk.service.store.write(None, lambda writing: writing.note("test"))
    Teller(desk, bank="nobody").redeem(codes[0], 1)  # the counter looks again
    ours, anew = desk.service.counter.till, till_from_disk(desk)
    with desk.service.store.read() as connection:
        for code in codes:
            assert ours.find(code) == anew.find(code)
            assert anew.find(code) == read_voucher(connection, code)
    assert (ours.last_event, ours.last_request) == (anew.last_event, anew.last_request)
    for number in range(1, ours.last_request + 1):
        assert ours.status_of(number) == anew.status_of(number)


def test_each_way_a_voucher_can_go_is_the_same_after_a_restart(desk, codes, teller):
    one, two, three, four, five, _ = codes
    first = told(teller.redeem(one, 50_000))["id"]
    teller.redeem(one, 100_000)
    teller.reverse(first)
    lock = told(teller.lock(two, 60_000))["id"]
    teller.lock(two, 30_000)
    teller.capture(lock)
    teller.cancel(told(teller.lock(three, 1))["id"])
    teller.lock(four, FACE)
    desk.clock.instant += timedelta(hours=1)
    teller.redeem(four, 1)
    teller.redeem(five, FACE)
    teller.redeem(five, 1)
    assert_memory_is_the_database(desk, codes)


def test_who_spent_a_voucher_last_is_told_the_same_after_a_restart(desk, codes, teller):
    lock = told(teller.lock(codes[0], 100_000))["id"]
    taken = told(teller.redeem(codes[0], 50_000))["id"]
    assert outcome(teller.capture(lock)) == "ok"
    assert told(teller.redeem(codes[0], 1))["redemption"] == lock != taken
    assert_memory_is_the_database(desk, codes)


def test_what_a_command_changed_is_seen_by_the_next_request(desk, codes, teller):
    assert outcome(teller.redeem(codes[0], 1)) == "ok"
    lock = told(teller.lock(codes[1], 1))["id"]
    by_person(desk, codes[0], voided)
    by_person(desk, codes[1], suspended, voided)
    by_person(desk, codes[2], suspended)
    assert outcome(teller.redeem(codes[0], 1)) == "VOUCHER_VOIDED"
    assert outcome(teller.capture(lock)) == "ok"
    assert outcome(teller.redeem(codes[2], 1)) == "VOUCHER_SUSPENDED"
    assert_memory_is_the_database(desk, codes)


def test_a_command_that_fails_after_it_was_kept_is_seen_too(desk, codes, teller):
    assert outcome(teller.redeem(codes[0], 1)) == "ok"
    store, transact = desk.service.store, desk.service.store._transact
    store.in_turn(desk.service.counter.post)

    def broken(*words):
        transact(*words)
        raise OSError("after the commit")

    store._transact = broken
    with pytest.raises(OSError, match="after the commit"):
        by_person(desk, codes[0], voided)
    store._transact = transact
    assert outcome(teller.redeem(codes[0], 1)) == "VOUCHER_VOIDED"
    assert_memory_is_the_database(desk, codes)


def test_a_group_that_fails_is_forgotten_whole(desk, codes, teller):
    assert outcome(teller.redeem(codes[0], 1)) == "ok"
    store, transact = desk.service.store, desk.service.store._transact
    store.in_turn(desk.service.counter.post)

    def broken(command, job, is_news, acting):
        def failing(writing):
            job(writing)
            raise OSError("before the commit")

        return transact(command, failing, is_news, acting)

    store._transact = broken
    with pytest.raises(OSError, match="before the commit"):
        teller.redeem(codes[0], FACE - 1, key="again", number="AGAIN")
    store._transact = transact
    answer = teller.redeem(codes[0], FACE - 1, key="again", number="AGAIN")
    assert (outcome(answer), answer.replayed) == ("ok", False)
    assert_memory_is_the_database(desk, codes)


def test_a_group_that_fails_after_it_was_kept_is_answered_as_it_was_kept(
    desk, codes, teller
):
    store, transact = desk.service.store, desk.service.store._transact
    store.in_turn(desk.service.counter.post)

    def broken(*words):
        transact(*words)
        raise OSError("after the commit")

    store._transact = broken
    with pytest.raises(OSError, match="after the commit"):
        teller.redeem(codes[0], FACE, key="again", number="AGAIN")
    store._transact = transact
    answer = teller.redeem(codes[0], FACE, key="again", number="AGAIN")
    assert (outcome(answer), answer.replayed) == ("ok", True)
    assert_memory_is_the_database(desk, codes)


def test_a_till_that_could_not_follow_is_read_again(desk, codes, teller):
    assert outcome(teller.redeem(codes[0], 1)) == "ok"

    def broken(voucher):
        raise MemoryError

    desk.service.counter.till.put = broken
    with pytest.raises(MemoryError):
        teller.redeem(codes[0], FACE - 1, key="again", number="AGAIN")
    assert outcome(teller.redeem(codes[0], 1)) == "VOUCHER_ALREADY_REDEEMED"
    answer = teller.redeem(codes[0], FACE - 1, key="again", number="AGAIN")
    assert (outcome(answer), answer.replayed) == ("ok", True)
    assert_memory_is_the_database(desk, codes)


def test_promises_of_many_vouchers_lapse_together(desk, codes, teller):
    for code in codes[:3]:
        teller.lock(code, 60_000, seconds=900)
        teller.lock(code, 30_000, seconds=1800)
    teller.lock(codes[3], 1, seconds=7200)
    desk.clock.instant += timedelta(seconds=3600)
    assert lapse_vouchers(desk.service).promises == 6
    assert lapse_vouchers(desk.service).promises == 0
    with desk.service.store.read() as connection:
        stand = read_vouchers(connection, [*codes[:4], "UNKNOWN"])
    locked = {each.code: (each.locked_fen, len(each.locks)) for each in stand}
    assert locked == {**dict.fromkeys(codes[:3], (0, 0)), codes[3]: (1, 1)}
    assert_memory_is_the_database(desk, codes)
