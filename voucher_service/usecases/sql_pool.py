"""Processes that answer analysts' questions: one is kept warm, a stuck one is killed.

The service itself never runs a question: it sends it to a process, waits with a clock
of its own, and reads no more bytes than an answer may have. What happens in the process
stays there.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import voucher_service
from voucher_service.model.access_errors import FrequencyLimited
from voucher_service.model.errors import Busy, VoucherServiceError
from voucher_service.model.published_errors import QueryStopped, UnusableQuery
from voucher_service.model.sql_questions import (
    FAULTS,
    SqlAnswer,
    SqlLimits,
    SqlQuestion,
)
from voucher_service.model.text import Text
from voucher_service.store.published_faults import too_slow

_MODULE = "voucher_service.usecases.sql_worker"
_KEPT_WARM = 1
_LONGEST_LINE = 64 * 1024
_START_SECONDS = 60.0
_REPLY_SECONDS = 5.0  # for one that waits to say that it does
_GRACE_SECONDS = 1.0  # for a process to stop by itself and say so
_MEGABYTE = 2**20
_OUT_OF_MEMORY = (-signal.SIGABRT, -signal.SIGSEGV)  # as libraries take no memory
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "HOME": "/",
    "PYTHONPATH": str(Path(voucher_service.__file__).parents[1]),
    "PYTHONDONTWRITEBYTECODE": "1",
    "POLARS_MAX_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "RUST_BACKTRACE": "0",
}


class SqlWorker:
    """A process that answers one question at a time."""

    def __init__(self, limits: SqlLimits, place: Path) -> None:
        own = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        told = json.dumps(asdict(limits))
        self._limits = limits
        self._process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-P", "-m", _MODULE, told, str(place)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env=own | _ENVIRONMENT,
            start_new_session=True,
        )
        self._ready = False
        self._late = False
        self._cancelled = False

    @property
    def pid(self) -> int:
        """Give the number of the process."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Tell whether the process is there to answer."""
        return self._process.poll() is None

    def answers(self) -> bool:
        """Ask a process that waited whether it is still there."""
        if not self._ready:
            return self.alive
        with self._watched(_REPLY_SECONDS):
            return self._exchanged(b"\n").get("ready") is True

    def ask(self, question: SqlQuestion) -> tuple[dict[str, Any], bytes]:
        """Give what the process tells of a question, and the bytes of the answer.

        Raises QueryStopped, and Busy where no process could be started.
        """
        if not self._ready:
            with self._watched(_START_SECONDS):
                self._ready = self._told().get("ready") is True
            if not self._ready:
                raise _no_process()
        asked = json.dumps(asdict(question)).encode() + b"\n"
        with self._watched(self._limits.seconds + _GRACE_SECONDS):
            told = self._exchanged(asked)
            size = told.get("size", -1)
            body = self._read(size) if told else b""
            if len(body) == size:
                return told, body
        self.kill()
        raise self._why_it_ended()

    def cancel(self) -> None:
        """End the process because nobody waits for the answer any more."""
        self._cancelled = True
        self.kill()

    def kill(self) -> None:
        """End the process at once."""
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()

    def close(self) -> None:
        """End the process and forget it."""
        self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    @contextlib.contextmanager
    def _watched(self, seconds: float) -> Any:  # noqa: ANN401
        timer = threading.Timer(seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _end_late(self) -> None:
        self._late = True
        self.kill()

    def _exchanged(self, asked: bytes) -> dict[str, Any]:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(asked)
            self._process.stdin.flush()
        except OSError:
            return {}
        return self._told()

    def _told(self) -> dict[str, Any]:
        """Give the process's line, nothing where it ended or says what is none."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline(_LONGEST_LINE)
        try:
            told = json.loads(line)
        except ValueError:
            return {}
        return told if isinstance(told, dict) else {}

    def _read(self, size: int) -> bytes:
        assert self._process.stdout is not None
        if not 0 <= size <= self._limits.most_megabytes * _MEGABYTE:
            return b""
        return self._process.stdout.read(size)

    def _why_it_ended(self) -> QueryStopped:
        ended = self._process.wait()
        if self._cancelled:
            return QueryStopped(Text(zh="查询已取消", en="the query was cancelled"))
        if self._late or ended == -signal.SIGXCPU:
            return too_slow(self._limits.seconds)
        if ended in _OUT_OF_MEMORY:
            return _too_hungry(self._limits.memory_mb)
        return _ended_early()


class SqlTicket:
    """The leave to ask one question; it is used once."""

    def __init__(self, pool: "SqlPool", caller: str) -> None:
        self._pool = pool
        self._caller = caller
        self._worker: SqlWorker | None = None
        self._cancelled = threading.Event()

    def ask(self, question: SqlQuestion) -> SqlAnswer:
        """Ask, and give the place up. Raises what is wrong with the question."""
        try:
            self._worker = self._pool.worker()
            if self._cancelled.is_set():
                self._worker.cancel()
            told, body = self._worker.ask(question)
        finally:
            self._pool.give_back(self._caller, self._worker)
        if "fault" in told:
            raise _fault(told)
        return SqlAnswer(body, told["rows"], told["truncated"], told["elapsed_ms"])

    def cancel(self) -> None:
        """Stop the question, wherever it is."""
        self._cancelled.set()
        if self._worker is not None:
            self._worker.cancel()


class SqlPool:
    """Lets so many questions in at once, and keeps a process ready for the next."""

    def __init__(self, limits: SqlLimits, place: Path) -> None:
        self.limits = limits
        self.place = place
        self._idle: list[SqlWorker] = []
        self._busy: list[SqlWorker] = []
        self._asking: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._closed = False

    def admit(self, caller: str) -> SqlTicket:
        """Let a question in. Raises FrequencyLimited where too many run already."""
        with self._guard:
            if self._closed:
                raise _no_process()
            if self._asking[caller] >= self.limits.at_once_each:
                raise _too_many_of_yours(self.limits.at_once_each)
            if self._asking.total() >= self.limits.at_once:
                raise _too_many(self.limits.at_once)
            self._asking[caller] += 1
        return SqlTicket(self, caller)

    def warm(self) -> None:
        """See to it that a process waits for the next question; never waits itself."""
        with self._guard:
            wanted = not self._closed and len(self._idle) < _KEPT_WARM
            if wanted:
                self._idle.append(SqlWorker(self.limits, self.place))

    def worker(self) -> SqlWorker:
        """Give a process to ask."""
        busy = self._waiting() or SqlWorker(self.limits, self.place)
        with self._guard:
            self._busy.append(busy)
            closed = self._closed
        if closed:
            busy.kill()
        return busy

    def _waiting(self) -> SqlWorker | None:
        """Give a process that waits, if there is one that answers."""
        while True:
            with self._guard:
                found = self._idle.pop() if self._idle else None
            if found is None or found.answers():
                return found
            found.close()

    def give_back(self, caller: str, worker: SqlWorker | None) -> None:
        """Take a process back, or end it, and keep one that waits."""
        with self._guard:
            self._asking[caller] -= 1
            if not self._asking[caller]:
                del self._asking[caller]
            if worker is not None:
                self._busy.remove(worker)
            keep = (
                worker is not None
                and worker.alive
                and not self._closed
                and len(self._idle) < _KEPT_WARM
            )
            if keep and worker is not None:
                self._idle.append(worker)
        if worker is not None and not keep:
            worker.close()
            self.warm()

    def close(self) -> None:
        """End all processes; who is asking is told so."""
        with self._guard:
            self._closed = True
            idle, self._idle = self._idle, []
            for each in self._busy:
                each.kill()
        for each in idle:
            each.close()

    def running(self) -> int:
        """Give how many questions are in a process now."""
        with self._guard:
            return len(self._busy)

    def processes(self) -> tuple[int, ...]:
        """Give the numbers of the processes that wait."""
        with self._guard:
            return tuple(each.pid for each in self._idle)


def milliseconds_since(started: float) -> float:
    """Give how long it is since an instant of the performance counter."""
    return round((time.perf_counter() - started) * 1000, 1)


def _fault(told: Mapping[str, Any]) -> VoucherServiceError:
    kind = FAULTS[told["fault"]]
    message = Text(**told["message"])
    remedy = Text(**told["remedy"]) if told["remedy"] else None
    if kind is UnusableQuery:
        where = {"line": told["line"], "column": told["column"]}
        return UnusableQuery(message, remedy=remedy, **where)
    return kind(message, remedy=remedy)


def _too_hungry(megabytes: int) -> QueryStopped:
    return QueryStopped(
        Text(
            zh=f"查询所需内存超过 {megabytes} MB，已停止",
            en=f"the query took more than {megabytes} MB of memory and was stopped",
        ),
        remedy=Text(zh="加上条件、汇总或 LIMIT", en="filter, group or LIMIT it"),
    )


def _ended_early() -> QueryStopped:
    return QueryStopped(
        Text(
            zh="查询进程在答复前被结束（可能是机器内存不足）",
            en="the query's process was ended before it answered; the machine may have "
            "run out of memory",
        ),
        remedy=Text(
            zh="请再试一次；若再次发生，缩小查询范围",
            en="ask again, and for less should it happen again",
        ),
    )


def _too_many(most: int) -> FrequencyLimited:
    return FrequencyLimited(
        Text(
            zh=f"已有 {most} 个查询在运行，请稍后再试",
            en=f"{most} queries are running already; try again in a moment",
        ),
        retry_after=2,
    )


def _too_many_of_yours(most: int) -> FrequencyLimited:
    return FrequencyLimited(
        Text(
            zh=f"您已有 {most} 个查询在运行，等其中一个结束后再试",
            en=f"{most} of your queries are running already; wait for one to end",
        ),
        retry_after=2,
    )


def _no_process() -> Busy:
    return Busy(
        Text(zh="查询进程未能启动", en="no process could be started for the query"),
        remedy=Text(zh="请稍后再试", en="try again in a moment"),
    )
