"""A real log of coupon redemptions, replayed against the windows of its campaigns.

Households of dunnhumby's "The Complete Journey" redeemed 2,102 coupons of 27 campaigns
in 2017. Each coupon that a household redeemed is a voucher here, of one yuan for each
time: its campaign's window is when it can be spent. Nothing of it may be refused, and
of 100 violations among them each is refused for what it is.
"""

import random
from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import Clock
from tests.store.test_ledger_audits import found
from tests.teller import BANK, Teller, by_person, outcome
from voucher_service.ledger.codes import OPEN_SIGNS, CodeRule
from voucher_service.ledger.moves import suspended, voided
from voucher_service.store.vouchers import record_vouchers
from voucher_service.usecases.bank_requests import BankRequest
from voucher_service.usecases.open_campaign import open_campaign

SEED = 2017
YUAN = 100
KINDS = 10
EACH = 10
BANKS = f"banks: [{{id: {BANK}, name: {{zh: 测试银行, en: Test bank}}}}]\nterms:\n"
BEFORE_ALL = datetime(2016, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Sent:
    """A request, the instant at which it is sent and what has to come of it."""

    at: datetime
    turn: int
    request: BankRequest
    expected: str = "ok"


def shanghai(day: str, clock: str = "00:00:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}+08:00").astimezone(UTC)


def real_log(shared_data) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Give the redemptions with their windows, and a voucher for each entitlement."""
    folder = shared_data / "dunnhumby_complete_journey" / "completejourney_r"
    windows = pl.read_parquet(folder / "campaign_descriptions.parquet")
    log = pl.read_parquet(folder / "coupon_redemptions.parquet").join(
        windows, on="campaign_id", how="left", maintain_order="left"
    )
    key = ["household_id", "coupon_upc", "campaign_id"]
    vouchers = log.group_by(*key, "start_date", "end_date", maintain_order=True).agg(
        times=pl.len()
    )
    return log.sort("redemption_date", maintain_order=True), vouchers


def issue(desk, vouchers: pl.DataFrame, rng: random.Random) -> list[str]:
    """Open the campaigns and record the vouchers; give their codes."""
    for name in vouchers["campaign_id"].unique().sort():
        text = campaign(entry(), name=f"journey-{name}")
        open_campaign(desk.service, text.replace("terms:\n", BANKS, 1), "j.yaml")
    rule = CodeRule.of_key(desk.service.store.key)
    codes = rule.made_of(rng.randbytes(OPEN_SIGNS * vouchers.height))
    numbers = pl.int_range(vouchers.height, eager=True).cast(pl.String).str.zfill(16)
    rows = vouchers.select(
        voucher_id="vch_" + numbers,
        code=pl.Series(codes),
        campaign_id="journey-" + pl.col("campaign_id"),
        sale_id="sal_" + numbers,
        decision_no=pl.lit(1, pl.Int32),
        vin=pl.lit(None, pl.String),
        terms_version=pl.lit("0" * 64),
        kind=pl.lit("shopping"),
        face_fen=pl.col("times").cast(pl.Int64) * YUAN,
        pieces_fen=pl.lit(None, pl.List(pl.Int64)),
        payer=pl.lit("dealer"),
        starts_at=pl.Series(
            [shanghai(day).replace(tzinfo=None) for day in vouchers["start_date"]],
            dtype=pl.Datetime("us"),
        ),
        expires_at=pl.Series(
            [(shanghai(d) + DAY).replace(tzinfo=None) for d in vouchers["end_date"]],
            dtype=pl.Datetime("us"),
        ),
        issuance_id=pl.lit("iss_test"),
        actor=pl.lit("test"),
    )
    desk.service.store.write("issue", lambda writing: record_vouchers(writing, rows))
    return codes


class Replay:
    """The log as requests of one bank, and what is slipped in among them."""

    def __init__(self, desk, log: pl.DataFrame, vouchers: pl.DataFrame) -> None:
        self.desk, self.rng = desk, random.Random(SEED)
        self.teller, self.stranger = Teller(desk), Teller(desk, bank="another-bank")
        spare = vouchers.sample(4 * EACH, seed=SEED)
        every = pl.concat([vouchers, spare])
        codes = issue(desk, every, self.rng)
        key = ["household_id", "coupon_upc", "campaign_id"]
        self.codes = dict(zip(vouchers.select(key).iter_rows(), codes, strict=False))
        self.spare = list(zip(codes[vouchers.height :], spare.to_dicts(), strict=True))
        self.sent = [self.redeemed(row) for row in log.to_dicts()]
        once = set(vouchers.filter(pl.col("times") == 1).select(key).iter_rows())
        self.rows = [
            (row, sent)
            for row, sent in zip(log.to_dicts(), self.sent, strict=True)
            if tuple(row[name] for name in key) in once
        ]

    def redeemed(self, row: dict) -> Sent:
        code = self.codes[row["household_id"], row["coupon_upc"], row["campaign_id"]]
        used = shanghai(row["redemption_date"], "12:00:00")
        request = self.teller.redeem_request(code, YUAN, redeemed_at=used)
        return Sent(used + timedelta(hours=1), 1, request)

    def violations(self) -> list[Sent]:
        """Make ten of each kind, of rows of the log and of vouchers nobody spent."""
        rows = self.rng.sample(self.rows, 6 * EACH)
        made = [
            self.of_row(kind, *rows.pop()) for kind in range(6) for _ in range(EACH)
        ]
        spare = list(self.spare)
        return made + [
            self.of_spare(kind, *spare.pop()) for kind in range(4) for _ in range(EACH)
        ]

    def of_row(self, kind: int, row: dict, sent: Sent) -> Sent:
        asked, teller = sent.request, self.teller
        code, used = asked.voucher_code, asked.redeemed_at
        ask = teller.redeem_request
        if kind == 0:
            early = shanghai(row["start_date"]) - timedelta(microseconds=1)
            request = ask(code, YUAN, redeemed_at=early)
            return Sent(sent.at, 0, request, "VOUCHER_NOT_ACTIVE")
        if kind == 1:
            request = ask(code, YUAN + 1, redeemed_at=used)
            return Sent(sent.at, 0, request, "AMOUNT_MISMATCH")
        if kind == 2:
            request = self.stranger.redeem_request(code, YUAN, redeemed_at=used)
            return Sent(sent.at, 0, request, "BANK_NOT_IN_CAMPAIGN")
        if kind == 3:
            request = ask(code[::-1], YUAN, redeemed_at=used)
            return Sent(sent.at, 0, request, "VOUCHER_NOT_FOUND")
        if kind == 4:
            request = ask(code, YUAN, redeemed_at=used)
            return Sent(sent.at, 2, request, "VOUCHER_ALREADY_REDEEMED")
        request = replace(asked, key="another", amount_fen=YUAN - 1)
        return Sent(sent.at, 2, request, "IDEMPOTENCY_KEY_REUSED")

    def of_spare(self, kind: int, code: str, voucher: dict) -> Sent:
        over = shanghai(voucher["end_date"]) + DAY
        last = over - timedelta(microseconds=1)
        if kind == 0:
            request = self.teller.redeem_request(code, YUAN, redeemed_at=over)
            return Sent(over, 1, request, "VOUCHER_EXPIRED")
        if kind == 1:
            request = self.teller.redeem_request(code, YUAN, redeemed_at=last)
            return Sent(over + 3 * DAY, 1, request, "VOUCHER_EXPIRED")
        by_person(self.desk, code, voided if kind == 2 else suspended)
        request = self.teller.redeem_request(code, YUAN, redeemed_at=last)
        refusal = "VOUCHER_VOIDED" if kind == 2 else "VOUCHER_SUSPENDED"
        return Sent(last, 1, request, refusal)

    def replayed(self, sent: list[Sent]) -> list[tuple[Sent, str]]:
        """Send all in the order of their instants, those of an instant together."""
        service, outcomes = self.desk.service, []
        sent = sorted(sent, key=lambda each: (each.at, each.turn))
        for at in dict.fromkeys(each.at for each in sent):
            self.desk.clock.instant = at
            waiting = [
                (each, service.store.submit(service.counter, each.request))
                for each in sent
                if each.at == at
            ]
            outcomes += [(each, outcome(asked.result())) for each, asked in waiting]
        return outcomes


@pytest.fixture(scope="module")
def log_and_vouchers(shared_data):
    return real_log(shared_data)


@pytest.fixture
def replay(open_desk, log_and_vouchers):
    clock = Clock(BEFORE_ALL, timedelta(0))
    return Replay(open_desk(clock=clock), *log_and_vouchers)


def test_of_the_real_log_nothing_is_refused(replay):
    outcomes = replay.replayed(replay.sent)
    assert Counter(came for _, came in outcomes) == {"ok": 2_102}
    with replay.desk.service.store.read() as connection:
        assert found(connection) == set()
        [(taken,)] = connection.execute(
            "SELECT sum(captured_fen)::BIGINT FROM vouchers_now"
        ).fetchall()
    assert taken == 2_102 * YUAN


def test_of_100_violations_each_is_refused_for_what_it_is(replay):
    violations = replay.violations()
    assert len(violations) == KINDS * EACH == 100
    outcomes = replay.replayed(replay.sent + violations)
    wrong = [(each, came) for each, came in outcomes if each.expected != came]
    assert wrong == []
    refused = Counter(came for _, came in outcomes if came != "ok")
    assert refused.total() == 100
    assert len(refused) == KINDS - 1
    with replay.desk.service.store.read() as connection:
        assert found(connection) == set()
