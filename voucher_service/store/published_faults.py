"""What DuckDB says of a query becomes a sentence that names the line and the column."""

import json
import re
from typing import Any

import duckdb

from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.published_errors import QueryStopped, UnusableQuery
from voucher_service.model.text import Text

FAULTS = (duckdb.Error, OSError, MemoryError)
"""What a query may raise; what goes wrong in fetching comes by way of Arrow."""

_SAID = 400
_KINDS = {
    "parser": Text(zh="SQL 语法有误", en="the SQL cannot be read"),
    "syntax": Text(zh="SQL 语法有误", en="the SQL cannot be read"),
    "catalog": Text(zh="没有这样的表、列或函数", en="there is no such name"),
    "binder": Text(zh="列名或类型不对", en="names or types do not fit"),
    "conversion": Text(zh="有值无法转换", en="a value cannot be converted"),
    "permission": Text(
        zh="查询只能读取发布库，不能访问文件、网络或其他数据库",
        en="a query reads the published database, and no file, network or other one",
    ),
}
_OTHERWISE = Text(zh="查询无法执行", en="the query cannot be run")


def told_fault(
    error: Exception, sql: str, seconds: float | None = None
) -> VoucherServiceError:
    """Give what a caller is told of an error; ``seconds`` is what a query was given."""
    told = _parsed(error)
    type_ = str(told.get("exception_type", "")).lower()
    if type_ == "interrupt":
        return too_slow(seconds or 0)
    if type_ == "out of memory" or isinstance(error, MemoryError):
        return _too_hungry()
    said = str(told.get("exception_message", "")).split("\nLINE ")[0].strip()[:_SAID]
    kind = _KINDS.get(type_, _OTHERWISE)
    line, column = _place(sql, told.get("position"))
    where = (
        Text(
            zh=f"（第 {line} 行第 {column} 列）", en=f" (line {line}, column {column})"
        )
        if line
        else Text(zh="", en="")
    )
    return UnusableQuery(
        Text(zh=f"{kind.zh}{where.zh}：{said}", en=f"{kind.en}{where.en}: {said}"),
        line=line,
        column=column,
    )


def not_to_be_shown() -> UnusableQuery:
    """Say that a result holds what no library here can take."""
    return UnusableQuery(
        Text(
            zh="查询无法执行：结果含无法表示的值，或该语句不受支持",
            en="the query cannot be run: a value cannot be shown, or it is no question",
        )
    )


def not_one_statement(count: int) -> UnusableQuery:
    """Say that a query has to be a single statement."""
    return UnusableQuery(
        Text(
            zh=f"一次只能运行一条语句，这里有 {count} 条",
            en=f"a query is one statement, and here are {count}",
        )
    )


def not_a_question(kind: str) -> UnusableQuery:
    """Say that a statement of another kind than a question is not run."""
    return UnusableQuery(
        Text(
            zh=f"只能运行查询（SELECT、FROM、WITH、DESCRIBE、EXPLAIN），"
            f"不能运行 {kind}",
            en="only questions are run (SELECT, FROM, WITH, DESCRIBE, EXPLAIN), "
            f"and no {kind}",
        )
    )


def too_many_rows(rows: int) -> QueryStopped:
    """Say that a result has more rows than are given out."""
    return _too_much(
        Text(
            zh=f"结果超过 {rows:,} 行，已停止",
            en=f"the result has more than {rows:,} rows",
        )
    )


def too_large(size: int) -> QueryStopped:
    """Say that a result, of however few rows, is larger than is given out."""
    megabytes = size // 2**20
    return _too_much(
        Text(
            zh=f"结果超过 {megabytes:,} MB，已停止",
            en=f"the result is larger than {megabytes:,} MB",
        )
    )


def _too_much(message: Text) -> QueryStopped:
    return QueryStopped(
        message,
        remedy=Text(zh="加上条件、汇总或 LIMIT", en="filter, group or LIMIT it"),
    )


def too_slow(seconds: float) -> QueryStopped:
    """Say that a query took more time than it is given."""
    return QueryStopped(
        Text(
            zh=f"查询超过 {seconds:g} 秒，已停止",
            en=f"the query took more than {seconds:g} seconds and was stopped",
        ),
        remedy=Text(
            zh="缩小范围，或检查是否漏写了连接条件",
            en="ask for less, or look for a join without its condition",
        ),
    )


def _too_hungry() -> QueryStopped:
    return QueryStopped(
        Text(
            zh="查询超过内存上限，已停止",
            en="the query took more memory than it is given and was stopped",
        ),
        remedy=Text(
            zh="缩小范围，或检查是否漏写了连接条件",
            en="ask for less, or look for a join without its condition",
        ),
    )


def _parsed(error: Exception) -> dict[str, Any]:
    """Give DuckDB's own account of an error; some it tells in plain words alone."""
    text = str(error)
    start = text.find("{")
    try:
        told = json.loads(text[start:]) if start >= 0 else None
    except ValueError:
        told = None
    if isinstance(told, dict) and "exception_message" in told:
        return told
    named = re.match(r"([A-Za-z ]+?) Error: ", text)
    plain = text[named.end() :] if named else text
    return {"exception_type": named[1] if named else "", "exception_message": plain}


def _place(sql: str, position: object) -> tuple[int | None, int | None]:
    """Count the line and column of a position, which DuckDB counts in bytes."""
    if not (isinstance(position, str) and position.isdigit()):
        return None, None
    before = sql.encode()[: int(position)].decode(errors="ignore")
    return before.count("\n") + 1, len(before) - before.rfind("\n")
