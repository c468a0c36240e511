"""What is shown of keys that sign, and of the log of who did what."""

from datetime import datetime
from typing import Any

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class SigningKeySummary(Report):
    """A signing key as it may be shown: never its secret."""

    id: str
    bank: str
    algorithm: str
    created_at: datetime
    retires_at: datetime | None

    @field_serializer("created_at", "retires_at")
    def _instant(self, value: datetime | None) -> str | None:
        return None if value is None else instant_text(value)


class NewSigningKey(SigningKeySummary):
    """A signing key just made, with the secret that is shown once."""

    secret: str


class LogEntry(Report):
    """One entry of the log."""

    entry_no: int
    recorded_at: datetime
    actor: str
    role: str
    action: str
    subject: str
    outcome: str
    request_id: str
    detail: dict[str, Any]
    entry_hash: str

    @field_serializer("recorded_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class LogCheck(Report):
    """What came of reading the log of changes again, hash by hash."""

    entries: int
    head: str = Field(description="the hash of the last entry")
    read_from: int = Field(description="the first entry that was read this time")
    sound: bool
    broken_at: int | None = Field(description="the first entry not as written")
    why: Text | None


class LogReport(Report):
    """The last entries of the log, its head, and a check of it where asked for."""

    head_no: int
    head_hash: str
    entries: tuple[LogEntry, ...]
    check: LogCheck | None
