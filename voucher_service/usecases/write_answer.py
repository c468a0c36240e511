"""The answer to a query is written as a file in the format that is asked for."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

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
_LONGEST_CELL = 32_767
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
    if answer.frame.height > _MOST_SHEET_ROWS:
        raise BadParameter(
            Text(
                zh=f"工作表放不下 {answer.frame.height:,} 行",
                en=f"a sheet does not hold {answer.frame.height:,} rows",
            ),
            remedy=Text(zh="用 csv 或 parquet", en="write csv or parquet"),
        )
    content = io.BytesIO()
    book = Workbook(content, {"in_memory": True})
    book.set_properties({"created": answer.origin.known_at})
    page, about = book.add_worksheet("结果 result"), book.add_worksheet("说明 about")
    bold = book.add_format({"bold": True, "bg_color": "#D9E1F2"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    money = book.add_format({"num_format": "#,##0.00"})
    for at, name in enumerate(answer.frame.columns):
        page.write_string(0, at, name, bold)
        page.set_column(at, at, max(12, len(name) + 2))
    page.freeze_panes(1, 0)
    for row, values in enumerate(flat_of(answer.frame).iter_rows(), 1):
        for at, value in enumerate(values):
            _write_cell(page, row, at, value, day if _is_day(value) else money)
    for row, (left, right) in enumerate(_about(answer)):
        about.write_string(row, 0, left)
        about.write_string(row, 1, right)
    about.set_column(0, 1, 48)
    book.close()
    return content.getvalue()


def _is_day(value: object) -> bool:
    """Tell whether a value is a day that a spreadsheet can count."""
    if isinstance(value, datetime) or not isinstance(value, date):
        return False
    return value.year >= _FIRST_YEAR


def _write_cell(page: Any, row: int, at: int, value: object, style: Any) -> None:  # noqa: ANN401
    """Write a cell as what it is: no text can become a formula."""
    if value is None:
        return
    if isinstance(value, bool):
        page.write_boolean(row, at, value)
    elif isinstance(value, Decimal):
        page.write_number(row, at, float(value), style)
    elif isinstance(value, int | float) and value - value == 0:
        page.write_number(row, at, value)
    elif _is_day(value):
        page.write_datetime(row, at, value, style)
    else:
        page.write_string(row, at, str(plain_of(value))[:_LONGEST_CELL])


def _about(answer: Answer) -> Iterator[tuple[str, str]]:
    query = answer.query
    yield origin_line(answer), ""
    yield "查询 query", query.name
    for said in (query.question, query.note):
        if said:
            yield said.zh, said.en
    for name, value in answer.values.items():
        yield f"参数 parameter {name}", str(plain_of(value))
    for name, meaning in told_columns(answer):
        yield name, str(meaning or "")
