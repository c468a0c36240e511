"""The counter posts what waits, though it cannot know what a broken group left."""

import pytest

from tests.conftest import Desk
from tests.teller import Teller, issued
from voucher_service.usecases.bank_counter import BankCounter


class BreakingAfter:
    """A store before the real one that breaks once a group was kept, if told to."""

    def __init__(self, store) -> None:
        self.store = store
        self.breaks = False
        self.groups = 0

    @property
    def generation(self):
        return self.store.generation

    def before_jobs(self, first):
        """Have nothing done: the service has a counter that posts already."""

    def write_group(self, job):
        self.groups += 1
        kept = self.store.write_group(job)
        if self.breaks:
            raise OSError("broken just after the commit")
        return kept


def test_what_a_group_left_that_broke_after_its_commit_is_posted(desk: Desk):
    (code,) = issued(desk, 1)
    store = BreakingAfter(desk.service.store)
    counter = BankCounter(store, lambda *_: None)
    in_turn = desk.service.store.in_turn
    in_turn(counter.post)
    store.breaks = True
    with pytest.raises(OSError, match="just after"):
        in_turn(lambda: counter.serve([Teller(desk).redeem_request(code, 500)]))
    store.breaks, groups = False, store.groups
    in_turn(lambda: counter.rest(idle=True))
    assert store.groups == groups + 1
    in_turn(lambda: counter.rest(idle=True))
    assert store.groups == groups + 1
