"""Two judged frames are compared: who gains, who loses, in which group."""

import polars as pl
import pytest

from voucher_service.analytics.what_if import (
    BAND_FEN,
    band_edges,
    compare,
    floor_steps,
    side_of,
    today_of,
)

YUAN = 100
FACTS = pl.DataFrame(
    {
        "district": ["甲", "甲", "乙", None],
        "dealer_id": ["D1", "D2", "D2", "D2"],
        "energy": ["bev", "ice", "ice", None],
    }
)
PRICES = [49_999_99, 50_000_00, 120_000_00, None]
TODAY = (0, 0, 4, 8)
"""The first two count today; the others have a reason each."""


def judged(against: tuple[int, ...], cost: int = 1000) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "against": pl.Series(against, dtype=pl.UInt64),
            "price_fen": pl.Series(PRICES, dtype=pl.Int64),
            "cost_fen": pl.Series([0 if a else cost for a in against], dtype=pl.Int64),
        }
    )


def compared(against: tuple[int, ...], cost: int = 1000, edges=(0, BAND_FEN)):
    return compare(today_of(judged(TODAY), FACTS), judged(against, cost), list(edges))


def rows(frame: pl.DataFrame) -> dict[object, tuple[int, ...]]:
    key = "key" if "key" in frame.columns else "from_fen"
    kept = frame.drop("to_fen", strict=False)
    return {row[key]: tuple(row.values())[1:] for row in kept.to_dicts()}


def test_a_side_adds_up_what_counts_and_tells_the_rest_by_its_reasons():
    side = side_of(judged(TODAY))
    assert (side.cars, side.sales_fen, side.vouchers_fen) == (2, 99_999_99, 2000)
    assert side.patterns == {0: 2, 4: 1, 8: 1}


def test_the_same_terms_change_nothing():
    found = compared(TODAY)
    assert set(found.totals.values()) == {0}
    assert found.lost_patterns == {}
    assert rows(found.groups["district"]) == {"甲": (2, 2000, 0, 0, 0, 0)}


@pytest.mark.parametrize(
    ("against", "cost", "totals"),
    [
        ((0, 0, 0, 8), 1000, (1, 0, 1000, 0)),
        ((0, 16, 4, 8), 1000, (0, 1, 0, 1000)),
        ((16, 0, 0, 0), 1000, (2, 1, 2000, 1000)),
        ((0, 0, 4, 8), 1500, (0, 0, 1000, 0)),
        ((0, 0, 4, 8), 999, (0, 0, 0, 2)),
        ((0, 16, 0, 8), 1500, (1, 1, 2000, 1000)),
        ((16, 16, 4, 8), 0, (0, 2, 0, 2000)),
    ],
)
def test_cars_and_cost_are_gained_and_lost_sale_by_sale(against, cost, totals):
    found = compared(against, cost)
    assert tuple(found.totals.values()) == totals
    for frame in found.groups.values():
        sums = frame.select(list(found.totals)).sum().row(0)
        assert sums == totals


def test_lost_cars_are_counted_by_what_stands_against_them():
    assert compared((16, 48, 0, 8)).lost_patterns == {16: 1, 48: 1}


def test_a_group_that_only_other_terms_count_is_told_too():
    found = compared((0, 0, 0, 0))
    assert rows(found.groups["district"]) == {
        "甲": (2, 2000, 0, 0, 0, 0),
        "乙": (0, 0, 1, 0, 1000, 0),
        None: (0, 0, 1, 0, 1000, 0),
    }
    assert rows(found.groups["energy"])[None] == (0, 0, 1, 0, 1000, 0)


def test_a_price_on_an_edge_lies_in_the_band_above_it():
    found = compared((0, 16, 0, 0))
    assert rows(found.groups["price"]) == {
        0: (1, 1000, 0, 0, 0, 0),
        BAND_FEN: (1, 1000, 1, 1, 1000, 1000),
        None: (0, 0, 1, 0, 1000, 0),
    }


def test_bands_are_cut_where_floors_and_tiers_lie():
    edges = band_edges([30_000_00, 0, 80_000_01])
    assert edges[:4] == [0, 30_000_00, 50_000_00, 80_000_01]
    assert edges[-1] == 1_000_000_00


@pytest.mark.parametrize("dear", [1_00, 20_000_00, 300_000_00, 9_000_000_00])
def test_floors_spread_from_nothing_to_the_dear_ones(dear):
    floors = floor_steps(pl.Series([1, dear]), {30_000_01})
    assert floors[0] == 0
    assert floors == sorted(floors)
    assert 30_000_01 in floors
    assert floors[-1] >= dear
    assert len(floors) <= 33


def test_floors_are_found_where_nothing_has_a_price():
    assert floor_steps(pl.Series([], dtype=pl.Int64), {5})[:2] == [0, 5]
