"""How the cars that count are spread over bands of price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from voucher_service.analytics.counted import amounts, counted_sales


@dataclass(frozen=True)
class PriceBand:
    """A band of prices, its lower end included; ``to_fen`` is None for no upper end."""

    from_fen: int
    to_fen: int | None
    cars_sold: int
    sales_fen: int


def price_bands(
    decided: pl.DataFrame, as_of: date, edges_fen: Sequence[int]
) -> tuple[PriceBand, ...]:
    """Count the eligible sales until a day band by band; takes DecidedSale.

    ``edges_fen`` rise; the first band begins at nought or at the first edge if no car
    is cheaper. Every car that counts is in one band, and bands without cars are given.
    """
    counted = counted_sales(decided, as_of)
    cheaper = counted.filter(pl.col("price_fen") < edges_fen[0]).height > 0
    starts = [*([0] if cheaper and edges_fen[0] > 0 else []), *edges_fen]
    bands = []
    for start, end in zip(starts, [*starts[1:], None], strict=True):
        within = pl.col("price_fen") >= start
        if end is not None:
            within &= pl.col("price_fen") < end
        sums = counted.filter(within).select(amounts()).row(0, named=True)
        bands.append(PriceBand(start, end, sums["cars_sold"], sums["sales_fen"]))
    return tuple(bands)
