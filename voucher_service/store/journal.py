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
from voucher_service.store.queries import fetch_one
from voucher_service.store.standing import (
    EVENT_COLUMNS,
    REQUEST_COLUMNS,
    Columns,
    append_rows,
)
from voucher_service.store.vouchers import AppendedEvent, digest_of_requests, event_rows

SMALL_GROUP = 256
"""A group of more requests is posted at once: its rows outweigh the statements."""
Rows = Sequence[Sequence[Any]]


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
    writing.appended.append(requests[0][0])
    return True


def post_groups(writing: Writing) -> int:
    """Move the groups that wait to the wide tables, sealed by an entry of the log.

    Gives how many requests that were.
    """
    connection = writing.connection
    waiting = fetch_one(connection, "SELECT count(*) FROM write_groups")
    if waiting is None or waiting[0] == 0:
        return 0
    posted = "coalesce((SELECT max({}) FROM {}), 0)"
    requests = connection.execute(
        "FROM write_requests WHERE request_no > "
        + posted.format("request_no", "posted_requests")
        + " ORDER BY request_no"
    ).fetchall()
    events = connection.execute(
        "FROM voucher_events WHERE event_no > "
        + posted.format("event_no", "posted_events")
        + " ORDER BY event_no"
    ).fetchall()
    _post(writing, [list(row) for row in requests], events)
    connection.execute("DELETE FROM write_groups")
    return len(requests)


def _post(writing: Writing, requests: Rows, events: Rows) -> None:
    entry = Entry(
        REDEMPTIONS,
        detail={
            "requests": len(requests),
            "first": requests[0][0],
            "last": requests[-1][0],
            "sha256": digest_of_requests(requests),
        },
    )
    entry_no = append_entries(writing, [entry])
    place = list(REQUEST_COLUMNS).index("entry_no")
    sealed = [[*row[:place], entry_no, *row[place + 1 :]] for row in requests]
    append_rows(writing.connection, "posted_requests", sealed)
    if events:
        append_rows(writing.connection, "posted_events", events)


def _told(columns: Columns, rows: Rows) -> str:
    named = [dict(zip(columns, row, strict=True)) for row in rows]
    return orjson.dumps(named).decode()
