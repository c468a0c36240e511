"""The answers kept for requests to write: each is given once for its key."""

from typing import Any

from voucher_service.store.queries import Connection, fetch_rows


def request_of_key(
    connection: Connection, scope: str, key: str
) -> dict[str, Any] | None:
    """Give the answered request of a key; None where there is none."""
    rows = fetch_rows(
        connection,
        "FROM write_requests WHERE scope = ? AND idempotency_key = ?",
        [scope, key],
    )
    return rows[0] if rows else None
