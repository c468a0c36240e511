"""Queries that analysts save: a row each, which the next one of its name replaces.

The log of who did what keeps each text's hash. Homes of earlier programs hold older
rows too, and a row without SQL where a query was removed; the last row counts.
"""

from dataclasses import dataclass
from typing import Any

from voucher_service.store.database import Writing
from voucher_service.store.queries import Connection, fetch_one, fetch_rows

_STANDING = """
SELECT query_id, arg_max(name, recorded_at) AS name,
       arg_max(actor, recorded_at) AS actor, arg_max(role, recorded_at) AS role,
       max(recorded_at) AS recorded_at
FROM saved_query_steps GROUP BY query_id
HAVING arg_max(sql IS NOT NULL, recorded_at)
ORDER BY name, query_id
"""
_TEXT = """
SELECT sql FROM saved_query_steps WHERE query_id = ?
ORDER BY recorded_at DESC LIMIT 1
"""


@dataclass(frozen=True)
class SavedStep:
    """A query as it was saved."""

    query_id: str
    name: str
    sql: str
    actor: str
    role: str


def replace_saved(writing: Writing, step: SavedStep) -> None:
    """Keep a query in the place of what was saved under its id before."""
    forget_saved(writing, step.query_id)
    writing.connection.execute(
        "INSERT INTO saved_query_steps VALUES (?, ?, ?, ?, ?, ?)",
        [*step.__dict__.values(), writing.stamp],
    )


def forget_saved(writing: Writing, query_id: str) -> None:
    """Forget all that was saved under an id."""
    writing.connection.execute(
        "DELETE FROM saved_query_steps WHERE query_id = ?", [query_id]
    )


def saved_queries(connection: Connection) -> list[dict[str, Any]]:
    """Give the queries that are saved, by name, without reading their texts."""
    return fetch_rows(connection, _STANDING, [])


def saved_text(connection: Connection, query_id: str) -> str | None:
    """Give the text of a query, None where there is none."""
    row = fetch_one(connection, _TEXT, [query_id])
    return row[0] if row else None
