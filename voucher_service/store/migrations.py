"""The schema is what the migrations made of it, each applied with its record."""

import graphlib
import hashlib
import re
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from voucher_service.model.errors import HomeUnusable
from voucher_service.model.text import Text
from voucher_service.store.queries import fetch_one

_MIGRATION_NAME = re.compile(r"^(\d{4})_[a-z0-9_]+\.sql$")
_NEEDS = re.compile(r"^-- needs: (.+)$", re.MULTILINE)
_RECORD = """
CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    applied_at TIMESTAMP NOT NULL
)"""


def migrate(connection: duckdb.DuckDBPyConnection, sql: Path, now: datetime) -> None:
    """Bring a database to this program's schema and views.

    Each migration and its record share one transaction. Raises HomeUnusable for a
    database that is newer than this program, or whose applied migrations differ.
    """
    connection.execute(_RECORD)
    shipped = _shipped_migrations(sql)
    applied = dict(
        connection.execute("SELECT version, sha256 FROM schema_migrations").fetchall()
    )
    _refuse_newer_or_changed(applied, shipped)
    for version, (name, text) in sorted(shipped.items()):
        if version in applied:
            continue
        connection.execute("BEGIN")
        try:
            connection.execute(text)
            connection.execute(
                "INSERT INTO schema_migrations VALUES (?, ?, ?, ?)",
                [
                    version,
                    name,
                    _digest(text),
                    now.astimezone(UTC).replace(tzinfo=None),
                ],
            )
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise
    _refresh_views(connection, sql / "views")


def _shipped_migrations(sql: Path) -> dict[int, tuple[str, str]]:
    found = {}
    for path in sorted((sql / "migrations").glob("*.sql")):
        match = _MIGRATION_NAME.match(path.name)
        assert match, f"{path.name} is no migration's name"
        found[int(match[1])] = (path.name, path.read_text(encoding="utf-8"))
    assert found, f"no migrations in {sql}"
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _refuse_newer_or_changed(
    applied: dict[int, str], shipped: dict[int, tuple[str, str]]
) -> None:
    newer = sorted(set(applied) - set(shipped))
    if newer:
        raise HomeUnusable(
            Text(
                zh=f"数据库由更新版本的程序创建（结构版本 {newer[-1]}，"
                f"本程序支持到 {max(shipped)}）",
                en=f"the database was made by a newer program (schema {newer[-1]}; "
                f"this program knows {max(shipped)})",
            ),
            remedy=Text(
                zh="升级 voucher-service 后再打开；数据库未作任何改动",
                en="upgrade voucher-service; the database was not touched",
            ),
        )
    for version, digest in applied.items():
        if digest != _digest(shipped[version][1]):
            raise HomeUnusable(
                Text(
                    zh=f"数据库的结构版本 {version} 与本程序的定义不一致",
                    en=f"the database's schema {version} differs from this program's",
                ),
                remedy=Text(
                    zh="使用创建该数据库的程序版本",
                    en="use the version of the program that made this database",
                ),
            )


def view_order(views: Path) -> tuple[Path, ...]:
    """Give the view files so that each comes after those it needs."""
    files = {path.stem: path for path in sorted(views.glob("*.sql"))}
    needs: dict[str, set[str]] = {}
    for name, path in files.items():
        match = _NEEDS.search(path.read_text(encoding="utf-8"))
        needs[name] = {n.strip() for n in match[1].split(",")} if match else set()
    return tuple(
        files[name] for name in graphlib.TopologicalSorter(needs).static_order()
    )


def _refresh_views(connection: duckdb.DuckDBPyConnection, views: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in view_order(views)]
    digest = _digest("\0".join(texts))
    kept = fetch_one(
        connection, "SELECT value FROM facts_of_home WHERE name = 'views_sha256'"
    )
    if kept is not None and kept[0] == digest:
        return
    connection.execute("BEGIN")
    try:
        for text in texts:
            connection.execute(text)
        connection.execute(
            "INSERT OR REPLACE INTO facts_of_home VALUES ('views_sha256', ?)", [digest]
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
