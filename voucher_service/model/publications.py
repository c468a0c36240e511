"""What a publication says of itself, and how publishing is set."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import Field, field_serializer

from voucher_service.model.days import instant_text
from voucher_service.model.reports import Report


@dataclass(frozen=True)
class Publishing:
    """How the analysts' database is published."""

    on: bool = True  # by the running service, behind every change
    after_seconds: float = 5.0  # of quiet
    kept: int = 7
    smallest_cell: int = 3  # smaller ones are suppressed by district and day


class Publication(Report):
    """A published database: as of when it stands, and the file that holds it."""

    known_at: datetime = Field(description="all that was recorded until then is in it")
    data_version: datetime = Field(
        description="the last commit in it that may have changed a figure"
    )
    as_of: date | None = Field(description="the day figures stand at")
    published_at: datetime
    schema_version: int
    program_version: str
    smallest_cell: int = Field(description="the fewest cars shown by district and day")
    synthetic: bool = Field(description="true if any of it is made up")
    bytes: int = Field(description="the size of the file")
    sha256: str = Field(description="of the file; its ETag too")
    tables: dict[str, int] = Field(description="the rows of each table")

    @field_serializer("known_at", "data_version", "published_at")
    def _instant(self, value: datetime) -> str:
        return instant_text(value)


class Publications(Report):
    """The publications that are kept, the latest first."""

    publications: tuple[Publication, ...]


class Published(Report):
    """What publishing came to: the file, and whether it had to be written."""

    file: str
    written: bool = Field(description="false where the last one was up to date")
    seconds: float
    publication: Publication
