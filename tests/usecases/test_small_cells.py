"""No small cell follows from what is shown beside it and the day's total.

Every day that there could be is put through the statement itself; whoever knows the
rule may then compare the days that look alike.
"""

from collections import defaultdict
from datetime import date, timedelta
from itertools import product

import duckdb
import polars as pl
import pytest

from voucher_service.resources import SQL
from voucher_service.store.published_files import definitions

[STATEMENT] = [f.sql for f in definitions(SQL) if f.name == "district_daily_totals"]
FIRST = date(2000, 1, 1)
MOST_CARS = 6


def shown(worlds, smallest):
    """Give what the statement shows of each of some days, None for a hidden cell."""
    districts = [f"D{n}" for n in range(len(worlds[0]))]
    days = [FIRST + timedelta(n) for n in range(len(worlds))]
    cells = [
        (name, day, cars)
        for day, world in zip(days, worlds, strict=True)
        for name, cars in zip(districts, world, strict=True)
        if cars
    ]
    sold = pl.DataFrame(cells, ["district", "day", "cars"], orient="row")
    with duckdb.connect() as connection:
        connection.execute("ATTACH ':memory:' AS published")
        connection.execute(f"SET VARIABLE smallest_cell = {smallest}")
        connection.execute("CREATE TABLE published.campaigns AS SELECT 'c' campaign_id")
        connection.register("places", pl.DataFrame({"district": districts}).to_arrow())
        connection.register("days", pl.DataFrame({"day": days}).to_arrow())
        connection.register("sold", sold.to_arrow())
        connection.execute("CREATE TABLE published.districts AS FROM places")
        connection.execute(
            "CREATE TABLE published.daily_totals AS"
            " SELECT 'c' campaign_id, day FROM days"
        )
        connection.execute(
            "CREATE TEMP TABLE eligible_days AS SELECT 'c' campaign_id, district, day,"
            " cars cars_sold, cars * 100 sales_fen FROM sold"
        )
        connection.execute(STATEMENT)
        found = connection.execute(
            "SELECT list(cars_sold ORDER BY district) FROM"
            " published.district_daily_totals GROUP BY day ORDER BY day"
        ).fetchall()
    return [tuple(row) for (row,) in found]


@pytest.mark.parametrize("count", [2, 3, 4])
@pytest.mark.parametrize("smallest", [2, 3, 4])
def test_every_hidden_cell_could_have_been_another(smallest, count):
    worlds = list(product(range(MOST_CARS + 1), repeat=count))
    alike = defaultdict(list)
    for world, seen in zip(worlds, shown(worlds, smallest), strict=True):
        assert all(cars in {None, own} for cars, own in zip(seen, world, strict=True))
        assert not any(0 < (cars or 0) < smallest for cars in seen)
        if not any(0 < cars < smallest for cars in world):
            assert None not in seen or sum(world) == count * (smallest - 1)
        alike[seen, sum(world)].append(world)
    assert len(alike) > count
    for (seen, total), days in alike.items():
        for place, cars in enumerate(seen):
            values = {day[place] for day in days}
            assert cars is not None or len(values) > 1, (seen, total, days)


@pytest.mark.parametrize("smallest", [0, 1])
def test_where_nothing_is_small_all_is_shown(smallest):
    worlds = list(product(range(3), repeat=3))
    assert shown(worlds, smallest) == worlds


def test_a_lone_districts_cell_is_the_days_total_and_hidden_all_the_same():
    assert shown([(0,), (1,), (2,), (3,)], 3) == [(0,), (None,), (None,), (3,)]
