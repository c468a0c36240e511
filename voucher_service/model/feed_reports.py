"""What became of a file and of its delivery: reports, receipts and lists of them."""

from datetime import datetime
from typing import Literal

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class FeedSender(Report):
    """Who delivered a file, and by which way it came."""

    channel: Literal["command", "http", "page", "watch"]
    name: str = Field(description="the name of the token, session or folder")
    role: Role
    dealer_id: str | None = Field(
        default=None, description="the dealer that sent it itself"
    )


class FeedReport(Report):
    """What became of one file: ``rows = accepted + unchanged + refused + review``."""

    status: Literal["landed", "duplicate", "previewed", "unreadable"] = Field(
        default="landed", description="previewed: a dry run, of which nothing is kept"
    )
    delivery_id: str | None = Field(
        default=None, description="the receipt's number; a dry run has none"
    )
    received_at: datetime | None = Field(
        default=None, description="when the delivery came"
    )
    sender: FeedSender | None = None
    file: str
    sha256: str
    duplicate: bool
    dry_run: bool = False
    feed_id: str
    kind: Literal["sales", "dealers", "unreadable"]
    format: str
    encoding: str | None
    profile: str
    rows: int
    accepted: int
    unchanged: int
    refused: int
    review: int
    reasons: dict[str, int]
    unknown_headers: tuple[str, ...] = ()
    skipped_sheets: tuple[str, ...] = Field(
        default=(), description="sheets that had no known header"
    )
    first_refusals: tuple["RowFinding", ...] = ()
    rows_told: int = Field(
        default=0, description="of how many rows first_refusals tells"
    )
    warning: Text | None = None
    error: Text | None = Field(
        default=None, description="why an unreadable file is unreadable"
    )
    remedy: Text | None = None
    recorded_at: datetime | None = None
    notes: tuple["RowFinding", ...] = Field(
        default=(), description="what was decided in reading, cell by cell; the first"
    )
    notes_count: int = Field(default=0, description="how many notes there are in all")
    suggestions: tuple["HeaderSuggestion", ...] = Field(
        default=(), description="unknown headers that resemble known ones; never used"
    )
    conflicts: int = Field(
        default=0,
        description="how many of its sales another dealer claims for itself",
    )
    truncated: bool = Field(
        default=False, description="true if rows_told is less than refused + review"
    )
    synthetic: bool = Field(default=False, description="true if any row is made up")

    @field_serializer("recorded_at", "received_at")
    def _instant(self, value: datetime | None) -> str | None:
        return None if value is None else instant_text(value)


class HeaderSuggestion(Report):
    """A header that no field takes, beside the known header it resembles."""

    sheet: str
    header: str
    field: str
    nearest: str
    sentence: Text


class FeedProgress(Report):
    """A large delivery that is still being taken in."""

    status: Literal["processing"] = "processing"
    delivery_id: str = Field(description="ask for /v1/feeds/{delivery_id} again")
    feed_id: str | None = Field(
        default=None, description="not known before the file is read"
    )
    file: str
    dry_run: bool
    stage: Literal["waiting", "reading", "landing"]
    done: int = Field(description="stages done")
    total: int = Field(description="stages there are")
    received_at: datetime

    @field_serializer("received_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class DeliverySummary(Report):
    """The receipt of one delivery in a list; a duplicate tells of the first landing."""

    delivery_id: str
    received_at: datetime
    sender: FeedSender
    file: str
    sha256: str
    outcome: Literal["landed", "duplicate", "unreadable"]
    feed_id: str | None
    kind: Literal["sales", "dealers", "unreadable"]
    rows: int
    accepted: int
    unchanged: int
    refused: int
    review: int
    synthetic: bool
    error: Text | None

    @field_serializer("received_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class DeliveryPage(Report):
    """Receipts in a list, newest first, and the cursor that gives the next ones."""

    items: tuple[DeliverySummary, ...]
    next_cursor: str | None


class RowFinding(Report):
    """One reason against one row: where it is, what is wrong, what mends it."""

    file: str
    sheet: str
    row: int
    header: str | None
    field: str | None
    found: str | None
    code: str
    sentence: Text
    remedy: Text
