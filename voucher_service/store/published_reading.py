"""A published database is read through a connection that reaches nothing else.

It is attached to a database in memory, so that each opening sees the file as it is now:
DuckDB shares what one process opens by its name, and would go on showing a file that
has been replaced since.
"""

import contextlib
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from voucher_service.model.published_errors import (
    NotPublished,
    UnreadablePublication,
)
from voucher_service.model.published_queries import Limits
from voucher_service.model.text import Text
from voucher_service.store.answered_days import check_days
from voucher_service.store.published_faults import (
    FAULTS,
    not_to_be_shown,
    told_fault,
    too_large,
    too_many_rows,
)
from voucher_service.store.publishing import SCHEMA_VERSION
from voucher_service.store.queries import Connection, fetch_one, fetch_rows, quoted
from voucher_service.store.query_literals import known_type, literal_text
from voucher_service.store.question_gate import asked_of

_SHUT = "SET disabled_filesystems = 'LocalFileSystem'"
"""What is open stays so. Else DuckDB would open the attached file again, to write."""
_ROWS_AT_ONCE = 65_536
_UNHEARD = ("INTERVAL", "TIME WITH TIME ZONE", "BIT", "UUID", "VARINT", "BIGNUM")
_NESTED = ("STRUCT(", "MAP(", "UNION(")
_TEXTS = ("ENUM(", "JSON")
_LARGEST_HUGE = 10**38 - 1


@dataclass(frozen=True)
class Found:
    """What a statement gives; ``types`` are those that come as texts, by column."""

    frame: pl.DataFrame
    types: Mapping[str, str]


class PublishedReader:
    """An open published database; it can be asked from one thread at a time."""

    def __init__(self, connection: Connection, limits: Limits) -> None:
        self._connection = connection
        self.limits = limits

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path, limits: Limits) -> Iterator["PublishedReader"]:
        """Open a file for as long as the block lasts.

        Raises NotPublished and UnreadablePublication.
        """
        connection = connect_published(path, limits)
        try:
            yield cls(connection, limits)
        finally:
            connection.close()

    @classmethod
    @contextlib.contextmanager
    def beside(
        cls, connection: Connection, limits: Limits
    ) -> Iterator["PublishedReader"]:
        """Ask the file that a connection has open, by a cursor of one's own."""
        with connection.cursor() as cursor:
            cursor.execute("USE published")
            yield cls(cursor, limits)

    def rows(self, query: str, values: Mapping[str, Any] | None = None) -> Any:  # noqa: ANN401
        """Give the rows of a query of our own, on a connection that no other has."""
        with self._connection.cursor() as cursor:
            cursor.execute("USE published")
            return fetch_rows(cursor, query, dict(values or {}))

    def cast(self, value: str | None, type_: str) -> Any:  # noqa: ANN401
        """Turn a text into a value of a type.

        Raises UnusableQuery, and BadParameter for a type that there is not.
        """
        query = f"SELECT CAST($value AS {known_type(type_)})"
        with self._timed():
            try:
                row = fetch_one(self._connection, query, {"value": value})
            except duckdb.Error as error:
                raise told_fault(error, query, self.limits.seconds) from error
        assert row is not None
        return row[0]

    def literals(self, told: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
        """Turn literals into values of their types; they are not run as SQL.

        Raises UnusableQuery, and BadParameter for what is no plain value.
        """
        return {
            name: self.cast(literal_text(name, literal), type_)
            for name, (literal, type_) in told.items()
        }

    def asked_of(self, sql: str) -> set[str]:
        """Name the parameters of a statement. Raises UnusableQuery for another kind."""
        return asked_of(self._connection, sql)

    def ask(self, sql: str, values: Mapping[str, Any]) -> Found:
        """Give the result of a statement, within the limits.

        Types that no file format knows come as text. Raises UnusableQuery and
        QueryStopped.
        """
        try:
            with self._timed():
                return self._result(sql, dict(values))
        except FAULTS as error:
            raise told_fault(error, sql, self.limits.seconds) from error
        except pl.exceptions.PanicException as error:
            raise not_to_be_shown() from error

    @contextlib.contextmanager
    def _timed(self) -> Iterator[None]:
        timer = threading.Timer(self.limits.seconds, self._connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _result(self, sql: str, values: dict[str, Any]) -> Found:
        relation = self._bound(sql, values)
        names = _told_apart(relation.columns)
        kinds = [str(kind) for kind in relation.types]
        if any(map(_unheard, kinds)):
            words = (
                f"CAST(#{at} AS VARCHAR)" if _unheard(kind) else f"#{at}"
                for at, kind in enumerate(kinds, 1)
            )
            relation = relation.project(", ".join(words))
        with contextlib.closing(relation.to_arrow_reader(_ROWS_AT_ONCE)) as reader:
            frame = self._fetched(reader, names)
        check_days(frame)
        types = {
            name: kind
            for name, kind in zip(names, kinds, strict=True)
            if _unheard(kind) or kind.startswith(_TEXTS)
        }
        return Found(frame.with_columns(*map(_narrowed, frame.get_columns())), types)

    def _bound(self, sql: str, values: dict[str, Any]) -> duckdb.DuckDBPyRelation:
        try:
            relation = self._connection.sql(sql, params=values)
        except duckdb.Error:
            self._connection.execute(sql, values)  # says where it fails as well
            raise
        assert relation is not None, "a statement that is no question was let through"
        return relation

    def _fetched(self, reader: Any, names: list[str]) -> pl.DataFrame:  # noqa: ANN401
        parts = [reader.schema.empty_table().rename_columns(names)]
        rows, size, most = 0, 0, self.limits.most_rows + 1
        for each in reader:
            batch = each.slice(0, most - rows)
            rows, size = rows + batch.num_rows, size + batch.nbytes
            is_long = rows > self.limits.most_rows and not self.limits.cut
            if is_long:
                raise too_many_rows(self.limits.most_rows)
            if size > self.limits.most_bytes:
                raise too_large(self.limits.most_bytes)
            parts.append(batch.rename_columns(names))
            if rows == most:
                break
        frames = [pl.DataFrame(pl.from_arrow(part)) for part in parts]
        return pl.concat(frames, rechunk=False)


def connect_published(path: Path, limits: Limits) -> Connection:
    """Connect to a published database and to nothing else.

    Raises NotPublished and UnreadablePublication.
    """
    if not path.is_file():
        raise _missing(path)
    config: dict[str, str | bool | int | float | list[str]] = {
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_persistent_secrets": "false",
        "memory_limit": f"{limits.memory_mb}MB",
        "temp_directory": "",  # what does not fit into memory is refused
        "errors_as_json": "true",
    }
    if limits.threads is not None:
        config["threads"] = str(limits.threads)
    connection = duckdb.connect(":memory:", config=config)
    try:
        connection.execute(f"ATTACH {quoted(path)} AS published (READ_ONLY)")
        connection.execute("USE published")
        connection.execute("SET enable_external_access = false")
        connection.execute(_SHUT)
        connection.execute("SET lock_configuration = true")
        version = fetch_one(connection, "SELECT schema_version FROM published")
    except duckdb.Error as error:
        connection.close()
        raise _none_of_ours(path) from error
    if version is None or version[0] > SCHEMA_VERSION:
        connection.close()
        raise _too_new(path) if version else _none_of_ours(path)
    return connection


def _unheard(kind: str) -> bool:
    return any(word in kind for word in _UNHEARD) or kind.startswith(_NESTED)


def _told_apart(names: list[str]) -> list[str]:
    """Give columns of the same name a number, as a join of two tables has them."""
    apart: dict[str, None] = {}
    numbers: Counter[str] = Counter()
    for name in names:
        own = name
        while own in apart:
            numbers[name] += 1
            own = f"{name}_{numbers[name]}"
        apart[own] = None
    return list(apart)


def _narrowed(column: pl.Series) -> pl.Series:
    """Give sums as whole numbers of 64 bits where they fit, and else as decimals."""
    huge = pl.Decimal(38, 0)  # DuckDB counts sums in 128 bits
    if column.dtype not in (huge, pl.List(huge)):
        return column
    is_list = column.dtype != huge
    try:
        return column.cast(pl.List(pl.Int64) if is_list else pl.Int64)
    except pl.exceptions.PolarsError:
        values = (column.explode() if is_list else column).drop_nulls().to_list()
    if all(abs(value) <= _LARGEST_HUGE for value in values):
        return column
    return column.cast(pl.List(pl.String) if is_list else pl.String)


def _missing(path: Path) -> NotPublished:
    return NotPublished(
        Text(zh=f"还没有发布库：{path}", en=f"nothing is published at {path}"),
        remedy=Text(
            zh="先运行 voucher-service publish，或用 --published 指定文件",
            en="run voucher-service publish first, or name a file with --published",
        ),
    )


def _none_of_ours(path: Path) -> UnreadablePublication:
    return UnreadablePublication(
        Text(zh=f"{path} 不是发布库", en=f"{path} is no published database"),
        remedy=Text(
            zh="运行 voucher-service publish 重新发布，或指定由它写出的文件",
            en="run voucher-service publish again, or name a file that it wrote",
        ),
    )


def _too_new(path: Path) -> UnreadablePublication:
    return UnreadablePublication(
        Text(
            zh=f"{path} 由更新的程序发布，本程序无法读取",
            en=f"{path} was published by a newer program than this one",
        ),
        remedy=Text(zh="升级本程序", en="update this program"),
    )
