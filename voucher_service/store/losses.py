"""What a home lost is found when it is opened, and kept for whoever asks later.

A log that is torn behind its last whole commit is cut there, and what was cut off is
put aside. That the torn part had not been answered is normal: a commit was under way
when the machine stopped. Where answered commits are gone the loss is ``grave``.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from voucher_service.store.home import Home
from voucher_service.store.queries import Connection, fetch_one
from voucher_service.store.wal import cut_log, read_log
from voucher_service.store.watermark import NEVER

if TYPE_CHECKING:
    from voucher_service.store.database import Writing

_NAME = "loss "
_RECORDED = (
    ("commits", "recorded_at"),
    ("audit_log", "recorded_at"),
    ("posted_events", "recorded_at"),
    ("posted_requests", "recorded_at"),
    ("write_groups", "recorded_at"),
)
"""Tables in which a commit of the writer leaves its instant."""


@dataclass(frozen=True)
class Loss:
    """What one opening found missing.

    ``cut_bytes`` of the log lay behind ``whole_commits`` whole ones and are kept in
    ``kept_as``; the ends of ``later_commits`` could still be seen in them.
    ``missing_until`` is the instant of the last commit known to have been made, where
    the database ends before it, at ``found_until``.
    """

    number: int
    found_at: str
    whole_commits: int = 0
    cut_bytes: int = 0
    later_commits: int = 0
    kept_as: str | None = None
    found_until: str | None = None
    missing_until: str | None = None
    accepted_at: str | None = None

    @property
    def grave(self) -> bool:
        """Say whether commits are gone that had been answered."""
        return self.missing_until is not None or self.later_commits > 1


def cut_torn_logs(home: Home, now: datetime) -> list[Loss]:
    """Cut what is torn off the database's logs before DuckDB opens them."""
    found = []
    for path in (home.log, home.checkpoint_log):
        state = read_log(path)
        if state is None or not state.torn:
            continue
        rest = _free_name(home, now)
        cut_log(path, state.whole, rest)
        found.append(
            Loss(
                number=0,
                found_at=now.isoformat(),
                whole_commits=state.commits,
                cut_bytes=state.size - state.whole,
                later_commits=state.later,
                kept_as=rest.name,
            )
        )
    return found


def record_losses(
    writing: "Writing", known: datetime | None, torn: list[Loss]
) -> tuple[Loss, ...]:
    """Keep in a transaction what was lost, and give it.

    ``known`` is the instant up to which commits were once durable, null where nobody
    knows: what the database lacks until then is missing.
    """
    connection = writing.connection
    found = list(torn)
    until = last_recorded(connection)
    if known is not None and known > (until or NEVER):
        if not found:
            found.append(Loss(number=0, found_at=writing.recorded_at.isoformat()))
        found[-1] = replace(
            found[-1],
            found_until=None if until is None else until.isoformat(),
            missing_until=known.isoformat(),
        )
    first = len(kept_losses(connection)) + 1
    numbered = [replace(loss, number=first + n) for n, loss in enumerate(found)]
    for loss in numbered:
        _keep(connection, loss)
        writing.note("loss", str(loss.number), **asdict(loss))
    return tuple(numbered)


def last_recorded(connection: Connection) -> datetime | None:
    """Give the instant of the last commit that the database holds."""
    tables = {
        row[0]
        for row in connection.execute(
            "SELECT table_name FROM duckdb_tables()"
        ).fetchall()
    }
    parts = [
        f"SELECT max({column}) AS instant FROM {table}"
        for table, column in _RECORDED
        if table in tables
    ]
    row = fetch_one(
        connection, f"SELECT max(instant) FROM ({' UNION ALL '.join(parts)})"
    )
    stamp: datetime | None = row[0] if row else None
    return None if stamp is None else stamp.replace(tzinfo=UTC)


def kept_losses(connection: Connection) -> tuple[Loss, ...]:
    """Give every loss of this home, oldest first."""
    rows = connection.execute(
        "SELECT value FROM facts_of_home WHERE starts_with(name, ?) ORDER BY name",
        [_NAME],
    ).fetchall()
    return tuple(Loss(**json.loads(value)) for (value,) in rows)


def accept_losses(writing: "Writing") -> int:
    """Note that a person knows of the losses so far; give how many were new to them."""
    every = kept_losses(writing.connection)
    waiting = [loss for loss in every if loss.accepted_at is None]
    for loss in waiting:
        accepted_at = writing.recorded_at.isoformat()
        _keep(writing.connection, replace(loss, accepted_at=accepted_at))
        writing.note("loss-accepted", str(loss.number))
    return len(waiting)


def _keep(connection: Connection, loss: Loss) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO facts_of_home VALUES (?, ?)",
        [f"{_NAME}{loss.number:06d}", json.dumps(asdict(loss))],
    )


def _free_name(home: Home, now: datetime) -> Path:
    stem = f"torn-log-{now.strftime('%Y%m%dT%H%M%S')}"
    number = 1
    while (path := home.path / f"{stem}-{number}.bin").exists():
        number += 1
    return path
