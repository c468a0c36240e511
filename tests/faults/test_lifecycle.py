"""Vouchers live through any sequence of requests as a page of Python says they must."""

import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN, Clock, Desk
from tests.faults.lifecycle_model import FORGOTTEN, LATE, Model
from tests.feed_texts import REGISTER, feed, sale_row
from tests.long_run import long_run
from tests.teller import BANK, Teller, outcome, told
from voucher_service.ledger.decide import spendable
from voucher_service.model.errors import RefusedByRule
from voucher_service.model.vouchers import Mode, Operation
from voucher_service.resources import SQL
from voucher_service.store.voucher_reading import read_voucher
from voucher_service.usecases.change_voucher import Change, change_voucher
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.lapse_vouchers import NOTHING_DUE, lapse_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.open_service import Opening, open_service

pytestmark = pytest.mark.slow

BEGIN = datetime(2023, 2, 20, 1, tzinfo=UTC)
NAME = "test-campaign"
BANKS = f"banks: [{{id: {BANK}, name: {{zh: 测试银行, en: Test bank}}}}]\nterms:\n"
LIFE = "{kind: fuel, face_yuan: 1500, valid_days: 10}"
EXPIRES = datetime.fromisoformat("2023-03-02T00:00:00+08:00")
CARS = 3
MET: Counter[str] = Counter()


def opened(home: Path, clock: Clock) -> Desk:
    opening = Opening(home=home, sql=SQL, campaigns=(SEED_CAMPAIGN,))
    return Desk(open_service(opening, clock), clock)


@cache
def template() -> tuple[Path, tuple[str, ...]]:
    """Make a home with vouchers once; give it with their codes."""
    home = Path(tempfile.mkdtemp(prefix="lifecycle-")) / "home"
    desk = opened(home, Clock(BEGIN, timedelta(0)))
    terms = entry().replace("{kind: fuel, face_yuan: 1500}", LIFE)
    desk.ingest(REGISTER, "dealers.csv")
    document = campaign(terms).replace("terms:\n", BANKS, 1)
    open_campaign(desk.service, document, "test.yaml")
    desk.ingest(feed(*(sale_row(number) for number in range(1, CARS + 1))))
    assert issue_vouchers(desk.service, NAME).issued == CARS
    with desk.service.store.read() as connection:
        found = connection.execute("SELECT code FROM vouchers").fetchall()
    desk.service.close()
    return home, tuple(code for (code,) in found)


CODES = st.integers(0, CARS - 1)
AMOUNTS = st.sampled_from([1, 1, 50_000, 75_000, 100_000, 149_999, 150_000, 150_001])
BY_ITSELF = (None, None, None)
EDGES = (EXPIRES - timedelta(microseconds=1), EXPIRES, BEGIN - timedelta(minutes=5))
USED = st.sampled_from([*BY_ITSELF, *EDGES, BEGIN + timedelta(days=9)])
PICK = st.integers(0, 99)
DAY = 86_400
JUMPS = st.sampled_from(
    [1, 1, 1, 899, 900, 900, DAY, DAY, 3 * DAY, 9 * DAY, -60, -2 * DAY, -30 * DAY]
).map(lambda seconds: timedelta(seconds=seconds))


class Lifecycle(RuleBasedStateMachine):
    """The service beside the model; every answer and every balance is compared."""

    def __init__(self) -> None:
        super().__init__()
        made, codes = template()
        self.place = Path(tempfile.mkdtemp(prefix="lifecycle-"))
        self.home = self.place / "home"
        shutil.copytree(made, self.home)
        self.clock = Clock(BEGIN + timedelta(hours=1), timedelta(0))
        self.desk = opened(self.home, self.clock)
        self.codes = codes
        self.teller = Teller(self.desk)
        with self.desk.service.store.read() as connection:
            issued_at = read_voucher(connection, codes[0]).issued_at
        self.model = Model(codes, issued_at, EXPIRES)
        self.asked: list = []

    def now(self) -> datetime:
        """Give the instant of the last transaction, which the clock does not undo."""
        return self.desk.service.store._stamped

    def ask(self, request) -> None:
        before = self.model.remembered(request)
        answer = self.teller.ask(request)
        if before is not None:
            fingerprint, body = before
            same = fingerprint == request.fingerprint
            assert outcome(answer) == "IDEMPOTENCY_KEY_REUSED" or same
            assert answer.replayed == same
            assert not same or answer.body == body
            MET["replayed" if same else "IDEMPOTENCY_KEY_REUSED"] += 1
            return
        expected = self.model.judged(request, self.now())
        MET[expected] += 1
        assert outcome(answer) == expected
        assert not answer.replayed
        kept = (request.fingerprint, answer.body)
        if expected == "ok":
            self.model.keep(request, told(answer)["id"], self.now())
            if request.out_request_no is not None:
                self.model.answered["number", request.out_request_no] = kept
        if expected not in FORGOTTEN:
            self.model.answered["key", request.key] = kept
        self.asked.append(request)

    @rule(asks=st.lists(st.tuples(CODES, AMOUNTS, USED), min_size=1, max_size=4))
    def redeem(self, asks):
        for which, fen, used in asks:
            code = self.codes[which]
            self.ask(self.teller.redeem_request(code, fen, redeemed_at=used))

    @rule(code=CODES, fen=AMOUNTS, seconds=st.sampled_from([1, 900]))
    def authorize(self, code, fen, seconds):
        self.ask(
            self.teller.redeem_request(
                self.codes[code],
                fen,
                mode=Mode.AUTHORIZE,
                ttl=timedelta(seconds=seconds),
            )
        )

    @precondition(lambda self: self.model.takes)
    @rule(
        what=st.sampled_from([Operation.CAPTURE, Operation.CANCEL, Operation.REVERSE]),
        which=PICK,
    )
    def change(self, what, which):
        ids = list(self.model.takes)
        self.ask(self.teller.change_request(what, ids[-1 - which % len(ids)]))

    @precondition(lambda self: self.asked)
    @rule(which=PICK, how=st.sampled_from(["retry", "new key", "new payload"]))
    def ask_again(self, which, how):
        request = self.asked[-1 - which % len(self.asked)]
        changes = {
            "retry": {},
            "new key": {"key": f"another-{self.teller.count}"},
            "new payload": {"redemption_id": "rdm_another"}
            if request.operation is not Operation.REDEEM
            else {"amount_fen": request.amount_fen + 1},
        }
        self.teller.count += 1
        self.ask(replace(request, **changes[how]))

    @rule(jump=JUMPS)
    def let_time_pass(self, jump):
        self.clock.instant += jump

    @rule()
    def lapse(self):
        due = self.clock.instant >= EXPIRES + LATE
        done = lapse_vouchers(self.desk.service)
        now = self.now()
        self.model.lapse(now)
        waiting = [
            code
            for code in self.codes
            if self.model.state[code] == "open"
            and self.model.left[code] > 0
            and now >= EXPIRES + LATE
        ]
        assert done.expired == len(waiting) or (done == NOTHING_DUE and not due)
        for code in waiting if done.expired else ():
            self.model.close(code, "expired")

    @rule(
        code=CODES,
        what=st.sampled_from([Operation.SUSPEND, Operation.RESUME, Operation.RESUME]),
    )
    def hold(self, code, what):
        code = self.codes[code]
        is_open, is_held = self.model.state[code] == "open", self.model.held[code]
        suspends = what is Operation.SUSPEND
        assert self.by_person(what, code) == (is_open and (suspends or is_held))
        self.model.held[code] = suspends if is_open else is_held

    @precondition(lambda self: len(self.asked) > 10)
    @rule(code=CODES)
    def void(self, code):
        code = self.codes[code]
        was_open = self.model.state[code] == "open"
        assert self.by_person(Operation.VOID, code) == was_open
        if was_open:
            self.model.close(code, "voided")

    def by_person(self, what, code) -> bool:
        try:
            change_voucher(self.desk.service, Change(what, code, "测试", "测试"))
        except RefusedByRule:
            return False
        return True

    @precondition(lambda self: len(self.asked) % 5 == 4)
    @rule()
    def restart(self):
        self.desk.service.close()
        self.desk = opened(self.home, self.clock)
        self.teller.desk = self.desk

    @invariant()
    def vouchers_stand_as_the_model_says(self):
        now = self.now()
        self.model.lapse(now)
        with self.desk.service.store.read() as connection:
            for code in self.codes:
                voucher = read_voucher(connection, code)
                assert spendable(voucher, now) == self.model.left[code]
                assert voucher.captured_fen == self.model.sums(code)["captured"]
                assert voucher.state == self.model.state[code]
                assert voucher.held == self.model.held[code]

    def teardown(self):
        try:
            audits_hold(self.desk)
        finally:
            self.desk.service.close()
            shutil.rmtree(self.place)


def test_the_service_lives_as_the_model_does(capsys):
    examples, steps = long_run(short=(4, 40), long=(400, 60))
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=examples < 100,
            phases=[Phase.generate],  # what fails is long, but seldom worth an hour
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    with capsys.disabled():
        met = ", ".join(f"{name} {times}" for name, times in MET.most_common())
        sys.stdout.write(f"\n{examples} lives of {CARS} vouchers: {met}\n")
    assert MET["ok"] > examples
    assert len(MET) >= 8, "the lives were too much alike"
