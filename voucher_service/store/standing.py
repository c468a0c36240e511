"""Sources of rows that stay registered, for what is appended many times a second.

Registering a frame and planning a statement cost more than appending a few rows. A
standing source is registered once, when the connection is made and outside every
transaction, and its statement prepared once; each time it passes on the rows it gets.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from voucher_service.store.queries import Connection

if TYPE_CHECKING:
    import pyarrow as pa

Columns = dict[str, str]
"""The columns of a table in their order, with their types."""

EVENT_COLUMNS: Columns = {
    "event_no": "BIGINT",
    "voucher_no": "BIGINT",
    "voucher_seq": "INTEGER",
    "kind": "VARCHAR",
    "amount_fen": "BIGINT",
    "of_lock": "BOOLEAN",
    "redemption_no": "BIGINT",
    "request_no": "BIGINT",
    "sale_id": "VARCHAR",
    "reason": "VARCHAR",
    "actor": "VARCHAR",
    "occurred_at": "TIMESTAMP",
    "recorded_at": "TIMESTAMP",
    "balance_fen": "BIGINT",
    "locked_fen": "BIGINT",
    "captured_fen": "BIGINT",
    "clawed_fen": "BIGINT",
    "state": "VARCHAR",
    "held": "BOOLEAN",
    "pieces_left": "BIGINT[]",
}
REQUEST_COLUMNS: Columns = {
    "request_no": "BIGINT",
    "scope": "VARCHAR",
    "actor": "VARCHAR",
    "operation": "VARCHAR",
    "idempotency_key": "VARCHAR",
    "out_request_no": "VARCHAR",
    "fingerprint": "VARCHAR",
    "status": "SMALLINT",
    "problem": "VARCHAR",
    "answer": "VARCHAR",
    "redemption_id": "VARCHAR",
    "voucher_no": "BIGINT",
    "amount_fen": "BIGINT",
    "pieces_fen": "BIGINT[]",
    "mode": "VARCHAR",
    "redeemed_at": "TIMESTAMP",
    "station": "VARCHAR",
    "terminal": "VARCHAR",
    "lock_until": "TIMESTAMP",
    "reason": "VARCHAR",
    "request_id": "VARCHAR",
    "batch_id": "VARCHAR",
    "line_no": "INTEGER",
    "entry_no": "BIGINT",
    "recorded_at": "TIMESTAMP",
}
LINE_COLUMNS: Columns = {
    "batch_id": "VARCHAR",
    "line_no": "INTEGER",
    "outcome": "VARCHAR",
    "request_no": "BIGINT",
    "problem": "VARCHAR",
    "answer": "VARCHAR",
    "amount_fen": "BIGINT",
    "recorded_at": "TIMESTAMP",
}
LOG_COLUMNS: Columns = {
    "entry_no": "BIGINT",
    "recorded_at": "TIMESTAMP",
    "actor": "VARCHAR",
    "role": "VARCHAR",
    "action": "VARCHAR",
    "subject": "VARCHAR",
    "outcome": "VARCHAR",
    "request_id": "VARCHAR",
    "detail": "VARCHAR",
    "previous_hash": "VARCHAR",
    "entry_hash": "VARCHAR",
}
_TABLES = {
    "posted_events": EVENT_COLUMNS,
    "posted_requests": REQUEST_COLUMNS,
    "redemption_batch_lines": LINE_COLUMNS,
    "audit_log": LOG_COLUMNS,
}


class _Source:
    """Passes on the rows it was last given."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.rows: Sequence[Sequence[Any]] = ()
        self.is_prepared = False

    @cached_property
    def _schema(self) -> "pa.Schema":
        import pyarrow as pa

        types = {
            "BIGINT": pa.int64(),
            "INTEGER": pa.int32(),
            "SMALLINT": pa.int16(),
            "VARCHAR": pa.string(),
            "BOOLEAN": pa.bool_(),
            "TIMESTAMP": pa.timestamp("us"),
            "BIGINT[]": pa.list_(pa.int64()),
        }
        return pa.schema([(name, types[kind]) for name, kind in self.columns.items()])

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        import pyarrow as pa

        schema = self._schema
        by_column = zip(*self.rows, strict=True) if self.rows else [()] * len(schema)
        arrays = [
            pa.array(values, field.type)
            for values, field in zip(by_column, schema, strict=True)
        ]
        table = pa.Table.from_arrays(arrays, schema=schema)
        return table.__arrow_c_stream__(requested_schema)


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
