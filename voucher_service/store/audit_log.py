"""Who did what: an append-only log in which each entry holds the hash of the last.

The hash of an entry is the SHA-256, in hex, of the hash before it, a line feed and the
entry's own text: a JSON array, without spaces and in UTF-8, of its number, instant,
actor, role, action, subject, outcome, request and detail. Whoever keeps a hash that was
published can show that nothing before it was altered, added or taken away.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import orjson

from voucher_service.store.queries import Connection, fetch_one
from voucher_service.store.standing import append_rows

if TYPE_CHECKING:
    from voucher_service.store.database import Writing

NO_HASH = "0" * 64
DONE = "ok"
REDEMPTIONS = "redemptions"
_COLUMNS = (
    "entry_no, recorded_at, actor, role, action, subject, outcome, request_id,"
    " detail, previous_hash, entry_hash"
)
_HEAD = "SELECT entry_no, entry_hash FROM audit_log ORDER BY entry_no DESC LIMIT 1"
_PAGE = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was done; who did it is known to the transaction, unless said."""

    action: str
    subject: str = ""
    detail: dict[str, Any] = field(default_factory=dict)
    outcome: str = DONE
    actor: str | None = None
    role: str | None = None
    request_id: str | None = None


class Head(NamedTuple):
    """Where the log stands: its last entry's number and hash."""

    entry_no: int
    entry_hash: str


NO_ENTRY = Head(0, NO_HASH)

_Row = tuple[int, datetime, str, str, str, str, str, str, str, str, str]
_heads: WeakKeyDictionary[Connection, Head] = WeakKeyDictionary()


def append_entries(writing: "Writing", entries: Sequence[Entry]) -> int:
    """Append entries in a transaction and give the number of the first.

    Whoever undoes the transaction has the head forgotten, which is kept in memory.
    """
    assert entries, "a log is appended to with something"
    connection = writing.connection
    head = _heads.get(connection) or read_head(connection)
    rows = list(_chained(writing, entries, head))
    _heads[connection] = Head(rows[-1][0], rows[-1][-1])
    append_rows(connection, "audit_log", rows)
    writing.traces.append(rows[0][0])
    return rows[0][0]


def forget_head(connection: Connection) -> None:
    """Have the head read anew: what was appended last may not have been kept."""
    _heads.pop(connection, None)


def read_head(connection: Connection) -> Head:
    """Give the last entry's number and hash."""
    row = fetch_one(connection, _HEAD)
    return NO_ENTRY if row is None else Head(*row)


def _chained(
    writing: "Writing", entries: Sequence[Entry], head: Head
) -> Iterator[_Row]:
    number, previous = head
    acting = writing.acting
    for entry in entries:
        number += 1
        own = (
            number,
            writing.stamp,
            acting.actor if entry.actor is None else entry.actor,
            acting.role if entry.role is None else entry.role,
            entry.action,
            entry.subject,
            entry.outcome,
            acting.request_id if entry.request_id is None else entry.request_id,
            orjson.dumps(entry.detail, option=orjson.OPT_SORT_KEYS).decode(),
        )
        own_hash = entry_hash(previous, own)
        yield (*own, previous, own_hash)
        previous = own_hash


def entry_hash(previous: str, own: Sequence[Any]) -> str:
    """Give the hash of an entry: of its nine own columns, after the hash before."""
    number, recorded_at, *texts = own
    text = orjson.dumps(
        [number, recorded_at.isoformat(timespec="microseconds"), *texts]
    )
    return hashlib.sha256(previous.encode() + b"\n" + text).hexdigest()


def entries_in_order(
    connection: Connection, after: int = 0
) -> Iterator[tuple[Any, ...]]:
    """Give all entries in order, a page at a time: DuckDB takes no other work else."""
    query = (
        f"SELECT {_COLUMNS} FROM audit_log WHERE entry_no > ? ORDER BY entry_no LIMIT ?"
    )
    while page := connection.execute(query, [after, _PAGE]).fetchall():
        yield from page
        after = page[-1][0]


def list_entries(connection: Connection, limit: int) -> list[dict[str, Any]]:
    """Give the last entries, the latest first."""
    cursor = connection.execute(
        f"SELECT {_COLUMNS} FROM audit_log ORDER BY entry_no DESC LIMIT ?", [limit]
    )
    names = _COLUMNS.split(", ")
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
