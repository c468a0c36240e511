"""How rules ask: three-valued expressions, where null is an answer not known."""

from datetime import date

import polars as pl

from voucher_service.campaigns.conditions import Bounds
from voucher_service.campaigns.windows import OpenWindow
from voucher_service.model.days import AHEAD_OF_UTC
from voucher_service.model.kinds import NEW_ENERGY, Energy


def within_days(day: pl.Expr, window: OpenWindow) -> pl.Expr | None:
    """Ask whether a day lies in a window, both ends included; None asks nothing."""
    return _between(day, window.start, window.end)


def within_bounds(number: pl.Expr, bounds: Bounds) -> pl.Expr | None:
    """Ask whether a number lies within bounds, both included; None asks nothing."""
    return _between(number, bounds.at_least, bounds.at_most)


def is_of_kinds(kinds: tuple[Energy, ...]) -> pl.Expr:
    """Ask whether the car is driven by one of some kinds of energy."""
    return pl.col("energy").is_in([kind.value for kind in kinds])


def is_new_energy() -> pl.Expr:
    """Ask whether the car is a new-energy vehicle."""
    return is_of_kinds(NEW_ENERGY)


def submitted_on() -> pl.Expr:
    """Give the business day on which the sale was first recorded."""
    return (pl.col("submitted_at") + AHEAD_OF_UTC).dt.date()


def all_hold(sentences: list[pl.Expr]) -> pl.Expr:
    """Ask whether every sentence holds: false where one is, else null where one is."""
    return pl.all_horizontal(sentences) if sentences else pl.lit(value=True)


def any_holds(sentences: list[pl.Expr]) -> pl.Expr:
    """Ask whether a sentence holds: true where one is, else null where one is."""
    return pl.any_horizontal(sentences) if sentences else pl.lit(value=False)


def _between(
    value: pl.Expr, low: date | int | None, high: date | int | None
) -> pl.Expr | None:
    if low is not None and high is not None:
        return value.is_between(low, high)
    if low is not None:
        return value >= low
    return None if high is None else value <= high
