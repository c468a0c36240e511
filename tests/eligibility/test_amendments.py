"""Dated entries: each sale by the terms of its day, and the past stays as decided."""

from datetime import timedelta
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.eligibility.known_sales import START, TERMS, VINS, known, sale
from tests.eligibility.rule_book import (
    sales_of_all_kinds,
    seeds,
    terms_of_the_rule_book,
)
from voucher_service.eligibility.decide import decide, decide_campaign
from voucher_service.eligibility.judging import Context

CHANGE = START + timedelta(days=1)


def later(terms, **changes):
    """The terms as an entry of the day of change."""
    return terms.model_copy(update={"effective_from": CHANGE, **changes})


def first(terms):
    return terms.model_copy(update={"effective_from": START})


@settings(deadline=None)
@given(
    sales=sales_of_all_kinds(),
    before=terms_of_the_rule_book(),
    after=terms_of_the_rule_book(),
    seed=seeds,
)
def test_what_was_decided_before_an_entry_stays_as_it_was(sales, before, after, seed):
    entries, context = (first(before), later(after)), Context(seed=seed)
    of_old = sales["sold_on"] < CHANGE
    whole = decide_campaign(sales, entries, context)
    # Another dealer's later claim on the same car is news of the car, not of the terms.
    contested = whole["reasons"].list.contains("vehicle_in_conflict")
    assume(not contested.any())
    alone = decide(sales.filter(of_old), first(before), context)
    assert whole.filter(of_old).equals(alone)


@settings(deadline=None)
@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book())
def test_an_entry_that_says_the_same_decides_the_same(sales, terms):
    assume(not terms.is_limited)  # money that did not suffice is counted anew
    split = decide_campaign(sales, (first(terms), later(terms)))
    whole = decide(sales, first(terms))
    told = ["sale_id", "eligible", "reasons", "amount_fen", "tier", "rival_sale_id"]
    assert split.select(told).equals(whole.select(told))


@settings(deadline=None)
@given(
    sales=sales_of_all_kinds(),
    before=terms_of_the_rule_book(),
    after=terms_of_the_rule_book(),
    random=st.randoms(),
)
def test_dated_entries_decide_the_same_in_any_order_of_rows(
    sales, before, after, random
):
    entries = (first(before), later(after))
    rows = sales.to_dicts()
    random.shuffle(rows)
    shuffled = decide_campaign(known(*rows), entries).sort("sale_id")
    assert shuffled.equals(decide_campaign(sales, entries).sort("sale_id"))


def test_each_sale_carries_the_version_of_the_entry_of_its_day():
    entries = (first(TERMS), later(TERMS, price_floor_yuan=Decimal(200000)))
    days = (START - timedelta(days=9), START, CHANGE, CHANGE + timedelta(days=9))
    rows = [sale(sale_id=f"S{n}", vin=None, sold_on=day) for n, day in enumerate(days)]
    versions = decide_campaign(known(*rows), entries)["terms_version"].to_list()
    old, new = (terms.version for terms in entries)
    assert versions == [old, old, new, new]


def test_a_vehicle_that_counted_under_an_earlier_entry_is_the_rival_of_a_later_sale():
    entries = (first(TERMS), later(TERMS, price_floor_yuan=Decimal(40000)))
    rows = [sale(sale_id="S1", sold_on=START), sale(sale_id="S2", sold_on=CHANGE)]
    decided = decide_campaign(known(*rows), entries)
    assert decided["reasons"].to_list() == [[], ["vehicle_already_counted"]]
    assert decided["rival_sale_id"].to_list() == [None, "S1"]
    assert decided["input_hash"][1].endswith(".hash of S1")


def test_a_sale_that_waited_under_an_earlier_entry_holds_its_vehicle_and_no_money():
    one_voucher = {"budget_yuan": Decimal(1500)}
    entries = (first(TERMS).model_copy(update=one_voucher), later(TERMS))
    days = (START, START, CHANGE, CHANGE)
    cars = (VINS[0], VINS[1], VINS[1], VINS[2])
    rows = [
        sale(sale_id=f"S{n}", sold_on=day, vin=car)
        for n, (day, car) in enumerate(zip(days, cars, strict=True))
    ]
    decided = decide_campaign(known(*rows), entries)
    waits = ["eligible", "waitlisted", "ineligible", "eligible"]
    assert decided["outcome"].to_list() == waits
    assert decided["rival_sale_id"][2] == "S1"
