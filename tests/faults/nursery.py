"""Commands in processes that start at once, so that hundreds of them can be killed.

A nursery is a process that has imported all the service needs and touched nothing.
Each order it reads makes a child by fork, which runs the real command; a child still
running after its time is killed with SIGKILL.
"""

import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

HEAVY = (
    "voucher_service.cli",
    "voucher_service.console",
    "voucher_service.control.client",
    "voucher_service.settings",
    "voucher_service.wording",
    "tests.faults.whole",
    "numpy.ma",
)
HUNG_AFTER_SECONDS = 60


class Nursery:
    """Runs commands on homes in children that can be killed at any moment.

    Each child has one core, so that DuckDB makes no threads for a handful of rows.
    """

    def __init__(self, number: int = 0) -> None:
        cores = sorted(os.sched_getaffinity(0))
        core = cores[number % len(cores)]
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.faults.nursery", str(core)],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "POLARS_MAX_THREADS": "1"},  # there are many of us
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ingest(
        self, home: Path, files: list[Path], kill_after: float | None = None
    ) -> dict[str, Any]:
        """Run ``voucher-service ingest``; give how it ended and after how long."""
        return self._ask("ingest", home, files, kill_after)

    def look_and_send_again(self, home: Path, files: list[Path]) -> dict[str, Any]:
        """Give what a home holds, what sending again says, and what it holds then."""
        return self._ask("look", home, files, None)

    def _ask(
        self, task: str, home: Path, files: list[Path], kill_after: float | None
    ) -> dict[str, Any]:
        order = [task, str(home), list(map(str, files)), kill_after]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def __enter__(self) -> "Nursery":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(HUNG_AFTER_SECONDS)


def serve_orders() -> None:
    """Fulfil orders from stdin, a child for each, and answer on stdout."""
    os.sched_setaffinity(0, {int(sys.argv[1])})
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGCHLD})
    for name in HEAVY:
        importlib.import_module(name)
    for line in sys.stdin:
        sys.stdout.write(json.dumps(fulfil(*json.loads(line))) + "\n")
        sys.stdout.flush()


def fulfil(
    task: str, home: str, files: list[str], kill_after: float | None
) -> dict[str, Any]:
    """Fork a child for a task, kill it in time, and tell how it ended."""
    ours, theirs = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        be_child(task, home, files, theirs)
    os.close(theirs)
    patience = HUNG_AFTER_SECONDS if kill_after is None else kill_after
    with os.fdopen(ours, "rb") as pipe:
        told = pipe.read() if kill_after is None else b""
    if signal.sigtimedwait({signal.SIGCHLD}, patience) is None:
        os.kill(child, signal.SIGKILL)
        signal.sigwait({signal.SIGCHLD})
    _, status = os.waitpid(child, 0)
    seconds = time.monotonic() - began
    code = os.waitstatus_to_exitcode(status)
    return {"code": code, "seconds": seconds, "told": json.loads(told or b"null")}


def be_child(task: str, home: str, files: list[str], answer: int) -> None:
    """Do one task and end; nothing of the nursery is left to clean up."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # it does not outlive its nursery
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGCHLD})
    signal.alarm(HUNG_AFTER_SECONDS)
    code = 99
    try:
        if task == "look":
            from tests.faults.whole import look_and_send_again

            told = look_and_send_again(Path(home), list(map(Path, files)))
            os.write(answer, json.dumps(told).encode())
            code = 0
        else:
            code = run_command(home, files)
    except BaseException:  # noqa: BLE001 - the last edge of the child
        traceback.print_exc()
    finally:
        os._exit(code)


def run_command(home: str, files: list[str]) -> int:
    """Run ``voucher-service ingest`` as it is, and give its exit code."""
    from voucher_service.cli import main

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.environ["VOUCHER_HOME"] = home
    sys.argv = ["voucher-service", "ingest", *files]
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 98


if __name__ == "__main__":
    serve_orders()
