"""A decision became another by what the commit that recorded it did, and no more."""

import hashlib
from datetime import UTC, datetime

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import Clock
from tests.feed_texts import REGISTER
from tests.return_texts import feed, row
from voucher_service.usecases.decision_history import history_of
from voucher_service.usecases.draw_lots import digest_of, reveal_seed
from voucher_service.usecases.explain_sale import explain_one_sale
from voucher_service.usecases.open_campaign import open_campaign

NAME = "test-campaign"
SEED = "0f" * 32
BEFORE = {
    "recorded_at": datetime(2023, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    "sale_version": 1,
    "outcome": "eligible",
    "amount_fen": 150_000,
    "reasons": [],
    "terms_version": "a",
    "command": "ingest",
}


def decision(*reasons: str, outcome: str = "eligible", **more: object):
    return {
        **BEFORE,
        "reasons": list(reasons),
        "outcome": outcome,
        **more,
        "eligible": not reasons,
    }


WAITS = decision("quota_full", outcome="waitlisted")
LOT = decision("draw_pending", outcome="waitlisted")
CONTESTED = decision("vehicle_in_conflict", outcome="needs_review")
ASIDE = decision("sale_set_aside", outcome="ineligible")
PASSES = decision()


@pytest.mark.parametrize(
    ("before", "after", "command", "cause"),
    [
        (LOT, PASSES, "reveal-seed", "公布抽签种子"),
        (LOT, WAITS, "reveal-seed", "公布抽签种子"),
        (WAITS, PASSES, "ingest", "有名额或资金退回，递补"),
        (PASSES, WAITS, "ingest", "排在前面的销售占用了名额或资金"),
        (WAITS, PASSES, "amend-campaign", "活动条款修订"),
        (PASSES, WAITS, "amend-campaign", "活动条款修订"),
        (WAITS, PASSES, "decide", "判定程序更新"),
        (CONTESTED, PASSES, "resolve", "人工认定"),
        (CONTESTED, ASIDE, "resolve", "人工认定"),
        (CONTESTED, PASSES, "ingest", "另一方更正或撤回了上报，冲突解除"),
        (PASSES, CONTESTED, "ingest", "另一家经销商上报了同一车架号"),
        (WAITS, PASSES, "resolve", "有名额或资金退回，递补"),
        (PASSES, decision("counted_elsewhere"), "open-campaign", "不可叠加的活动变动"),
        (decision("dealer_not_listed"), PASSES, "ingest", "经销商名录变动"),
        (PASSES, decision("buyer_cap_reached"), "ingest", "其他销售变动"),
    ],
)
def test_the_commit_says_what_made_a_decision_another(before, after, command, cause):
    _, event = history_of([before, {**after, "command": command}])
    assert event.why.zh.partition("；")[0] == cause


def test_what_the_sale_says_of_itself_comes_before_what_the_commit_did():
    _, event = history_of([PASSES, {**WAITS, "sale_version": 2, "command": "ingest"}])
    assert event.why.zh.startswith("经销商更正上报（第 2 版）")
    gone = decision("sale_cancelled", outcome="ineligible", sale_version=2)
    _, event = history_of([PASSES, gone])
    assert event.why.zh.startswith("退车或红冲")


def whys(desk, name: str, invoice: str) -> list[str]:
    return [
        event.why.zh.partition("；")[0]
        for event in explain_one_sale(desk.service, name, invoice).history
    ]


def test_a_conflict_that_a_corrected_vin_ends_was_resolved_by_nobody(desk):
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry()), "test.yaml")
    desk.ingest(feed(row(1)), "one.csv")
    desk.ingest(feed(row(2, dealer="T-02")), "two.csv")
    desk.ingest(feed(row(2, dealer="T-02", car=2)), "corrected.csv")
    assert whys(desk, NAME, "00000001") == [
        "首次判定",
        "另一家经销商上报了同一车架号",
        "另一方更正或撤回了上报，冲突解除",
    ]


def test_a_winner_of_a_draw_was_not_promoted(open_desk):
    desk = open_desk(clock=Clock(datetime(2023, 1, 19, tzinfo=UTC)))
    desk.ingest(REGISTER, "dealers.csv")
    lottery = (
        "quotas:\n  - {name: places, count: 1}\nallocation:\n  method: lottery\n"
        f"  seed_sha256: {digest_of(SEED)}\n  entries_close: 2023-01-20\n"
    )
    open_campaign(desk.service, campaign(entry(lottery)), "draw.yaml")
    desk.ingest(feed(row(1), row(2, car=2)))
    desk.clock.instant = datetime(2023, 1, 20, 16, tzinfo=UTC)
    reveal_seed(desk.service, NAME, SEED)
    for invoice in ("00000001", "00000002"):
        assert whys(desk, NAME, invoice) == ["首次判定", "公布抽签种子"]
        sale = explain_one_sale(desk.service, NAME, invoice)
        (draw,) = [each for each in sale.conditions if each.rule == "draw_pending"]
        number = hashlib.sha256(f"{SEED}:{sale.sale_id}".encode()).hexdigest()
        assert draw.found == number
