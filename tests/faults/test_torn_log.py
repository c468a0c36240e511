"""A log torn anywhere opens with what is whole, and says what it took away."""

import random

import pytest

from benchmarks.live_vouchers import live_vouchers
from tests.control.service_process import ServiceProcess
from tests.faults.test_graceful_stop import Bank
from tests.store.torn_homes import copied, cut, turn
from voucher_service.usecases.audit_home import audit_home

SEEDS = range(16)


@pytest.fixture(scope="module")
def killed(tmp_path_factory):
    """A home killed under load, and the codes whose redemption had been answered."""
    home = tmp_path_factory.mktemp("killed") / "home"
    live = live_vouchers(home, 5_000)
    with ServiceProcess(home) as service:
        bank = Bank(service.url, live.token, live.codes)
        bank.thread.start()
        assert bank.busy.wait(60)
        service.process.kill()
        service.process.wait(30)
        bank.thread.join(60)
    return home, set(bank.answers)


def redeemed(desk):
    with desk.service.store.read() as connection:
        rows = connection.execute(
            "SELECT code FROM voucher_events JOIN vouchers USING (voucher_no)"
            " WHERE voucher_events.kind = 'captured'"
        ).fetchall()
    return {code for (code,) in rows}


def faults_of_the_log(desk):
    """Give what audits find of the ledger; the made vouchers stand for no sale."""
    report = audit_home(desk.service)
    return report.log.broken_at, [
        finding.audit
        for finding in report.findings
        if finding.audit != "live_vouchers_stand_for_sales_that_hold"
    ]


@pytest.mark.slow
def test_a_killed_home_has_all_that_was_answered(killed, open_desk, tmp_path):
    home, answered = killed
    desk = open_desk(copied(home, tmp_path / "copy").path)
    assert answered <= redeemed(desk)
    assert desk.service.store.losses == ()
    assert faults_of_the_log(desk) == (None, [])


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_torn_log_opens_and_says_what_is_missing(killed, open_desk, tmp_path, seed):
    home, answered = killed
    chance = random.Random(seed)
    torn = copied(home, tmp_path / "torn")
    place = chance.randrange(40, torn.log.stat().st_size)
    if seed % 2:
        cut(torn, place)
    else:
        turn(torn, place)
    desk = open_desk(torn.path)
    missing = answered - redeemed(desk)
    grave = any(loss.grave for loss in desk.service.store.losses)
    assert desk.service.store.losses
    assert grave or not missing
    assert faults_of_the_log(desk) == (None, [])
