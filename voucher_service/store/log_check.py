"""The log is read again from its first entry, and so is what its entries seal."""

from collections import deque
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from voucher_service.store.audit_log import (
    NO_ENTRY,
    REDEMPTIONS,
    Head,
    entries_in_order,
    entry_hash,
)
from voucher_service.store.queries import Connection, fetch_one
from voucher_service.store.vouchers import digest_of_requests, sealed_rows

MISSING = "missing"
PREVIOUS_HASH = "previous_hash"
ENTRY_HASH = "entry_hash"
PUBLISHED_HASH = "published_hash"
REQUESTS = "requests"
_PAGE = 20_000
_CHECKED = "log_checked"
_ACTION, _DETAIL, _OWN = 4, 8, 9


class Broken(NamedTuple):
    """The first entry that is not as it was written, and why that is known."""

    entry_no: int
    why: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """What came of reading the whole log again."""

    entries: int
    head: Head
    broken: Broken | None


def verify_chain(
    connection: Connection, known: Head | None = None, since: Head = NO_ENTRY
) -> ChainCheck:
    """Read the log again and give the first entry that is not as written.

    ``known`` is a head that was published: the log must still hold it. That entries at
    the end were cut off shows by it alone, unless requests that they sealed are left.
    What was read before, up to ``since``, is not read again but must still end so.
    """
    last, count = since, since.entry_no
    broken: Broken | None = None
    if since != NO_ENTRY and not holds(connection, since):
        broken = Broken(since.entry_no, PUBLISHED_HASH)
    requests = _Requests(connection, _last_sealed(connection, since.entry_no))
    for row in entries_in_order(connection, since.entry_no):
        count += 1
        broken = broken or _fault(last, row) or _seal_fault(requests, row)
        last = Head(row[0], row[-1])
        if known is not None and last.entry_no == known.entry_no:
            broken = broken or _differing(last, known)
    if known is not None and known.entry_no > last.entry_no:
        broken = broken or Broken(last.entry_no + 1, MISSING)
    if requests.more():
        broken = broken or Broken(last.entry_no + 1, REQUESTS)
    return ChainCheck(count, last, broken)


def holds(connection: Connection, head: Head) -> bool:
    """Say whether the log holds an entry as it was."""
    query = "SELECT entry_hash FROM audit_log WHERE entry_no = ?"
    row = fetch_one(connection, query, [head.entry_no])
    return row is not None and row[0] == head.entry_hash


def _last_sealed(connection: Connection, entry_no: int) -> int:
    """Give the last request that was sealed by an entry, or before it."""
    row = fetch_one(
        connection,
        "SELECT (arg_max(detail, entry_no) ->> 'last')::BIGINT FROM audit_log"
        " WHERE action = ? AND entry_no <= ?",
        [REDEMPTIONS, entry_no],
    )
    return int(row[0]) if row and row[0] is not None else 0


def checked_head(connection: Connection) -> Head:
    """Give up to where the log was found to be as written."""
    row = fetch_one(
        connection, "SELECT value FROM facts_of_home WHERE name = ?", [_CHECKED]
    )
    return Head(*orjson.loads(row[0])) if row else NO_ENTRY


def keep_checked(connection: Connection, head: Head) -> None:
    """Keep up to where the log was found to be as written."""
    connection.execute(
        "INSERT OR REPLACE INTO facts_of_home VALUES (?, ?)",
        [_CHECKED, orjson.dumps([*head]).decode()],
    )


def _fault(last: Head, row: tuple[Any, ...]) -> Broken | None:
    number, previous, own_hash = row[0], row[-2], row[-1]
    if number != last.entry_no + 1:
        return Broken(last.entry_no + 1, MISSING)
    if previous != last.entry_hash:
        return Broken(number, PREVIOUS_HASH)
    if own_hash != entry_hash(previous, row[:_OWN]):
        return Broken(number, ENTRY_HASH)
    return None


def _differing(found: Head, known: Head) -> Broken | None:
    if found.entry_hash == known.entry_hash:
        return None
    return Broken(found.entry_no, PUBLISHED_HASH)


class _Requests:
    """The answered requests in order, read by the page as entries seal them."""

    def __init__(self, connection: Connection, after: int) -> None:
        self._connection = connection
        self._page: deque[tuple[Any, ...]] = deque()
        self._read = after

    def take(self, first: int, last: int) -> list[tuple[Any, ...]]:
        """Give the next requests up to a number; those of a run follow each other."""
        if first != self._taken() + 1:
            return []
        while self._read < last and self._more_pages():
            pass
        wanted = min(last - first + 1, len(self._page))
        return [self._page.popleft() for _ in range(wanted)]

    def more(self) -> bool:
        """Tell whether any request is left that no entry sealed."""
        return bool(self._page) or self._more_pages()

    def _taken(self) -> int:
        return self._read - len(self._page)

    def _more_pages(self) -> bool:
        until = self._read + _PAGE
        page = sealed_rows(self._connection, self._read + 1, until, "posted_requests")
        self._page += page
        self._read += len(page)
        return bool(page)


def _seal_fault(requests: _Requests, row: tuple[Any, ...]) -> Broken | None:
    """Hold the requests that an entry seals against its digest."""
    if row[_ACTION] != REDEMPTIONS:
        return None
    detail = orjson.loads(row[_DETAIL])
    sealed = requests.take(detail["first"], detail["last"])
    if len(sealed) == detail["requests"] and (
        digest_of_requests(sealed) == detail["sha256"]
    ):
        return None
    return Broken(row[0], REQUESTS)
