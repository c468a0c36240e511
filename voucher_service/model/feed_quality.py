"""How well dealers report: the board's rows, worst first."""

from datetime import date, datetime

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.reports import Report
from voucher_service.model.text import Text

NOBODY_NAMED = Text(zh="（未注明）", en="(not named)")
"""Stands for the dealer of rows that name none."""


class ReasonCount(Report):
    """A reason and how many rows did not land for it."""

    code: str
    rows: int
    sentence: Text


class DealerQuality(Report):
    """How well one dealer reports: ``rows = accepted + unchanged + refused + review``.

    A row that did not land is its sender's where a dealer sent the file itself, else
    the dealer's that its own cells name, else the one dealer of whom its file tells;
    what is left stands under ``dealer_id`` null.
    """

    dealer_id: str | None = Field(description="null for rows that name no dealer")
    dealer_name: str
    deliveries: int = Field(
        description="files that it sent or that tell of it, duplicates too"
    )
    unreadable: int = Field(description="those of them that could not be read")
    rows: int
    accepted: int
    unchanged: int
    refused: int
    review: int
    acceptance_rate: float | None = Field(
        description="accepted and unchanged over rows, rounded down to four places; "
        "null without rows"
    )
    reasons: tuple[ReasonCount, ...] = Field(
        description="the five reasons with most rows that did not land"
    )
    lateness_median_days: int | None = Field(
        description="whole days from a sale to the record of its first version: at "
        "most so many for half of the sales"
    )
    lateness_p90_days: int | None = Field(
        description="at most so many for nine sales in ten"
    )
    corrections: int = Field(
        description="later versions of sales that take nothing back"
    )
    cancellations: int = Field(description="versions that take a sale back")
    conflicts: int = Field(
        description="its sales that wait for a person, whenever they were reported"
    )
    last_feed_at: datetime | None = Field(
        description="when the last file that tells of it landed"
    )
    synthetic: bool = Field(description="true if any of it is made up")

    @field_serializer("last_feed_at")
    def _instant(self, value: datetime | None) -> str | None:
        return None if value is None else instant_text(value)


class FeedQuality(Report):
    """The board: a row a dealer, the lowest acceptance rate first, no rows last."""

    first_day: date | None = Field(description="the first day of receipt counted")
    last_day: date | None = Field(description="the last day of receipt counted")
    known_at: datetime
    synthetic: bool = Field(description="true if any of it is made up")
    dealers: tuple[DealerQuality, ...]

    @field_serializer("known_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)
