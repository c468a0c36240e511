"""Whatever is asked of a voucher in whatever order, its money is all accounted for."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ledger.standing import EXPIRES, NOON, Bench, a_voucher
from voucher_service.ledger.moves import clawed_back, expired, resumed
from voucher_service.ledger.pieces import pieces_for
from voucher_service.model.vouchers import Event, EventKind, Voucher, VoucherState

PIECES = (30_000, 30_000, 40_000, 50_000)


@dataclass(frozen=True)
class Purse:
    """What a voucher's face is made up of, told from its events alone."""

    balance: int
    locked: int = 0
    captured: int = 0
    clawed: int = 0
    released: int = 0
    is_open: bool = True

    def after(self, event: Event) -> "Purse":
        fen = event.amount_fen
        match event.kind:
            case EventKind.LOCKED:
                return replace(
                    self, balance=self.balance - fen, locked=self.locked + fen
                )
            case EventKind.CAPTURED if event.of_lock:
                return replace(
                    self, locked=self.locked - fen, captured=self.captured + fen
                )
            case EventKind.CAPTURED:
                return replace(
                    self, balance=self.balance - fen, captured=self.captured + fen
                )
            case EventKind.CANCELLED:
                return self._back(replace(self, locked=self.locked - fen), fen)
            case EventKind.REVERSED:
                return self._back(replace(self, captured=self.captured - fen), fen)
            case EventKind.VOIDED | EventKind.EXPIRED:
                assert fen == self.balance
                return replace(
                    self, balance=0, released=self.released + fen, is_open=False
                )
            case EventKind.CLAWED_BACK:
                return replace(self, clawed=self.clawed + fen)
            case _:
                assert fen == 0
                return self

    def _back(self, rest: "Purse", fen: int) -> "Purse":
        if self.is_open:
            return replace(rest, balance=rest.balance + fen)
        return replace(rest, released=rest.released + fen)


def assert_accounted(face: int, events: list[Event]) -> None:
    """Hold the state after each event to a fold of what the events moved."""
    purse = Purse(face)
    for seq, event in enumerate(events, 2):
        purse, after = purse.after(event), event.after
        assert after.seq == seq
        told = (after.balance_fen, after.locked_fen, after.captured_fen)
        assert told == (purse.balance, purse.locked, purse.captured)
        assert after.clawed_fen == purse.clawed
        assert sum(told) + purse.released == face
        assert min(*told, purse.clawed, purse.released) >= 0
        assert sum(lock.amount_fen for lock in after.locks) == after.locked_fen
        assert (after.state is VoucherState.OPEN) == purse.is_open
        if after.pieces_left is not None:
            assert sum(after.pieces_left) == after.balance_fen


def moved(bench: Bench, step: tuple, number: int, now) -> None:
    """Ask one thing of a voucher; refusals are as welcome as what succeeds."""
    kind, amount, which = step
    made = list(bench.redemptions)
    if kind in {"redeem", "lock"}:
        getattr(bench, kind)(number, amount, now)
    elif kind in {"capture", "cancel", "reverse"} and made:
        getattr(bench, kind)(made[which % len(made)], now)
    elif kind == "void" and bench.voucher.state is VoucherState.OPEN:
        bench.void(now)
    elif kind == "suspend" and not bench.voucher.held:
        bench.suspend(now)
    elif kind == "resume" and bench.voucher.held:
        bench._keep((resumed(bench.voucher, "test", now),))
    elif kind == "expire" and bench.voucher.state is VoucherState.OPEN:
        bench._keep((expired(bench.voucher, now),))
    elif kind == "claw" and bench.voucher.captured_fen:
        claim = bench.voucher.captured_fen
        bench._keep((clawed_back(bench.voucher, claim, "test", now),))


COMMON = ["redeem", "lock", "capture", "cancel", "reverse"] * 4
KINDS = [*COMMON, "void", "expire", "suspend", "resume", "claw"]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.sampled_from([1, 30_000, 60_000, 70_000, 149_999, 150_000, 150_001]),
        st.integers(0, 9),
        st.sampled_from([0, 1, 899, 900]),
    ),
    max_size=30,
)


@given(steps=STEPS, pieces=st.sampled_from([None, PIECES]))
def test_every_event_leaves_the_face_whole_and_nothing_below_zero(steps, pieces):
    bench = Bench(a_voucher(pieces_left=pieces))
    now = NOON
    for number, (*step, seconds) in enumerate(steps, 1):
        now += timedelta(seconds=seconds)
        moved(bench, tuple(step), number, now)
    assert_accounted(150_000, bench.events)


def test_a_fold_that_is_off_by_a_fen_is_found():
    bench = Bench(a_voucher())
    bench.redeem(1, 100, NOON)
    [event] = bench.events
    wrong = event._replace(after=event.after._replace(balance_fen=149_901))
    assert_accounted(150_000, [event])
    with pytest.raises(AssertionError):
        assert_accounted(150_000, [wrong])


@given(
    amount=st.integers(1, 400),
    left=st.lists(st.integers(1, 60), max_size=7),
)
def test_pieces_make_up_an_amount_wherever_some_choice_does(amount, left):
    sums = {0}
    for piece in left:
        sums |= {total + piece for total in sums}
    chosen = pieces_for(amount, left)
    assert (chosen is not None) == (amount in sums)
    if chosen is not None:
        rest = list(left)
        for piece in chosen:
            rest.remove(piece)
        assert sum(chosen) == amount
        assert pieces_for(amount, left[::-1]) == chosen


def test_a_status_is_told_for_every_state_a_voucher_can_be_in():
    bench = Bench(a_voucher())
    seen = {bench.voucher.status_at(NOON)}
    bench.lock(1, 100, NOON)
    seen.add(bench.voucher.status_at(NOON))
    seen.add(bench.voucher.status_at(EXPIRES))
    spent: Voucher = a_voucher(balance_fen=0, captured_fen=150_000)
    seen.add(spent.status_at(NOON))
    seen.add(a_voucher(held=True).status_at(NOON))
    bench.void(NOON)
    seen.add(bench.voucher.status_at(NOON))
    assert {each.value for each in seen} == {
        "active",
        "locked",
        "expired",
        "redeemed",
        "suspended",
        "voided",
    }
