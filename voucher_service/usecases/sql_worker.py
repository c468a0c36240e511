"""The process in which an analyst's question runs, apart from the service.

Started as ``python -m voucher_service.usecases.sql_worker`` with its limits, it reads
one question a line from its standard input and writes each answer as a line of JSON and
the bytes that the line announces. The system lets it write no file, gives it so much
memory and time, and ends it first where memory runs out. It holds no key and no home.
"""

import contextlib
import json
import math
import os
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import polars as pl

from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.published_errors import (
    NotPublished,
    QueryStopped,
    UnusableQuery,
)
from voucher_service.model.published_queries import Limits
from voucher_service.model.sql_questions import FAULTS, SqlLimits
from voucher_service.model.text import Text
from voucher_service.store.published_faults import not_to_be_shown
from voucher_service.usecases.ask_published import (
    Answer,
    Origin,
    ask_published,
    query_of,
)
from voucher_service.usecases.lay_out_answer import plain_of, with_provenance
from voucher_service.usecases.no_writing import forbid_writing
from voucher_service.usecases.write_answer import AnswerFormat, written

_READY = {"ready": True}
_MEGABYTE = 2**20
_MARGIN_MEGABYTES = 512
_SPARE_SECONDS = 5
_MOST_FILES = 64
_NICE = 10
_LONGEST_SAID = 2_000
_LARGEST_EXACT = 2**53  # a larger whole number is no number in a browser
_TYPES = {
    "String": "VARCHAR",
    "Boolean": "BOOLEAN",
    "Int8": "TINYINT",
    "Int16": "SMALLINT",
    "Int32": "INTEGER",
    "Int64": "BIGINT",
    "Int128": "HUGEINT",
    "UInt8": "UTINYINT",
    "UInt16": "USMALLINT",
    "UInt32": "UINTEGER",
    "UInt64": "UBIGINT",
    "Float32": "FLOAT",
    "Float64": "DOUBLE",
    "Date": "DATE",
    "Time": "TIME",
    "Binary": "BLOB",
}


def main(limits: SqlLimits, place: Path) -> None:
    """Answer questions until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    with Path(os.devnull).open("wb") as nothing:
        os.dup2(nothing.fileno(), 1)  # whatever prints, prints nowhere
    _load()
    refusal = _prepare(limits, place)
    _send(answers, _READY, b"")
    for line in sys.stdin.buffer:
        _limit_time(limits.seconds)
        if line == b"\n":
            _send(answers, _READY, b"")
            continue
        refusal = refusal and _prepare(limits, place)
        if refusal is not None:
            _send(answers, refusal, b"")
        else:
            _send(answers, *answered(json.loads(line), limits, place))


def answered(
    asked: Mapping[str, Any], limits: SqlLimits, place: Path
) -> tuple[dict[str, Any], bytes]:
    """Give what is told of a question's answer, and the answer's bytes."""
    started = time.perf_counter()
    try:
        os.chdir(place.parent)  # names of folders are nobody's business
        query = query_of("sql", asked["sql"])
        path = Path(place.name)
        answer = ask_published(path, query, asked["parameters"], _limits(limits, asked))
        truncated = answer.frame.height > asked["rows"]
        rows = answer.frame.head(asked["rows"])
        answer = replace(answer, frame=rows, truncated=truncated)
        told = {
            "rows": answer.frame.height,
            "truncated": truncated,
            "elapsed_ms": round((time.perf_counter() - started) * 1000, 1),
        }
        body = _body(answer, asked["format"], told)
    except VoucherServiceError as error:
        return _refusal(error), b""
    except FileNotFoundError:
        nothing = Text(zh="还没有发布过分析库", en="nothing has been published yet")
        return _refusal(NotPublished(nothing)), b""
    except MemoryError:
        return _refusal(_too_large()), b""
    except BaseException:  # noqa: BLE001 - a panic of a library is none of ours
        return _refusal(not_to_be_shown()), b""
    if len(body) > limits.most_megabytes * _MEGABYTE:
        return _refusal(_too_large(limits.most_megabytes)), b""
    return told, body


def _limits(limits: SqlLimits, asked: Mapping[str, Any]) -> Limits:
    return Limits(
        seconds=limits.seconds,
        memory_mb=limits.memory_mb,
        most_rows=asked["rows"],
        most_bytes=limits.most_megabytes * _MEGABYTE,
        threads=1,
        cut=True,
    )


def _body(answer: Answer, format_: str, told: Mapping[str, Any]) -> bytes:
    if format_ == AnswerFormat.CSV:
        answer = with_provenance(answer, is_named=False)
    if format_ != AnswerFormat.JSON:
        return written(answer, AnswerFormat(format_))
    origin = answer.origin
    document = {
        "columns": [
            {"name": name, "type": answer.types.get(name) or type_name(kind)}
            for name, kind in answer.frame.schema.items()
        ],
        "rows": answer.frame.with_columns(
            *map(_exact, answer.frame.get_columns())
        ).rows(),
        "truncated": told["truncated"],
        "elapsed_ms": told["elapsed_ms"],
        "publication": {
            "as_of": origin.as_of and origin.as_of.isoformat(),
            "known_at": origin.known_at.isoformat() + "Z",
            "synthetic": origin.synthetic,
            "program_version": origin.program_version,
        },
    }
    return orjson.dumps(document, default=_plain)


def _plain(value: object) -> object:
    plain = plain_of(value)
    return str(plain) if plain is value else plain


def _exact(column: pl.Series) -> pl.Series:
    """Give whole numbers that a browser would round as texts, in lists too."""
    values, exact_type = column, pl.DataType.from_python(str)
    while isinstance(values.dtype, pl.List):
        values, exact_type = values.explode(), pl.List(exact_type)
    if not values.dtype.is_integer():
        return column
    ends = [each for each in (values.min(), values.max()) if isinstance(each, int)]
    exact = all(abs(each) <= _LARGEST_EXACT for each in ends)
    return column if exact else column.cast(exact_type)


def type_name(kind: pl.DataType) -> str:
    """Name a column's type as DuckDB does."""
    if isinstance(kind, pl.Decimal):
        return f"DECIMAL({kind.precision},{kind.scale})"
    if isinstance(kind, pl.Datetime):
        return "TIMESTAMP WITH TIME ZONE" if kind.time_zone else "TIMESTAMP"
    if isinstance(kind, pl.List):
        inner = kind.inner
        return f"{type_name(inner() if isinstance(inner, type) else inner)}[]"
    return _TYPES.get(str(kind.base_type()), str(kind).upper())


def _refusal(error: VoucherServiceError) -> dict[str, Any]:
    kind = type(error).__name__
    return {
        "fault": kind if kind in FAULTS else UnusableQuery.__name__,
        "message": _told(error.message),
        "remedy": error.remedy and _told(error.remedy),
        "line": getattr(error, "line", None),
        "column": getattr(error, "column", None),
    }


def _told(text: Text) -> dict[str, str]:
    """Give a sentence as a line has room for it, and every letter of it writable."""
    return {
        language: said.encode(errors="replace").decode()[:_LONGEST_SAID]
        for language, said in text.model_dump().items()
    }


def _too_large(megabytes: int | None = None) -> QueryStopped:
    told = "" if megabytes is None else f" {megabytes} MB"
    return QueryStopped(
        Text(
            zh=f"结果超过{told or '内存上限'}，已停止",
            en=f"the result is larger than{told or ' the memory it is given'}",
        ),
        remedy=Text(zh="加上条件、汇总或 LIMIT", en="filter, group or LIMIT it"),
    )


def _send(answers: Any, told: Mapping[str, Any], body: bytes) -> None:  # noqa: ANN401
    line = json.dumps({**told, "size": len(body)}, ensure_ascii=False)
    answers.write(line.encode() + b"\n" + body)
    answers.flush()


def _fence(limits: SqlLimits) -> None:
    """Take away from this process what no question needs."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", "ascii")
    with contextlib.suppress(OSError):
        os.nice(_NICE)
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    taken = pages * os.sysconf("SC_PAGE_SIZE")
    most = taken + (limits.memory_mb + _MARGIN_MEGABYTES) * _MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (_MOST_FILES, _MOST_FILES))
    forbid_writing()


def _limit_time(seconds: float) -> None:
    """Let the system end this process should nobody else do so in time."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    most = math.ceil(usage.ru_utime + usage.ru_stime + seconds) + _SPARE_SECONDS
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (most, hard))


def _load() -> None:
    """Write an answer of our own in all formats, so that no question waits for that."""
    frame = pl.DataFrame(pl.from_arrow(pl.DataFrame({"a": [1]}).to_arrow()))
    origin = Origin(None, datetime(2023, 1, 1, tzinfo=UTC), False, "")
    for each in AnswerFormat:
        written(Answer(query_of("sql", "SELECT 1 AS a"), {}, frame, origin), each)


def _prepare(limits: SqlLimits, place: Path) -> dict[str, Any] | None:
    """Ask first questions of our own, and only then put up the fence.

    Libraries set address space aside when they are first used. Gives a refusal where
    there is nothing to ask yet: nobody's question runs before the fence is there.
    """
    for each in AnswerFormat:
        first = {"sql": "SELECT 1 AS a", "parameters": {}, "format": each, "rows": 1}
        told, _ = answered(first, limits, place)
        if "fault" in told:
            return told
    _fence(limits)
    return None


if __name__ == "__main__":
    main(SqlLimits(**json.loads(sys.argv[1])), Path(sys.argv[2]))
