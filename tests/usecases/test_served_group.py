"""Requests of one group are answered as if each had come by itself."""

from dataclasses import replace

from tests.conftest import Desk
from tests.teller import FACE, Teller, issued, outcome, told
from voucher_service.model.vouchers import Operation


def test_what_was_answered_before_is_answered_so_again_within_a_group(desk: Desk):
    codes, teller = issued(desk, 3), Teller(desk)
    lock = told(teller.lock(codes[2], 40_000))["id"]
    spent = [teller.redeem_request(code, FACE) for code in codes[:2]]
    first = [teller.ask(request) for request in spent]
    made = told(first[0])["id"]
    other = replace(spent[1], amount_fen=1)
    new_key = replace(spent[1], key="another-key")
    captured, reversed_ = (
        teller.change_request(Operation.CAPTURE, lock),
        teller.change_request(Operation.REVERSE, made),
    )
    again = teller.redeem_request(codes[0], 1)
    group = [*spent, other, new_key, captured, captured, reversed_, reversed_, again]
    in_turn, counter = desk.service.store.in_turn, desk.service.counter
    answers = in_turn(lambda: counter.serve(group))
    assert [outcome(each) for each in answers] == [
        *("ok", "ok", "IDEMPOTENCY_KEY_REUSED", "ok"),
        *("ok", "ok", "ok", "ok", "ok"),
    ]
    assert [each.replayed for each in answers] == [
        *(True, True, False, True),
        *(False, True, False, True, False),
    ]
    assert [each.body for each in answers[:2]] == [each.body for each in first]
    assert answers[3].body == answers[1].body
    assert answers[4].body == answers[5].body
    assert told(answers[4])["status"] == "captured"
    assert told(answers[6])["status"] == "reversed"
    assert told(answers[8])["voucher_balance"]["total"] == FACE - 1


def test_who_spent_a_voucher_is_told_whether_it_was_before_or_in_the_group(desk: Desk):
    codes, teller = issued(desk, 2), Teller(desk)
    before = told(teller.redeem(codes[0], FACE))["id"]
    asked = [teller.redeem_request(code, FACE) for code in (codes[0], *codes[1:] * 2)]
    in_turn, counter = desk.service.store.in_turn, desk.service.counter
    late, done, later = in_turn(lambda: counter.serve(asked))
    assert told(late)["redemption"] == before
    assert told(later)["redemption"] == told(done)["id"]
