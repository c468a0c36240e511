"""Small groups are committed as one row each, and posted to the wide tables in bulk.

A statement that appends to a wide table costs a millisecond or more, however few its
rows are: more than all the rest of a redemption. One row of text is as durable. The
views voucher_events and write_requests hold what is posted and what is not yet.
"""

from collections.abc import Sequence
from typing import Any

import orjson

from voucher_service.store.audit_log import REDEMPTIONS, Entry, append_entries
from voucher_service.store.database import Writing
from voucher_service.store.queries import Connection, fetch_one
from voucher_service.store.standing import (
    EVENT_COLUMNS,
    REQUEST_COLUMNS,
    Columns,
    append_rows,
)
from voucher_service.store.vouchers import (
    AppendedEvent,
    digest_of_requests,
    event_rows,
    last_number,
    sealed_rows,
)

SMALL_GROUP = 256
"""A group of more requests is posted at once: its rows outweigh the statements."""
Rows = Sequence[Sequence[Any]]
_POST_REQUESTS = """
INSERT INTO posted_requests
SELECT * REPLACE ($entry AS entry_no) FROM write_requests WHERE request_no >= $first
ORDER BY request_no
"""
_POST_EVENTS = """
INSERT INTO posted_events
FROM voucher_events
WHERE event_no > (SELECT coalesce(max(event_no), 0) FROM posted_events)
ORDER BY event_no
"""


def commit_group(
    writing: Writing, requests: Rows, events: Sequence[AppendedEvent], first_event: int
) -> bool:
    """Append a group's requests and events; tell whether they wait to be posted.

    ``requests`` are in the order of REQUEST_COLUMNS, without the number of an entry.
    """
    rows = event_rows(events, first_event, writing.stamp)
    if len(requests) > SMALL_GROUP:
        post_groups(writing)
        _post(writing, requests, rows)
        return False
    writing.connection.execute(
        "INSERT INTO write_groups VALUES (?, ?, ?, ?)",
        [
            requests[0][0],
            writing.stamp,
            _told(REQUEST_COLUMNS, requests),
            _told(EVENT_COLUMNS, rows),
        ],
    )
    writing.traces.append(requests[0][0])
    return True


def post_groups(writing: Writing) -> None:
    """Move the groups that wait to the wide tables, sealed by an entry of the log."""
    connection = writing.connection
    first, last = _waiting(connection)
    if last == 0:
        return
    entry_no = _seal(writing, sealed_rows(connection, first, last))
    connection.execute(_POST_REQUESTS, {"entry": entry_no, "first": first})
    connection.execute(_POST_EVENTS)
    connection.execute("DELETE FROM write_groups")


def _waiting(connection: Connection) -> tuple[int, int]:
    """Give the numbers of the first and the last request that wait; 0 for none."""
    first = fetch_one(connection, "SELECT min(group_no) FROM write_groups")
    if first is None or first[0] is None:
        return 0, 0
    return int(first[0]), last_number(connection, "write_requests", "request_no")


def _post(writing: Writing, requests: Rows, events: Rows) -> None:
    """Append a group to the wide tables themselves."""
    entry_no = _seal(writing, requests)
    place = list(REQUEST_COLUMNS).index("entry_no")
    sealed = [[*row[:place], entry_no, *row[place + 1 :]] for row in requests]
    append_rows(writing.connection, "posted_requests", sealed)
    if events:
        append_rows(writing.connection, "posted_events", events)


def _seal(writing: Writing, requests: Rows) -> int:
    """Append the entry of the log that seals requests, and give its number."""
    detail = {
        "requests": len(requests),
        "first": requests[0][0],
        "last": requests[-1][0],
        "sha256": digest_of_requests(requests),
    }
    return append_entries(writing, [Entry(REDEMPTIONS, detail=detail)])


def _told(columns: Columns, rows: Rows) -> str:
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return orjson.dumps(named).decode()
