"""The data dictionary is read out of a published database, which explains itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voucher_service.model.errors import NotFound
from voucher_service.model.published_errors import NotPublished
from voucher_service.model.published_queries import Limits
from voucher_service.model.text import Text
from voucher_service.store.published_reading import PublishedReader
from voucher_service.usecases.ask_published import Origin, origin_of
from voucher_service.usecases.published_place import latest_publication
from voucher_service.usecases.service import Service

_BETWEEN = " · "
_RELATIONS = """
SELECT table_name AS name, comment, false AS is_view FROM duckdb_tables()
WHERE database_name = current_database() AND NOT internal
UNION ALL
SELECT view_name, comment, true FROM duckdb_views()
WHERE database_name = current_database() AND NOT internal
ORDER BY is_view, name
"""
_COLUMNS = """
SELECT table_name AS relation, column_name AS name, data_type AS type, comment
FROM duckdb_columns()
WHERE database_name = current_database() AND NOT internal
ORDER BY relation, column_index
"""
_HEAD = """\
# Data dictionary · 数据字典

由程序自发布库打印（`voucher-service dictionary`）：每张表、每个视图、每一列的含义。
Printed from the published database itself (`voucher-service dictionary`): what each of
its tables, views and columns means. Any DuckDB client shows the same: of columns `FROM
duckdb_columns()`, of tables and views `FROM duckdb_tables()` and `FROM duckdb_views()`.
"""


@dataclass(frozen=True)
class ColumnTold:
    """A column: its DuckDB type, and what it means where that is told."""

    name: str
    type: str
    meaning: Text | None


@dataclass(frozen=True)
class RelationTold:
    """A table or view: its meaning, grain and units, and its columns in order."""

    name: str
    is_view: bool
    meaning: tuple[Text, ...]
    columns: tuple[ColumnTold, ...]


@dataclass(frozen=True)
class Dictionary:
    """What a published database says of itself, tables first, then views."""

    origin: Origin
    relations: tuple[RelationTold, ...]


def show_dictionary(service: Service) -> Dictionary:
    """Give the dictionary of the latest publication. Raises NotFound without one."""
    try:
        return tell_dictionary(latest_publication(service.store.home.path))
    except NotPublished:  # which names a path that is no reader's business
        raise NotFound(
            Text(zh="还没有发布过分析库", en="nothing has been published yet"),
            remedy=Text(
                zh="数据变动后会自动发布，请稍后再来",
                en="it is published after the next change: come back later",
            ),
        ) from None


def tell_dictionary(path: Path) -> Dictionary:
    """Give what a published database says of itself.

    Raises NotPublished and UnreadablePublication.
    """
    with PublishedReader.open(path, Limits(threads=1)) as file:
        relations, columns = file.rows(_RELATIONS), file.rows(_COLUMNS)
        origin = origin_of(file)
    told: dict[str, list[ColumnTold]] = {}
    for row in columns:
        column = ColumnTold(row["name"], row["type"], _text_of(row["comment"]))
        told.setdefault(row["relation"], []).append(column)
    return Dictionary(
        origin,
        tuple(
            RelationTold(
                row["name"],
                row["is_view"],
                tuple(map(_text, (row["comment"] or "").splitlines())),
                tuple(told[row["name"]]),
            )
            for row in relations
        ),
    )


def dictionary_lines(dictionary: Dictionary) -> Iterator[str]:
    """Give the dictionary as Markdown, line by line."""
    yield from _HEAD.splitlines()
    for title, are_views in (("Tables · 表", False), ("Views · 视图", True)):
        yield ""
        yield f"## {title}"
        for relation in dictionary.relations:
            if relation.is_view is are_views:
                yield from _relation_lines(relation)


def _relation_lines(relation: RelationTold) -> Iterator[str]:
    yield from ("", f"### `{relation.name}`", "")
    for text in relation.meaning:
        yield f"- {text.zh}{_BETWEEN}{text.en}"
    yield from ("", "| 列 column | 类型 type | 说明 | meaning |", "|---|---|---|---|")
    for column in relation.columns:
        told = column.meaning or Text(zh="", en="")
        cells = (f"`{column.name}`", f"`{column.type}`", _cell(told.zh), _cell(told.en))
        yield "| " + " | ".join(cells) + " |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _text_of(comment: str | None) -> Text | None:
    return _text(comment) if comment else None


def _text(comment: str) -> Text:
    """Take a comment of the file apart, which holds both languages."""
    zh, between, en = comment.partition(_BETWEEN)
    return Text(zh=zh, en=en if between else zh)
