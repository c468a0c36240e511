"""A figure counts eligible sales; its amounts are sums of integer fen."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from voucher_service.model.kinds import Outcome
from voucher_service.model.slices import UNKNOWN_KEY, Slice

_FEN_PER_WAN = 1_000_000

SLICE_COLUMNS = {
    "district": "district",
    "dealer": "dealer_id",
    "brand": "brand",
    "energy": "energy",
}
"""The columns of DecidedSale that tell what a Slice asks for."""

WAITING = (Outcome.WAITLISTED, Outcome.NEEDS_REVIEW)
"""The outcomes of sales that are not decided yet: neither counted nor refused."""


def counted_sales(decided: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Keep the eligible sales sold on the day ``as_of`` or before."""
    return decided.filter(pl.col("eligible"), pl.col("sold_on") <= as_of)


def met_terms(decided: pl.DataFrame, first: date, last: date) -> int:
    """Count the sales between two days that count, or would had enough been left."""
    between = pl.col("sold_on").is_between(first, last)
    return decided.filter("comparable", between).height


def narrowed(decided: pl.DataFrame, part: Slice) -> pl.DataFrame:
    """Keep the sales of a slice; takes and gives DecidedSale."""
    asked = [
        _tells(SLICE_COLUMNS[name], value) for name, value in part.parameters.items()
    ]
    return decided.filter(*asked) if asked else decided


def _tells(column: str, value: str) -> pl.Expr:
    told = pl.col(column)
    return told.is_null() if value == UNKNOWN_KEY else told == value


def waiting_sales(decided: pl.DataFrame, as_of: date) -> int:
    """Count the sales until a day that wait for a place, for money or for a person."""
    waits = pl.col("outcome").is_in([outcome.value for outcome in WAITING])
    return decided.filter(waits, pl.col("sold_on") <= as_of).height


def amounts() -> tuple[pl.Expr, ...]:
    """Give ``cars_sold``, ``sales_fen`` and ``vouchers_fen`` of the rows at hand.

    Of no rows they are zeros, never null.
    """
    return (
        pl.len().cast(pl.Int64).alias("cars_sold"),
        pl.col("price_fen").sum().cast(pl.Int64).alias("sales_fen"),
        pl.col("amount_fen").sum().cast(pl.Int64).alias("vouchers_fen"),
    )


def gross_ratio(sales_fen: int, vouchers_fen: int) -> float | None:
    """Give sales over vouchers to two decimals, half up; None where none is earned."""
    if vouchers_fen == 0:
        return None
    ratio = Decimal(sales_fen) / vouchers_fen
    return float(ratio.quantize(Decimal("0.01"), ROUND_HALF_UP))


def in_yuan(fen: pl.Expr) -> pl.Expr:
    """Turn fen into yuan as Decimal(18, 2), exactly."""
    yuan = fen.cast(pl.Decimal(20, 0)) * pl.lit(Decimal("0.01"))
    return yuan.cast(pl.Decimal(18, 2))


def in_wan(fen: pl.Expr) -> pl.Expr:
    """Turn fen into 10,000 yuan (万元) as Float64: to draw, not to count."""
    return (fen / _FEN_PER_WAN).round(6)  # fen end at the sixth decimal
