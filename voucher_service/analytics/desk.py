"""A desk's figures: what stands at the end of a day, and what can be filtered by."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from voucher_service.analytics.counted import SLICE_COLUMNS, amounts, gross_ratio
from voucher_service.model.kinds import Outcome
from voucher_service.model.money import mean_fen
from voucher_service.model.slices import UNKNOWN_KEY


@dataclass(frozen=True)
class Standing:
    """What the eligible sales come to at the end of a day, in fen."""

    cars: int
    sales_fen: int
    vouchers_fen: int

    @property
    def mean_fen(self) -> int | None:
        """Give the mean price, rounded half up; None where nothing is sold."""
        return mean_fen(self.sales_fen, self.cars)

    @property
    def gross_ratio(self) -> float | None:
        """Give sales over vouchers to two decimals; None where none is earned."""
        return gross_ratio(self.sales_fen, self.vouchers_fen)


def counted_by_day(decided: pl.DataFrame) -> pl.DataFrame:
    """Give the eligible sales day by day: sold_on, cars_sold, sales_fen, vouchers_fen.

    Takes DecidedSale; only days with a sale are given, in their order.
    """
    eligible = decided.filter(pl.col("eligible"))
    return eligible.group_by("sold_on").agg(*amounts()).sort("sold_on")


def standing(by_day: pl.DataFrame, day: date) -> Standing:
    """Add up what ``counted_by_day`` gives until the end of a day."""
    until = by_day.filter(pl.col("sold_on") <= day)
    cars, sales, vouchers = (
        int(until[name].sum()) for name in ("cars_sold", "sales_fen", "vouchers_fen")
    )
    return Standing(cars, sales, vouchers)


def is_anything_reported(decided: pl.DataFrame, after: date, until: date) -> bool:
    """Tell whether any sale, whatever was decided on it, is known of these days."""
    within = (pl.col("sold_on") > after) & (pl.col("sold_on") <= until)
    return bool(decided.select(within.any()).item())


def oldest_in_review(decided: pl.DataFrame, as_of: date) -> tuple[int, date | None]:
    """Count the sales until a day that are in conflict, and give the oldest's day."""
    found = decided.filter(
        pl.col("outcome") == Outcome.NEEDS_REVIEW.value, pl.col("sold_on") <= as_of
    )
    oldest: date | None = found["sold_on"].min()  # type: ignore[assignment]
    return found.height, oldest


def waitlisted(decided: pl.DataFrame, as_of: date) -> int:
    """Count the sales until a day that wait for a place or for money."""
    return decided.filter(
        pl.col("outcome") == Outcome.WAITLISTED.value, pl.col("sold_on") <= as_of
    ).height


def slice_values(decided: pl.DataFrame) -> dict[str, list[tuple[str, str | None]]]:
    """Give what the sales can be filtered by: value and label, most cars first.

    Sales that do not tell the value stand last, as ``unknown``. A label is given of
    dealers alone.
    """
    return {name: _values(decided, column) for name, column in SLICE_COLUMNS.items()}


def _values(decided: pl.DataFrame, column: str) -> list[tuple[str, str | None]]:
    named = (
        pl.col("dealer_name").drop_nulls().max()
        if column == "dealer_id"
        else pl.lit(None, dtype=pl.String)
    )
    grouped = (
        decided.group_by(column)
        .agg(cars=pl.col("eligible").sum(), label=named)
        .sort(
            pl.col(column).is_null(),
            "cars",
            column,
            descending=[False, True, False],
        )
    )
    return [
        (UNKNOWN_KEY if value is None else value, label)
        for value, label in grouped.select(column, "label").iter_rows()
    ]
