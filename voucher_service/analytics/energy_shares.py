"""Which share each kind of energy has, period by period."""

from datetime import date

import polars as pl

from voucher_service.analytics.counted import counted_sales
from voucher_service.model.kinds import NEW_ENERGY, Energy
from voucher_service.model.slices import UNKNOWN_KEY

_DAYS_APART = 14
"""Up to so many days each one is a period, else each week is."""

ENERGY_ORDER = (
    Energy.BEV.value,
    Energy.PHEV.value,
    Energy.EREV.value,
    Energy.HEV.value,
    Energy.ICE.value,
    UNKNOWN_KEY,
)
"""New-energy kinds first, so that their shares add up from the bottom."""

SCHEMA = {
    "period_from": pl.Date,
    "period_to": pl.Date,
    "energy": pl.String,
    "cars_sold": pl.Int64,
    "share_percent": pl.Float64,
    "nev_percent": pl.Float64,
}


def energy_shares(decided: pl.DataFrame, *, start: date, as_of: date) -> pl.DataFrame:
    """Give a row for each period with a sale and each kind sold in any of them.

    Columns: SCHEMA. A period is a day, or beyond 14 days a week from Monday, cut off
    at ``start`` and ``as_of``. ``share_percent`` is the kind's share of the period's
    cars, ``nev_percent`` that of bev, phev and erev together, both to one place.
    """
    counted = counted_sales(decided, as_of).filter(pl.col("sold_on") >= start)
    if counted.is_empty():
        return pl.DataFrame(schema=SCHEMA)
    daily = (as_of - start).days < _DAYS_APART
    day = pl.col("sold_on")
    first, last = (
        (day, day)
        if daily
        else (day.dt.truncate("1w"), day.dt.truncate("1w").dt.offset_by("6d"))
    )
    kind = pl.col("energy").fill_null(UNKNOWN_KEY)
    cars = counted.group_by(
        first.clip(lower_bound=start).alias("period_from"),
        last.clip(upper_bound=as_of).alias("period_to"),
        energy=pl.when(kind.is_in(ENERGY_ORDER))
        .then(kind)
        .otherwise(pl.lit(UNKNOWN_KEY)),
    ).agg(pl.len().cast(pl.Int64).alias("cars_sold"))
    return _with_shares(_every_pair(cars))


def _every_pair(cars: pl.DataFrame) -> pl.DataFrame:
    """Add the kinds that a period lacks with no cars, in their order."""
    periods = cars.select("period_from", "period_to").unique().sort("period_from")
    kinds = [kind for kind in ENERGY_ORDER if kind in set(cars["energy"])]
    pairs = periods.join(pl.DataFrame({"energy": kinds}), how="cross")
    keys = ["period_from", "period_to", "energy"]
    joined = pairs.join(cars, on=keys, how="left", maintain_order="left")
    return joined.with_columns(pl.col("cars_sold").fill_null(0))


def _with_shares(cars: pl.DataFrame) -> pl.DataFrame:
    each, whole = pl.col("cars_sold"), pl.col("cars_sold").sum().over("period_from")
    is_nev = pl.col("energy").is_in([kind.value for kind in NEW_ENERGY])
    nev = pl.when(is_nev).then(each).otherwise(0).sum().over("period_from")
    return cars.with_columns(
        share_percent=(each / whole * 100).round(1),
        nev_percent=(nev / whole * 100).round(1),
    )
