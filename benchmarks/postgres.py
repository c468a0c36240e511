"""A PostgreSQL cluster of the benchmark's own: durable, and gone afterwards."""

import contextlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
_ACCOUNT = "postgres"
_PATIENCE_SECONDS = 30
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "shared_buffers": "1GB",  # the whole of it in memory, as on a machine of its own
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "max_connections": "100",
    "jit": "off",  # it never pays for lookups by key
}


def missing() -> str | None:
    """Say what of the peer is not installed, or None."""
    if not (PROGRAMS / "initdb").exists():
        return "PostgreSQL 15 is not installed (Debian: postgresql-15)"
    if importlib.util.find_spec("asyncpg") is None:
        return "asyncpg is not installed (make setup)"
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        return "PostgreSQL refuses root, and setpriv is not installed"
    return None


@contextlib.contextmanager
def cluster() -> Iterator[tuple[str, int]]:
    """Give the address of a fresh server and its process; it ends with the block."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if os.geteuid() == 0:
            shutil.chown(folder, _ACCOUNT)
        data = folder / "data"
        _run("initdb", "-D", data, "-U", _ACCOUNT, "-A", "trust", "-E", "UTF8")
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                [*_as_account(), PROGRAMS / "postgres", "-D", data, *_options(folder)],
                stdout=log,
                stderr=log,
                cwd=folder,
            )
        try:
            _await(folder, server)
            yield f"postgresql://{_ACCOUNT}@/postgres?host={folder}", server.pid
        finally:
            server.terminate()
            server.wait(60)


def _options(folder: Path) -> list[str]:
    settings = _SETTINGS | {"unix_socket_directories": str(folder)}
    return [word for pair in settings.items() for word in ("-c", "=".join(pair))]


def _as_account() -> list[str]:
    if os.geteuid():
        return []
    return ["setpriv", f"--reuid={_ACCOUNT}", f"--regid={_ACCOUNT}", "--clear-groups"]


def _run(program: str, *words: object) -> None:
    subprocess.run(
        [*_as_account(), PROGRAMS / program, *words],
        capture_output=True,
        check=True,
        cwd="/",
    )


def _await(folder: Path, server: subprocess.Popen) -> None:
    for _ in range(_PATIENCE_SECONDS * 10):
        with contextlib.suppress(subprocess.CalledProcessError):
            _run("pg_isready", "-h", folder, "-U", _ACCOUNT)
            return
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError((folder / "log").read_text("utf-8"))
