"""A home is the one directory that holds all a service keeps, for its owner alone."""

import fcntl
import hashlib
import os
import secrets
import stat
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
    def key_file(self) -> Path:
        """Give the HMAC key's file, kept outside the database."""
        return self.path / "hmac.key"

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
            raise _unusable(self.path, error) from error


def _unusable(path: Path, error: OSError) -> HomeUnusable:
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
            raise _unusable(self.home.path, error) from error
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


def read_or_make_key(home: Home) -> bytes:
    """Give the home's HMAC key; only a home without a database gets a new one.

    Raises HomeUnusable when the key of an existing database is missing, damaged or
    readable by others: buyers already recorded could not be recognised again.
    """
    path = home.key_file
    if not path.exists():
        if home.database.exists():
            raise HomeUnusable(
                Text(
                    zh=f"数据库存在，但密钥文件 {path} 不见了",
                    en=f"the database exists but its key file {path} is missing",
                ),
                remedy=Text(
                    zh="从备份恢复密钥文件；没有它无法识别已登记的购车人",
                    en="restore the key file from backup: buyers already recorded "
                    "cannot be recognised without it",
                ),
            )
        _write_key(path)
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        key = path.read_bytes()
    except OSError as error:
        raise _unusable(path, error) from error
    if mode & 0o077:
        raise HomeUnusable(
            Text(
                zh=f"密钥文件 {path} 可被其他用户读取（权限 {mode:o}）",
                en=f"other users can read the key file {path} (mode {mode:o})",
            ),
            remedy=Text(zh=f"执行 chmod 600 {path}", en=f"run chmod 600 {path}"),
        )
    if len(key) != 32:
        raise HomeUnusable(
            Text(zh=f"密钥文件 {path} 已损坏", en=f"the key file {path} is damaged"),
            remedy=Text(zh="从备份恢复密钥文件", en="restore it from backup"),
        )
    return key


def _write_key(path: Path) -> None:
    """Make a key whole or not at all: a disk that is full leaves no half of one."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        path.unlink(missing_ok=True)
        raise _unusable(path, error) from error


def key_fingerprint(key: bytes) -> str:
    """Give what the database keeps of the key, to notice another key's file."""
    return hashlib.sha256(b"voucher-service key fingerprint\0" + key).hexdigest()[:16]
