"""Prices spread over equal bins, and the floor is always an edge of one."""

from collections.abc import Iterator
from itertools import count

import polars as pl

from voucher_service.analytics.counted import WAITING
from voucher_service.model.kinds import Outcome
from voucher_service.model.money import FEN_PER_YUAN

_MOST_BINS_OF_THE_BULK = 30
_MOST_BINS = 200

SCHEMA = {
    "price_from_yuan": pl.Int64,
    "price_to_yuan": pl.Int64,
    "eligible_cars": pl.Int64,
    "ineligible_cars": pl.Int64,
    "waiting_cars": pl.Int64,
}
_COUNTS = ("eligible_cars", "ineligible_cars", "waiting_cars")


def price_bins(priced: pl.DataFrame, floor_fen: int) -> pl.DataFrame:
    """Count priced sales in equally wide bins that follow each other without gap.

    Takes ``price_fen`` and ``outcome``, gives the columns of SCHEMA: prices from
    (included) to (excluded) in yuan, and the cars of each kind: those that wait for a
    place, for money or for a person are neither eligible nor refused. The floor,
    rounded up to a yuan, is an edge; the first bin may be cut off at zero.
    """
    if priced.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    price = pl.col("price_fen") // FEN_PER_YUAN
    floor = -(-floor_fen // FEN_PER_YUAN)
    width = _width(priced.select(price).to_series())
    counts = priced.group_by(bin=(price - floor) // width).agg(
        eligible_cars=_cars(Outcome.ELIGIBLE),
        ineligible_cars=_cars(Outcome.INELIGIBLE),
        waiting_cars=_cars(*WAITING),
    )
    return _without_gaps(counts, floor=floor, width=width)


def _cars(*outcomes: Outcome) -> pl.Expr:
    return (
        pl.col("outcome").is_in([each.value for each in outcomes]).sum().cast(pl.Int64)
    )


def _width(prices: pl.Series) -> int:
    whole, bulk = _span(prices, 0.0, 1.0), _span(prices, 0.05, 0.95)
    return next(
        width
        for width in _round_widths()
        if bulk // width < _MOST_BINS_OF_THE_BULK and whole // width < _MOST_BINS - 1
    )


def _round_widths() -> Iterator[int]:
    for power in count(3):
        yield from (digit * 10**power for digit in (1, 2, 5))


def _span(prices: pl.Series, low: float, high: float) -> int:
    # A few dear cars, or one mistyped price, shall not make all bins coarse.
    ends = [prices.quantile(share, interpolation="nearest") for share in (low, high)]
    return int(ends[1] or 0) - int(ends[0] or 0)


def _without_gaps(counts: pl.DataFrame, *, floor: int, width: int) -> pl.DataFrame:
    edges = pl.int_range(pl.col("bin").min(), pl.col("bin").max() + 1, dtype=pl.Int64)
    lower = floor + pl.col("bin") * width
    return (
        counts.select(edges.alias("bin"))
        .join(counts, on="bin", how="left", maintain_order="left")
        .select(
            lower.clip(lower_bound=0).alias("price_from_yuan"),
            (lower + width).alias("price_to_yuan"),
            *(pl.col(name).fill_null(0) for name in _COUNTS),
        )
    )
