"""Today is a Shanghai day: what was recorded before midnight was yesterday's."""

from datetime import datetime, timedelta

import pytest

from tests.teller import Teller, issued, told
from voucher_service.model.days import SHANGHAI
from voucher_service.usecases.report_redemption_day import redemptions_today

NOTHING = timedelta(0)
LAST_INSTANT = datetime(2023, 2, 21, 23, 59, 59, 999999, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2023, 2, 22, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("redeemed", "asked", "counted"),
    [
        (MIDNIGHT, MIDNIGHT, 1),
        (LAST_INSTANT, MIDNIGHT, 0),
        (LAST_INSTANT, LAST_INSTANT, 1),
        (MIDNIGHT, LAST_INSTANT + timedelta(days=1), 1),
        (MIDNIGHT, MIDNIGHT + timedelta(days=1), 0),
    ],
)
def test_a_redemption_counts_on_its_day(desk, redeemed, asked, counted):
    [code] = issued(desk, 1)
    desk.clock.step, desk.clock.instant = NOTHING, redeemed
    assert Teller(desk).redeem(code, 50_000).status == 201
    desk.clock.instant = asked
    found = redemptions_today(desk.service)
    assert (found.captured.count, found.captured.fen) == (counted, 50_000 * counted)
    assert (len(found.banks), len(found.last)) == (counted, counted)


def test_what_was_redeemed_yesterday_and_reversed_today_is_below_nought(desk):
    [code] = issued(desk, 1)
    desk.clock.step, desk.clock.instant = NOTHING, LAST_INSTANT
    teller = Teller(desk)
    made = told(teller.redeem(code, 50_000))
    desk.clock.instant = MIDNIGHT
    teller.reverse(made["id"])
    found = redemptions_today(desk.service)
    assert (found.captured.fen, found.reversed.fen, found.net_fen) == (
        0,
        50_000,
        -50_000,
    )
    [bank] = found.banks
    assert (bank.name, bank.net_fen) == ("ccb-zjj", -50_000)


def test_a_promise_counts_once_it_is_taken(desk):
    [code] = issued(desk, 1)
    teller = Teller(desk)
    held = told(teller.lock(code, 50_000))
    assert redemptions_today(desk.service).captured.count == 0
    teller.capture(held["id"])
    assert redemptions_today(desk.service).captured.fen == 50_000
