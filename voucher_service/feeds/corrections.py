"""Which cells of a row mend what is wrong with it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import polars as pl

from voucher_service.feeds.headers import PRICES
from voucher_service.feeds.rejects import RejectedColumn, RejectedSheet
from voucher_service.feeds.synonyms import synonyms
from voucher_service.model.reasons import FeedReason

Finding = tuple[str, str | None]
"""A FeedReason's code and the field it lies in, if it lies in one."""

_IDENTITY = ("vin", "invoice_number", "record_no")
_RETURN = ("original_invoice", "invoice_number", "vin")
_DEALER = ("dealer_name", "dealer_uscc", "dealer_id")
_MENDED_IN: dict[str, tuple[str, ...]] = {
    FeedReason.IDENTITY_MISSING: _IDENTITY,
    FeedReason.PRICE_MISSING: PRICES,
    FeedReason.AMOUNTS_DISAGREE: ("invoice_total", "invoice_net", "invoice_tax"),
    FeedReason.ORIGINAL_SALE_UNKNOWN: _RETURN,
    FeedReason.ORIGINAL_SALE_AMBIGUOUS: _RETURN,
    FeedReason.CANCELLED_BEFORE_SOLD: ("cancelled_on", "sold_on"),
    FeedReason.RED_AMOUNT_DIFFERS: PRICES,
}
_ALIKE = {"dealer_name": _DEALER}
_EACH_COUNTS = {"cancelled_on", "cancel_reason", "sale_status"}


@dataclass(frozen=True)
class Corrections:
    """Where the cells of a sheet are to be mended, place by place.

    ``sheet`` has the columns of the sender, and behind them those that were lacking.
    """

    sheet: RejectedSheet

    def places(self, finding: Finding, cells: Sequence[str | None]) -> list[int]:
        """Give the places of a row's cells that may be wrong; all where it is unclear.

        ``cells`` are those of the row, in the order of the sheet's columns.
        """
        columns = self.sheet.columns
        fields = _fields(finding)
        chosen = {column.field: at for at, column in enumerate(columns) if column.field}
        found = [
            at
            for at, column in enumerate(columns)
            if column.likeness in fields
            and (
                column.field is not None
                or column.likeness in _EACH_COUNTS
                or cells[at] == cells[chosen[column.likeness]]
            )
        ]
        return found or list(range(len(cells)))


def corrections(sheet: RejectedSheet, findings: Iterable[Finding]) -> Corrections:
    """Say where a sheet is mended; what has no column at all is given an empty one."""
    known = {column.likeness for column in sheet.columns}
    lacking: list[str] = []
    for fields in dict.fromkeys(map(_fields, findings)):
        if fields and not known.intersection(fields):
            lacking.append(fields[0])
            known.add(fields[0])
    if not lacking:
        return Corrections(sheet)
    words = synonyms().fields
    added = [RejectedColumn(words[field].zh, "", field, field) for field in lacking]
    blank = [pl.lit(None, pl.String).alias(f"added {field}") for field in lacking]
    own = sheet.rows.columns[: 1 + len(sheet.columns)]
    surplus = sheet.rows.columns[1 + len(sheet.columns) :]
    return Corrections(
        replace(
            sheet,
            columns=(*sheet.columns, *added),
            rows=sheet.rows.select(*own, *blank, *surplus),
        )
    )


def _fields(finding: Finding) -> tuple[str, ...]:
    """Give the fields of which one or another may be wrong, the likeliest first."""
    code, field = finding
    if code in _MENDED_IN:
        return _MENDED_IN[code]
    if field is None or field not in synonyms().fields:
        return ()
    return _ALIKE.get(field, (field,))
