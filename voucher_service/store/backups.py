"""A copy of an open home is made between two commits, and holds all of the first."""

import contextlib
import fcntl
import hashlib
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from voucher_service.store.audit_log import Head, read_head
from voucher_service.store.database import Store, Writing, last_commit
from voucher_service.store.home import Home
from voucher_service.store.queries import Connection, fetch_one

_PIECE = 8 * 1024 * 1024
_CLONE = 0x40049409  # FICLONE: where the file system can, the copy costs nothing
_SETTINGS = (
    "SET TimeZone = 'UTC'",
    "SET memory_limit = '640MB'",
    "SET threads = 1",  # the service it was copied from has work to do
)


@dataclass(frozen=True)
class Copied:
    """Where the home stood when it was copied, and for how long the writer waited."""

    data_version: datetime
    log: Head
    held_seconds: float


def copy_home(store: Store, folder: Path) -> Copied:
    """Copy an open home's files into a folder while its writer waits."""
    home, copy = store.home, Home(folder)

    def job(writing: Writing) -> Copied:
        head = read_head(writing.connection)
        started = time.perf_counter()
        for source, target in (
            (home.database, copy.database),
            (home.log, copy.log),
            (home.checkpoint_log, copy.checkpoint_log),
        ):
            with contextlib.suppress(FileNotFoundError):  # no log was written yet
                _copy(source, target)
        return Copied(store.data_version(), head, time.perf_counter() - started)

    copied = store.write(None, job, lambda _copied: False)
    _copy(home.key_file, copy.key_file)
    return copied


def fold(folder: Path) -> tuple[datetime, Head, int]:
    """Bring a copy's log into its database; give where it stands, and its schema."""
    home = Home(folder)
    with _opened(home.database, read_only=False) as connection:
        connection.execute("CHECKPOINT")
        schema = fetch_one(connection, "SELECT max(version) FROM schema_migrations")
        assert schema is not None
        state = last_commit(connection), read_head(connection), int(schema[0])
    for log in (home.log, home.checkpoint_log):
        assert not log.exists(), "a checkpoint leaves no log"
    return state


@contextlib.contextmanager
def look_at(folder: Path) -> Iterator[Connection]:
    """Read a copy without a change to it."""
    with _opened(Home(folder).database, read_only=True) as connection:
        yield connection


@contextlib.contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[Connection]:
    with duckdb.connect(str(path), read_only=read_only) as connection:
        for setting in _SETTINGS:
            connection.execute(setting)
        yield connection


def copy_file(source: Path, target: Path) -> None:
    """Copy a file for its owner alone, and wait until it is on the disk."""
    _copy(source, target)
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _copy(source: Path, target: Path) -> None:
    """Copy a file for its owner alone, as far as the system's memory."""
    with source.open("rb") as reader:
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as writer:
            try:
                fcntl.ioctl(writer.fileno(), _CLONE, reader.fileno())
            except OSError:
                while os.sendfile(writer.fileno(), reader.fileno(), None, _PIECE):
                    pass


def digest_of(path: Path) -> str:
    """Give the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_the_disk(folder: Path) -> None:
    """Wait until a folder and all files in it are on the disk."""
    for path in (*folder.iterdir(), folder, folder.parent):
        if path.is_file() or path.is_dir():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
