"""A history is what is known of sales, period by period, and from when to when.

Our own sales are told by the day, published ones by the month; both are periods with
cars and money. Only stretches without a hole can be compared.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

import polars as pl

from voucher_service.analytics.windows import Days

LONGEST_SILENCE_DAYS = 31
"""Days without any sale by any dealer after which a hole in the data is assumed."""

PERIODS = {
    "first_day": pl.Date,
    "last_day": pl.Date,
    "cars": pl.Int64,
    "sales_fen": pl.Int64,
}
"""A period of sales; ``sales_fen`` is null throughout where no prices are known."""


class Amount(NamedTuple):
    """Cars and fen of a window; estimated where part of a period was shared out."""

    cars: int
    sales_fen: int | None
    estimated: bool


@dataclass(frozen=True)
class History:
    """Sales by period, and the stretches of days for which all of them are known.

    ``periods`` is of PERIODS and does not overlap. ``sales`` has a row a comparable
    sale (dealer_id, sold_on, sales_fen), ``reports`` says from when to when a dealer
    has told of any sale (dealer_id, first_day, last_day); both are None for data that
    does not tell dealers apart.
    """

    periods: pl.DataFrame
    stretches: tuple[Days, ...]
    sales: pl.DataFrame | None = None
    reports: pl.DataFrame | None = None

    @property
    def begins(self) -> date | None:
        """Give the first day of the last stretch, which is what is known of now."""
        return self.stretches[-1].start if self.stretches else None

    def covers(self, window: Days) -> bool:
        """Tell whether one stretch holds the whole window."""
        return any(window.shared(stretch) == window for stretch in self.stretches)

    def measured(self, window: Days) -> Amount:
        """Add up a window; a period that its edge cuts is shared out by its days.

        Rounded half up to whole cars and fen.
        """
        touching = self.periods.filter(
            pl.col("first_day") <= window.end, pl.col("last_day") >= window.start
        )
        whole = (pl.col("first_day") >= window.start) & (
            pl.col("last_day") <= window.end
        )
        inside, cut = touching.filter(whole), touching.filter(~whole)
        priced = self.periods["sales_fen"].null_count() == 0
        shares = [(row, _share(row, window)) for row in cut.iter_rows(named=True)]
        cars = sum((row["cars"] * share for row, share in shares), Fraction(0))
        fen = sum(
            ((row["sales_fen"] or 0) * share for row, share in shares), Fraction(0)
        )
        return Amount(
            _half_up(cars + int(inside["cars"].sum())),
            _half_up(fen + int(inside["sales_fen"].sum())) if priced else None,
            not cut.is_empty(),
        )


def history_of_sales(whole: pl.DataFrame, part: pl.DataFrame, as_of: date) -> History:
    """Make a history of a campaign's sales until a day; takes DecidedSale twice.

    Whether sales are known at all is asked of the ``whole``, what was sold of the
    ``part`` that is looked at, and of it the comparable sales. Days without a sale
    within a stretch are zeros. A stretch ends at a silence of all dealers of more than
    ``LONGEST_SILENCE_DAYS`` days.
    """
    told = whole.filter(pl.col("sold_on") <= as_of).select("dealer_id", "sold_on")
    sales = part.filter(pl.col("comparable"), pl.col("sold_on") <= as_of).select(
        "dealer_id", "sold_on", sales_fen="price_fen"
    )
    periods = (
        sales.group_by("sold_on")
        .agg(pl.len().cast(pl.Int64).alias("cars"), pl.col("sales_fen").sum())
        .sort("sold_on")
        .select(
            pl.col("sold_on").alias("first_day"),
            pl.col("sold_on").alias("last_day"),
            "cars",
            "sales_fen",
        )
    )
    reports = told.group_by("dealer_id").agg(
        first_day=pl.col("sold_on").min(), last_day=pl.col("sold_on").max()
    )
    stretches = _stretches(told["sold_on"].unique().sort().to_list())
    return History(periods, stretches, sales, reports)


def history_of_periods(
    periods: Sequence[tuple[date, date, int, int | None]],
) -> History:
    """Make a history of published periods: first and last day, cars and fen or None.

    Raises ValueError where two periods overlap.
    """
    frame = pl.DataFrame(list(periods), schema=PERIODS, orient="row").sort("first_day")
    stretches: list[Days] = []
    for first, last in frame.select("first_day", "last_day").iter_rows():
        if stretches and first <= stretches[-1].end:
            raise ValueError(f"two periods hold {first}")
        if stretches and first == stretches[-1].end + timedelta(days=1):
            stretches[-1] = Days(stretches[-1].start, last)
        else:
            stretches.append(Days(first, last))
    return History(frame, tuple(stretches))


def _stretches(days: list[date]) -> tuple[Days, ...]:
    """Split days of sale wherever all are silent for too long."""
    found: list[Days] = []
    for day in days:
        if found and (day - found[-1].end).days <= LONGEST_SILENCE_DAYS + 1:
            found[-1] = Days(found[-1].start, day)
        else:
            found.append(Days(day, day))
    return tuple(found)


def _share(row: dict[str, date], window: Days) -> Fraction:
    period = Days(row["first_day"], row["last_day"])
    shared = window.shared(period)
    return Fraction(shared.count if shared else 0, period.count)


def _half_up(amount: Fraction) -> int:
    return math.floor(amount + Fraction(1, 2))
