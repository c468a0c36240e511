"""The writer answers each command once, in turn, and outlives whoever asked."""

import asyncio
import threading

import pytest
from structlog.testing import capture_logs

from tests.conftest import in_own_loop
from voucher_service.model.voucher_errors import Unavailable
from voucher_service.store.writer import LARGEST_GROUP, Writer


class Counting:
    """A clerk that gives each command its place, and waits where it is told to."""

    def __init__(self) -> None:
        self.groups: list[list[object]] = []
        self.served = 0
        self.entered, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def serve(self, commands):
        self.entered.set()
        assert self.go_on.wait(10)
        self.groups.append(list(commands))
        outcomes = []
        for command in commands:
            self.served += 1
            wrong = isinstance(command, Exception)
            outcomes.append(command if wrong else (self.served, command))
        return outcomes

    def rest(self, *, idle):
        self.rested = idle


@pytest.fixture
def writer():
    writer = Writer(longest_queue=4)
    yield writer
    writer.close()


def busy(writer, clerk) -> None:
    """Have the writer wait in a first command, so that others gather behind it."""
    clerk.go_on.clear()
    writer.submit(clerk, "first")
    assert clerk.entered.wait(10)


def test_commands_that_wait_together_share_a_group_in_their_order(writer):
    clerk = Counting()
    busy(writer, clerk)
    asked = [writer.submit(clerk, name) for name in "abc"]
    clerk.go_on.set()
    assert [each.result(10) for each in asked] == [(2, "a"), (3, "b"), (4, "c")]
    assert clerk.groups == [["first"], ["a", "b", "c"]]


def test_a_job_between_commands_keeps_its_turn(writer):
    clerk = Counting()
    busy(writer, clerk)
    before = writer.submit(clerk, "before")
    job = threading.Thread(
        target=writer.run, args=(lambda: clerk.groups.append("job"),)
    )
    job.start()
    while not any(hasattr(task, "run") for task in tuple(writer._queue)):
        threading.Event().wait(0.001)
    after = writer.submit(clerk, "after")
    clerk.go_on.set()
    assert (before.result(10), after.result(10)) == ((2, "before"), (3, "after"))
    job.join(10)
    assert clerk.groups == [["first"], ["before"], "job", ["after"]]


def test_one_more_than_may_wait_is_refused_and_takes_no_place(writer):
    clerk = Counting()
    busy(writer, clerk)
    asked = [writer.submit(clerk, number) for number in range(4)]
    with pytest.raises(Unavailable) as refused:
        writer.submit(clerk, "one too many")
    assert (refused.value.retryable, refused.value.retry_after) == (True, 1)
    assert writer.depth() == 4
    clerk.go_on.set()
    assert len([each.result(10) for each in asked]) == 4
    assert writer.submit(clerk, "later").result(10) == (6, "later")


def test_what_was_taken_is_answered_though_the_writer_closes():
    writer, clerk = Writer(), Counting()
    busy(writer, clerk)
    asked = [writer.submit(clerk, number) for number in range(LARGEST_GROUP + 1)]
    closing = threading.Thread(target=writer.close)
    closing.start()
    while not writer._closing:
        threading.Event().wait(0.001)
    with pytest.raises(Unavailable):
        writer.submit(clerk, "late")
    clerk.go_on.set()
    assert [each.result(10)[1] for each in asked] == list(range(LARGEST_GROUP + 1))
    closing.join(10)
    assert [len(group) for group in clerk.groups] == [1, LARGEST_GROUP, 1]


def test_a_clerk_that_fails_tells_every_asker_and_the_writer_goes_on(writer):
    class Failing(Counting):
        def serve(self, commands):
            if len(self.groups) == 1:
                self.groups.append([])
                raise OSError("the disk is gone")
            return super().serve(commands)

    clerk = Failing()
    busy(writer, clerk)
    asked = [writer.submit(clerk, name) for name in "ab"]
    clerk.go_on.set()
    for each in asked:
        with pytest.raises(OSError, match="the disk is gone"):
            each.result(10)
    assert writer.submit(clerk, "c").result(10) == (2, "c")


def test_an_asker_that_went_away_harms_nobody_else(writer):
    clerk = Counting()
    busy(writer, clerk)
    gone, stays = writer.submit(clerk, "gone"), writer.submit(clerk, "stays")
    assert gone.cancel()
    clerk.go_on.set()
    assert stays.result(10) == (3, "stays")
    assert writer.submit(clerk, "later").result(10) == (4, "later")


def test_an_asker_in_a_loop_that_went_away_harms_nobody_else(writer):
    clerk = Counting()
    busy(writer, clerk)

    async def ask():
        gone = asyncio.create_task(writer.ask(clerk, "gone"))
        stays = asyncio.create_task(writer.ask(clerk, "stays"))
        await asyncio.wait([gone, stays], timeout=0.05)
        assert writer.depth() == 2
        gone.cancel()
        clerk.go_on.set()
        return await stays

    assert in_own_loop(ask()) == (3, "stays")
    assert writer.submit(clerk, "later").result(10) == (4, "later")


def test_a_refusal_goes_to_its_asker_alone(writer):
    clerk = Counting()
    refused = writer.submit(clerk, ValueError("no"))
    with pytest.raises(ValueError, match="no"):
        refused.result(10)
    assert writer.submit(clerk, "yes").result(10) == (2, "yes")


def test_what_a_clerk_could_not_put_off_is_logged_and_the_writer_goes_on():
    class Restless(Counting):
        def rest(self, *, idle):
            raise OSError(f"no room to post, {idle=}")

    writer, clerk = Writer(), Restless()
    with capture_logs() as lines:
        assert writer.submit(clerk, "a").result(10) == (1, "a")
        assert writer.submit(clerk, "b").result(10) == (2, "b")
        writer.close()
    told = {(line["log_level"], line["event"]) for line in lines}
    assert told == {("error", "what was put off could not be done")}
