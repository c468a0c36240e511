"""A large file is read slice by slice, to the same end as if read at once."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from voucher_service.feeds.blocks import NeedsWholeFile, survey
from voucher_service.feeds.claims import Claims
from voucher_service.feeds.delimited import read_in_blocks
from voucher_service.feeds.headers import AMOUNTS, DAYS
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import FeedReading, read_delivery, reading_of
from voucher_service.feeds.rejects import joined
from voucher_service.feeds.sales import Reader
from voucher_service.feeds.sheet import Sheet, open_sheet
from voucher_service.feeds.sniff import Delivery
from voucher_service.feeds.source import Source, whole
from voucher_service.feeds.synonyms import Unit
from voucher_service.feeds.years import lack_years

T = TypeVar("T")

ROWS = 115_000
"""How many rows a slice has.

Not just above a multiple of 122,880: the database would keep the few rows beyond it in
a row group of their own, and write them anew at the next checkpoint.
"""

LEAST_BYTES = 2**25
"""A smaller file is one slice."""

_STANDARD = Limits()
_FRAMES = (
    *("accepted", "cancellations", "refused"),
    *("columns", "notes", "suggestions", "new_dealers"),
)
_OTHER_UNITS: dict[Unit, str] = {"yuan": "万", "wan_yuan": "[元圆]"}


@dataclass(frozen=True)
class Slicing:
    """How a file is cut into slices.

    ``whole`` reads it at once. ``disputed`` are digests of the identities of which
    two slices told two stories in an earlier reading.
    """

    rows: int = ROWS
    least_bytes: int = LEAST_BYTES
    whole: bool = False
    disputed: pl.Series | None = None


class ReadAgain(Exception):
    """What slices said does not hold: undo them and read again with ``slicing``."""

    def __init__(self, slicing: Slicing) -> None:
        super().__init__("a slice said what another one unsays")
        self.slicing = slicing


_USUAL = Slicing()


def read_slices(
    source: Source,
    *,
    name: str,
    profile: Profile,
    reader: Reader,
    limits: Limits = _STANDARD,
    slicing: Slicing = _USUAL,
) -> Iterator[FeedReading]:
    """Read a file as ``read_delivery`` does, a large CSV of sales by the slice.

    The slices' rows end to end are those of the whole. ``columns`` and
    ``suggestions`` come with the first slice alone, a new dealer with the first slice
    that names it. The next slice is read while the caller is busy with one. Raises
    UnreadableInput as ``read_delivery`` does, but maybe after some slices; and
    ReadAgain where slices given before do not hold, at the latest after the last.
    """
    given = False
    if not slicing.whole and len(source) >= slicing.least_bytes:
        parts = _Slices(source, name, profile, reader, limits)
        try:
            for reading in _one_ahead(parts.readings(slicing)):
                given = True
                yield reading
        except NeedsWholeFile:
            if given:
                raise ReadAgain(replace(slicing, whole=True)) from None
    if not given:
        yield read_delivery(
            whole(source), name=name, profile=profile, reader=reader, limits=limits
        )


@dataclass(frozen=True)
class _Slices:
    """A file to be read slice by slice."""

    source: Source
    name: str
    profile: Profile
    reader: Reader
    limits: Limits

    def readings(self, slicing: Slicing) -> Iterator[FeedReading]:
        text = survey(self.source, self.name)
        delivery = Delivery(self.name, "csv", text.encoding, b"")
        claims, met = Claims(slicing.disputed), _Met()
        books = read_in_blocks(
            text, self.name, self.profile.headers, self.limits, rows=slicing.rows
        )
        for book in books:
            sheets = [
                open_sheet(table, self.profile, self.name) for table in book.tables
            ]
            if any(sheet.kind != "sales" or _looks_around(sheet) for sheet in sheets):
                raise NeedsWholeFile
            reading = reading_of(sheets, delivery, book, self.reader, claims)
            yield met.only_new(reading)
        if (disputed := claims.disputed()) is not None:
            raise ReadAgain(replace(slicing, disputed=disputed))


class _Met:
    """What slices before have told, once for the file."""

    def __init__(self) -> None:
        self._first = True
        self._dealers: set[str] = set()

    def only_new(self, reading: FeedReading) -> FeedReading:
        """Give a slice's reading without what is told but once."""
        known = reading.new_dealers["dealer_id"].is_in(list(self._dealers))
        new_dealers = reading.new_dealers.filter(~known)
        self._dealers.update(new_dealers["dealer_id"])
        if self._first:
            self._first = False
            return reading
        return replace(
            reading,
            new_dealers=new_dealers,
            columns=reading.columns.clear(),
            suggestions=reading.suggestions.clear(),
        )


def _looks_around(sheet: Sheet) -> bool:
    """Tell whether a cell's meaning hangs on other rows of its column.

    Such are days without a year and amounts in another unit than their column's.
    """
    cells = [
        sheet.table.cells[column.key]
        for column in sheet.columns
        if column.likeness in DAYS
    ]
    if any(lack_years(each).any() for each in cells):
        return True
    return any(
        sheet.cells(field).str.contains(_OTHER_UNITS[sheet.unit(field)]).any()
        for field in AMOUNTS
    )


def _one_ahead(readings: Iterator[T]) -> Iterator[T]:
    """Give what an iterator gives, the next one worked out in the meantime."""
    with ThreadPoolExecutor(1, thread_name_prefix="slices") as pool:
        coming = pool.submit(next, readings, None)
        while (reading := coming.result()) is not None:
            coming = pool.submit(next, readings, None)
            yield reading


def joined_readings(slices: Sequence[FeedReading]) -> FeedReading:
    """Give the reading of a whole file from those of its slices, in their order."""
    first = slices[0]
    if len(slices) == 1:
        return first
    frames = {
        name: pl.concat([getattr(each, name) for each in slices]) for name in _FRAMES
    }
    return replace(
        first,
        rows=sum(each.rows for each in slices),
        rejects=joined([part for each in slices for part in each.rejects]),
        **frames,
    )
