"""What a draw publishes of itself."""

from datetime import date, datetime

from pydantic import AwareDatetime, Field, field_serializer

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
    most: int = Field(ge=0, description="sales, or fen where it is money")
    money: bool
    taken: dict[str, int] = Field(
        default_factory=dict,
        description="what sales under other entries of the terms took, by group",
    )


class DrawEntry(Report):
    """A sale in the draw: its number, the limits that bind it, what became of it.

    ``draw`` is the SHA-256 of ``seed:sale_id`` in hex; the lowest comes first.
    ``groups`` has, for each limit that binds the sale, the group it is counted in.
    """

    sale_id: str
    draw: str
    amount_fen: int = Field(ge=0)
    groups: dict[str, str]
    outcome: Outcome
    waits_for: str | None


class DrawRecord(Report):
    """A draw as it is published, without any personal data.

    It proves by itself that the numbers are those of the seed, that the seed is the one
    committed to, and that places and money went by the numbers. That all entries stand
    in it, with their right amounts, is what its publication is for: whoever took part
    finds their own.
    """

    campaign: str
    terms_version: str
    seed_sha256: str
    seed: str
    committed_at: AwareDatetime
    entries_close: date
    known_at: AwareDatetime
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
