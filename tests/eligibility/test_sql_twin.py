"""Two engines, one answer: the decisions equal a DuckDB query written apart."""

from collections.abc import Iterator

import duckdb
import polars as pl
import pytest
from hypothesis import given

from benchmarks.sql_twin import decision_sql
from tests.eligibility.known_sales import (
    TERMS,
    contested_sales,
    sales_frames,
    terms_of_any_kind,
)
from tests.eligibility.rule_book import (
    sales_of_all_kinds,
    seeds,
    terms_of_the_rule_book,
)
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
