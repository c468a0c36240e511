"""One process writes, through one thread; readers have cursors of their own."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import duckdb

from voucher_service.model.errors import HomeUnusable
from voucher_service.model.text import Text
from voucher_service.store.home import (
    Home,
    HomeLock,
    key_fingerprint,
    read_or_make_key,
)
from voucher_service.store.migrations import migrate
from voucher_service.store.queries import Connection, fetch_one
from voucher_service.store.uploads import clear_uploads

T = TypeVar("T")
Clock = Callable[[], datetime]

_FAULTS_OF_OURS = (
    duckdb.ProgrammingError,
    duckdb.DataError,
    duckdb.IntegrityError,
    duckdb.NotSupportedError,
    duckdb.ResourceInUseException,
)
NO_COMMIT_YET = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Writing:
    """A transaction under way: its connection and the instant it is recorded at."""

    connection: Connection
    recorded_at: datetime

    @property
    def stamp(self) -> datetime:
        """Give the instant as the database keeps it: UTC without a zone."""
        return naive(self.recorded_at)


def naive(instant: datetime) -> datetime:
    """Turn an instant into what a TIMESTAMP column holds: UTC without a zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def aware(stamp: datetime) -> datetime:
    """Turn a TIMESTAMP column's value back into an instant."""
    return stamp.replace(tzinfo=UTC)


class Store:
    """An open home: its database, its key and its one writer."""

    def __init__(
        self, lock: HomeLock, key: bytes, connection: Connection, clock: Clock
    ) -> None:
        self.home = lock.home
        self.key = key
        self._lock = lock
        self._connection = connection
        self._clock = clock
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._version_guard = threading.Lock()
        self._version = self._last_commit()

    @classmethod
    def open(
        cls, home: Home, *, sql: Path, clock: Clock, wait_seconds: float = 5.0
    ) -> "Store":
        """Open a home, making it if it is not there, and bring its schema up to date.

        Raises HomeHeld when another process keeps it for longer than the wait, and
        HomeUnusable for a damaged or newer database or a missing key.
        """
        home.create()
        lock = HomeLock(home)
        lock.acquire(wait_seconds)
        connection: Connection | None = None
        try:
            clear_uploads(home)
            key = read_or_make_key(home)
            with _damage_explained(home):
                connection = duckdb.connect(str(home.database))
                home.database.chmod(0o600)
                connection.execute("SET TimeZone = 'UTC'")
                connection.execute("SET disabled_compression_methods = 'fsst'")
                connection.execute("SET memory_limit = '1GB'")
                migrate(connection, sql, clock())
                _hold_to_key(connection, home, key)
                return cls(lock, key, connection, clock)
        except BaseException:
            if connection is not None:
                connection.close()
            lock.release()
            raise

    def close(self) -> None:
        """Let the writer finish, close the database and free the home."""
        self._writer.shutdown(wait=True)
        with contextlib.suppress(duckdb.Error):
            self._connection.close()
        self._lock.release()

    def write(
        self,
        command: str | None,
        job: Callable[[Writing], T],
        is_news: Callable[[T], bool] = lambda _result: True,
    ) -> T:
        """Run a job in the writer thread inside one transaction and give its result.

        The transaction is recorded at the instant it begins, or just after the last
        commit should the clock have gone back. ``command`` names what a change of
        figures came from; with None, or a result that ``is_news`` denies, the data
        version stays. All of the job lands or none.
        """
        return self._writer.submit(self._run, command, job, is_news).result()

    def _run(
        self,
        command: str | None,
        job: Callable[[Writing], T],
        is_news: Callable[[T], bool],
    ) -> T:
        just_after = self.data_version() + timedelta(microseconds=1)
        writing = Writing(
            self._connection, max(self._clock().astimezone(UTC), just_after)
        )
        with _damage_explained(self.home):
            self._connection.execute("BEGIN")
            try:
                result = job(writing)
                changed = command is not None and is_news(result)
                if changed:
                    self._connection.execute(
                        "INSERT INTO commits VALUES (?, ?)", [writing.stamp, command]
                    )
                self._connection.execute("COMMIT")
            except BaseException:
                with contextlib.suppress(duckdb.Error):
                    self._connection.execute("ROLLBACK")
                raise
        if changed:
            with self._version_guard:
                self._version = writing.recorded_at
        return result

    def settle(self) -> None:
        """Wait until all that was asked to be written before now is written.

        What is written later is recorded later than any instant until now.
        """
        self._writer.submit(lambda: None).result()

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a cursor on one committed state; it never waits for the writer."""
        with _damage_explained(self.home), self._connection.cursor() as cursor:
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            yield cursor

    def data_version(self) -> datetime:
        """Give the instant of the last commit that may have changed a figure."""
        with self._version_guard:
            return self._version

    def _last_commit(self) -> datetime:
        row = fetch_one(self._connection, "SELECT max(recorded_at) FROM commits")
        return aware(row[0]) if row and row[0] is not None else NO_COMMIT_YET


@contextlib.contextmanager
def _damage_explained(home: Home) -> Iterator[None]:
    try:
        yield
    except _FAULTS_OF_OURS:
        raise
    except duckdb.Error as error:
        first_line = str(error).splitlines()[0][:200]
        raise HomeUnusable(
            Text(
                zh=f"数据库 {home.database} 无法使用：{first_line}",
                en=f"the database {home.database} cannot be used: {first_line}",
            ),
            remedy=Text(
                zh="检查磁盘空间；如文件已损坏请从备份恢复。程序不会覆盖该文件",
                en="check the disk's space; if the file is damaged restore it from "
                "backup. It was not overwritten",
            ),
        ) from error


def _hold_to_key(connection: Connection, home: Home, key: bytes) -> None:
    fingerprint = key_fingerprint(key)
    kept = fetch_one(
        connection, "SELECT value FROM facts_of_home WHERE name = 'key_fingerprint'"
    )
    if kept is None:
        connection.execute(
            "INSERT INTO facts_of_home VALUES ('key_fingerprint', ?)", [fingerprint]
        )
    elif kept[0] != fingerprint:
        raise HomeUnusable(
            Text(
                zh=f"密钥文件 {home.key_file} 不是这个数据库的密钥",
                en=f"{home.key_file} is not this database's key",
            ),
            remedy=Text(zh="从备份恢复原密钥", en="restore its own key from backup"),
        )
