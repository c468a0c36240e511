"""Sources of rows that stay registered, for what is appended many times a second.

Registering a frame and planning a statement cost more than appending a few rows. A
standing source is registered once, when the connection is made and outside every
transaction, and its statement prepared once; each time it passes on the rows it gets.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import polars as pl

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
_FRAME_TYPES = {
    "BIGINT": pl.Int64(),
    "INTEGER": pl.Int32(),
    "SMALLINT": pl.Int16(),
    "VARCHAR": pl.String(),
    "BOOLEAN": pl.Boolean(),
    "TIMESTAMP": pl.Datetime("us"),
    "BIGINT[]": pl.List(pl.Int64),
}
FEW_ROWS = 4
"""Up to so many rows a frame is as quick as Arrow, which imports pandas first."""


class _Source:
    """Passes on the rows it was last given."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        self.rows: Sequence[Sequence[Any]] = ()
        self.is_prepared = False

    @cached_property
    def _frame_schema(self) -> dict[str, pl.DataType]:
        return {name: _FRAME_TYPES[kind] for name, kind in self.columns.items()}

    @cached_property
    def _schema(self) -> "pa.Schema":
        import pyarrow as pa

        types = {
            "BIGINT": pa.int64(),
            "INTEGER": pa.int32(),
            "SMALLINT": pa.int16(),
            "VARCHAR": pa.string_view(),
            "BOOLEAN": pa.bool_(),
            "TIMESTAMP": pa.timestamp("us"),
            "BIGINT[]": pa.large_list(pa.int64()),
        }
        return pa.schema([(name, types[kind]) for name, kind in self.columns.items()])

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        rows = self._of_many() if len(self.rows) > FEW_ROWS else self._of_few()
        return rows.__arrow_c_stream__(requested_schema)

    def _of_few(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, self._frame_schema, orient="row")

    def _of_many(self) -> "pa.Table":
        import pyarrow as pa

        arrays = [
            pa.array(values, field.type)
            for values, field in zip(
                zip(*self.rows, strict=True), self._schema, strict=True
            )
        ]
        return pa.Table.from_arrays(arrays, schema=self._schema)


def warm_sources() -> None:
    """Import now what the first append of many rows would wait for."""
    import pyarrow as pa

    pa.array((), pa.int64())


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
