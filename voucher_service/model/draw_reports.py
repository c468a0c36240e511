"""What a draw publishes of itself."""

from datetime import date, datetime

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.kinds import Outcome
from voucher_service.model.reports import Report
from voucher_service.model.text import Text


class Commitment(Report):
    """A seed that stays secret until entries have closed, and its published hash."""

    seed: str
    seed_sha256: str = Field(description="goes into the terms: allocation.seed_sha256")


class Revelation(Report):
    """A seed that was revealed, and how many decisions it changed."""

    campaign: str
    seed_sha256: str
    revealed_at: datetime
    changed: int

    @field_serializer("revealed_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class DrawLimit(Report):
    """A quota or budget that was drawn for, in the order in which they are asked."""

    name: str
    most: int = Field(description="sales, or fen where it is money")
    money: bool


class DrawEntry(Report):
    """A sale in the draw: its number, the limits that bind it, what became of it.

    ``draw`` is the SHA-256 of ``seed:sale_id`` in hex; the lowest comes first.
    ``groups`` has, for each limit that binds the sale, the group it is counted in.
    """

    sale_id: str
    draw: str
    amount_fen: int
    groups: dict[str, str]
    outcome: Outcome
    waits_for: str | None


class DrawRecord(Report):
    """All that is needed to prove a draw, without any personal data."""

    campaign: str
    terms_version: str
    seed_sha256: str
    seed: str
    committed_at: datetime
    entries_close: date
    known_at: datetime
    synthetic: bool
    limits: tuple[DrawLimit, ...]
    entries: tuple[DrawEntry, ...]

    @field_serializer("committed_at", "known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class DrawCheck(Report):
    """Whether a published draw holds, and all that does not."""

    campaign: str
    entries: int
    drawn: int
    holds: bool
    faults: tuple[Text, ...]
