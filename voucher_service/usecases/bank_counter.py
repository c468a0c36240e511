"""The counter where banks redeem: requests in turn, answered when durable."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.database import Store, Writing
from voucher_service.store.journal import post_groups
from voucher_service.store.standing import warm_sources
from voucher_service.store.till import Till
from voucher_service.usecases.bank_requests import BankAnswer, BankRequest
from voucher_service.usecases.served_group import Banks, Group
from voucher_service.usecases.service import campaign_of

Answered = Callable[[str, str, int], None]
"""Told of an operation, what came of it, and how many times."""
MOST_WAITING = 1000
"""So many requests are posted though more come: who reads has them to sort in."""
LATE = timedelta(days=3)


class BankCounter:
    """Serves requests against the till, in the writer's thread alone.

    ``answered`` is told of each request's operation and what came of it.
    """

    def __init__(
        self, store: Store, answered: Answered, late: timedelta = LATE
    ) -> None:
        self._store = store
        self._answered = answered
        self._late = late
        self._generation = -1
        self._banks: Banks = {}
        self._waiting = 1  # perhaps: a process that was killed posted nothing
        self.till = Till()
        store.before_jobs(self.post)

    def warm(self) -> None:
        """Read the till now, so that the first request need not wait for that."""
        warm_sources()
        self._store.in_turn(self.post)
        self._store.in_turn(lambda: self._store.write_group(self._look))

    def serve(self, requests: Sequence[BankRequest]) -> Sequence[Any]:
        """Serve requests in their order, in one transaction; give an answer each."""
        if not requests:
            return []
        try:
            group = self._store.write_group(
                lambda writing: self._work(writing, requests)
            )
            group.keep()
            self._waiting += group.waiting
        except BaseException:
            self._generation, self.till = -1, Till()  # nobody knows what was kept
            self._waiting = 1  # perhaps
            raise
        for (operation, told), times in _counted(requests, group.outcomes).items():
            self._answered(operation, told, times)
        return group.outcomes

    def rest(self, *, idle: bool) -> None:
        """Post what waits: where that is much, or nobody asks for anything else."""
        if idle or self._waiting >= MOST_WAITING:
            self.post()

    def post(self) -> None:
        """Post what waits, in the writer's thread alone."""
        if self._waiting:
            self._store.write_group(post_groups)
            self._waiting = 0

    def _work(self, writing: Writing, requests: Sequence[BankRequest]) -> "Group":
        self._look(writing)
        group = Group(self.till, writing, self._banks, self._late)
        group.serve(requests)
        group.record()
        return group

    def _look(self, writing: Writing) -> None:
        """Catch up with what others wrote since the counter last looked."""
        generation = self._store.generation
        if generation != self._generation:
            self.till.catch_up(writing.connection)
            self._banks = _banks(writing)
            self._generation = generation


def _counted(
    requests: Sequence[BankRequest], outcomes: Sequence[Any]
) -> Counter[tuple[str, str]]:
    return Counter(
        (
            request.operation.value,
            "replayed" if outcome.replayed else outcome.problem or "ok",
        )
        for request, outcome in zip(requests, outcomes, strict=True)
        if isinstance(outcome, BankAnswer)
    )


def _banks(writing: Writing) -> Banks:
    rows = campaigns_known(writing.connection, writing.recorded_at)
    return {
        row["campaign_id"]: frozenset(
            bank.id for bank in campaign_of(row["document"]).banks
        )
        for row in rows
    }
