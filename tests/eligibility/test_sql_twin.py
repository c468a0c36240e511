"""Two engines, one answer: the decisions equal a DuckDB query written apart."""

import duckdb
import polars as pl
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


def decided_by_sql(
    sales: pl.DataFrame, terms: Terms, seed: str | None = None
) -> pl.DataFrame:
    query, given_words = decision_sql(terms, seed)
    with duckdb.connect() as connection:
        connection.register("frame", sales.to_arrow())
        connection.execute("create table sales as from frame")
        decided = connection.sql(query, params=given_words).pl()
    return decided.sort("sale_id")


@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_decisions_equal_those_of_a_query_written_apart(sales, terms, seed) -> None:
    ours = decide(sales, terms, Context(seed=seed)).sort("sale_id")
    theirs = decided_by_sql(sales, terms, seed)
    assert theirs.schema == Decision.create_empty().schema
    assert theirs.to_dicts() == ours.to_dicts()


@given(sales=sales_frames(), terms=terms_of_any_kind)
def test_simple_terms_are_decided_as_the_query_does(sales, terms) -> None:
    ours = decide(sales, terms).sort("sale_id")
    assert decided_by_sql(sales, terms).to_dicts() == ours.to_dicts()


@given(sales=contested_sales)
def test_a_contested_vehicle_goes_to_the_sale_that_the_query_names(sales) -> None:
    ours = decide(sales, TERMS).sort("sale_id")
    assert ours["rival_sale_id"].null_count() < sales.height
    assert decided_by_sql(sales, TERMS).to_dicts() == ours.to_dicts()
