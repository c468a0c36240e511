"""A draw is committed to before entries close, and anyone can prove it after."""

import hashlib
import json
from datetime import UTC, datetime

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import Clock
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.draw_reports import DrawRecord
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.store.decisions import decisions_known
from voucher_service.usecases.draw_lots import (
    commit_to_seed,
    digest_of,
    draw_record,
    reveal_seed,
    verify_draw,
)
from voucher_service.usecases.open_campaign import open_campaign

NAME = "test-campaign"
SEED = "0f" * 32
ENTRIES = range(1, 16)
DRAWN = 5
CLOSE = datetime(2023, 1, 20, 16, tzinfo=UTC)  # midnight after the last day, there


def drawing(places: str = f"quotas:\n  - {{name: places, count: {DRAWN}}}\n") -> str:
    lottery = (
        "allocation:\n  method: lottery\n"
        f"  seed_sha256: {digest_of(SEED)}\n  entries_close: 2023-01-20\n"
    )
    return campaign(entry(places + lottery))


@pytest.fixture
def entered(open_desk):
    """A desk with fifteen entries, a day before they close."""
    desk = open_desk(clock=Clock(datetime(2023, 1, 19, tzinfo=UTC)))
    desk.ingest(REGISTER)
    open_campaign(desk.service, drawing(), "draw.yaml")
    desk.ingest(feed(*(sale_row(number) for number in ENTRIES)))
    return desk


def decided(desk):
    with desk.service.store.read() as connection:
        known_at = desk.service.store.data_version()
        return decisions_known(connection, NAME, known_at)


def numbers(desk) -> dict[str, str]:
    return {
        sale_id: hashlib.sha256(f"{SEED}:{sale_id}".encode()).hexdigest()
        for sale_id in decided(desk)["sale_id"]
    }


def after_close(desk):
    desk.clock.instant = CLOSE
    return desk


def test_a_seed_cannot_be_guessed_and_its_hash_is_what_is_published():
    one, other = commit_to_seed(), commit_to_seed()
    assert one.seed != other.seed
    assert len(one.seed) == 64
    assert one.seed_sha256 == hashlib.sha256(one.seed.encode()).hexdigest()


def test_until_the_seed_is_revealed_everyone_waits(entered):
    assert set(decided(entered)["outcome"]) == {"waitlisted"}
    assert decided(entered)["reasons"].to_list() == [["draw_pending"]] * len(ENTRIES)


def test_the_lowest_numbers_are_drawn(entered):
    reveal_seed(after_close(entered).service, NAME, SEED)
    line = sorted(numbers(entered), key=numbers(entered).__getitem__)
    eligible = decided(entered).filter(decided(entered)["eligible"])["sale_id"]
    assert set(eligible) == set(line[:DRAWN])
    record = draw_record(entered.service, NAME)
    assert [each.sale_id for each in record.entries] == line
    assert verify_draw(record).holds
    assert verify_draw(record).drawn == DRAWN


def test_the_seed_stays_secret_until_entries_have_closed(entered):
    entered.clock.instant = datetime(2023, 1, 20, 15, 59, tzinfo=UTC)
    with pytest.raises(RefusedByRule, match="此前不能公布种子"):
        reveal_seed(entered.service, NAME, SEED)


@pytest.mark.parametrize("seed", ["", "other", SEED.upper()])
def test_another_seed_than_the_one_committed_to_is_refused(entered, seed):
    with pytest.raises(RefusedByRule, match="与条款中公布的哈希不符"):
        reveal_seed(after_close(entered).service, NAME, seed)


def test_a_seed_is_revealed_once(entered):
    reveal_seed(after_close(entered).service, NAME, SEED)
    with pytest.raises(RefusedByRule, match="此前已公布"):
        reveal_seed(entered.service, NAME, SEED)


def test_a_sale_reported_after_the_close_takes_no_part(entered):
    reveal_seed(after_close(entered).service, NAME, SEED)
    before = decided(entered)
    entered.ingest(feed(sale_row(17)), "late.csv")
    after = decided(entered)
    late = after.join(before, on="sale_id", how="anti")
    assert late["reasons"].to_list() == [["entered_after_close"]]
    kept = after.join(before, on="sale_id", how="semi")
    assert kept["outcome"].to_list() == before["outcome"].to_list()


def test_a_hash_is_published_before_the_close_or_not_at_all(desk):
    with pytest.raises(RefusedByRule, match="为时已晚"):
        open_campaign(desk.service, drawing(), "draw.yaml")


def test_without_a_draw_or_before_it_there_is_no_record(entered, open_desk, tmp_path):
    with pytest.raises(RefusedByRule, match="尚未公布"):
        draw_record(entered.service, NAME)
    other = open_desk(tmp_path / "other")
    open_campaign(other.service, campaign(entry()), "plain.yaml")
    with pytest.raises(NotFound, match="不抽取"):
        draw_record(other.service, NAME)


def exchanged(record):
    first, *between, last = record["entries"]
    for one, other in ((first, last), (last, first)):
        one["_outcome"], one["_waits"] = other["outcome"], other["waits_for"]
    for each in (first, last):
        each["outcome"], each["waits_for"] = each.pop("_outcome"), each.pop("_waits")
    return record | {"entries": [first, *between, last]}


def entry_spoilt(record, **changes):
    first, *others = record["entries"]
    return record | {"entries": [first | changes, *others]}


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda record: record | {"seed": "other"}, "种子的 SHA-256"),
        (lambda record: record | {"entries_close": "2023-01-18"}, "晚于报名截止日"),
        (exchanged, "重算为"),
        (lambda record: entry_spoilt(record, draw="0" * 64), "号码不是"),
        (lambda record: record | {"entries": record["entries"][:2] * 2}, "出现 2 次"),
        (lambda record: record | {"limits": []}, "重算为"),
        (lambda record: entry_spoilt(record, outcome="waitlisted"), "重算为"),
        (lambda record: entry_spoilt(record, outcome="ineligible"), "重算为"),
        (lambda record: entry_spoilt(record, groups={"other": "other"}), "不在本次"),
        (
            lambda record: record | {"committed_at": "9999-12-31T23:59:59Z"},
            "晚于报名截止日",
        ),
    ],
)
def test_a_record_that_was_altered_does_not_hold(entered, spoil, said):
    reveal_seed(after_close(entered).service, NAME, SEED)
    record = draw_record(entered.service, NAME)
    spoilt = type(record).model_validate(spoil(json.loads(record.model_dump_json())))
    check = verify_draw(spoilt)
    assert not check.holds
    assert any(said in fault.zh for fault in check.faults)


def test_money_is_drawn_for_too_and_the_proof_adds_it_up(open_desk):
    desk = open_desk(clock=Clock(datetime(2023, 1, 19, tzinfo=UTC)))
    desk.ingest(REGISTER)
    money = (
        "quotas:\n  - {name: fuel, energy: [fuel], per: dealer, count: 2}\n"
        "budget_yuan: 4500\n"
    )
    open_campaign(desk.service, drawing(money), "draw.yaml")
    desk.ingest(feed(*(sale_row(number) for number in ENTRIES)))
    reveal_seed(after_close(desk).service, NAME, SEED)
    check = verify_draw(draw_record(desk.service, NAME))
    assert (check.holds, check.drawn) == (True, 3)


def test_a_loser_called_eligible_is_found_out(entered):
    reveal_seed(after_close(entered).service, NAME, SEED)
    record = json.loads(draw_record(entered.service, NAME).model_dump_json())
    record["entries"][-1]["outcome"] = "eligible"
    assert not verify_draw(DrawRecord.model_validate(record)).holds


OTHER_SEED = "1e" * 32


def test_two_draws_of_a_campaign_are_each_by_their_own_seed(open_desk):
    desk = open_desk(clock=Clock(datetime(2023, 1, 9, tzinfo=UTC)))
    desk.ingest(REGISTER)
    draws = {
        SEED: ("2022-12-16", "2023-01-12"),
        OTHER_SEED: ("2023-01-08", "2023-01-20"),
    }
    entries = [
        entry(
            "quotas:\n  - {name: places, count: 6}\nallocation:\n  method: lottery\n"
            f"  seed_sha256: {digest_of(seed)}\n  entries_close: {close}\n",
            effective_from=start,
        )
        for seed, (start, close) in draws.items()
    ]
    open_campaign(desk.service, campaign(*entries), "two.yaml")
    days = dict.fromkeys(range(1, 6), "2023-01-05")
    days |= dict.fromkeys(range(6, 16), "2023-01-09")
    desk.ingest(feed(*(sale_row(number, day) for number, day in days.items())))
    desk.clock.instant = datetime(2023, 1, 13, tzinfo=UTC)
    reveal_seed(desk.service, NAME, SEED)
    counts = dict(decided(desk)["outcome"].value_counts().rows())
    assert counts == {"eligible": 5, "waitlisted": 10}
    assert verify_draw(draw_record(desk.service, NAME)).drawn == 5
    desk.clock.instant = CLOSE
    reveal_seed(desk.service, NAME, OTHER_SEED)
    check = verify_draw(draw_record(desk.service, NAME))
    assert (check.holds, check.entries, check.drawn) == (True, 10, 1)


def test_a_seed_that_was_used_is_not_committed_to_again(entered, open_desk):
    again = drawing().replace("id: test-campaign", "id: second-campaign")
    with pytest.raises(RefusedByRule, match="以前用过"):
        open_campaign(entered.service, again, "again.yaml")
