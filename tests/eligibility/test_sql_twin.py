"""Two engines, one answer: the decisions equal a DuckDB query written apart."""

from collections.abc import Iterator
from datetime import timedelta

import duckdb
import polars as pl
import pytest
from hypothesis import given

from benchmarks.sql_twin import decision_sql
from tests.eligibility.known_sales import (
    START,
    TERMS,
    VINS,
    contested_sales,
    known,
    sale,
    sales_frames,
    terms_of_any_kind,
)
from tests.eligibility.rule_book import (
    sales_of_all_kinds,
    seeds,
    terms_of_the_rule_book,
)
from voucher_service.campaigns.conditions import OldRegistered, OldVehicle
from voucher_service.campaigns.limits import Caps
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.judging import Context
from voucher_service.model.frames import Decision


@pytest.fixture(scope="module")
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        yield connection


def decided_by_sql(
    database: duckdb.DuckDBPyConnection,
    sales: pl.DataFrame,
    terms: Terms,
    seed: str | None = None,
) -> pl.DataFrame:
    database.register("frame", sales.to_arrow())
    database.execute("create or replace table sales as from frame")
    query, words = decision_sql(terms, seed)
    return database.sql(query, params=words).pl().sort("sale_id")


@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_decisions_equal_those_of_a_query_written_apart(
    database, sales, terms, seed
) -> None:
    ours = decide(sales, terms, Context(seed=seed)).sort("sale_id")
    theirs = decided_by_sql(database, sales, terms, seed)
    assert theirs.schema == Decision.create_empty().schema
    assert theirs.to_dicts() == ours.to_dicts()


@given(sales=sales_frames(), terms=terms_of_any_kind)
def test_simple_terms_are_decided_as_the_query_does(database, sales, terms) -> None:
    ours = decide(sales, terms).sort("sale_id")
    assert decided_by_sql(database, sales, terms).to_dicts() == ours.to_dicts()


@given(sales=contested_sales)
def test_a_contested_vehicle_goes_to_the_sale_that_the_query_names(
    database, sales
) -> None:
    ours = decide(sales, TERMS).sort("sale_id")
    assert ours["rival_sale_id"].null_count() < sales.height
    assert decided_by_sql(database, sales, TERMS).to_dicts() == ours.to_dicts()


def test_whom_a_cap_of_two_refuses_is_told_of_the_first_that_counts() -> None:
    terms = TERMS.model_copy(update={"caps": Caps(per_phone=2)})
    first, *_, last = decided = decide(
        known(
            *(
                sale(sale_id=f"S{day}", vin=vin, sold_on=START + timedelta(day))
                for day, vin in enumerate(VINS)
            )
        ),
        terms,
    ).to_dicts()
    assert [row["eligible"] for row in decided] == [True, True, False]
    assert last["reasons"] == ["phone_cap_reached"]
    assert last["rival_sale_id"] == first["sale_id"]


@pytest.mark.parametrize(
    ("late", "reasons"),
    [(0, ["value_missing"]), (1, ["old_vehicle_not_covered"])],
)
def test_an_old_car_without_its_fuel_is_refused_where_no_fuel_could_help(
    database, late, reasons
) -> None:
    by = OldRegistered(petrol=START)
    old = OldVehicle(disposal=("scrapped",), registered_by=by)
    terms = TERMS.model_copy(update={"old_vehicle": old})
    sales = known(sale(old_fuel=None, old_registered_on=START + timedelta(late)))
    (decided,) = decide(sales, terms).to_dicts()
    assert decided["reasons"] == reasons
    assert decided_by_sql(database, sales, terms).to_dicts() == [decided]
