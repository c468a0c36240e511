"""One process writes, through one thread; readers have cursors of their own."""

import contextlib
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from voucher_service.model.acting import ACTING, PROGRAM, Acting
from voucher_service.model.errors import HomeUnusable
from voucher_service.model.text import Text
from voucher_service.store.audit_log import Entry, append_entries, forget_head
from voucher_service.store.connected import Connected
from voucher_service.store.home import Home, HomeLock
from voucher_service.store.key import hold_to_key, read_or_make_key
from voucher_service.store.losses import (
    Loss,
    cut_torn_logs,
    last_recorded,
    record_losses,
)
from voucher_service.store.migrations import migrate
from voucher_service.store.queries import Connection, fetch_one
from voucher_service.store.standing import register_sources
from voucher_service.store.uploads import clear_uploads
from voucher_service.store.watermark import Watermark
from voucher_service.store.writer import Clerk, Served, Writer

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")
Clock = Callable[[], datetime]

_FAULTS_OF_OURS = (
    duckdb.ProgrammingError,
    duckdb.DataError,
    duckdb.IntegrityError,
    duckdb.NotSupportedError,
    duckdb.ResourceInUseException,
)
_SETTINGS = (
    # Beyond this it works on disk: the rest is for reading files and drawing charts.
    "SET memory_limit = '640MB'",
    # A checkpoint holds the writer up: it is made when the log is long, or at the end.
    "SET checkpoint_threshold = '256MB'",
    # It never wins over the newer dict_fsst, and trying it costs a fifth of a landing.
    "SET disabled_compression_methods = 'fsst'",
)
_NO_ROOM = re.compile("No space left on device|File too large|Disk quota exceeded")
_SETTLED = "settled_until"
NO_COMMIT_YET = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Writing:
    """A transaction under way: its connection, its instant, and who asked for it."""

    connection: Connection
    recorded_at: datetime
    acting: Acting = PROGRAM
    noted: list[Entry] = field(default_factory=list)
    traces: list[int] = field(default_factory=list)  # entries and groups it appended

    @property
    def stamp(self) -> datetime:
        """Give the instant as the database keeps it: UTC without a zone."""
        return naive(self.recorded_at)

    def note(self, action: str, subject: str = "", **detail: object) -> None:
        """Say what was done, for the log; the transaction appends it at its end."""
        self.noted.append(Entry(action, subject, detail))


def naive(instant: datetime) -> datetime:
    """Turn an instant into what a TIMESTAMP column holds: UTC without a zone."""
    in_utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return in_utc.replace(tzinfo=None)


def aware(stamp: datetime) -> datetime:
    """Turn a TIMESTAMP column's value back into an instant."""
    return stamp.replace(tzinfo=UTC)


class Store:
    """An open home: its database, its key and its one writer."""

    def __init__(
        self, lock: HomeLock, key: bytes, database: Connected, clock: Clock
    ) -> None:
        self.home = lock.home
        self.key = key
        self._lock = lock
        self._database = database
        self._clock = clock
        self._writer = Writer()
        self.generation = 0
        self._before_jobs: list[Callable[[], object]] = []
        self._version_guard = threading.Lock()
        with database.use() as connection:
            self._version = last_commit(connection)
            self._settled = _settled_until(connection)
            self._stamped = last_recorded(connection) or NO_COMMIT_YET
        self.mark = Watermark(lock.home.mark)
        self.losses: tuple[Loss, ...] = ()

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
        database: Connected | None = None
        try:
            clear_uploads(home)
            key = read_or_make_key(home)
            torn = cut_torn_logs(home, clock())
            with _damage_explained(home):
                database = Connected(lambda: _connect(home))
                with database.use() as connection:
                    migrate(connection, sql, clock())
                    hold_to_key(connection, home, key)
                store = cls(lock, key, database, clock)
                store._find_losses(torn)
                return store
        except BaseException:
            if database is not None:
                database.close()
            lock.release()
            raise

    def close(self) -> None:
        """Let the writer finish, close the database and free the home."""
        self._writer.close()
        self._database.close()
        self.mark.close()
        self._lock.release()

    def _find_losses(self, torn: list[Loss]) -> None:
        """Keep in the database, and in the log, what this opening found missing."""
        known = self.mark.read()
        self.losses = self.write(
            None, lambda writing: record_losses(writing, known, torn), bool
        )
        with self._database.use() as connection:
            self.mark.set(last_recorded(connection) or NO_COMMIT_YET)

    def write(
        self,
        command: str | None,
        job: Callable[[Writing], T],
        is_news: Callable[[T], bool] = lambda _result: True,
    ) -> T:
        """Run a job in the writer thread inside one transaction and give its result.

        The transaction is recorded at the instant it begins, or just after the last
        commit or settled instant should the clock have gone back. ``command`` names
        what a change of figures came from; with None, or a result that ``is_news``
        denies, the data version stays. All of the job lands or none.

        What is news is logged, in the name of who is acting: as the job noted it, else
        by the command. A job without a command has to note what it did.
        """
        acting = ACTING.get()
        return self._writer.run(lambda: self._run(command, job, is_news, acting))

    def submit(self, clerk: Clerk, command: object) -> "Future[Any]":
        """Let a clerk serve a command in its turn; Unavailable where too many wait."""
        return self._writer.submit(clerk, command)

    async def ask(self, clerk: Clerk, command: object) -> Any:  # noqa: ANN401
        """Let a clerk serve a command and wait without a thread, as ``submit``."""
        return await self._writer.ask(clerk, command)

    def in_turn(self, job: Callable[[], T]) -> T:
        """Run a clerk's own work in the writer's thread, in its turn."""
        return self._writer.run(job)

    def before_jobs(self, first: Callable[[], object]) -> None:
        """Have something done in the writer's thread before each job of ``write``."""
        self._before_jobs.append(first)

    def queue_depth(self) -> int:
        """Give how many commands wait for the writer."""
        return self._writer.depth()

    def watch_commits(self, served: Served) -> None:
        """Have someone told of each group of commands that was committed."""
        self._writer.served = served

    def write_group(self, job: Callable[[Writing], T]) -> T:
        """Run a clerk's job in one transaction; for clerks in the writer alone.

        It moves no figure's version, and what it did the job has to log itself.
        """
        return self._transact(None, job, _no_news, PROGRAM)

    def _run(
        self,
        command: str | None,
        job: Callable[[Writing], T],
        is_news: Callable[[T], bool],
        acting: Acting,
    ) -> T:
        try:
            for first in self._before_jobs:
                first()
            return self._transact(command, job, is_news, acting)
        except HomeUnusable:
            self._recall()
            raise
        finally:
            self.generation += 1  # though it failed: it may have been kept

    def _recall(self) -> None:
        """Ask the database what it committed: it broke, perhaps just after."""
        with contextlib.suppress(duckdb.Error), self._database.use() as connection:
            last = last_commit(connection)
            with self._version_guard:
                self._version = max(self._version, last)

    def _transact(
        self,
        command: str | None,
        job: Callable[[Writing], T],
        is_news: Callable[[T], bool],
        acting: Acting,
    ) -> T:
        answered = max(self.data_version(), self._settled, self._stamped)
        just_after = answered + timedelta(microseconds=1)
        recorded_at = max(self._clock().astimezone(UTC), just_after)
        with _damage_explained(self.home), self._database.use() as connection:
            writing = Writing(connection, recorded_at, acting)
            connection.execute("BEGIN")
            try:
                result = job(writing)
                news = is_news(result)
                changed = command is not None and news
                if news or writing.noted:
                    _log(writing, command)
                if changed:
                    connection.execute(
                        "INSERT INTO commits VALUES (?, ?)", [writing.stamp, command]
                    )
                connection.execute("COMMIT")
            except BaseException:
                forget_head(connection)
                with contextlib.suppress(duckdb.Error):
                    connection.execute("ROLLBACK")
                raise
        self._stamped = recorded_at
        if writing.traces:  # the database can tell of this instant
            self.mark.raise_to(recorded_at)
        if changed:
            with self._version_guard:
                self._version = recorded_at
        return result

    def settle(self, until: datetime) -> None:
        """Wait until all that was asked to be written before now is written.

        What is written later is recorded later than ``until``, which has passed, even
        when the machine's clock goes back and the process ends in between.
        """
        self._writer.run(lambda: self._promise(until.astimezone(UTC)))

    def _promise(self, until: datetime) -> None:
        """Keep an instant until which nothing more is recorded; in the writer alone."""
        if until <= max(self._settled, self.data_version()):
            return
        self._settled = until
        with contextlib.suppress(duckdb.Error), self._database.use() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO facts_of_home VALUES (?, ?)",
                [_SETTLED, until.isoformat()],
            )

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a cursor on one committed state; it never waits for the writer."""
        with (
            _damage_explained(self.home),
            self._database.use() as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            yield cursor

    def data_version(self) -> datetime:
        """Give the instant of the last commit that may have changed a figure."""
        with self._version_guard:
            return self._version

    def last_stamp(self) -> datetime:
        """Give the instant of the last commit of any kind; none comes before it."""
        return max(self.data_version(), self._stamped)


def _no_news(_result: object) -> bool:
    return False


def _log(writing: Writing, command: str | None) -> None:
    """Append to the log what a transaction did; nothing is done without a name."""
    if not writing.noted:
        assert command is not None, "a change that nobody named"
        writing.note(command)
    append_entries(writing, writing.noted)


def _connect(home: Home) -> Connection:
    connection = duckdb.connect(str(home.database))
    home.database.chmod(0o600)
    connection.execute("SET TimeZone = 'UTC'")
    for setting in _SETTINGS:
        connection.execute(setting)
    register_sources(connection)
    return connection


def last_commit(connection: Connection) -> datetime:
    """Give the instant of the last commit that may have changed a figure."""
    row = fetch_one(connection, "SELECT max(recorded_at) FROM commits")
    return aware(row[0]) if row and row[0] is not None else NO_COMMIT_YET


def _settled_until(connection: Connection) -> datetime:
    row = fetch_one(
        connection, "SELECT value FROM facts_of_home WHERE name = ?", [_SETTLED]
    )
    return datetime.fromisoformat(row[0]) if row else NO_COMMIT_YET


@contextlib.contextmanager
def _damage_explained(home: Home) -> Iterator[None]:
    try:
        yield
    except _FAULTS_OF_OURS:
        raise
    except duckdb.Error as error:
        no_room = _NO_ROOM.search(str(error)) is not None
        raise (_full(home) if no_room else _damaged(home, error)) from error


def _full(home: Home) -> HomeUnusable:
    return HomeUnusable(
        Text(
            zh=f"磁盘空间已满，数据库 {home.database} 无法写入；原有数据完好",
            en=f"the disk is full: {home.database} cannot be written;"
            " what it held before is safe",
        ),
        remedy=Text(
            zh="清理磁盘空间后重新操作；同一文件再次报送不会重复计入",
            en="make room and try again; sending the same file again counts nothing"
            " twice",
        ),
    )


def _damaged(home: Home, error: duckdb.Error) -> HomeUnusable:
    first_line = str(error).splitlines()[0][:200]
    return HomeUnusable(
        Text(
            zh=f"数据库 {home.database} 无法使用：{first_line}",
            en=f"the database {home.database} cannot be used: {first_line}",
        ),
        remedy=Text(
            zh="检查磁盘空间；如文件已损坏请从备份恢复。程序不会覆盖该文件",
            en="check the disk's space; if the file is damaged restore it from "
            "backup. It was not overwritten",
        ),
    )
