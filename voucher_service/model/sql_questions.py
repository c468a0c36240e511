"""An analyst's question in SQL, how much it may use, and what comes back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.published_errors import (
    NotPublished,
    QueryStopped,
    UnreadablePublication,
    UnusableQuery,
)
from voucher_service.model.reports import Report

FAULTS: Mapping[str, type[VoucherServiceError]] = {
    each.__name__: each
    for each in (UnusableQuery, QueryStopped, NotPublished, UnreadablePublication)
}
"""What may be wrong with a question; all else is told as an UnusableQuery."""

LONGEST_SQL = 100_000
LONGEST_SAVED = 20_000
LONGEST_NAME = 80


@dataclass(frozen=True)
class SqlLimits:
    """What the questions of analysts may use of the machine."""

    seconds: float = 30.0
    memory_mb: int = 512
    most_rows: int = 100_000
    most_megabytes: int = 64
    at_once: int = 4  # in all
    at_once_each: int = 2  # of one person or token


@dataclass(frozen=True)
class SqlQuestion:
    """A question: its parameters are texts, as a command line gives them."""

    sql: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    format: str = "json"
    rows: int = 1_000  # further ones are left off, and that is told


@dataclass(frozen=True)
class SqlAnswer:
    """What a question came to, written in the format it asked for."""

    body: bytes
    rows: int
    truncated: bool
    elapsed_ms: float


class SqlColumn(Report):
    """A column of an answer."""

    name: str
    type: str = Field(description="DuckDB's name of the type")


class SqlPublication(Report):
    """Of which publication an answer tells."""

    as_of: str | None
    known_at: str
    synthetic: bool = Field(description="true if any of it is made up")
    program_version: str


class SqlResult(Report):
    """An answer as JSON: each row holds a value a column; decimals are texts."""

    columns: tuple[SqlColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    truncated: bool = Field(description="true if further rows were left off")
    elapsed_ms: float
    publication: SqlPublication


class SavedName(Report):
    """A query that somebody saved for all who may ask, without its text."""

    id: str
    name: str
    saved_by: str = Field(description="role and name of who saved it last")
    saved_at: datetime

    @field_serializer("saved_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class SavedQuery(SavedName):
    """A query that somebody saved for all who may ask; saved anew, it is replaced."""

    sql: str
