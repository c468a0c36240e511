"""A bank's file of redemptions becomes lines, each with its form or what is wrong.

NDJSON has an object a line, CSV a row; lines without anything on them do not count.
"""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from pydantic import ValidationError

from voucher_service.feeds.decoding import decode
from voucher_service.feeds.redemption_columns import Columns, columns_of
from voucher_service.model.bank_bodies import MOST_FEN, RedeemBody
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import ParamError
from voucher_service.model.vouchers import Mode

FileFormat = Literal["ndjson", "csv"]
_LONGEST_CELL = 1024
_LOCAL = re.compile(
    r"(\d{4})[-/]?(\d{1,2})[-/]?(\d{1,2})[ T]?(\d{1,2}):?(\d{2})(?::?(\d{2}))?"
)
_YUAN = re.compile(r"(\d{1,10})(?:\.(\d{1,2}))?")


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong with a line's form, and in which field or column."""

    message: Text
    field: str | None = None
    column: str | None = None


class RedemptionLine(NamedTuple):
    """A line of a file: what it asks for, or why nobody can tell.

    ``amount_fen`` is None where the amount itself cannot be read.
    """

    number: int
    body: RedeemBody | None
    amount_fen: int | None
    fault: LineFault | None = None


def read_lines(content: bytes, file_format: FileFormat) -> Iterator[RedemptionLine]:
    """Give the lines of a file in their order, numbered from 1.

    Raises UnreadableInput for what is no text, and ParamError for a CSV without the
    columns that are needed.
    """
    _, text = decode(content, "file")
    return _of_csv(text) if file_format == "csv" else _of_ndjson(text)


def _of_ndjson(text: bytes) -> Iterator[RedemptionLine]:
    lines = (line for line in text.split(b"\n") if line and not line.isspace())
    for number, line in enumerate(lines, 1):
        try:
            body = RedeemBody.model_validate_json(line)
        except ValidationError as error:
            yield RedemptionLine(number, None, _told_amount(line), _fault(error))
        else:
            yield _line(number, body)


def _told_amount(line: bytes) -> int | None:
    """Give the amount of a line that is wrong elsewhere, where it has one."""
    try:
        total = json.loads(line)["amount"]["total"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return total if type(total) is int and 0 < total <= MOST_FEN else None


def _of_csv(text: bytes) -> Iterator[RedemptionLine]:
    rows = _rows(text.decode())
    columns = columns_of(next(rows, []))
    for number, row in enumerate(rows, 1):
        asked = _asked(row, columns)
        try:
            body = RedeemBody.model_validate(asked)
        except ValidationError as error:
            amount = asked["amount"]
            total = amount["total"] if isinstance(amount, dict) else None
            fault = _fault(error, columns)
            yield RedemptionLine(number, None, total, fault)
        else:
            yield _line(number, body)


def _rows(text: str) -> Iterator[list[str]]:
    """Give the rows that hold anything. Raises ParamError for quotes left open."""
    head = text.lstrip("\r\n").partition("\n")[0]
    separator = max(",\t;", key=head.count)
    reader = csv.reader(
        text.splitlines(keepends=True), delimiter=separator, strict=True
    )
    try:
        for row in reader:
            if any(cell and not cell.isspace() for cell in row):
                yield row
    except csv.Error as error:
        at = reader.line_num
        raise ParamError(
            Text(
                zh=f"文件第 {at} 行附近不是可读的 CSV",
                en=f"the file is no readable CSV about line {at}",
            ),
            field="file",
        ) from error


def _asked(row: list[str], columns: Columns) -> dict[str, Any]:
    """Give what a row asks for, as the body of a redemption would."""
    asked: dict[str, Any] = {"amount": None}
    for place, field in columns.fields.items():
        cell = row[place].strip() if place < len(row) else ""
        if not cell:
            continue
        if field == "amount_fen":
            asked["amount"] = _amount(int(cell) if _is_count(cell) else 0)
        elif field == "amount_yuan":
            asked["amount"] = _amount(_fen(cell))
        elif field == "redeemed_at":
            asked[field] = _instant(cell)
        else:
            asked[field] = cell[:_LONGEST_CELL]
    if len(row) > columns.width and any(cell.strip() for cell in row[columns.width :]):
        asked["beyond_the_header"] = True
    return asked


def _is_count(cell: str) -> bool:
    return cell.isascii() and cell.isdecimal() and len(cell) <= len(str(MOST_FEN))


def _fen(cell: str) -> int:
    match = _YUAN.fullmatch(cell)
    if match is None or not cell.isascii():
        return 0
    return int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))


def _amount(fen: int) -> dict[str, Any] | None:
    usable = 0 < fen <= MOST_FEN
    return {"total": fen, "currency": "CNY"} if usable else None


def _instant(cell: str) -> str:
    """Read a time without an offset as Shanghai's."""
    match = _LOCAL.fullmatch(cell)
    if match is None:
        return cell[:_LONGEST_CELL]
    year, *parts = match.groups(default="0")
    month, day, hour, minute, second = (part.zfill(2) for part in parts)
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}+08:00"


def _line(number: int, body: RedeemBody) -> RedemptionLine:
    amount = body.amount.total
    if body.ttl_seconds is not None and body.mode is not Mode.AUTHORIZE:
        fault = LineFault(_FORMS["ttl_seconds"], "ttl_seconds")
        return RedemptionLine(number, None, amount, fault)
    return RedemptionLine(number, body, amount)


def _fault(error: ValidationError, columns: Columns | None = None) -> LineFault:
    """Say what is wrong first of all, in which field and in which column."""
    first = error.errors(include_url=False, include_context=False)[0]
    location = first["loc"]
    if not location:
        return LineFault(_NOT_JSON if first["type"] == "json_invalid" else _NO_OBJECT)
    field = str(location[0])
    if field == "beyond_the_header":
        return LineFault(_BEYOND)
    if field not in _FORMS:
        return LineFault(_UNKNOWN.filled(fields=", ".join(_FORMS)), field[:64])
    column = None if columns is None else columns.named(field)
    return LineFault(_FORMS[field], field, column)


_NOT_JSON: Final = Text(zh="该行不是可读的 JSON", en="the line is not readable as JSON")
_NO_OBJECT: Final = Text(
    zh="该行应为一个 JSON 对象", en="the line should be one JSON object"
)
_BEYOND: Final = Text(
    zh="该行的单元格多于表头", en="the row has more cells than the header"
)
_UNKNOWN: Final = Text(
    zh="没有这个字段，可用：{fields}", en="there is no such field; valid: {fields}"
)
_FORMS: Final[dict[str, Text]] = {
    "voucher_code": Text(
        zh="券码应为 1 至 64 个字符", en="a voucher's code has 1 to 64 characters"
    ),
    "amount": Text(
        zh="金额应为大于零的人民币金额：整数分，或至多两位小数的元",
        en="an amount is more than zero: whole fen, or yuan of at most two decimals,"
        " in CNY",
    ),
    "out_request_no": Text(
        zh="流水号应为 1 至 64 位字母、数字或 _ . : / @ | * -",
        en="a number is 1 to 64 letters, digits or _ . : / @ | * -",
    ),
    "mode": Text(
        zh="方式应为 capture 或 authorize", en="the mode is capture or authorize"
    ),
    "redeemed_at": Text(
        zh="交易时间应为带时区的 RFC 3339 时间；CSV 中也可写作 2023-01-10 18:00:00"
        "（北京时间）",
        en="a time is RFC 3339 with its offset; in a CSV also 2023-01-10 18:00:00,"
        " which is Shanghai's",
    ),
    "station": Text(
        zh="网点应为 1 至 64 个字符", en="a station has 1 to 64 characters"
    ),
    "terminal": Text(
        zh="终端号应为 1 至 64 个字符", en="a terminal has 1 to 64 characters"
    ),
    "ttl_seconds": Text(
        zh="ttl_seconds 为 1 至 900 的整数，且只用于 authorize",
        en="ttl_seconds is 1 to 900 and goes with authorize alone",
    ),
}
