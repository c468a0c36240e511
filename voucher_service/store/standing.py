"""Sources of rows that stay registered, for what is appended many times a second.

Registering a frame and planning a statement cost more than appending a few rows. A
standing source is registered once, when the connection is made and outside every
transaction, and its statement prepared once; each time it passes on the rows it gets.
"""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import polars as pl

from voucher_service.store.queries import Connection

_STAMP = pl.Datetime("us")
_PIECES = pl.List(pl.Int64)
EVENT_COLUMNS: dict[str, Any] = {
    "event_no": pl.Int64,
    "voucher_no": pl.Int64,
    "voucher_seq": pl.Int32,
    "kind": pl.String,
    "amount_fen": pl.Int64,
    "of_lock": pl.Boolean,
    "redemption_no": pl.Int64,
    "request_no": pl.Int64,
    "sale_id": pl.String,
    "reason": pl.String,
    "actor": pl.String,
    "occurred_at": _STAMP,
    "recorded_at": _STAMP,
    "balance_fen": pl.Int64,
    "locked_fen": pl.Int64,
    "captured_fen": pl.Int64,
    "clawed_fen": pl.Int64,
    "state": pl.String,
    "held": pl.Boolean,
    "pieces_left": _PIECES,
}
REQUEST_COLUMNS: dict[str, Any] = {
    "request_no": pl.Int64,
    "scope": pl.String,
    "actor": pl.String,
    "operation": pl.String,
    "idempotency_key": pl.String,
    "out_request_no": pl.String,
    "fingerprint": pl.String,
    "status": pl.Int16,
    "problem": pl.String,
    "answer": pl.String,
    "redemption_id": pl.String,
    "voucher_no": pl.Int64,
    "amount_fen": pl.Int64,
    "pieces_fen": _PIECES,
    "mode": pl.String,
    "redeemed_at": _STAMP,
    "station": pl.String,
    "terminal": pl.String,
    "lock_until": _STAMP,
    "reason": pl.String,
    "request_id": pl.String,
    "batch_id": pl.String,
    "line_no": pl.Int32,
    "entry_no": pl.Int64,
    "recorded_at": _STAMP,
}
LOG_COLUMNS: dict[str, Any] = {
    "entry_no": pl.Int64,
    "recorded_at": _STAMP,
    "actor": pl.String,
    "role": pl.String,
    "action": pl.String,
    "subject": pl.String,
    "outcome": pl.String,
    "request_id": pl.String,
    "detail": pl.String,
    "previous_hash": pl.String,
    "entry_hash": pl.String,
}
_TABLES = {
    "voucher_events": EVENT_COLUMNS,
    "write_requests": REQUEST_COLUMNS,
    "audit_log": LOG_COLUMNS,
}


class _Source:
    """Passes on the rows it was last given."""

    def __init__(self, columns: dict[str, Any]) -> None:
        self.columns = columns
        self.rows: Sequence[Sequence[Any]] = ()
        self.is_prepared = False

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        frame = pl.DataFrame(self.rows, schema=self.columns, orient="row")
        return frame.__arrow_c_stream__(requested_schema)


_sources: WeakKeyDictionary[Connection, dict[str, _Source]] = WeakKeyDictionary()


def register_sources(connection: Connection) -> None:
    """Register the standing sources; not within a transaction, which may be undone."""
    _sources[connection] = {}
    for table, columns in _TABLES.items():
        source = _sources[connection][table] = _Source(columns)
        connection.register(f"{table}_to_append", source)


def append_rows(
    connection: Connection, table: str, rows: Sequence[Sequence[Any]]
) -> None:
    """Append rows, each in the order of the table's columns, by its standing source."""
    if connection not in _sources:
        register_sources(connection)
    source = _sources[connection][table]
    if not source.is_prepared:
        names = ", ".join(source.columns)
        connection.execute(
            f"PREPARE append_to_{table} AS INSERT INTO {table} ({names})"
            f" SELECT {names} FROM {table}_to_append"
        )
        source.is_prepared = True
    source.rows = rows
    try:
        connection.execute(f"EXECUTE append_to_{table}")
    finally:
        source.rows = ()
