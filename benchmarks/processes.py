"""Servers as processes of their own: started, awaited, weighed, stopped."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

_PATIENCE_SECONDS = 120
_STOP_SECONDS = 60
_TICK = os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def server(port: int, *command: str, **environment: str) -> Iterator[int]:
    """Run a server until it answers and give its pid; a dead one raises."""
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(
            command, stdout=log, stderr=log, env=os.environ | environment
        )
        try:
            _await(process, port, log)
            yield process.pid
        finally:
            process.terminate()
            process.wait(_STOP_SECONDS)


@contextlib.contextmanager
def uvicorn_server(
    app: str, *words: str, **environment: str
) -> Iterator[tuple[int, int]]:
    """Serve an app of this folder as ours is served; give its port and its pid."""
    port = free_port()
    command = (
        *(
            sys.executable,
            "-m",
            "uvicorn",
            app,
            "--app-dir",
            str(Path(__file__).parent),
        ),
        *("--port", str(port), "--loop", "uvloop", "--http", "httptools"),
        *("--no-access-log", "--no-server-header", "--log-level", "warning"),
    )
    with server(port, *command, *words, **environment) as pid:
        yield port, pid


def free_port() -> int:
    """Give a port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _await(process: subprocess.Popen, port: int, log) -> None:
    for _ in range(_PATIENCE_SECONDS * 20):
        with contextlib.suppress(ConnectionRefusedError):
            _ask(port)
            return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    log.seek(0)
    raise RuntimeError(log.read().decode())


def _ask(port: int) -> None:
    """Wait for any answer: a socket may listen before anyone serves it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_SECONDS)
    with contextlib.closing(connection):
        connection.request("GET", "/healthz")
        connection.getresponse().read()


def cpu_seconds(*pids: int) -> float:
    """Give what processes, their children and their ended children have used."""
    return sum(map(_used, _with_children(set(pids)))) / _TICK


def peak_megabytes(pid: int) -> float:
    """Give the largest size a process has had."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _with_children(pids: set[int]) -> set[int]:
    found = set(pids)
    for folder in Path("/proc").glob("[0-9]*"):
        fields = _stat(int(folder.name))
        if fields and int(fields[1]) in pids:
            found.add(int(folder.name))
    return found


def _used(pid: int) -> int:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) if fields else 0


def _stat(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        text = Path(f"/proc/{pid}/stat").read_text("utf-8")
        return text.rpartition(") ")[2].split()
    return []
