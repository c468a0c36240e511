"""A home is the one directory that holds all a service keeps, for its owner alone."""

import contextlib
import fcntl
import os
import time
from dataclasses import dataclass
from pathlib import Path

from voucher_service.model.errors import HomeHeld, HomeUnusable, why
from voucher_service.model.text import Text

_LOCK_POLL_SECONDS = 0.05


@dataclass(frozen=True)
class Home:
    """The paths of a home."""

    path: Path

    @property
    def database(self) -> Path:
        """Give the live DuckDB file, which only the service opens."""
        return self.path / "voucher.duckdb"

    @property
    def log(self) -> Path:
        """Give the database's write-ahead log, which is there after a kill."""
        return self.path / "voucher.duckdb.wal"

    @property
    def checkpoint_log(self) -> Path:
        """Give the log of what is committed while a checkpoint is under way."""
        return self.path / "voucher.duckdb.wal.checkpoint"

    @property
    def mark(self) -> Path:
        """Give the file that says up to when commits were made durable."""
        return self.path / "last-commit"

    @property
    def key_file(self) -> Path:
        """Give the HMAC key's file, kept outside the database."""
        return self.path / "hmac.key"

    @property
    def key_on_trial(self) -> Path:
        """Give the file of a new key that no database holds to yet."""
        return self.path / "hmac.key.new"

    @property
    def lock_file(self) -> Path:
        """Give the file whose lock says which process holds the home."""
        return self.path / "lock"

    @property
    def socket(self) -> Path:
        """Give the control socket of the running service."""
        return self.path / "control.sock"

    @property
    def inbox(self) -> Path:
        """Give the directory where feeds wait."""
        return self.path / "inbox"

    @property
    def uploads(self) -> Path:
        """Give the directory of files that are on their way in."""
        return self.path / "uploads"

    @property
    def published(self) -> Path:
        """Give the directory analysts read."""
        return self.path / "published"

    def create(self) -> None:
        """Make the home and its directories, readable by their owner only."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            for directory in (self.inbox, self.uploads, self.published):
                directory.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise unusable(self.path, error) from error


def unusable(path: Path, error: OSError) -> HomeUnusable:
    """Say what the operating system refused to do in the home."""
    reason = why(error)
    return HomeUnusable(
        Text(
            zh=f"无法使用目录 {path}：{reason.zh}", en=f"cannot use {path}: {reason.en}"
        ),
        remedy=Text(
            zh="检查目录权限和磁盘空间，或用 --home 指定其他目录",
            en="check permissions and disk space, or name another --home",
        ),
    )


class HomeLock:
    """The home's lock, held by one process at a time and freed when it ends."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self._descriptor: int | None = None

    def acquire(self, wait_seconds: float) -> None:
        """Take the lock, waiting for a short command of another process to end.

        Raises HomeHeld with the holder's process id when the wait is over, and
        HomeUnusable where the home cannot be written.
        """
        try:
            descriptor = os.open(
                self.home.lock_file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600
            )
        except OSError as error:
            raise unusable(self.home.path, error) from error
        deadline = time.monotonic() + wait_seconds
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    os.close(descriptor)
                    raise held_by(self.home.path, holder(self.home)) from error
                time.sleep(_LOCK_POLL_SECONDS)
        with contextlib.suppress(OSError):  # a full disk still lets us read
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor

    def release(self) -> None:
        """Free the lock; a lock not held stays as it is."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def holder(home: Home) -> str:
    """Give the id of the process that last took the home's lock, if it left it."""
    try:
        return home.lock_file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def held_by(home: Path, process: str) -> HomeHeld:
    """Say which process holds a home without answering."""
    return HomeHeld(
        Text(
            zh=f"目录 {home} 被另一进程（PID {process or '未知'}）占用且没有应答",
            en=f"{home} is held by process {process or 'unknown'},"
            " which does not answer",
        ),
        remedy=Text(
            zh="等待该进程结束，或检查其状态后停止它再重试",
            en="wait for that process to end, or look at it, stop it and try again",
        ),
    )
