"""The answer to a query is written as a file in the format that is asked for."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import Any

import polars as pl
from xlsxwriter import Workbook

from voucher_service.model.errors import BadParameter
from voucher_service.model.text import Text
from voucher_service.usecases.ask_published import Answer
from voucher_service.usecases.lay_out_answer import (
    answer_document,
    flat_of,
    origin_line,
    plain_of,
    table_lines,
    told_columns,
)
from voucher_service.usecases.write_csv import spreadsheet_csv

_MOST_SHEET_ROWS = 1_048_575
_MOST_SHEET_COLUMNS = 16_384
_LONGEST_CELL = 32_767
_WIDEST = 60
_EXACT_DIGITS = 15
_MOST_EXACT = 10**15 - 1
_FIRST_YEAR = 1900


class AnswerFormat(StrEnum):
    """A format in which an answer is given."""

    TABLE = "table"
    CSV = "csv"
    PARQUET = "parquet"
    JSON = "json"
    XLSX = "xlsx"


BINARY = {AnswerFormat.PARQUET, AnswerFormat.XLSX}


def written(answer: Answer, format_: AnswerFormat) -> bytes:
    """Give an answer as the bytes of a file; the same answer gives the same bytes."""
    if format_ is AnswerFormat.TABLE:
        return ("\n".join(table_lines(answer)) + "\n").encode()
    if format_ is AnswerFormat.CSV:
        return spreadsheet_csv(flat_of(answer.frame))
    if format_ is AnswerFormat.PARQUET:
        return _parquet(answer)
    if format_ is AnswerFormat.JSON:
        document = answer_document(answer)
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"
    return _workbook(answer)


def _parquet(answer: Answer) -> bytes:
    content = io.BytesIO()
    told = answer_document(replace(answer, frame=answer.frame.clear()))
    note = {"voucher_service": json.dumps(told, ensure_ascii=False)}
    answer.frame.write_parquet(content, metadata=note)
    return content.getvalue()


def _workbook(answer: Answer) -> bytes:
    _check_size(answer.frame)
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": answer.origin.known_at})
    page, about = book.add_worksheet("结果 result"), book.add_worksheet("说明 about")
    bold = book.add_format({"bold": True, "bg_color": "#D9E1F2"})
    frame = flat_of(answer.frame)
    for at, (name, kind) in enumerate(frame.schema.items()):
        page.write_string(0, at, name[:_LONGEST_CELL], bold)
        style = book.add_format({"num_format": _form(kind)})
        page.set_column(at, at, min(max(12, len(name) + 2), _WIDEST), style)
    page.freeze_panes(1, 0)
    cut = 0
    for row, values in enumerate(frame.iter_rows(), 1):
        for at, value in enumerate(values):
            cut += _write_cell(page, row, at, value)
    for row, (left, right) in enumerate((*_about(answer), *_cut_cells(cut))):
        about.write_string(row, 0, left)
        about.write_string(row, 1, right)
    about.set_column(0, 1, 48)
    book.close()
    return content.getvalue()


def _check_size(frame: pl.DataFrame) -> None:
    for count, most, zh, en in (
        (frame.height, _MOST_SHEET_ROWS, "行", "rows"),
        (frame.width, _MOST_SHEET_COLUMNS, "列", "columns"),
    ):
        if count > most:
            raise BadParameter(
                Text(
                    zh=f"工作表放不下 {count:,} {zh}",
                    en=f"a sheet does not hold {count:,} {en}",
                ),
                remedy=Text(zh="用 csv 或 parquet", en="write csv or parquet"),
            )


def _form(kind: pl.DataType) -> str:
    """Give how a sheet shows the numbers of a column, without rounding decimals."""
    if isinstance(kind, pl.Decimal):
        return "#,##0." + "0" * kind.scale if kind.scale else "#,##0"
    return "yyyy-mm-dd" if kind == pl.Date else "General"


def _is_day(value: object) -> bool:
    """Tell whether a value is a day that a spreadsheet can count."""
    if isinstance(value, datetime) or not isinstance(value, date):
        return False
    return value.year >= _FIRST_YEAR


def _is_counted(value: object) -> bool:
    """Tell whether a value is a number that a spreadsheet holds without rounding it."""
    if isinstance(value, Decimal):
        return value.is_finite() and len(value.as_tuple().digits) <= _EXACT_DIGITS
    if isinstance(value, int):
        return abs(value) <= _MOST_EXACT
    return isinstance(value, float) and isfinite(value)


def _write_cell(page: Any, row: int, at: int, value: object) -> bool:  # noqa: ANN401
    """Write a cell as what it is: no text can become a formula; true if it is cut."""
    if value is None:
        return False
    if isinstance(value, bool):
        page.write_boolean(row, at, value)
    elif _is_counted(value):
        page.write_number(
            row, at, float(value) if isinstance(value, Decimal) else value
        )
    elif _is_day(value):
        page.write_datetime(row, at, value)
    else:
        text = str(plain_of(value))
        page.write_string(row, at, text[:_LONGEST_CELL])
        return len(text) > _LONGEST_CELL
    return False


def _cut_cells(count: int) -> Iterator[tuple[str, str]]:
    if count:
        yield (
            f"超过 {_LONGEST_CELL:,} 字而截断的单元格 cells cut at so many signs",
            f"{count:,}",
        )


def _about(answer: Answer) -> Iterator[tuple[str, str]]:
    query = answer.query
    yield origin_line(answer), ""
    if answer.truncated:
        rows = f"{answer.frame.height:,}"
        yield f"结果不全：只有前 {rows} 行", f"cut: the first {rows} rows alone"
    yield "查询 query", query.name
    for said in (query.question, query.note):
        if said:
            yield said.zh, said.en
    for name, value in answer.values.items():
        yield f"参数 parameter {name}", str(plain_of(value))
    for name, meaning in told_columns(answer):
        yield name, str(meaning or "")
    yield "SQL", query.sql[:_LONGEST_CELL]
