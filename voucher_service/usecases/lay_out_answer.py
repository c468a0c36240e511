"""The answer to a query is laid out for a terminal, as plain values, as cells."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import polars as pl

from voucher_service.model.text import Text
from voucher_service.usecases.ask_published import Answer

SYNTHETIC_DATA = "合成数据 synthetic data"
REPORTED_DATA = "经销商上报 dealers' reports"
SYNTHETIC_MARK = f"【{SYNTHETIC_DATA}】"
_NONE = "—"
_WIDE = "WF"


def origin_line(answer: Answer) -> str:
    """Say up to when an answer tells, and whether its data is made up."""
    told = answer.origin
    mark = SYNTHETIC_MARK if told.synthetic else ""
    return (
        f"{mark}数据截至 / as of: {told.as_of or _NONE} · "
        f"入库截至 / known at: {told.known_at.isoformat()}Z"
    )


def table_lines(answer: Answer, most_rows: int | None = None) -> list[str]:
    """Lay an answer out for a terminal; of more rows than are shown it is told."""
    query, frame = answer.query, answer.frame
    lines = [origin_line(answer)]
    if query.question:
        lines += [query.question.zh, query.question.en]
    if query.note:
        lines += [f"注意：{query.note.zh}", f"Note: {query.note.en}"]
    shown = frame if most_rows is None else frame.head(most_rows)
    lines += ["", *_laid_out(shown)]
    untold = frame.height - shown.height
    if untold:
        lines.append(f"… 还有 {untold:,} 行 / {untold:,} more rows: --format csv")
    return lines


def answer_document(answer: Answer) -> dict[str, Any]:
    """Give an answer as plain JSON values; decimals are texts, so that none is lost."""
    query, told = answer.query, answer.origin
    return {
        "query": query.name,
        "question": query.question and query.question.model_dump(),
        "note": query.note and query.note.model_dump(),
        "parameters": {name: plain_of(value) for name, value in answer.values.items()},
        "as_of": told.as_of and told.as_of.isoformat(),
        "known_at": told.known_at.isoformat() + "Z",
        "synthetic": told.synthetic,
        "truncated": answer.truncated,
        "sql": query.sql,
        "columns": [
            {"name": name, "meaning": meaning and meaning.model_dump()}
            for name, meaning in told_columns(answer)
        ],
        "rows": [
            {name: plain_of(value) for name, value in row.items()}
            for row in answer.frame.iter_rows(named=True)
        ],
    }


def with_provenance(answer: Answer, *, is_named: bool = True) -> Answer:
    """Say in every row as of when it is, and whether it is made up.

    So say the rows of a file that has no other place for it; one that ``is_named``
    tells the name of its query as well.
    """
    told, frame = answer.origin, answer.frame
    said = {
        "as_of": told.as_of,
        "known_at": told.known_at.isoformat() + "Z",
        "data_nature": SYNTHETIC_DATA if told.synthetic else REPORTED_DATA,
        **({"query": answer.query.name} if is_named else {}),
    }
    columns = []
    for name, value in said.items():
        own = name
        while own in frame.columns:
            own += "_1"
        columns.append(pl.lit(value).alias(own))
    return replace(answer, frame=frame.with_columns(columns))


def told_columns(answer: Answer) -> Iterator[tuple[str, Text | None]]:
    """Give the columns of an answer, with what the query's head tells of them."""
    for name in answer.frame.columns:
        yield name, answer.columns.get(name)


def plain_of(value: object) -> Any:  # noqa: ANN401
    """Give a cell as a plain JSON value."""
    if isinstance(value, float):
        return value if value - value == 0 else None  # neither infinite nor no number
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [plain_of(each) for each in value]
    return str(value) if isinstance(value, Decimal) else value


def _laid_out(frame: pl.DataFrame) -> list[str]:
    """Give a header, a rule and the rows, in columns that Chinese does not push."""
    cells = [[shown_of(value) for value in row] for row in frame.iter_rows()]
    widths = [
        max([_width(name), *(_width(row[at]) for row in cells)])
        for at, name in enumerate(frame.columns)
    ]
    right = [kind.is_numeric() for kind in frame.dtypes]

    def line(texts: list[str]) -> str:
        padded = (
            _padded(text, width, right=is_right)
            for text, width, is_right in zip(texts, widths, right, strict=True)
        )
        return "  ".join(padded).rstrip()

    rule = "  ".join("─" * width for width in widths)
    return [line(frame.columns), rule, *map(line, cells)]


def shown_of(value: object) -> str:
    """Give a cell as one line of text."""
    if value is None:
        return _NONE
    if isinstance(value, bool):
        return "是 yes" if value else "否 no"
    if isinstance(value, Decimal):
        return f"{value:,}"
    if isinstance(value, list):
        return "、".join(shown_of(each) for each in value)
    plain = str(plain_of(value))
    return plain.replace("\n", "⏎").replace("\t", " ").replace("\x1b", "␛")


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(sign) in _WIDE) for sign in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space


def flat_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Give a frame whose cells are single values, as a sheet has them."""
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    binary = [name for name, kind in frame.schema.items() if kind == pl.Binary]
    texts = [
        pl.Series(
            name, [v if v is None else shown_of(v) for v in frame[name].to_list()]
        )
        for name in (*nested, *binary)
    ]
    return frame.with_columns(*(text.cast(pl.String) for text in texts))
