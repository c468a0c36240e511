"""Which sale a return or a red-letter invoice takes back, or why it takes none."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from voucher_service.model.reasons import FeedReason

Row = Mapping[str, Any]

_PRICES = ("invoice_total_fen", "invoice_net_fen", "bare_price_fen")
_TOLERANCE_FEN = 1


@dataclass(frozen=True)
class Found:
    """What a cancellation comes to: the sale it takes back, nothing new, or a reason.

    ``field`` is that of the row which the reason is about.
    """

    sale_id: str | None = None
    reason: FeedReason | None = None
    field: str | None = None


@dataclass(frozen=True)
class Cancelling:
    """What a file's cancellations came to.

    ``taken_back`` has sale_id, sheet, row_no, cancelled_on, cancel_reason and
    red_invoice; ``refused`` pairs a cancellation with what was found.
    """

    taken_back: pl.DataFrame
    unchanged: int
    refused: tuple[tuple[Row, Found], ...]


TAKEN_BACK = {
    "sale_id": pl.String(),
    "sheet": pl.String(),
    "row_no": pl.Int32(),
    "cancelled_on": pl.Date(),
    "cancel_reason": pl.String(),
    "red_invoice": pl.String(),
}


def take_back(rows: Iterable[Row], known: Sequence[Row]) -> Cancelling:
    """Find for each cancellation the sale it takes back, earliest first.

    ``rows`` are rows of CancellationRow, ``known`` all versions of the sales they may
    mean: sale_id, is_last, the identifying columns, sold_on, the prices, cancelled,
    cancelled_on and red_invoice.
    """
    shelf = _Shelf.of(known)
    taken: list[tuple[Any, ...]] = []
    refused: list[tuple[Row, Found]] = []
    unchanged = 0
    for row in sorted(rows, key=lambda r: (r["cancelled_on"], r["sheet"], r["row_no"])):
        found = shelf.find(row)
        if found.reason is not None:
            refused.append((row, found))
        elif found.sale_id is None:
            unchanged += 1
        else:
            shelf.gone.add(found.sale_id)
            taken.append(
                (
                    found.sale_id,
                    row["sheet"],
                    row["row_no"],
                    row["cancelled_on"],
                    row["cancel_reason"],
                    _own_invoice(row),
                )
            )
    frame = pl.DataFrame(taken, schema=TAKEN_BACK, orient="row")
    return Cancelling(frame, unchanged, tuple(refused))


@dataclass
class _Shelf:
    """The known versions by what a row may name them by; ``gone`` are taken back."""

    versions: list[Row]
    by_name: dict[tuple[str, str, str], list[Row]]
    gone: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, known: Sequence[Row]) -> "_Shelf":
        by_name: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for version in known:
            for kind, name in _names(version):
                by_name[(version["dealer_id"], kind, name)].append(version)
        gone = {v["sale_id"] for v in known if v["is_last"] and v["cancelled"]}
        return cls(list(known), by_name, gone)

    def find(self, row: Row) -> Found:
        """Look by the most exact thing the row names, then by the next."""
        for kind, name, said in _said(row):
            versions = self.by_name.get((row["dealer_id"], kind, name), [])
            if versions:
                return self._of(versions, row, said)
            if said == "original_invoice":
                break  # it names an invoice: another one is not meant
        said = next((said for _, _, said in _said(row)), "vin")
        return Found(reason=FeedReason.ORIGINAL_SALE_UNKNOWN, field=said)

    def _of(self, versions: list[Row], row: Row, said: str) -> Found:
        own = _own_invoice(row)
        if own is not None and any(v["red_invoice"] == own for v in versions):
            return Found()  # this very red-letter invoice came before
        fitting = [v for v in versions if _same_vehicle(v, row)]
        if not fitting:
            return Found(reason=FeedReason.VEHICLE_DIFFERS, field="vin")
        told = {v["sale_id"] for v in self.versions if _may_be_told(v, row)}
        told &= {v["sale_id"] for v in fitting}
        live = [
            v for v in fitting if v["is_last"] and v["sale_id"] not in self.gone | told
        ]
        if not live:
            return self._of_none(fitting, row, said)
        if told and said != "original_invoice":
            return Found(reason=FeedReason.ORIGINAL_SALE_AMBIGUOUS, field=said)
        return _the_one(live, row, said)

    def _of_none(self, fitting: list[Row], row: Row, said: str) -> Found:
        """Tell of a cancellation whose sale does not stand, or no more so."""
        sales = {v["sale_id"] for v in fitting} - self.gone
        later = [v for v in self.versions if v["is_last"] and v["sale_id"] in sales]
        told_of_old = [
            v for v in later if v not in fitting and v["sold_on"] < row["cancelled_on"]
        ]
        if told_of_old:  # it names an old invoice, but a day of the new one
            return Found(reason=FeedReason.ORIGINAL_SALE_AMBIGUOUS, field=said)
        return Found()


def _the_one(live: list[Row], row: Row, said: str) -> Found:
    """Choose of the sales that stand the one a cancellation means."""
    standing = _narrowed(
        live,
        lambda sale: sale["sold_on"] <= row["cancelled_on"],
        lambda sale: not _differs(sale, row),
    )
    if len(standing) > 1:
        return Found(reason=FeedReason.ORIGINAL_SALE_AMBIGUOUS, field=said)
    sale = standing[0]
    if sale["sold_on"] > row["cancelled_on"]:
        return Found(reason=FeedReason.CANCELLED_BEFORE_SOLD, field="cancelled_on")
    different = _differs(sale, row)
    if different is not None:
        return Found(reason=FeedReason.RED_AMOUNT_DIFFERS, field=different)
    return Found(sale_id=sale["sale_id"])


def _names(version: Row) -> Iterable[tuple[str, str]]:
    """Give what a version can be named by; whole invoice numbers with and without."""
    number = version["invoice_number"]
    if number is not None:
        yield "invoice", number
        if version["invoice_code"]:
            yield "invoice", f"{version['invoice_code']}{number}"
    if version["record_no"] is not None:
        yield "record", version["record_no"]
    if version["vin"] is not None:
        yield "vin", version["vin"]


def _said(row: Row) -> list[tuple[str, str, str]]:
    """Give what a cancellation names its sale by: kind, name, and the row's field."""
    number = row["invoice_number"]
    code = row["invoice_code"] or ""
    told = [
        ("invoice", row["original_invoice"], "original_invoice"),
        ("invoice", number and f"{code}{number}", "invoice_number"),
        ("record", row["record_no"], "record_no"),
        ("vin", row["vin"], "vin"),
    ]
    return [(kind, name, said) for kind, name, said in told if name]


def _same_vehicle(version: Row, row: Row) -> bool:
    return None in (version["vin"], row["vin"]) or version["vin"] == row["vin"]


def _may_be_told(version: Row, row: Row) -> bool:
    """Tell whether a cancellation may be the one that made this version.

    They are of one day, and not two red-letter invoices.
    """
    if not version["cancelled"] or version["cancelled_on"] != row["cancelled_on"]:
        return False
    return version["red_invoice"] is None or _own_invoice(row) is None


def _own_invoice(row: Row) -> str | None:
    """Give the red-letter invoice's own number, where it is not that of the sale."""
    number = row["invoice_number"]
    if number is None:
        return None
    whole = f"{row['invoice_code'] or ''}{number}"
    return None if row["original_invoice"] in {number, whole} else whole


def _differs(sale: Row, row: Row) -> str | None:
    """Give the first price that sale and cancellation both state, and unequally."""
    for price in _PRICES:
        if sale[price] is not None and row[price] is not None:
            unlike = abs(sale[price] - row[price]) > _TOLERANCE_FEN
            return price.removesuffix("_fen") if unlike else None
    return None


def _narrowed(sales: list[Row], *tests: Callable[[Row], bool]) -> list[Row]:
    """Keep those that pass, test by test, as long as any does."""
    for test in tests:
        passing = [sale for sale in sales if test(sale)]
        sales = passing or sales
    return sales


def waves(
    accepted: pl.DataFrame, cancellations: pl.DataFrame
) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
    """Part a file's sales and cancellations so that each meets what came before it.

    A car sold, taken back and sold anew in one file lands in that order: a sale comes
    after the cancellations of its car that lie before it, a new invoice after the one
    it replaces.
    """
    anew = accepted["replaces_invoice"].is_not_null()
    if cancellations.is_empty() and not anew.any():
        return [(accepted, cancellations)]
    before = _before(accepted, cancellations)
    sale_wave = before + _depths(accepted)
    cancel_wave = _before(
        cancellations.with_columns(sold_on="cancelled_on", invoice_number=None),
        cancellations,
    )
    last = max(int(sale_wave.max() or 0), int(cancel_wave.max() or 0))  # type: ignore[arg-type]
    return [
        (accepted.filter(sale_wave == wave), cancellations.filter(cancel_wave == wave))
        for wave in range(last + 1)
    ]


def _depths(accepted: pl.DataFrame) -> pl.Series:
    """Give how many invoices of the file each invoice comes after, naming them."""
    columns = ("dealer_id", "invoice_code", "invoice_number", "replaces_invoice")
    rows = accepted.select(columns).rows()
    named: dict[tuple[str, str | None], int] = {}
    for at, (dealer, code, number, _) in enumerate(rows):
        if number is not None:
            named |= {(dealer, number): at, (dealer, f"{code or ''}{number}"): at}
    depths = [0] * len(rows)
    for at, (dealer, _, _, replaces) in enumerate(rows):
        seen, earlier = {at}, named.get((dealer, replaces))
        while earlier is not None and earlier not in seen:
            seen.add(earlier)
            earlier = named.get((dealer, rows[earlier][3]))
        depths[at] = len(seen) - 1
    return pl.Series(depths, dtype=pl.Int64)


def _before(rows: pl.DataFrame, cancellations: pl.DataFrame) -> pl.Series:
    """Count for each row the cancellations of its car at its dealer before it."""
    key = ["dealer_id", "vin"]
    own = ["sheet", "row_no", "sold_on", "invoice_number"]
    told = rows.with_row_index("at").select("at", *key, *own)
    theirs = cancellations.select(
        *key, "original_invoice", "cancelled_on", other="row_no", other_sheet="sheet"
    )
    earlier = (pl.col("cancelled_on") < pl.col("sold_on")) | (
        (pl.col("cancelled_on") == pl.col("sold_on"))
        & (
            (pl.col("other_sheet") < pl.col("sheet"))
            | (
                (pl.col("other_sheet") == pl.col("sheet"))
                & (pl.col("other") < pl.col("row_no"))
            )
        )
    )
    names_it = pl.col("original_invoice").eq(pl.col("invoice_number"))
    counted = (
        told.filter(pl.col("vin").is_not_null())
        .join(theirs, on=key)
        .filter(earlier & ~names_it.fill_null(value=False))
        .group_by("at")
        .len()
    )
    joined = told.select("at").join(counted, on="at", how="left", maintain_order="left")
    return joined["len"].fill_null(0).cast(pl.Int64)
