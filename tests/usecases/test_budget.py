"""Where the money is: it adds up to the budget, whatever happens to vouchers."""

import threading

import pytest

from tests.audits import audits_hold
from tests.campaign_texts import campaign, entry
from tests.feed_texts import REGISTER, feed, sale_row
from tests.return_texts import feed as returns
from tests.return_texts import red
from tests.voucher_events import spend
from voucher_service.model.errors import NotFound
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.report_budget import report_budget

NAME = "test-campaign"
THREE = "budget_yuan: 4500\n"


def opened(desk, more: str, *numbers: int) -> None:
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry(more)), "test.yaml")
    desk.ingest(feed(*(sale_row(n, f"2023-01-0{n}") for n in numbers)))


def states(desk, part: int | None = None) -> tuple[int | None, ...]:
    """Give available, held, committed, payable, recoverable, unfunded in vouchers."""
    audits_hold(desk)
    told = report_budget(desk.service, NAME)
    one = told.whole if part is None else told.parts[part]
    if one.budget_fen is not None:
        parts = (one.available_fen, one.held_fen, one.committed_fen, one.payable_fen)
        assert sum(parts) == one.budget_fen
        assert min(parts) >= 0
    return tuple(
        None if fen is None else fen // 150_000
        for fen in (
            *(one.available_fen, one.held_fen, one.committed_fen),
            *(one.payable_fen, one.recoverable_fen, one.unfunded_fen),
        )
    )


def test_money_goes_from_available_to_held_committed_and_payable_and_back(desk):
    opened(desk, THREE)
    assert states(desk) == (3, 0, 0, 0, 0, 0)
    desk.ingest(feed(sale_row(1), sale_row(3)), "sales.csv")
    assert states(desk) == (1, 2, 0, 0, 0, 0)
    issue_vouchers(desk.service, NAME)
    assert states(desk) == (1, 0, 2, 0, 0, 0)
    spend(desk, 1)
    assert states(desk) == (1, 0, 1, 1, 0, 0)
    desk.ingest(returns(red(901, original="00000003", car=3)), "back.csv")
    assert states(desk) == (2, 0, 0, 1, 0, 0)
    desk.ingest(returns(red(902, original="00000001", car=1)), "back2.csv")
    assert states(desk) == (2, 0, 0, 1, 1, 0)


def test_what_is_earned_beyond_the_rest_of_the_budget_is_told(desk):
    opened(desk, THREE, 1, 3, 5, 7)
    issue_vouchers(desk.service, NAME)
    spend(desk, 1)
    desk.ingest(returns(red(901, original="00000001", car=1)), "back.csv")
    assert states(desk) == (0, 0, 2, 1, 1, 1)
    assert issue_vouchers(desk.service, NAME).held_back[0].part == "budget"


def test_without_a_budget_nobody_knows_what_is_available(desk):
    opened(desk, "", 1, 3)
    assert states(desk) == (None, 2, 0, 0, 0, 0)
    issue_vouchers(desk.service, NAME)
    assert states(desk) == (None, 0, 2, 0, 0, 0)


def test_each_part_of_the_budget_has_its_own_states(desk):
    parts = "sub_budgets:\n  - {name: each, per: dealer, amount_yuan: 3000}\n"
    opened(desk, parts, 1, 2, 3)
    told = report_budget(desk.service, NAME)
    assert [part.part for part in told.parts] == ["each@T-01", "each@T-02"]
    assert states(desk, 0) == (0, 2, 0, 0, 0, 0)
    assert states(desk, 1) == (1, 1, 0, 0, 0, 0)
    issue_vouchers(desk.service, NAME)
    spend(desk, 1)
    assert states(desk, 0) == (0, 0, 1, 1, 0, 0)
    assert states(desk, 1) == (1, 0, 1, 0, 0, 0)


def test_vouchers_are_counted_by_how_they_stand(desk):
    opened(desk, "", 1, 3)
    issue_vouchers(desk.service, NAME)
    spend(desk, 1)
    told = report_budget(desk.service, NAME)
    assert told.vouchers == {"active": 1, "redeemed": 1}


def test_an_unknown_campaign_is_refused(desk):
    with pytest.raises(NotFound):
        report_budget(desk.service, "nosuch")


@pytest.mark.parametrize("issuers", [100])
def test_the_last_fen_is_issued_once_however_many_issue(desk, issuers):
    opened(desk, THREE, 1, 3, 5, 7, 9)
    told = []

    def issue() -> None:
        told.append(issue_vouchers(desk.service, NAME).issued)

    threads = [threading.Thread(target=issue) for _ in range(issuers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0] * (issuers - 1) + [3]
    assert states(desk) == (0, 0, 3, 0, 0, 0)
