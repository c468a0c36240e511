"""One set of sales judged twice: what each comes to, and who gains or loses between.

A judged frame has a row for each sale, in the same order on both sides: ``against``
(the bits of the reasons that stand, 0 for an eligible sale), ``cost_fen`` (what it
earns, 0 where not eligible) and ``price_fen``. Today's side is added up once; of the
other only the sales that differ are grouped, so that a small change costs little.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from voucher_service.analytics.counted import in_wan, in_yuan
from voucher_service.model.money import FEN_PER_YUAN

BAND_FEN = 50_000 * FEN_PER_YUAN
_LAST_EDGE_FEN = 1_000_000 * FEN_PER_YUAN
_MOST_STEPS = 30
GROUPS = ("district", "dealer_id", "energy")
"""The columns of the sales by which changes are told; prices are told in bands."""

CHANGES = {
    "cars_today": pl.Int64,
    "vouchers_today_fen": pl.Int64,
    "cars_gained": pl.Int64,
    "cars_lost": pl.Int64,
    "cost_gained_fen": pl.Int64,
    "cost_lost_fen": pl.Int64,
}

CURVE = {"floor_fen": pl.Int64, "cars_sold": pl.Int64, "vouchers_fen": pl.Int64}
"""The columns of a curve: what terms come to at each of some price floors."""


@dataclass(frozen=True)
class Side:
    """What a judged frame comes to; ``patterns`` counts its sales by their reasons."""

    cars: int
    sales_fen: int
    vouchers_fen: int
    patterns: dict[int, int]


@dataclass(frozen=True)
class Today:
    """Today's side, added up: its judged frame, the sales' facts, and their groups.

    ``facts`` has the columns of GROUPS. ``priced`` are the eligible sales' prices,
    sorted, with the running sum of their cost.
    """

    judged: pl.DataFrame
    facts: pl.DataFrame
    side: Side
    groups: dict[str, pl.DataFrame]
    priced: pl.DataFrame


@dataclass(frozen=True)
class Comparison:
    """Who gains and who loses.

    Each frame of ``groups`` has ``key`` (null: not known) and the columns of CHANGES, a
    row for each group with a car on either side; that of ``price`` has ``from_fen``
    and ``to_fen`` (excluded; null: open) instead. ``lost_patterns`` counts the lost
    sales by what the other terms say against them.
    """

    side: Side
    totals: dict[str, int]
    lost_patterns: dict[int, int]
    groups: dict[str, pl.DataFrame]


def side_of(judged: pl.DataFrame) -> Side:
    """Add up a judged frame."""
    eligible = pl.col("against") == 0
    sums = judged.select(
        cars=eligible.sum().cast(pl.Int64),
        sales=pl.col("price_fen").filter(eligible).sum().cast(pl.Int64),
        vouchers=pl.col("cost_fen").sum().cast(pl.Int64),
    ).row(0, named=True)
    return Side(
        cars=sums["cars"],
        sales_fen=sums["sales"],
        vouchers_fen=sums["vouchers"],
        patterns=_patterns(judged["against"]),
    )


def today_of(judged: pl.DataFrame, facts: pl.DataFrame) -> Today:
    """Add up today's side with all that it is compared by."""
    counted = judged.hstack(facts).filter(pl.col("against") == 0)
    sums = (
        pl.len().cast(pl.Int64).alias("cars_today"),
        pl.col("cost_fen").sum().alias("vouchers_today_fen"),
    )
    priced = counted.select("price_fen", "cost_fen").sort("price_fen")
    return Today(
        judged=judged,
        facts=facts,
        side=side_of(judged),
        groups={name: counted.group_by(key=name).agg(*sums) for name in GROUPS},
        priced=priced.select("price_fen", pl.col("cost_fen").cum_sum()),
    )


def compare(today: Today, other: pl.DataFrame, edges: Sequence[int]) -> Comparison:
    """Hold another judged frame of the same sales against today's."""
    changed = _changed(today, other)
    groups = {
        name: _by(today.groups[name], changed.group_by(key=name).agg(_SUMS))
        for name in GROUPS
    }
    lost = changed.filter(pl.col("cars_lost") > 0)
    return Comparison(
        side=side_of(other),
        totals=changed.select(_SUMS).row(0, named=True),
        lost_patterns=_patterns(lost["against"]),
        groups={**groups, "price": _by_price(today, changed, edges)},
    )


def band_edges(bounds_fen: Iterable[int]) -> list[int]:
    """Give the edges of price bands: each 50,000 yuan, floors and tiers' bounds."""
    plain = range(0, _LAST_EDGE_FEN + 1, BAND_FEN)
    return sorted({*plain, *(edge for edge in bounds_fen if edge > 0)})


def floor_steps(prices_fen: pl.Series, floors_fen: Iterable[int]) -> list[int]:
    """Give floors in fen to try: evenly spread over most prices, and some for sure."""
    dear = int(prices_fen.quantile(0.95, interpolation="nearest") or BAND_FEN)
    step = next(
        digit * 10**power * FEN_PER_YUAN
        for power in range(3, 12)
        for digit in (1, 2, 5)
        if dear < digit * 10**power * FEN_PER_YUAN * _MOST_STEPS
    )
    return sorted({*range(0, dear + step, step), *floors_fen})


def floor_points(curve: pl.DataFrame) -> pl.DataFrame:
    """Give a curve as its chart draws it.

    Columns: price_floor_yuan, cars_sold, vouchers_fen, vouchers_yuan, vouchers_wan.
    """
    cost = pl.col("vouchers_fen")
    return curve.select(
        "cars_sold",
        "vouchers_fen",
        price_floor_yuan=in_yuan(pl.col("floor_fen")),
        vouchers_yuan=in_yuan(cost),
        vouchers_wan=in_wan(cost),
    ).select(
        "price_floor_yuan", "cars_sold", "vouchers_fen", "vouchers_yuan", "vouchers_wan"
    )


_SUMS = [
    pl.col(name).sum().cast(kind)
    for name, kind in CHANGES.items()
    if name not in {"cars_today", "vouchers_today_fen"}
]


def _patterns(against: pl.Series) -> dict[int, int]:
    return dict(against.value_counts().rows())


def _changed(today: Today, other: pl.DataFrame) -> pl.DataFrame:
    """Give the sales that differ, with what is gained and lost by each."""
    before, after = today.judged, other
    moved = (before["cost_fen"] != after["cost_fen"]) | (
        (before["against"] == 0) != (after["against"] == 0)
    )
    counted = pl.col("against") == 0
    cost = pl.col("other_fen") - pl.col("cost_fen")
    return (
        before.filter(moved)
        .rename({"against": "before"})
        .hstack(
            after.filter(moved).select("against", other_fen="cost_fen").get_columns()
        )
        .hstack(today.facts.filter(moved))
        .with_columns(
            cars_gained=(counted & (pl.col("before") != 0)).cast(pl.Int64),
            cars_lost=(~counted & (pl.col("before") == 0)).cast(pl.Int64),
            cost_gained_fen=cost.clip(lower_bound=0),
            cost_lost_fen=(-cost).clip(lower_bound=0),
        )
    )


def _by(counted: pl.DataFrame, changed: pl.DataFrame) -> pl.DataFrame:
    joined = counted.join(
        changed, on="key", how="full", coalesce=True, nulls_equal=True
    )
    return joined.select(
        pl.col("key").cast(pl.String), pl.col(list(CHANGES)).fill_null(0)
    ).sort("cars_today", "key", descending=[True, False], nulls_last=True)


def _by_price(
    today: Today, changed: pl.DataFrame, edges: Sequence[int]
) -> pl.DataFrame:
    known = changed.filter(pl.col("price_fen").is_not_null())
    bands = pl.DataFrame(
        {
            "from_fen": edges,
            "to_fen": [*edges[1:], None],
            **_today_in_bands(today.priced, edges),
        },
        schema_overrides={"from_fen": pl.Int64, "to_fen": pl.Int64},
    )
    found = (
        known.with_columns(from_fen=_edge_below(known["price_fen"], edges))
        .group_by("from_fen")
        .agg(_SUMS)
    )
    # A sale without a price on today's basis counts only by other terms' price.
    unknown = changed.filter(pl.col("price_fen").is_null()).select(_SUMS)
    rest = unknown.select(
        from_fen=pl.lit(None, dtype=pl.Int64),
        to_fen=pl.lit(None, dtype=pl.Int64),
        cars_today=pl.lit(0, dtype=pl.Int64),
        vouchers_today_fen=pl.lit(0, dtype=pl.Int64),
    ).hstack(unknown.get_columns())
    told = bands.join(found, on="from_fen", how="left", maintain_order="left")
    every = pl.concat([told.select(rest.columns), rest])
    filled = every.with_columns(pl.col(list(CHANGES)).fill_null(0))
    return filled.filter(pl.sum_horizontal("cars_today", "cars_gained") > 0)


def _edge_below(prices: pl.Series, edges: Sequence[int]) -> pl.Series:
    starts = pl.Series(edges, dtype=pl.Int64)
    places = starts.search_sorted(prices, side="right")
    return starts.gather(places.cast(pl.Int64) - 1)


def _today_in_bands(priced: pl.DataFrame, edges: Sequence[int]) -> dict[str, list[int]]:
    starts = pl.Series(edges, dtype=pl.Int64)
    places = [*priced["price_fen"].search_sorted(starts).to_list(), priced.height]
    nothing = pl.Series([0], dtype=pl.Int64)
    sums = pl.concat([nothing, priced["cost_fen"]]).gather(places).to_list()
    return {
        "cars_today": [last - first for first, last in pairwise(places)],
        "vouchers_today_fen": [last - first for first, last in pairwise(sums)],
    }
