"""A service that starts in a blink, so that hundreds of them can be killed.

The nursery is a process that has imported all that serving needs and touched nothing.
Each order makes a child by fork that runs ``voucher-service serve`` as it is.
"""

import ctypes
import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path

HEAVY = (
    "voucher_service.cli",
    "voucher_service.serve",
    "voucher_service.settings",
    "voucher_service.wording",
    "uvicorn.protocols.http.httptools_impl",
    "uvloop",
    "numpy.ma",
)


class ServingNursery:
    """Starts services on a home, one at a time, each in a child that can be killed."""

    def __init__(self, home: Path, port: int, log: Path) -> None:
        self._order = json.dumps([str(home), port, str(log)]) + "\n"
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.faults.serving_nursery"],
            cwd=Path(__file__).parents[2],
            env={**os.environ, "POLARS_MAX_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def serve(self) -> int:
        """Start a service; give its process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(self._order)
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def kill(self, child: int) -> None:
        """Kill it with SIGKILL and wait until it is gone."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        os.kill(child, signal.SIGKILL)
        self._process.stdin.write("reap\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == str(-signal.SIGKILL)

    def how_it_ended(self) -> str:
        """Tell whether the service ended by itself, and how."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("look\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        """End the nursery."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(60)


def serve_orders() -> None:
    """Start a service for each order on stdin, or tell how the last one ends."""
    for name in HEAVY:
        importlib.import_module(name)
    child = 0
    for line in sys.stdin:
        told: object
        if line == "look\n":
            ended, status = os.waitpid(child, os.WNOHANG)
            told = f"ended by {os.waitstatus_to_exitcode(status)}" if ended else "runs"
        elif line == "reap\n":
            _, status = os.waitpid(child, 0)
            told = os.waitstatus_to_exitcode(status)
        else:
            child = told = os.fork()
            if child == 0:
                be_service(*json.loads(line))
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()


def be_service(home: str, port: int, log: str) -> None:
    """Run ``voucher-service serve`` in this child; nothing of the nursery is kept."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # it does not outlive its nursery
    try:
        from voucher_service.cli import main

        silent = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1):
            os.dup2(silent, stream)
        os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        os.environ |= {"VOUCHER_HOME": home, "VOUCHER_UNKNOWN_CODES": "1000000"}
        sys.argv = ["voucher-service", "serve", "--port", str(port)]
        main()
    except BaseException:  # noqa: BLE001 - the last edge of the child
        traceback.print_exc()
    finally:
        os._exit(99)


if __name__ == "__main__":
    serve_orders()
