"""One file in, every row of it out: accepted, or refused with all its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import polars as pl

from voucher_service.feeds.claims import Claims, facts_of
from voucher_service.feeds.dealers import registered
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.notes import NOTE, notes_of
from voucher_service.feeds.opening import open_book
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.refusals import flag, outcomes, refused_rows
from voucher_service.feeds.register import read_dealers
from voucher_service.feeds.rejects import RejectedSheet, rejects_of
from voucher_service.feeds.returns import cancellations
from voucher_service.feeds.sales import Reader, read_sales
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.feeds.sheet import Sheet, open_sheet
from voucher_service.feeds.sniff import Delivery, sniff, top_of
from voucher_service.feeds.source import Source
from voucher_service.feeds.suggestions import SUGGESTION, suggestions
from voucher_service.feeds.table import Workbook
from voucher_service.feeds.unreadable import unreadable
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.frames import (
    SALE_FACTS,
    CancellationRow,
    DealerRow,
    FeedColumn,
    RefusedRow,
    SaleRow,
)
from voucher_service.model.reasons import FeedReason

_DEALER_FACTS = (
    *("identity", "dealer_id", "name", "uscc", "district", "active", "synthetic"),
)
_STANDARD = Limits()
_TOP_ROWS = 50
_CONFLICTS = {
    "invoice": "invoice_number",
    "record": "record_no",
    "vin": "vin",
    "dealer": "dealer_id",
}


@dataclass(frozen=True)
class FeedReading:
    """What a file says: ``rows`` is the height of accepted, cancellations and refused.

    ``accepted`` is a SaleRow frame, or a DealerRow frame where ``kind`` is dealers;
    ``cancellations`` is a CancellationRow frame of the rows that take a sale back,
    ``refused`` a RefusedRow frame, ``columns`` a FeedColumn frame, ``new_dealers`` a
    DealerRow frame of the dealers that accepted sales name and the register lacks.
    ``skipped_sheets`` had no known header. ``notes`` is a NOTE frame of what was
    decided in reading, rows that landed included; ``suggestions`` a SUGGESTION frame of
    unknown headers that resemble known ones, of which nothing was read. ``rejects``
    are the rows that did not land, or may not, as they came: nothing is masked there.
    """

    kind: Literal["sales", "dealers"]
    format: str
    encoding: str | None
    rows: int
    accepted: pl.DataFrame
    refused: pl.DataFrame
    columns: pl.DataFrame
    new_dealers: pl.DataFrame
    skipped_sheets: tuple[str, ...] = ()
    notes: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=NOTE))
    suggestions: pl.DataFrame = field(
        default_factory=lambda: pl.DataFrame(schema=SUGGESTION)
    )
    cancellations: pl.DataFrame = field(default_factory=CancellationRow.create_empty)
    rejects: tuple[RejectedSheet, ...] = ()


def read_feed(
    content: bytes,
    *,
    name: str,
    profile: Profile,
    dealers: pl.DataFrame,
    seal: BuyerSeal,
    today: date,
) -> FeedReading:
    """Read a file within the standard limits; see ``read_delivery``.

    ``dealers`` has dealer_id, name, uscc; dates after ``today`` are refused.
    """
    return read_delivery(
        content, name=name, profile=profile, reader=Reader(dealers, seal, today)
    )


def read_delivery(
    content: bytes,
    *,
    name: str,
    profile: Profile,
    reader: Reader,
    limits: Limits = _STANDARD,
) -> FeedReading:
    """Read a file of sales, or of the dealer register, to the last row.

    Blank rows, totals, signatures and repeated headers are no rows. Raises
    UnreadableInput, in both languages and with a remedy, for a file that is no table
    of ours or is beyond the limits; a row is never lost silently.
    """
    delivery = sniff(content, name=name, limits=limits)
    book = open_book(delivery, profile.headers, limits)
    sheets = [open_sheet(table, profile, name) for table in book.tables]
    if len({sheet.kind for sheet in sheets}) > 1:
        raise unreadable(name, "two_kinds")
    return reading_of(sheets, delivery, book, reader)


def reading_of(
    sheets: Sequence[Sheet],
    delivery: Delivery,
    book: Workbook,
    reader: Reader,
    claims: Claims | None = None,
) -> FeedReading:
    """Read the sheets of a file's tables, of one kind, or a slice with its claims."""
    sales = sheets[0].kind == "sales"
    rows = _judged(
        [
            read_sales(sheet, reader) if sales else read_dealers(sheet)
            for sheet in sheets
        ],
        SALE_FACTS if sales else _DEALER_FACTS,
        claims,
    )
    landed = rows.filter(pl.col("outcome").is_null())
    back = landed.filter("takes_back") if sales else landed.clear()
    if back.height:
        landed = landed.filter(~pl.col("takes_back"))
    return FeedReading(
        kind="sales" if sales else "dealers",
        format=_format(delivery.format, book.variant),
        encoding=delivery.encoding,
        rows=rows.height,
        accepted=_as(landed, SaleRow if sales else DealerRow),
        refused=_refused(rows, sheets),
        columns=_columns(sheets),
        new_dealers=_new_dealers(landed) if sales else DealerRow.create_empty(),
        skipped_sheets=tuple(book.skipped),
        notes=notes_of(rows, sheets),
        suggestions=pl.concat(
            suggestions(sheet.table.sheet, sheet.columns) for sheet in sheets
        ),
        cancellations=_cancellations(back, sheets),
        rejects=rejects_of(rows, sheets),
    )


def is_register(
    source: Source, *, name: str, profile: Profile, limits: Limits = _STANDARD
) -> bool:
    """Tell whether a file is a dealer register; one that cannot be read is none.

    Only its first rows are looked at.
    """
    try:
        delivery = sniff(top_of(source), name=name, limits=limits)
        book = open_book(delivery, profile.headers, limits, rows=_TOP_ROWS)
        sheets = [open_sheet(table, profile, name) for table in book.tables]
    except UnreadableInput:
        return False
    return all(sheet.kind == "dealers" for sheet in sheets)


def _format(sniffed: str, variant: str) -> str:
    """Name a format as exactly as its reader could tell: tsv for csv, ``.gz`` kept."""
    plain, dot, packing = sniffed.partition(".")
    return f"{variant or plain}{dot}{packing}"


def _judged(
    read: Sequence[pl.DataFrame], facts: Sequence[str], claims: Claims | None
) -> pl.DataFrame:
    """Lay the sheets' rows end to end, find conflicts, and give each its outcome."""
    numbered = [
        rows.with_row_index("at").with_columns(part=pl.lit(part, pl.Int32))
        for part, rows in enumerate(read)
    ]
    rows = pl.concat(numbered, how="diagonal_relaxed")
    rows = rows.with_columns(outcome=outcomes(rows))
    facts = [fact for fact in facts if fact in rows.columns]
    conflicts = _conflicts(rows, facts)
    if claims is not None:
        told = facts_of(rows, facts, SaleRow.create_empty().schema)
        conflicts = claims.judge(rows, told, conflicts)
    if conflicts is None:
        return rows
    kinds = rows["identity"].str.extract(r"^([a-z]+):")
    for kind, column in _CONFLICTS.items():
        found = conflicts & (kinds == kind).fill_null(value=False)
        rows = rows.with_columns(
            found.alias(flag(FeedReason.IDENTITY_CONFLICT, column))
        )
    return rows.with_columns(outcome=outcomes(rows))


def _conflicts(rows: pl.DataFrame, facts: Sequence[str]) -> pl.Series | None:
    """Find rows of one identity and unlike facts; a refused row claims nothing.

    Identities are compared by hash first: few repeat, and those are then compared
    as they are.
    """
    claims = rows.select("identity", "outcome").with_row_index("place")
    claims = claims.filter(
        pl.col("outcome").is_null() & pl.col("identity").is_not_null()
    )
    repeated = claims.filter(claims["identity"].hash().is_duplicated())["place"]
    if repeated.is_empty():
        return None
    told = rows.select(pl.col(facts).gather(repeated))
    versions = pl.struct(pl.exclude("identity")).n_unique().over("identity")
    unlike = repeated.filter(told.select(versions > 1).to_series())
    if unlike.is_empty():
        return None
    found = pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
    return found.scatter(unlike, True)


def _as(rows: pl.DataFrame, schema: type[SaleRow] | type[DealerRow]) -> pl.DataFrame:
    """Give rows in the shape of a schema: what no sheet has a column for is null."""
    told = set(rows.columns)
    return rows.select(
        (pl.col(column) if column in told else pl.lit(None)).cast(kind).alias(column)
        for column, kind in schema.create_empty().schema.items()
    )


def _refused(rows: pl.DataFrame, sheets: Sequence[Sheet]) -> pl.DataFrame:
    fallen = rows.filter(pl.col("outcome").is_not_null())
    if fallen.is_empty():
        return RefusedRow.create_empty()
    parts = [
        refused_rows(fallen.filter(pl.col("part") == part), sheet)
        for part, sheet in enumerate(sheets)
    ]
    empty = RefusedRow.create_empty()
    return pl.concat(
        [empty, *(part.cast(empty.schema) for part in parts if part.height)]
    )


def _cancellations(back: pl.DataFrame, sheets: Sequence[Sheet]) -> pl.DataFrame:
    parts = [
        cancellations(back.filter(pl.col("part") == part), sheet)
        for part, sheet in enumerate(sheets)
        if back.height
    ]
    return pl.concat([CancellationRow.create_empty(), *parts])


def _columns(sheets: Sequence[Sheet]) -> pl.DataFrame:
    listed = [
        (sheet.table.sheet, column.no, column.header, column.field)
        for sheet in sheets
        for column in sheet.columns
    ]
    types = FeedColumn.create_empty().schema
    return pl.DataFrame(listed, schema=types, orient="row")


def _new_dealers(landed: pl.DataFrame) -> pl.DataFrame:
    return _as(registered(landed.filter("new_dealer")), DealerRow)
