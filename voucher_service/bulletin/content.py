"""What a bulletin holds, whatever it is written as: headings, sentences, tables."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voucher_service.model.text import Language


class Manner(StrEnum):
    """What a paragraph is to the reader."""

    BODY = "body"
    ITEM = "item"
    REMARK = "remark"


@dataclass(frozen=True)
class Run:
    """A piece of a sentence; ``note`` says until when, from where and what it counts.

    Runs with the same note share one footnote.
    """

    text: str
    note: str | None = None
    strong: bool = False


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 or 2; ``new_page`` begins the appendix."""

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together."""

    runs: Runs
    manner: Manner = Manner.BODY


@dataclass(frozen=True)
class Column:
    """A column's name, its share of the width, and whether it holds numbers."""

    name: str
    share: int = 1
    numbers: bool = True


@dataclass(frozen=True)
class Table:
    """A table of texts under its caption; ``summed`` means the last row is a sum."""

    caption: Runs
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    summed: bool = False


@dataclass(frozen=True)
class Image:
    """The bytes of a picture, PNG or SVG."""

    body: bytes
    media_type: str


@dataclass(frozen=True)
class Picture:
    """A chart over its caption.

    ``description`` says in words what it shows, ``instead`` where its numbers stand:
    that is what a reader is told where there is no ``image``. ``chart`` is its name.
    """

    caption: Runs
    description: str
    instead: str
    chart: str = ""
    image: Image | None = None


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True)
class Labels:
    """The words that a kind of file needs of its own: the heading of its notes."""

    notes: str


@dataclass(frozen=True)
class Bulletin:
    """A bulletin in one language.

    ``running_head`` stands on every page, ``mark`` (of made-up data) beside the title
    and in the head. ``known_at`` is the instant that its figures are known at, the
    only one that a file may carry as its date.
    """

    language: Language
    title: str
    byline: str
    running_head: str
    author: str
    known_at: datetime
    labels: Labels
    mark: str | None = None
    blocks: tuple[Block, ...] = field(default=())

    @property
    def notes(self) -> tuple[str, ...]:
        """Give the footnotes in the order of their first mention, each once."""
        noted = (run.note for runs in self._lines() for run in runs if run.note)
        return tuple(dict.fromkeys(noted))

    def _lines(self) -> Iterator[Runs]:
        for block in self.blocks:
            match block:
                case Paragraph(runs=runs):
                    yield runs
                case Table(caption=runs) | Picture(caption=runs):
                    yield runs
                case Heading():
                    pass
