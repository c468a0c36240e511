"""An analyst saves a query under a name, for all who may ask."""

import hashlib
import secrets
import time
import unicodedata
from typing import Any

from voucher_service.model.acting import ACTING
from voucher_service.model.errors import BadParameter, NotFound, RefusedByRule
from voucher_service.model.sql_questions import SavedName, SavedQuery
from voucher_service.model.text import Text
from voucher_service.store import saved_queries as kept
from voucher_service.store.database import Writing, aware
from voucher_service.store.queries import Connection
from voucher_service.usecases.service import Service

MOST_SAVED = 1_000
MOST_SAVED_EACH = 200
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}  # categories of Unicode
_UNREADABLE = Text(
    zh="名称须有可见的文字，不能含换行、控制符等看不见的字符",
    en="a name needs letters that are seen, and none that are not, such as line ends "
    "and control characters",
)
_FULL = Text(
    zh=f"已保存 {MOST_SAVED:,} 个查询，不能再多",
    en=f"{MOST_SAVED:,} queries are saved, and there is room for no more",
)
_FULL_EACH = Text(
    zh=f"您已保存 {MOST_SAVED_EACH:,} 个查询，不能再多",
    en=f"{MOST_SAVED_EACH:,} queries of yours are saved, and there is room for no more",
)
_REMEDY = Text(zh="先删除不用的", en="remove what nobody uses")


def list_saved_queries(service: Service) -> tuple[SavedName, ...]:
    """Give all saved queries without their texts, by name."""
    with service.store.read() as connection:
        rows = kept.saved_queries(connection)
    return tuple(SavedName(**_told(row)) for row in rows)


def saved_query(service: Service, query_id: str) -> SavedQuery:
    """Give a saved query. Raises NotFound."""
    with service.store.read() as connection:
        return _found(connection, query_id)


def save_query(service: Service, name: str, sql: str) -> SavedQuery:
    """Save a query; one of the same name is replaced, and the same text is left.

    Raises BadParameter for a name that nobody can read, RefusedByRule where there are
    too many, and FrequencyLimited for who saves too often.
    """
    _check_name(name)
    acting = ACTING.get()
    service.throttle.saves.take(acting.actor, time.monotonic())
    with service.store.read() as connection:
        for row in kept.saved_queries(connection):
            same = row["name"] == name
            if same and kept.saved_text(connection, row["query_id"]) == sql:
                return SavedQuery(**_told(row), sql=sql)

    def job(writing: Writing) -> SavedQuery:
        rows = kept.saved_queries(writing.connection)
        known = {row["name"]: row["query_id"] for row in rows}
        query_id = known.get(name)
        if query_id is None:
            _check_room(rows, acting.actor)
            query_id = f"sq_{secrets.token_hex(6)}"
        step = kept.SavedStep(query_id, name, sql, acting.actor, acting.role)
        kept.replace_saved(writing, step)
        writing.note("query-save", query_id, name=name, sha256=_digest(sql))
        return _found(writing.connection, query_id)

    return service.store.write(None, job)


def remove_query(service: Service, query_id: str) -> SavedQuery:
    """Remove a saved query, and give it as it was.

    Raises NotFound, and FrequencyLimited for who removes too often.
    """
    service.throttle.saves.take(ACTING.get().actor, time.monotonic())

    def job(writing: Writing) -> SavedQuery:
        found = _found(writing.connection, query_id)
        kept.forget_saved(writing, query_id)
        digest = _digest(found.sql)
        writing.note("query-remove", query_id, name=found.name, sha256=digest)
        return found

    return service.store.write(None, job)


def _check_name(name: str) -> None:
    kinds = [unicodedata.category(each) for each in name]
    seen = any(not kind.startswith(("Z", "M")) for kind in kinds)
    if not seen or _UNSEEN.intersection(kinds):
        raise BadParameter(_UNREADABLE)


def _check_room(rows: list[dict[str, Any]], actor: str) -> None:
    if len(rows) >= MOST_SAVED:
        raise RefusedByRule(_FULL, remedy=_REMEDY)
    if sum(row["actor"] == actor for row in rows) >= MOST_SAVED_EACH:
        raise RefusedByRule(_FULL_EACH, remedy=_REMEDY)


def _found(connection: Connection, query_id: str) -> SavedQuery:
    for row in kept.saved_queries(connection):
        if row["query_id"] == query_id:
            text = kept.saved_text(connection, query_id)
            assert text is not None, "a query that stands has a text"
            return SavedQuery(**_told(row), sql=text)
    raise NotFound(
        Text(zh=f"没有保存的查询 {query_id}", en=f"no query {query_id} is saved"),
        remedy=Text(zh="打开 /sql 查看现有查询", en="see those saved on /sql"),
    )


def _told(row: dict[str, Any]) -> dict[str, Any]:
    """Tell of a query who saved it: the role, and the name of the token or session."""
    return {
        "id": row["query_id"],
        "name": row["name"],
        "saved_by": f"{row['role']} · {row['actor'].rpartition(':')[2]}",
        "saved_at": aware(row["recorded_at"]),
    }


def _digest(sql: str) -> str:
    return hashlib.sha256(sql.encode()).hexdigest()
