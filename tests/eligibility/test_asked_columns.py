"""Deciding by the columns that the terms ask for is deciding by all of them."""

from hypothesis import given, settings

from tests.eligibility.known_sales import TERMS
from tests.eligibility.rule_book import (
    sales_of_all_kinds,
    seeds,
    terms_of_the_rule_book,
)
from voucher_service.eligibility.asked_columns import asked_columns, decided_columns
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.judging import Context


@settings(deadline=None)
@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_the_columns_asked_for_are_enough(sales, terms, seed):
    context = Context(seed=seed)
    fewer = sales.select(decided_columns((terms,)))
    assert decide(fewer, terms, context).equals(decide(sales, terms, context))


def test_plain_terms_ask_for_few():
    asked = asked_columns((TERMS,))
    assert {"bare_price_fen", "vin", "condition"} < asked
    assert not asked & {"brand", "seats", "buyer_key", "tax_authority", "energy"}


@settings(deadline=None)
@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_without_the_places_in_line_the_same_sales_pass(sales, terms, seed):
    told = decide(sales, terms, Context(seed=seed))
    untold = decide(sales, terms, Context(seed=seed, places=False))
    same = ["sale_id", "outcome", "reasons", "amount_fen", "rival_sale_id"]
    assert untold.select(same).equals(told.select(same))
