"""What a file says lands in one transaction, and each row of it ends in one place."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

import polars as pl

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import FeedReading
from voucher_service.feeds.rejects import RejectedSheet
from voucher_service.feeds.slices import joined_readings
from voucher_service.model.frames import CancellationRow, RefusedRow
from voucher_service.model.reasons import FEED_REASONS, FeedReason, Severity
from voucher_service.store.cancellations import (
    land_cancellations,
    sales_to_take_back,
)
from voucher_service.store.database import Writing
from voucher_service.store.feed_quality import record_feed_dealers
from voucher_service.store.feeds import FeedRecord, record_feed, record_notes
from voucher_service.store.landing import begin_landing, land_dealers, land_sales
from voucher_service.store.reissues import (
    chain_reissues,
    replaced_rows,
    rows_of_replaced_originals,
)
from voucher_service.usecases.deciding import decide_touched
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.take_back import Found, take_back, waves


@dataclass(frozen=True)
class Arrival:
    """A delivery that was read.

    ``profile_hash`` is by what its reading is known again, ``dealer_id`` the dealer
    that sent it itself. ``count`` is the reading of the file, 1 for the first; of a
    later one only ``wanted`` rows (sheet, row_no) land: the others landed before, and
    may have been corrected since.
    """

    delivery: Delivery
    profile: Profile
    profile_hash: str
    reading: FeedReading
    dealer_id: str | None = None
    count: int = 1
    wanted: pl.DataFrame | None = None

    @property
    def feed_id(self) -> str:
        """Name the feed: the same bytes read the same way make the same feed."""
        name = f"{self.delivery.sha256}.{self.profile_hash}.{self.count}"
        return f"fed_{hashlib.sha256(name.encode()).hexdigest()[:16]}"


@dataclass
class _Landed:
    """Where rows ended so far: how many were news, and what was refused in landing.

    ``early`` are cancellations whose sale may stand in a later slice of the file.
    ``readable`` counts the rows of sales that could be read, by their dealer.
    """

    accepted: int = 0
    refused: list[dict[str, Any]] = field(default_factory=list)
    synthetic: bool = False
    early: list[pl.DataFrame] = field(default_factory=list)
    readable: Counter[str] = field(default_factory=Counter)


def land_feed(
    writing: Writing, arrival: Arrival, more: Iterable[FeedReading] = ()
) -> tuple[FeedRecord, tuple[RejectedSheet, ...]]:
    """Land a file's rows, keep those refused with every reason, and decide.

    ``more`` are the readings of the file's later slices. Each row ends accepted,
    unchanged, refused or in review; the sum is the file's rows. Given are the record
    and the rows that did not land as they came. Raises ReadAgain.
    """
    feed_id = arrival.feed_id
    begin_landing(writing)
    landed, told = _Landed(), []
    for reading in chain([arrival.reading], more):
        if not reading.new_dealers.is_empty():
            land_dealers(writing, feed_id, reading.new_dealers)
        accepted = _wanted(reading.accepted, arrival)
        back = _wanted(reading.cancellations, arrival)
        if reading.kind == "dealers":
            landed.accepted += land_dealers(writing, feed_id, accepted)
        else:
            _land_in_waves(writing, arrival, waves(accepted, back), landed)
            for rows in (reading.accepted, reading.cancellations):
                landed.readable.update(dict(rows["dealer_id"].value_counts().rows()))
        told.append(replace(reading, accepted=reading.accepted.clear()))
        landed.synthetic |= _synthetic(reading.accepted)
    if landed.early:
        _cancel(writing, arrival, pl.concat(landed.early), landed, last=True)
    whole = joined_readings(told)
    refused = pl.concat(
        [whole.refused, pl.DataFrame(landed.refused, schema=whole.refused.schema)]
    )
    conflicts = 0
    if whole.kind == "sales" and landed.accepted:
        conflicts = decide_touched(writing)
    record = replace(
        _record(replace(arrival, reading=whole), landed, refused), conflicts=conflicts
    )
    record_feed(writing, record, refused, whole.columns)
    landed.readable.subtract(row["dealer_id"] for row in landed.refused)
    record_feed_dealers(writing, feed_id, landed.readable)
    record_notes(writing, feed_id, whole.notes, whole.suggestions)
    return record, whole.rejects


def _wanted(rows: pl.DataFrame, arrival: Arrival) -> pl.DataFrame:
    if arrival.wanted is None:
        return rows
    wanted = arrival.wanted.cast({"row_no": rows.schema["row_no"]})
    return rows.join(wanted, on=["sheet", "row_no"], how="semi")


def _land_in_waves(
    writing: Writing,
    arrival: Arrival,
    parts: list[tuple[pl.DataFrame, pl.DataFrame]],
    landed: _Landed,
) -> None:
    """Land sales and cancellations so that each meets what came before it."""
    headers, place = _Headers(arrival.reading.columns), ["sheet", "row_no"]
    for sales, back in parts:
        chain_reissues(writing, arrival.feed_id, sales)
        replaced = replaced_rows(writing, sales)
        disputed = rows_of_replaced_originals(writing, sales)
        for reason, held in (
            (FeedReason.INVOICE_REPLACED, replaced.filter(~pl.col("known"))),
            (FeedReason.ORIGINAL_REPLACED, disputed),
        ):
            if held.height:
                rows = sales.join(held, on=place, how="semi")
                landed.refused += _refused_as_replaced(rows, reason, headers)
        news = sales.join(replaced, on=place, how="anti")
        news = news.join(disputed, on=place, how="anti")
        landed.accepted += land_sales(writing, arrival.feed_id, news)
        if back.height:
            _cancel(writing, arrival, back, landed, last=False)


def _cancel(
    writing: Writing,
    arrival: Arrival,
    back: pl.DataFrame,
    landed: _Landed,
    *,
    last: bool,
) -> None:
    """Land cancellations; those that find no sale wait until all sales have landed."""
    found = take_back(back.to_dicts(), sales_to_take_back(writing, back))
    landed.accepted += land_cancellations(writing, arrival.feed_id, found.taken_back)
    unknown = FeedReason.ORIGINAL_SALE_UNKNOWN
    early = [row for row, why in found.refused if why.reason is unknown and not last]
    if early:
        landed.early.append(pl.DataFrame(early, schema=back.schema))
    refused = [told for told in found.refused if told[0] not in early]
    landed.refused += _refused(refused, _Headers(arrival.reading.columns))


_REPLACED = {
    FeedReason.INVOICE_REPLACED: "invoice_number",
    FeedReason.ORIGINAL_REPLACED: "original_invoice",
}
_STANDS_FOR = {"cancelled_on": "sold_on", "original_invoice": "invoice_number"}


class _Headers:
    """The headers of a file by sheet and field."""

    def __init__(self, columns: pl.DataFrame) -> None:
        named = columns.drop_nulls("field").select("sheet", "field", "header").rows()
        self._named = {(sheet, name): header for sheet, name, header in named}

    def of(self, sheet: str, name: str | None) -> str | None:
        """Give the header in a sheet under which a field's value stood, if any did."""
        named = self._named.get((sheet, name or ""))
        stand_in = _STANDS_FOR.get(name or "")
        return named or self._named.get((sheet, stand_in or ""))


def _refused_as_replaced(
    rows: pl.DataFrame, reason: FeedReason, headers: _Headers
) -> list[dict[str, Any]]:
    found = Found(reason=reason, field=_REPLACED[reason])
    rows = rows.with_columns(original_invoice="replaces_invoice")
    shown = [name for name in CancellationRow.column_names() if name in rows.columns]
    told = [
        {
            **row,
            "cells": json.dumps(
                {name: str(row[name]) for name in shown if row[name] is not None},
                ensure_ascii=False,
            ),
        }
        for row in rows.to_dicts()
    ]
    return _refused([(row, found) for row in told], headers)


def _refused(
    rows: Iterable[tuple[Mapping[str, Any], Found]], headers: _Headers
) -> list[dict[str, Any]]:
    """Give RefusedRow rows of what fits no sale, with the reason and its place."""
    refused = []
    for row, found in rows:
        assert found.reason is not None
        review = FEED_REASONS[found.reason].severity is Severity.REVIEW
        finding = {
            "code": found.reason.value,
            "field": found.field,
            "header": headers.of(row["sheet"], found.field),
            "found": _shown(row, found.field),
        }
        refused.append(
            {
                "sheet": row["sheet"],
                "row_no": row["row_no"],
                "outcome": "review" if review else "refused",
                "reasons": [found.reason.value],
                "findings": json.dumps([finding], ensure_ascii=False),
                "cells": row["cells"],
                "dealer_id": row["dealer_id"],
            }
        )
    return refused


def _shown(row: Mapping[str, Any], name: str | None) -> str | None:
    value = row.get(name or "", row.get(f"{name}_fen"))
    if isinstance(value, int):
        return f"{value / 100:.2f}"
    return None if value is None else str(value)


def _synthetic(accepted: pl.DataFrame) -> bool:
    return "synthetic" in accepted.columns and bool(accepted["synthetic"].any())


def _record(arrival: Arrival, landed: _Landed, refused: pl.DataFrame) -> FeedRecord:
    reading, delivery = arrival.reading, arrival.delivery
    assert refused.schema == RefusedRow.create_empty().schema
    outcomes = refused["outcome"].cast(pl.String)
    return FeedRecord(
        feed_id=arrival.feed_id,
        file=delivery.name,
        sha256=delivery.sha256,
        size_bytes=delivery.size_bytes,
        kind=reading.kind,
        format=reading.format,
        encoding=reading.encoding,
        profile=arrival.profile.name,
        profile_hash=arrival.profile_hash,
        rows=reading.rows,
        accepted=landed.accepted,
        unchanged=reading.rows - landed.accepted - refused.height,
        refused=int((outcomes == "refused").sum()),
        review=int((outcomes == "review").sum()),
        skipped_sheets=reading.skipped_sheets,
        reading=arrival.count,
        dealer_id=arrival.dealer_id,
        synthetic=landed.synthetic,
    )
