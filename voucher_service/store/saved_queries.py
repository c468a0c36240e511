"""Queries that analysts save are steps of a list; the last step of each counts."""

from dataclasses import dataclass
from typing import Any

from voucher_service.store.database import Writing
from voucher_service.store.queries import Connection, fetch_rows

_STANDING = """
SELECT query_id, arg_max(name, recorded_at) AS name,
       arg_max(actor, recorded_at) AS actor, arg_max(role, recorded_at) AS role,
       max(recorded_at) AS recorded_at,
       arg_max(struct_pack(sql), recorded_at).sql AS sql
FROM saved_query_steps GROUP BY query_id
HAVING arg_max(struct_pack(sql), recorded_at).sql IS NOT NULL
ORDER BY name, query_id
"""


@dataclass(frozen=True)
class SavedStep:
    """A query as it was saved, or (without its SQL) that it was removed."""

    query_id: str
    name: str
    sql: str | None
    actor: str
    role: str


def record_step(writing: Writing, step: SavedStep) -> None:
    """Append a step."""
    writing.connection.execute(
        "INSERT INTO saved_query_steps VALUES (?, ?, ?, ?, ?, ?)",
        [*step.__dict__.values(), writing.stamp],
    )


def saved_queries(connection: Connection) -> list[dict[str, Any]]:
    """Give the queries that are saved, by name."""
    return fetch_rows(connection, _STANDING, [])
