"""Whether a redemption may be made: cases in pairs, just on and just over each edge."""

from datetime import datetime, timedelta

import pytest

from tests.ledger.standing import (
    EXPIRES,
    FACE,
    ISSUED,
    LATE,
    MICROSECOND,
    NOON,
    TTL,
    Bench,
    a_redemption,
    a_voucher,
)
from voucher_service.ledger import decide
from voucher_service.model.voucher_errors import BankRefusal
from voucher_service.model.vouchers import EventKind, VoucherState, VoucherStatus

SECOND = timedelta(seconds=1)
LAST = datetime.fromisoformat("2023-03-01T23:59:59.999999+08:00")
SPENT = {"balance_fen": 0, "captured_fen": FACE, "spent_by": 1}
VOIDED = {"state": VoucherState.VOIDED, "balance_fen": 0}
EXPIRED = {"state": VoucherState.EXPIRED, "balance_fen": 0}
HELD = {"held": True}
LATER = {"starts_at": NOON + SECOND}
OVER = {"expires_at": NOON}


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "ok"),
        ({**VOIDED, **SPENT, **OVER, **LATER}, "VOUCHER_ALREADY_REDEEMED"),
        ({**VOIDED, **OVER, **HELD, **LATER}, "VOUCHER_VOIDED"),
        ({**SPENT, **OVER, **HELD, **LATER}, "VOUCHER_ALREADY_REDEEMED"),
        ({**EXPIRED, **HELD, **LATER}, "VOUCHER_EXPIRED"),
        ({**OVER, **HELD, **LATER}, "VOUCHER_EXPIRED"),
        ({**HELD, **LATER}, "VOUCHER_SUSPENDED"),
        (LATER, "VOUCHER_NOT_ACTIVE"),
        ({"balance_fen": 0, "pieces_left": ()}, "AMOUNT_MISMATCH"),
    ],
)
def test_of_several_things_that_stand_against_it_the_gravest_is_told(facts, expected):
    assert Bench(a_voucher(**facts)).redeem(2, FACE, NOON) == expected


@pytest.mark.parametrize(
    ("used", "arrives", "expected"),
    [
        (LAST, LAST, "ok"),
        (EXPIRES, EXPIRES, "VOUCHER_EXPIRED"),
        (LAST, EXPIRES, "ok"),
        (LAST, EXPIRES + LATE - MICROSECOND, "ok"),
        (LAST, EXPIRES + LATE, "VOUCHER_EXPIRED"),
        (EXPIRES, EXPIRES + SECOND, "VOUCHER_EXPIRED"),
        (ISSUED - decide.CLOCKS_DIFFER, ISSUED, "ok"),
        (ISSUED - decide.CLOCKS_DIFFER - MICROSECOND, ISSUED, "VOUCHER_NOT_ACTIVE"),
    ],
)
def test_it_is_good_from_issue_to_the_last_instant_of_its_last_day(
    used, arrives, expected
):
    assert LAST + MICROSECOND == EXPIRES
    assert Bench(a_voucher()).redeem(1, 100, arrives, used=used) == expected


@pytest.mark.parametrize(
    ("used", "expected"),
    [(NOON, "ok"), (NOON - MICROSECOND, "VOUCHER_NOT_ACTIVE")],
)
def test_it_is_not_good_before_its_first_instant(used, expected):
    bench = Bench(a_voucher(starts_at=NOON))
    assert bench.redeem(1, 100, NOON + SECOND, used=used) == expected


@pytest.mark.parametrize(
    ("taken", "asked", "expected"),
    [
        (0, FACE, "ok"),
        (0, FACE + 1, "AMOUNT_MISMATCH"),
        (FACE - 1, 1, "ok"),
        (FACE - 1, 2, "AMOUNT_MISMATCH"),
        (FACE, 1, "VOUCHER_ALREADY_REDEEMED"),
    ],
)
def test_no_more_than_the_balance_is_taken(taken, asked, expected):
    bench = Bench(a_voucher())
    if taken:
        assert bench.redeem(1, taken, NOON) == "ok"
    assert bench.redeem(2, asked, NOON) == expected


UNTIL = NOON + TTL


@pytest.mark.parametrize(
    ("asked", "at", "expected"),
    [
        (50_000, NOON, "ok"),
        (50_001, UNTIL - MICROSECOND, "VOUCHER_LOCKED"),
        (50_001, UNTIL, "ok"),
        (FACE, UNTIL, "ok"),
        (FACE + 1, UNTIL - MICROSECOND, "AMOUNT_MISMATCH"),
    ],
)
def test_what_is_promised_is_locked_until_its_last_instant(asked, at, expected):
    bench = Bench(a_voucher())
    assert bench.lock(1, 100_000, NOON) == "ok"
    assert bench.redeem(2, asked, at) == expected
    if expected == "ok" and at >= UNTIL:
        lapse, take = bench.events[-2:]
        assert (lapse.kind, lapse.reason) == (EventKind.CANCELLED, "lapsed")
        assert (lapse.occurred_at, take.kind) == (UNTIL, EventKind.CAPTURED)


@pytest.mark.parametrize("change", ["capture", "cancel"])
@pytest.mark.parametrize(
    ("at", "expected"),
    [(UNTIL - MICROSECOND, "ok"), (UNTIL, "VOUCHER_NOT_ACTIVE")],
)
def test_a_promise_is_kept_until_its_last_instant_and_ends_once(change, at, expected):
    bench = Bench(a_voucher())
    assert bench.lock(1, FACE, NOON) == "ok"
    assert getattr(bench, change)(1, at) == expected
    again = {"capture": "VOUCHER_ALREADY_REDEEMED", "cancel": "VOUCHER_NOT_ACTIVE"}
    told = again[change] if expected == "ok" else "VOUCHER_NOT_ACTIVE"
    assert bench.capture(1, at) == told
    assert bench.cancel(1, at) == told


def test_a_lock_names_when_it_is_worth_asking_again():
    bench = Bench(a_voucher())
    bench.lock(1, FACE, NOON)
    asked = a_redemption(2, 1, NOON)
    with pytest.raises(BankRefusal) as refused:
        decide.redeem(bench.voucher, asked, UNTIL - SECOND, LATE)
    assert (refused.value.retryable, refused.value.retry_after) == (True, 2)


@pytest.mark.parametrize(
    ("befalls", "why", "left", "clawed"),
    [
        ("nothing", None, 50_000, 0),
        ("suspend", None, 50_000, 0),
        ("void", "misprint", 0, 0),
        ("void", decide.CAME_BACK, 0, 100_000),
    ],
)
def test_a_promise_is_kept_whatever_befalls_the_voucher(befalls, why, left, clawed):
    bench = Bench(a_voucher())
    bench.lock(1, 100_000, NOON)
    if befalls != "nothing":
        getattr(bench, befalls)(NOON)
    assert bench.capture(1, NOON + SECOND, why) == "ok"
    voucher = bench.voucher
    assert (voucher.captured_fen, voucher.balance_fen) == (100_000, left)
    assert (voucher.clawed_fen, voucher.locked_fen) == (clawed, 0)


def test_a_promise_made_on_the_last_day_is_kept_on_the_next():
    bench = Bench(a_voucher())
    assert bench.lock(1, FACE, LAST) == "ok"
    assert bench.capture(1, LAST + TTL - MICROSECOND) == "ok"


@pytest.mark.parametrize(
    ("befalls", "balance"),
    [("nothing", FACE), ("suspend", FACE), ("void", 0), ("expire", 0)],
)
@pytest.mark.parametrize("ends", ["cancel", "reverse", "lapse"])
def test_what_comes_back_to_a_closed_voucher_is_released(befalls, balance, ends):
    bench = Bench(a_voucher())
    assert (bench.redeem if ends == "reverse" else bench.lock)(1, FACE, NOON) == "ok"
    if befalls == "expire":
        bench.voucher = bench.voucher._replace(state=VoucherState.EXPIRED)
    elif befalls != "nothing":
        getattr(bench, befalls)(NOON)
    if ends == "lapse":
        assert bench.capture(1, UNTIL) == "VOUCHER_NOT_ACTIVE"
        assert decide.spendable(bench.voucher, UNTIL) == balance
    else:
        assert getattr(bench, ends)(1, NOON + SECOND) == "ok"
        assert bench.voucher.balance_fen == balance
        assert bench.voucher.locked_fen == bench.voucher.captured_fen == 0


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("redeem", "ok"),
        ("lock", "VOUCHER_NOT_ACTIVE"),
        ("captured lock", "ok"),
        ("cancelled lock", "VOUCHER_NOT_ACTIVE"),
    ],
)
def test_only_what_was_taken_is_given_back_and_only_once(first, expected):
    bench = Bench(a_voucher())
    if first == "redeem":
        bench.redeem(1, 100, NOON)
    else:
        bench.lock(1, 100, NOON)
    if first == "captured lock":
        bench.capture(1, NOON)
    if first == "cancelled lock":
        bench.cancel(1, NOON)
    assert bench.reverse(1, NOON) == expected
    if expected == "ok":
        assert bench.reverse(1, NOON) == "ALREADY_REVERSED"
        assert bench.capture(1, NOON) == "ALREADY_REVERSED"
        assert bench.voucher.balance_fen == FACE


def test_a_redemption_is_given_back_after_the_last_day_but_not_spent_again():
    bench = Bench(a_voucher())
    bench.redeem(1, FACE, LAST)
    assert bench.reverse(1, EXPIRES + timedelta(days=200)) == "ok"
    assert bench.voucher.balance_fen == FACE
    assert bench.redeem(2, FACE, EXPIRES) == "VOUCHER_EXPIRED"


@pytest.mark.parametrize(("clawed", "claimed"), [(50_000, 150_000), (0, 0)])
def test_what_a_promise_takes_of_a_car_that_came_back_is_claimed_as_the_rest(
    clawed, claimed
):
    bench = Bench(a_voucher())
    bench.redeem(1, 50_000, NOON)
    bench.lock(2, 100_000, NOON)
    bench.void(NOON)
    bench.voucher = bench.voucher._replace(clawed_fen=clawed)
    assert bench.capture(2, NOON, decide.CAME_BACK) == "ok"
    assert bench.voucher.clawed_fen == claimed


def test_a_claim_stays_when_what_was_claimed_is_given_back():
    bench = Bench(a_voucher())
    bench.lock(1, FACE, NOON)
    bench.void(NOON)
    bench.capture(1, NOON, decide.CAME_BACK)
    assert bench.reverse(1, NOON) == "ok"
    voucher = bench.voucher
    assert (voucher.captured_fen, voucher.clawed_fen, voucher.balance_fen) == (
        0,
        FACE,
        0,
    )


THREE = (30_000, 50_000, 70_000)


@pytest.mark.parametrize(
    ("asked", "expected", "left"),
    [
        (30_000, "ok", (50_000, 70_000)),
        (80_000, "ok", (70_000,)),
        (FACE, "ok", ()),
        (29_999, "AMOUNT_MISMATCH", THREE),
        (60_000, "AMOUNT_MISMATCH", THREE),
    ],
)
def test_pieces_are_spent_whole(asked, expected, left):
    bench = Bench(a_voucher(pieces_left=THREE))
    assert bench.redeem(1, asked, NOON) == expected
    assert bench.voucher.pieces_left == left


@pytest.mark.parametrize(
    ("asked", "expected"),
    [(50_000, "ok"), (30_000, "VOUCHER_LOCKED"), (31_000, "AMOUNT_MISMATCH")],
)
def test_a_piece_that_is_promised_is_locked_though_the_balance_is_enough(
    asked, expected
):
    bench = Bench(a_voucher(pieces_left=THREE))
    assert bench.lock(1, 30_000, NOON) == "ok"
    assert bench.redeem(2, asked, NOON) == expected


def test_pieces_come_back_when_they_are_given_back():
    bench = Bench(a_voucher(pieces_left=THREE))
    bench.redeem(1, 100_000, NOON)
    assert bench.voucher.pieces_left == (50_000,)
    bench.reverse(1, NOON)
    assert bench.voucher.pieces_left == THREE


@pytest.mark.parametrize(
    ("facts", "at", "status"),
    [
        ({}, NOON, VoucherStatus.ACTIVE),
        ({}, EXPIRES - MICROSECOND, VoucherStatus.ACTIVE),
        ({}, EXPIRES, VoucherStatus.EXPIRED),
        (HELD, NOON, VoucherStatus.SUSPENDED),
        (HELD, EXPIRES, VoucherStatus.EXPIRED),
        (SPENT, EXPIRES, VoucherStatus.REDEEMED),
        ({**SPENT, **VOIDED}, NOON, VoucherStatus.REDEEMED),
        (VOIDED, NOON, VoucherStatus.VOIDED),
    ],
)
def test_a_voucher_stands_in_one_word(facts, at, status):
    assert a_voucher(**facts).status_at(at) is status


@pytest.mark.parametrize(
    ("at", "status"),
    [
        (UNTIL - MICROSECOND, VoucherStatus.LOCKED),
        (UNTIL, VoucherStatus.ACTIVE),
    ],
)
def test_a_voucher_is_locked_until_the_last_instant_of_its_lock(at, status):
    bench = Bench(a_voucher())
    bench.lock(1, FACE, NOON)
    assert bench.voucher.status_at(at) is status
