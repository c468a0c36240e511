"""What happened to a bank's redemptions, in an order that never changes."""

from datetime import timedelta

import pytest

from tests.api.branch import Branch
from voucher_service.ledger import moves
from voucher_service.model.kinds import Role
from voucher_service.store.till import Till
from voucher_service.store.vouchers import AppendedEvent, append_events


def lives(branch: Branch) -> None:
    one, two, _ = branch.codes
    made = branch.redeem(one, 50_000, "A1").json()
    reversal = {"out_request_no": "R1", "reason": "duplicate"}
    branch.post(f"/v1/redemptions/{made['id']}/reversals", json=reversal)
    held = branch.redeem(two, 100, "A2", mode="authorize").json()
    branch.post(f"/v1/redemptions/{held['id']}/capture")
    branch.redeem(two, 200, "A3", mode="authorize", ttl_seconds=60)
    branch.clock.now += timedelta(minutes=2)
    kept = branch.redeem(two, 300, "A4", mode="authorize").json()
    branch.post(f"/v1/redemptions/{kept['id']}/cancel")


def suspend(branch: Branch, code: str) -> None:
    """Suspend a voucher, as a sale that is looked into does."""
    till = Till()

    def job(writing):
        till.catch_up(writing.connection)
        event = moves.suspended(till.find(code), "sale_uncertain", writing.recorded_at)
        append_events(writing, [AppendedEvent(event, "test")])
        writing.note("suspend", code)

    branch.running.service.store.write(None, job)


TYPES = [
    "redemption.captured",
    "redemption.reversed",
    "redemption.authorized",
    "redemption.captured",
    "redemption.authorized",
    "redemption.lapsed",
    "redemption.authorized",
    "redemption.cancelled",
]


def test_every_turn_of_a_redemption_is_an_event(branch: Branch):
    lives(branch)
    page = branch.get("/v1/events").json()
    assert [each["type"] for each in page["items"]] == TYPES
    assert page["next_after"] == page["items"][-1]["id"]
    captured, reversed_, *_ = page["items"]
    assert captured["data"]["redemption"]["voucher_balance"]["total"] == 100_000
    assert reversed_["data"]["redemption"]["voucher_balance"]["total"] == 150_000
    assert reversed_["data"]["redemption"]["reversal"]["out_request_no"] == "R1"


@pytest.mark.parametrize("limit", [1, 3, 8, 9])
def test_pages_hold_every_event_once_in_one_order(branch: Branch, limit):
    lives(branch)
    whole = branch.get("/v1/events").json()["items"]
    read, after = [], None
    while page := branch.get(
        "/v1/events", limit=limit, **({"after": after} if after else {})
    ).json()["items"]:
        read += page
        after = page[-1]["id"]
    assert read == whole


def test_where_nothing_is_new_one_asks_again_with_the_same_id(branch: Branch):
    lives(branch)
    last = branch.get("/v1/events").json()["next_after"]
    page = branch.get("/v1/events", after=last).json()
    assert page == {"items": [], "next_after": last}


def test_an_event_keeps_its_words_when_more_happens(branch: Branch):
    lives(branch)
    before = branch.get("/v1/events").json()["items"]
    branch.redeem(branch.codes[1], 500, "A9")
    after = branch.get("/v1/events").json()["items"]
    assert after[: len(before)] == before
    assert len(after) == len(before) + 1


def test_a_voucher_concerns_a_bank_once_it_has_redeemed_of_it(branch: Branch):
    one, two, _ = branch.codes
    suspend(branch, two)  # of which nothing was redeemed yet
    branch.redeem(one, 500, "A1")
    suspend(branch, one)
    items = branch.get("/v1/events").json()["items"]
    assert [each["type"] for each in items] == [
        "redemption.captured",
        "voucher.suspended",
    ]
    change = items[1]["data"]["voucher"]
    assert (change["voucher_code"], change["reason"]) == (one, "sale_uncertain")


def test_the_bureau_reads_the_events_of_all_banks(branch: Branch):
    lives(branch)
    own = branch.get("/v1/events").json()
    assert branch.get("/v1/events", Role.BUREAU).json() == own
    assert {each["bank"] for each in own["items"]} == {"ccb-zjj"}


def test_after_nothing_is_from_the_beginning(branch: Branch):
    lives(branch)
    assert branch.get("/v1/events", after="").json() == branch.get("/v1/events").json()


@pytest.mark.parametrize("after", ["42", "evt_", "evt_1", "rdm_000000000001"])
def test_what_is_no_events_id_is_a_bad_parameter(branch: Branch, after):
    answer = branch.get("/v1/events", after=after)
    assert (answer.status_code, answer.json()["code"]) == (400, "PARAM_ERROR")
