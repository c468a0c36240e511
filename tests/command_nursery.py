"""Commands in processes of their own that have all they import from the start.

A nursery is a process that has imported the whole program and touched nothing. Each
order makes a child by fork that runs ``voucher-service`` as it is: with arguments,
environment, output and exit code of its own, in a tenth of the time that importing
takes. What a process reads before it imports us is the nursery's.
"""

import atexit
import ctypes
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import threading
import traceback
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import voucher_service

ROOT = Path(__file__).parents[1]
ALSO = (
    "httptools",
    "numpy.ma",
    "uvicorn.lifespan.off",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvloop",
)
PATIENCE = 120


class Child:
    """A command that runs, with what tests ask of a ``subprocess.Popen``."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.returncode: int | None = None
        self.pid = self._told()

    def wait(self, timeout: float = PATIENCE) -> int:
        """Give the exit code; kill what takes longer."""
        if self.returncode is None:
            self._line.settimeout(timeout)
            try:
                self.returncode = self._told()
            except TimeoutError:
                self.kill()
                self.returncode = -signal.SIGKILL
                raise
            finally:
                self._line.close()
        return self.returncode

    def poll(self) -> int | None:
        """Give the exit code, or None while it runs."""
        if self.returncode is None and select.select([self._line], [], [], 0)[0]:
            self.wait()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send a signal, unless it is known that it ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        """Tell it to stop."""
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it."""
        self.send_signal(signal.SIGKILL)

    def _told(self) -> int:
        told = b""
        while not told.endswith(b"\n"):
            piece = self._line.recv(1)
            assert piece, "the nursery ended"
            told += piece
        return int(told)


class CommandNursery:
    """Starts commands, as many at once as are asked for."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="nursery-")
        self.path = f"{self._folder.name}/orders"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.command_nursery", self.path],
            cwd=ROOT,
            stdin=subprocess.PIPE,  # it ends when this end is closed
            stdout=subprocess.PIPE,
        )
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == b"ready\n"

    def start(
        self, arguments: list[str], environment: dict[str, str], out: int, err: int
    ) -> Child:
        """Start a command that reads nothing and writes to two descriptors."""
        line = socket.socket(socket.AF_UNIX)
        line.connect(self.path)
        order = json.dumps([arguments, environment, str(Path.cwd())]).encode()
        with Path(os.devnull).open("rb") as nothing:
            descriptors = [nothing.fileno(), out, err]
            socket.send_fds(line, [len(order).to_bytes(4, "big")], descriptors)
            line.sendall(order)
            return Child(line)

    def close(self) -> None:
        """End the nursery and whatever still runs."""
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(PATIENCE)
        self._folder.cleanup()


@cache
def nursery() -> CommandNursery:
    """Give the nursery of this process, which ends with it."""
    made = CommandNursery()
    atexit.register(made.close)
    return made


def serve_orders(path: str) -> None:
    """Make a child for each order until nobody can give one any more."""
    import_the_program()
    gc.freeze()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(64)
        os.write(1, b"ready\n")
        while True:
            heard, _, _ = select.select([listener, 0], [], [])
            if 0 in heard:
                return
            line, _ = listener.accept()
            if os.fork() == 0:
                listener.close()
                watch_over(line)
            line.close()


def import_the_program() -> None:
    """Import every module of the program, and what the server finds out it needs.

    One that cannot be imported is left to the commands, which will say so.
    """
    found = pkgutil.walk_packages(voucher_service.__path__, "voucher_service.")
    names = [module.name for module in found if not module.name.endswith("__main__")]
    for name in (*names, *ALSO):
        with suppress(ImportError):
            importlib.import_module(name)


def watch_over(line: socket.socket) -> None:
    """Run the command of an order in a child; tell its process and how it ended."""
    end_with_parent()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, descriptors, _, _ = socket.recv_fds(line, 4, 3)
    order = line.recv(int.from_bytes(size, "big"), socket.MSG_WAITALL)
    child = os.fork()
    if child == 0:
        line.close()
        become_command(descriptors, *json.loads(order))
    for descriptor in descriptors:
        os.close(descriptor)
    line.sendall(f"{child}\n".encode())
    _, status = os.waitpid(child, 0)
    line.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    os._exit(0)


def become_command(
    descriptors: list[int],
    arguments: list[str],
    environment: dict[str, str],
    folder: str,
) -> None:
    """Be ``python -m voucher_service`` from here to the end of the process."""
    end_with_parent()
    for descriptor, standard in zip(descriptors, (0, 1, 2), strict=True):
        os.dup2(descriptor, standard)
        os.close(descriptor)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["voucher-service", *arguments]
    code: object = 0
    try:
        runpy.run_module("voucher_service", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        code = ended.code or 0
    except BaseException:  # noqa: BLE001 - what the interpreter says of it
        traceback.print_exc()
        code = 1
    end_as_usual(code if isinstance(code, int) else 1)


def end_as_usual(code: int) -> None:
    """End as Python does, but for taking apart what the nursery has imported."""
    threading._shutdown()
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def end_with_parent() -> None:
    """Let the kernel end this process when the one that made it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


if __name__ == "__main__":
    serve_orders(sys.argv[1])
