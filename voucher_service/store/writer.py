"""The one thread that writes: jobs one by one, commands that wait together in groups.

All comes in turn. Commands that stand next to each other for the same clerk are served
in one transaction, one after another, and each is answered once that is durable.
"""

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import structlog

from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import Unavailable

T = TypeVar("T")
LONGEST_QUEUE = 4096
LARGEST_GROUP = 1024
GATHERING_SECONDS = 0.002
IDLE_SECONDS = 0.2
_LOOK_SECONDS = 0.0007
_log = structlog.get_logger(__name__)
Served = Callable[[int, float], None]
"""Told of each group that was kept: how many commands, and how many seconds it took."""


class Clerk(Protocol):
    """Serves commands in groups, each group in a transaction of its own."""

    def serve(self, commands: Sequence[Any]) -> Sequence[Any]:
        """Serve a group and give an outcome a command: a value or an exception.

        The outcomes are durable when it returns. What it raises goes to every command.
        """

    def rest(self, *, idle: bool) -> None:
        """Do what could wait until the commands were answered, if there is any.

        ``idle`` says that nobody asked for anything for a while, or that all is over.
        What it raises is logged; it is asked again behind the next commands.
        """


@dataclass(slots=True)
class _Job:
    run: Callable[[], Any]
    future: "Future[Any]"


@dataclass(slots=True)
class _Command:
    clerk: Clerk
    command: Any
    future: "Future[Any] | asyncio.Future[Any]"


class Writer:
    """A thread and its queue."""

    def __init__(self, longest_queue: int = LONGEST_QUEUE) -> None:
        self._longest_queue = longest_queue
        self._queue: deque[_Job | _Command] = deque()
        self._commands = 0
        self._changed = threading.Condition()
        self._closing = False
        self._last_group = 1
        self._tired: dict[Clerk, None] = {}
        self._thread: threading.Thread | None = None
        self.served: Served | None = None

    def depth(self) -> int:
        """Give how many commands wait."""
        return self._commands

    def run(self, job: Callable[[], T]) -> T:
        """Run a job in the thread, in its turn, and give its result."""
        future: Future[T] = Future()
        self._put(_Job(job, future))
        return future.result()

    def submit(self, clerk: Clerk, command: object) -> "Future[Any]":
        """Put a command in the queue. Raises Unavailable where that is full."""
        future: Future[Any] = Future()
        self._put(_Command(clerk, command, future))
        return future

    async def ask(self, clerk: Clerk, command: object) -> Any:  # noqa: ANN401
        """Put a command in the queue and wait for its outcome without a thread.

        Raises Unavailable where the queue is full.
        """
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._put(_Command(clerk, command, future))
        return await future

    def close(self) -> None:
        """Take no more, do what was taken, and end the thread."""
        with self._changed:
            self._closing = True
            self._changed.notify()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _put(self, task: _Job | _Command) -> None:
        with self._changed:
            if self._closing:
                raise _closed()
            if isinstance(task, _Command):
                if self._commands >= self._longest_queue:
                    raise _full(self._longest_queue)
                self._commands += 1
            self._queue.append(task)
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="writer", daemon=True
                )
                self._thread.start()
            self._changed.notify()

    def _work(self) -> None:
        while (tasks := self._next()) is not None:
            if not tasks:
                self._rest(idle=True)
            elif isinstance(tasks[0], _Job):
                _run(tasks[0])
            else:
                self._serve(tasks[0].clerk, tasks)
                self._tired[tasks[0].clerk] = None
                self._rest(idle=False)
        self._rest(idle=True)

    def _rest(self, *, idle: bool) -> None:
        for clerk in tuple(self._tired):
            try:
                clerk.rest(idle=idle)
            except Exception:  # noqa: BLE001 - what is left waits for the next time
                _log.exception("what was put off could not be done", idle=idle)
        if idle:
            self._tired = {}

    def _next(self) -> list[Any] | None:
        """Give a job, or the commands that stand together; None when all is done.

        Gives nothing where nothing came for a while and a clerk may rest.
        """
        with self._changed:
            while not self._queue:
                if self._closing:
                    return None
                patience = IDLE_SECONDS if self._tired else None
                if not self._changed.wait(patience):
                    return []
        self._gather()
        with self._changed:
            first = self._queue.popleft()
            if isinstance(first, _Job):
                return [first]
            group = [first]
            while self._queue and len(group) < LARGEST_GROUP:
                following = self._queue[0]
                if isinstance(following, _Job) or following.clerk is not first.clerk:
                    break
                group.append(following)
                self._queue.popleft()
            self._commands -= len(group)
            self._last_group = len(group)
            return group

    def _gather(self) -> None:
        """Let those who come at the same time come in, as long as more do.

        A commit costs much the same for one command and for a hundred. Who is alone,
        as the last group was, does not wait.
        """
        if self._last_group == 1:
            return
        until = time.monotonic() + GATHERING_SECONDS
        come = 0
        while come < len(self._queue) and time.monotonic() < until:
            come = len(self._queue)
            time.sleep(_LOOK_SECONDS)

    def _serve(self, clerk: Clerk, group: list[_Command]) -> None:
        started = time.perf_counter()
        outcomes: Sequence[Any]
        try:
            outcomes = clerk.serve([waiting.command for waiting in group])
        except BaseException as error:  # noqa: BLE001 - each asker hears of it
            outcomes = [error] * len(group)
        if self.served is not None:
            self.served(len(group), time.perf_counter() - started)
        _answer([waiting.future for waiting in group], outcomes)


def _run(job: _Job) -> None:
    try:
        result = job.run()
    except BaseException as error:  # noqa: BLE001 - the asker hears of it
        job.future.set_exception(error)
    else:
        job.future.set_result(result)


def _answer(futures: Sequence[Any], outcomes: Sequence[Any]) -> None:
    """Hand out outcomes, with one call for all that wait in the same loop."""
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[Any, Any]]] = {}
    for future, outcome in zip(futures, outcomes, strict=True):
        if isinstance(future, asyncio.Future):
            by_loop.setdefault(future.get_loop(), []).append((future, outcome))
        elif future.set_running_or_notify_cancel():  # the asker may have gone
            _settle(future, outcome)
    for loop, pairs in by_loop.items():
        with contextlib.suppress(RuntimeError):  # the loop has ended: nobody waits
            loop.call_soon_threadsafe(_settle_all, pairs)


def _settle_all(pairs: list[tuple[Any, Any]]) -> None:
    for future, outcome in pairs:
        if not future.done():  # the asker may have gone
            _settle(future, outcome)


def _settle(future: Any, outcome: object) -> None:  # noqa: ANN401
    if isinstance(outcome, BaseException):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)


def _full(most: int) -> Unavailable:
    error = Unavailable(
        Text(
            zh=f"等待处理的请求已达 {most} 个，本次请求未受理",
            en=f"{most} requests wait already; this one was not taken",
        ),
        remedy=Text(
            zh="稍后以同一幂等键和流水号重试",
            en="send the same request with the same keys again in a moment",
        ),
    )
    error.retry_after = 1
    return error


def _closed() -> Unavailable:
    return Unavailable(
        Text(zh="服务正在停止，本次请求未受理", en="the service is stopping"),
        remedy=Text(
            zh="稍后以同一幂等键和流水号重试",
            en="send the same request with the same keys again in a moment",
        ),
    )
