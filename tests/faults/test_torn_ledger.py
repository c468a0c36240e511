"""A log torn in the middle of a commit keeps every redemption that was answered."""

import random

import pytest

from tests.faults.torture import tell
from tests.long_run import long_run
from tests.store.test_ledger_audits import found
from tests.store.torn_homes import copied
from tests.teller import FACE, Teller, issued, outcome
from voucher_service.store.voucher_reading import read_voucher

pytestmark = pytest.mark.slow

SEED = 20230117
FIRST, SECOND = 60_000, 90_000


@pytest.fixture
def torn(desk, tmp_path):
    """A home before its last commit, and the log with that commit at its end."""
    code = issued(desk, 2)[0]
    teller, home = Teller(desk), desk.service.store.home
    answered = teller.redeem(code, FIRST, key="first", number="FIRST")
    before = copied(home.path, tmp_path / "before")
    whole = before.log.stat().st_size
    teller.redeem(code, SECOND, key="second", number="SECOND")
    return code, answered, before, whole, home.log.read_bytes()


def test_what_was_answered_survives_and_the_rest_is_asked_again_once(
    torn, open_desk, tmp_path, capsys
):
    code, answered, before, whole, log = torn
    rng, cuts = random.Random(SEED), long_run(short=4, long=120)
    places = [whole, whole + 1, len(log) - 1, len(log)]
    places += [rng.randrange(whole, len(log)) for _ in range(cuts)]
    kept = 0
    for number, place in enumerate(places):
        home = copied(before.path, tmp_path / f"torn-{number}")
        home.log.write_bytes(log[:place])
        desk = open_desk(home.path)
        teller = Teller(desk)
        again = teller.redeem(code, FIRST, key="first", number="FIRST")
        assert (again.replayed, again.body) == (True, answered.body)
        retried = teller.redeem(code, SECOND, key="second", number="SECOND")
        assert outcome(retried) == "ok"
        assert retried.replayed == (place == len(log))
        kept += retried.replayed
        spent = teller.redeem(code, 1)
        assert outcome(spent) == "VOUCHER_ALREADY_REDEEMED"
        with desk.service.store.read() as connection:
            assert read_voucher(connection, code).captured_fen == FACE
            assert found(connection) == set()
        assert not any(loss.grave for loss in desk.service.store.losses)
        assert bool(desk.service.store.losses) == (whole < place < len(log))
        desk.service.close()
    with capsys.disabled():
        tell(f"\n{len(places)} torn logs, seed {SEED}: lost 0, doubled 0\n")
    assert kept == 1
