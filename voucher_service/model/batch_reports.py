"""What banks are told of a file of redemptions: how far it is, and line by line."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from voucher_service.model.redemption_reports import Money
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class LineStatus(StrEnum):
    """What became of a line of a file."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REPLAYED = "replayed"
    REFUSED = "refused"


class LineCount(Report):
    """How many lines, and what they come to."""

    count: int = Field(ge=0, examples=[2])
    amount: Money


class BatchReport(Report):
    """A file of redemptions: its lines, and what became of them so far.

    ``accepted`` are redemptions that this file made; ``replayed`` lines had been
    redeemed before under the same number and moved no money again. The four counts
    add up to ``lines``.
    """

    id: str
    status: Literal["processing", "completed"]
    bank: str
    format: Literal["ndjson", "csv"]
    file_sha256: str
    lines: int
    total: Money
    accepted: LineCount
    replayed: LineCount
    refused: LineCount
    pending: LineCount
    created_at: str
    completed_at: str | None


class LineProblem(Report):
    """Why a line was refused; ``column`` is the column of a CSV that is at fault."""

    code: str
    message: Text
    remedy: Text | None = None
    field: str | None = None
    column: str | None = None
    voucher_state: str | None = None
    redemption: str | None = None


class BatchItem(Report):
    """A line: ``line_no`` counts lines of data from 1 and never changes."""

    line_no: int
    status: LineStatus
    redemption_id: str | None = None
    out_request_no: str | None = None
    amount: Money | None = None
    problem: LineProblem | None = None


class BatchItems(Report):
    """A page of a file's lines in their order."""

    items: tuple[BatchItem, ...]
    next_cursor: str | None
