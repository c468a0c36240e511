"""An analyst saves a query under a name, for all who may ask."""

import secrets

from voucher_service.model.acting import ACTING
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.sql_questions import SavedQuery
from voucher_service.model.text import Text
from voucher_service.store import saved_queries as kept
from voucher_service.store.database import Writing, aware
from voucher_service.usecases.service import Service

MOST_SAVED = 1_000
_FULL = Text(
    zh=f"已保存 {MOST_SAVED:,} 个查询，不能再多",
    en=f"{MOST_SAVED:,} queries are saved, and there is room for no more",
)


def list_saved_queries(service: Service) -> tuple[SavedQuery, ...]:
    """Give all saved queries, by name."""
    with service.store.read() as connection:
        rows = kept.saved_queries(connection)
    return tuple(
        SavedQuery(
            id=row["query_id"],
            name=row["name"],
            sql=row["sql"],
            saved_by=_told(row["role"], row["actor"]),
            saved_at=aware(row["recorded_at"]),
        )
        for row in rows
    )


def save_query(service: Service, name: str, sql: str) -> SavedQuery:
    """Save a query; one of the same name is replaced.

    Raises RefusedByRule where there are too many.
    """
    acting = ACTING.get()

    def job(writing: Writing) -> str:
        rows = kept.saved_queries(writing.connection)
        known = {row["name"]: row["query_id"] for row in rows}
        if name not in known and len(known) >= MOST_SAVED:
            raise RefusedByRule(
                _FULL, remedy=Text(zh="先删除不用的", en="remove what nobody uses")
            )
        query_id: str = known.get(name) or f"sq_{secrets.token_hex(6)}"
        step = kept.SavedStep(query_id, name, sql, acting.actor, acting.role)
        kept.record_step(writing, step)
        writing.note("query-save", query_id, name=name)
        return query_id

    return _shown(service, service.store.write(None, job))


def remove_query(service: Service, query_id: str) -> SavedQuery:
    """Remove a saved query, and give it as it was. Raises NotFound."""
    found = _shown(service, query_id)
    acting = ACTING.get()

    def job(writing: Writing) -> None:
        step = kept.SavedStep(query_id, found.name, None, acting.actor, acting.role)
        kept.record_step(writing, step)
        writing.note("query-remove", query_id, name=found.name)

    service.store.write(None, job)
    return found


def _shown(service: Service, query_id: str) -> SavedQuery:
    for each in list_saved_queries(service):
        if each.id == query_id:
            return each
    raise NotFound(
        Text(zh=f"没有保存的查询 {query_id}", en=f"no query {query_id} is saved"),
        remedy=Text(zh="刷新页面查看现有查询", en="reload the page to see those saved"),
    )


def _told(role: str, actor: str) -> str:
    """Name who saved it: the role, and the name of the token or session."""
    return f"{role} · {actor.rpartition(':')[2]}"
