"""What is asked of a published database, and how much a question may use."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from voucher_service.model.text import Text


@dataclass(frozen=True)
class Parameter:
    """What a query asks its caller for.

    ``default`` is an SQL literal; without one a value has to be given. A number that
    has ``bounds`` is no less than the first and no more than the second.
    """

    name: str
    type: str
    default: str | None
    meaning: Text | None
    bounds: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True)
class Query:
    """A statement, and as much as its head tells of it."""

    name: str
    sql: str
    question: Text | None
    note: Text | None
    parameters: tuple[Parameter, ...]
    columns: Mapping[str, Text]


@dataclass(frozen=True)
class Limits:
    """What one query may use; ``threads`` is DuckDB's own choice where it is None.

    With ``cut`` a result of too many rows is no fault: one row more than is given out
    comes, which tells that there are others.
    """

    seconds: float = 60.0
    memory_mb: int = 1024
    most_rows: int = 1_000_000
    most_bytes: int = 1024 * 1024 * 1024
    threads: int | None = None
    cut: bool = False
