"""What becomes of a voucher when its sale changes, case by case of its life."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from voucher_service.ledger.follow import Bearing, Standing, follow
from voucher_service.model.kinds import CancelReason, Outcome
from voucher_service.model.vouchers import Voucher, VoucherState

NOW = datetime(2023, 1, 20, 2, tzinfo=UTC)
SOLD = date(2023, 1, 5)
BACK = date(2023, 1, 8)
FACE = 150_000

FRESH = Voucher(
    voucher_no=1,
    code="A" * 16,
    campaign_id="c",
    sale_id="sal_1",
    face_fen=FACE,
    balance_fen=FACE,
    issued_at=NOW - timedelta(days=9),
)
PARTLY = FRESH._replace(balance_fen=100_000, captured_fen=50_000)
SPENT = FRESH._replace(balance_fen=0, captured_fen=FACE)
LOCKED = FRESH._replace(balance_fen=100_000, locked_fen=50_000)
HELD = FRESH._replace(held=True)
EXPIRED = PARTLY._replace(balance_fen=0, state=VoucherState.EXPIRED)

ELIGIBLE = Standing("sal_1", Outcome.ELIGIBLE, FACE, sold_on=SOLD)
WAITING = Standing("sal_1", Outcome.WAITLISTED, 0, "budget_spent", SOLD)
IN_CONFLICT = Standing("sal_1", Outcome.NEEDS_REVIEW, 0, "vehicle_in_conflict", SOLD)
BELOW = Standing("sal_1", Outcome.INELIGIBLE, 0, "price_below_floor", SOLD)
MORE = replace(ELIGIBLE, amount_fen=FACE + 1)


def cancelled(reason: CancelReason, on: date | None = BACK) -> Standing:
    return Standing("sal_1", Outcome.INELIGIBLE, 0, "sale_cancelled", SOLD, reason, on)


RETURNED = cancelled(CancelReason.RETURNED)
WRONG_INVOICE = cancelled(CancelReason.INVOICE_ERROR)
ANEW = Standing("sal_2", Outcome.ELIGIBLE, FACE, sold_on=BACK)
NOTHING = Bearing()


def by_decisions(reason: str, **more) -> Bearing:
    return Bearing(held_for=reason, **more)


def happened(voucher, standing, bearing=NOTHING, now=NOW) -> list[tuple]:
    return [
        (event.kind.value, event.amount_fen, event.reason)
        for event in follow(voucher, standing, bearing, now)
    ]


CASES = {
    "a sale that holds changes nothing": (FRESH, ELIGIBLE, NOTHING, []),
    "one that waits after issue keeps its voucher": (FRESH, WAITING, NOTHING, []),
    "returned with nothing spent: voided": (
        FRESH,
        RETURNED,
        NOTHING,
        [("voided", FACE, "sale_cancelled")],
    ),
    "returned with a part spent: the rest voided, the part claimed": (
        PARTLY,
        RETURNED,
        NOTHING,
        [
            ("voided", 100_000, "sale_cancelled"),
            ("clawed_back", 50_000, "sale_cancelled"),
        ],
    ),
    "returned with all spent: nothing left to void, all claimed": (
        SPENT,
        RETURNED,
        NOTHING,
        [("voided", 0, "sale_cancelled"), ("clawed_back", FACE, "sale_cancelled")],
    ),
    "returned while a bank holds a promise: that stays": (
        LOCKED,
        RETURNED,
        NOTHING,
        [("voided", 100_000, "sale_cancelled")],
    ),
    "returned after it expired: what was spent is claimed": (
        EXPIRED,
        RETURNED,
        NOTHING,
        [("clawed_back", 50_000, "sale_cancelled")],
    ),
    "claimed once": (
        SPENT._replace(state=VoucherState.VOIDED, clawed_fen=FACE),
        RETURNED,
        NOTHING,
        [],
    ),
    "an invoice voided is a return": (
        FRESH,
        cancelled(CancelReason.VOIDED),
        NOTHING,
        [("voided", FACE, "sale_cancelled")],
    ),
    "a return without a reason is a return": (
        FRESH,
        cancelled(CancelReason.UNSTATED, None),
        NOTHING,
        [("voided", FACE, "sale_cancelled")],
    ),
    "what a person suspended is voided too": (
        HELD,
        RETURNED,
        NOTHING,
        [("voided", FACE, "sale_cancelled")],
    ),
    "a wrong invoice suspends it": (
        PARTLY,
        WRONG_INVOICE,
        NOTHING,
        [("suspended", 0, "invoice_error")],
    ),
    "an allowance by a new invoice suspends it": (
        FRESH,
        cancelled(CancelReason.ALLOWANCE),
        NOTHING,
        [("suspended", 0, "allowance")],
    ),
    "the invoice made out anew resumes it": (
        HELD,
        ELIGIBLE,
        by_decisions("invoice_error"),
        [("resumed", 0, "stands_again")],
    ),
    "another sale takes the place of the cancelled one": (
        HELD,
        WRONG_INVOICE,
        by_decisions("invoice_error", anew=ANEW),
        [("resumed", 0, "stands_again")],
    ),
    "both in one feed": (
        FRESH,
        WRONG_INVOICE,
        Bearing(anew=ANEW),
        [("suspended", 0, "invoice_error"), ("resumed", 0, "stands_again")],
    ),
    "made out anew with another amount": (
        HELD,
        WRONG_INVOICE,
        by_decisions("invoice_error", anew=replace(ANEW, amount_fen=1)),
        [("suspended", 0, "amount_changed")],
    ),
    "sold to another buyer: voided": (
        HELD,
        WRONG_INVOICE,
        by_decisions("invoice_error", resold=True),
        [("voided", FACE, "sold_to_another")],
    ),
    "sold to another buyer, spent: claimed": (
        SPENT,
        WRONG_INVOICE,
        Bearing(resold=True),
        [("voided", 0, "sold_to_another"), ("clawed_back", FACE, "sold_to_another")],
    ),
    "an allowance below the floor suspends it": (
        FRESH,
        BELOW,
        NOTHING,
        [("suspended", 0, "price_below_floor")],
    ),
    "of what was spent only a person claims then": (
        SPENT,
        BELOW,
        NOTHING,
        [("suspended", 0, "price_below_floor")],
    ),
    "two dealers claim the car: suspended": (
        FRESH,
        IN_CONFLICT,
        NOTHING,
        [("suspended", 0, "vehicle_in_conflict")],
    ),
    "the same once more is no news": (
        HELD,
        IN_CONFLICT,
        by_decisions("vehicle_in_conflict"),
        [],
    ),
    "another reason is told": (
        HELD,
        BELOW,
        by_decisions("vehicle_in_conflict"),
        [("suspended", 0, "price_below_floor")],
    ),
    "upheld: resumed": (
        HELD,
        ELIGIBLE,
        by_decisions("vehicle_in_conflict"),
        [("resumed", 0, "stands_again")],
    ),
    "upheld behind others: resumed, its money is committed": (
        HELD,
        WAITING,
        by_decisions("vehicle_in_conflict"),
        [("resumed", 0, "stands_again")],
    ),
    "what a person suspended only a person resumes": (HELD, ELIGIBLE, NOTHING, []),
    "a person's hold is left as it is": (HELD, BELOW, NOTHING, []),
    "another amount suspends it": (
        FRESH,
        MORE,
        NOTHING,
        [("suspended", 0, "amount_changed")],
    ),
    "another amount does not resume it": (
        HELD,
        MORE,
        by_decisions("vehicle_in_conflict"),
        [("suspended", 0, "amount_changed")],
    ),
    "no decision at all suspends it": (
        FRESH,
        Standing("sal_1", None),
        NOTHING,
        [("suspended", 0, "not_decided")],
    ),
    "an expired one is left alone": (EXPIRED, BELOW, NOTHING, []),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_voucher_follows_its_sale(case):
    voucher, standing, bearing, expected = case
    assert happened(voucher, standing, bearing) == expected


def test_it_is_bound_to_the_sale_that_took_the_place_and_keeps_its_code():
    [event] = follow(HELD, WRONG_INVOICE, by_decisions("x", anew=ANEW), NOW)
    after = event.after
    assert (after.sale_id, after.code, after.held) == ("sal_2", FRESH.code, False)
    assert (after.balance_fen, after.seq) == (FACE, 2)


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2023-02-07", []), ("2023-02-08", [("voided", FACE, "not_reissued")])],
)
def test_an_invoice_may_be_made_out_anew_for_thirty_days(day, expected):
    now = datetime.fromisoformat(f"{day}T10:00:00+08:00")
    bearing = by_decisions("invoice_error")
    assert happened(HELD, WRONG_INVOICE, bearing, now) == expected


@pytest.mark.parametrize(
    ("told_on", "expected"),
    [
        (date(2023, 1, 21), [("voided", FACE, "not_reissued")]),
        (date(2023, 1, 22), []),
    ],
)
def test_the_days_run_from_when_we_heard_of_it(told_on, expected):
    now = datetime.fromisoformat("2023-02-21T10:00:00+08:00")
    standing = replace(WRONG_INVOICE, told_on=told_on)
    assert happened(HELD, standing, by_decisions("invoice_error"), now) == expected


@pytest.mark.parametrize(
    ("days", "claimed"), [(None, True), (3, True), (2, False), (30, True)]
)
def test_what_was_spent_is_claimed_within_the_days_of_the_terms(days, claimed):
    """The car came back on the third day after its invoice."""
    found = happened(SPENT, RETURNED, Bearing(claw_days=days))
    assert [kind for kind, *_ in found] == ["voided"] + ["clawed_back"] * claimed
