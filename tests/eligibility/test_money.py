"""What terms give, they give to no fewer when they give more."""

from decimal import Decimal

import polars as pl
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.eligibility.known_sales import known
from tests.eligibility.rule_book import (
    rows_at_edges,
    sales_of_all_kinds,
    seeds,
    terms_of_single_vehicles,
    terms_of_the_rule_book,
)
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.judging import Context

raises = st.sampled_from(["0.01", "1500", "3000", "1000000"]).map(Decimal)


def cases(sales: pl.DataFrame, terms: Terms, seed: str | None) -> pl.DataFrame:
    return decide(sales, terms, Context(seed=seed))


@given(
    sales=sales_of_all_kinds(),
    terms=terms_of_the_rule_book(),
    seed=seeds,
    more=raises,
)
def test_more_money_never_means_fewer_cars_or_less_money(
    sales, terms, seed, more
) -> None:
    assume(terms.budget_yuan is not None)
    raised = terms.model_copy(update={"budget_yuan": terms.budget_yuan + more})
    before, after = cases(sales, terms, seed), cases(sales, raised, seed)
    assert after["eligible"].sum() >= before["eligible"].sum()
    assert after["amount_fen"].sum() >= before["amount_fen"].sum()
    assert (after["eligible"] | ~before["eligible"]).all()


@given(sales=sales_of_all_kinds(), terms=terms_of_single_vehicles, more=raises)
def test_a_higher_floor_never_means_more_cars(sales, terms, more) -> None:
    # With limits it may: those who fall leave their place or money to others.
    floor = terms.price_floor_yuan + more
    higher = terms.model_copy(update={"price_floor_yuan": floor})
    before, after = decide(sales, terms), decide(sales, higher)
    assert after["eligible"].sum() <= before["eligible"].sum()


@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_no_limit_is_exceeded(sales, terms, seed) -> None:
    decided = cases(sales, terms, seed).hstack(
        sales.select("vin", "buyer_key", "phone_key", "dealer_id", "sold_on")
    )
    counted = decided.filter("eligible")
    if terms.budget_fen is not None:
        assert counted["amount_fen"].sum() <= terms.budget_fen
    caps = terms.caps
    for keys, most in (
        (["vin"], terms.per_vehicle),
        (["buyer_key"], caps.per_buyer),
        (["phone_key"], caps.per_phone),
        (["dealer_id", "sold_on"], caps.per_dealer_day),
    ):
        if most is not None:
            counts = counted.drop_nulls(keys).group_by(keys).len()
            assert (counts["len"] <= most).all()


@given(
    sales=sales_of_all_kinds(),
    terms=terms_of_the_rule_book(),
    seed=seeds,
    random=st.randoms(),
)
def test_neither_the_order_of_rows_nor_asking_again_alters_a_decision(
    sales, terms, seed, random
) -> None:
    decided = cases(sales, terms, seed)
    assert decided.equals(cases(sales, terms, seed))
    rows = sales.to_dicts()
    random.shuffle(rows)
    shuffled = cases(known(*rows), terms, seed)
    assert shuffled.sort("sale_id").equals(decided.sort("sale_id"))


@given(
    sales=sales_of_all_kinds(rows_at_edges),
    terms=terms_of_the_rule_book(),
    seed=seeds,
)
def test_a_sale_that_lacks_a_needed_value_is_never_eligible(sales, terms, seed) -> None:
    needed = [terms.price_basis.column, *terms.requires]
    needed += ["condition"] if terms.condition else []
    needed += ["vehicle_use"] if terms.use != "any" else []
    needed += ["seats"] if terms.seats.is_stated else []
    needed += ["energy"] if terms.kinds else []
    needed += ["buyer_kind"] if terms.buyer.kinds else []
    needed += ["buyer_age"] if terms.buyer.age.is_stated else []
    needed += ["district"] if terms.place.districts else []
    needed += ["tax_authority"] if terms.place.tax_authorities else []
    needed += ["plate_region"] if terms.place.plates else []
    needed += ["old_disposal"] if terms.old_vehicle else []
    needed += ["contract_on"] if terms.windows.contract.is_stated else []
    needed += ["registered_on"] if terms.windows.registration.is_stated else []
    needed += ["buyer_key"] if terms.caps.per_buyer else []
    needed += ["phone_key"] if terms.caps.per_phone else []
    lacking = sales.select(pl.any_horizontal(pl.col(needed).is_null())).to_series()
    decided = cases(sales, terms, seed)
    assert not decided.filter(lacking)["eligible"].any()
