"""The parameters of banks' files, statements and events, as OpenAPI describes them."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from fastapi import Path, Query
from pydantic import BeforeValidator

from voucher_service.api.parameters import one_of, read_day
from voucher_service.model.bank_bodies import MOST_FEN
from voucher_service.model.batch_reports import LineStatus

MOST_LINES = 10_000_000


class StatementFormat(StrEnum):
    """What a statement can be asked for as."""

    JSON = "json"
    CSV = "csv"


class StatementEncoding(StrEnum):
    """How the CSV of a statement can be encoded."""

    UTF8 = "utf-8"
    GB18030 = "gb18030"


BatchId = Annotated[
    str,
    Path(
        alias="id",
        description="批次编号 · the batch's id",
        max_length=64,
        examples=["bat_5f0c2ab91d3e4f68"],
    ),
]
Count = Annotated[
    int,
    Query(
        ge=0,
        le=MOST_LINES,
        description="控制总数：核销行数 · control total: how many lines",
        examples=[2],
    ),
]
TotalFen = Annotated[
    int,
    Query(
        ge=0,
        le=MOST_LINES * MOST_FEN,
        description="控制总数：合计金额（分） · control total: their sum in fen",
        examples=[150_000],
    ),
]
StatusOf = Annotated[
    LineStatus | None,
    BeforeValidator(one_of(LineStatus)),
    Query(
        alias="status",
        description="只列该状态的行：pending 待处理、accepted 已核销、"
        "replayed 此前已核销、refused 被拒 · only lines of this status",
        examples=["refused"],
    ),
]
LineCursor = Annotated[
    int,
    Query(
        alias="cursor",
        ge=0,
        le=MOST_LINES,
        description="上一页给出的 next_cursor · next_cursor of the page before",
        examples=[50],
    ),
]
StatementDay = Annotated[
    date,
    BeforeValidator(read_day),
    Path(
        alias="date",
        description="受理日期（北京时间） · the day of recording, Asia/Shanghai",
        examples=["2023-01-10"],
    ),
]
BankOf = Annotated[
    str | None,
    Query(
        alias="bank",
        description="银行；银行自己查询时可省略 · whose statement; a bank's own by"
        " default",
        max_length=64,
        examples=["ccb-zjj"],
    ),
]
FormatOf = Annotated[
    StatementFormat,
    BeforeValidator(one_of(StatementFormat)),
    Query(
        alias="format",
        description="json（默认）或 csv · json, or the csv that sha256 is of",
        examples=["csv"],
    ),
]
EncodingOf = Annotated[
    StatementEncoding,
    BeforeValidator(one_of(StatementEncoding)),
    Query(
        alias="encoding",
        description="CSV 的编码：utf-8（带 BOM，默认）或 gb18030 · the CSV's encoding",
        examples=["gb18030"],
    ),
]
After = Annotated[
    str | None,
    Query(
        description="已收到的最后一个事件，默认从头 · the last event that you have",
        max_length=64,
        examples=["evt_000000000041"],
    ),
]
EventLimit = Annotated[
    int,
    Query(
        ge=1, le=1000, description="至多多少个事件 · how many events", examples=[100]
    ),
]
