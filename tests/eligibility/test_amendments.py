"""Dated entries: each sale by the terms of its day, and the past stays as decided."""

from datetime import timedelta
from decimal import Decimal

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.eligibility.known_sales import START, TERMS, VINS, known, sale
from tests.eligibility.rule_book import (
    sales_of_all_kinds,
    terms_of_the_rule_book,
)
from voucher_service.campaigns.limits import Allocation, Caps
from voucher_service.eligibility.decide import decide, decide_campaign

CHANGE = START + timedelta(days=1)


def later(terms, **changes):
    """The terms as an entry of the day of change."""
    return terms.model_copy(update={"effective_from": CHANGE, **changes})


def first(terms):
    return terms.model_copy(update={"effective_from": START})


def in_line(terms, order):
    """The terms, with money given in an order."""
    return terms.model_copy(update={"allocation": Allocation(order=order)})


def uncontested(decided):
    """Another dealer's later claim on a car is news of the car, not of the terms."""
    return not decided["reasons"].list.contains("vehicle_in_conflict").any()


@settings(deadline=None)
@given(
    sales=sales_of_all_kinds(),
    before=terms_of_the_rule_book(),
    after=terms_of_the_rule_book(),
)
def test_by_invoice_an_entry_alters_nothing_of_the_days_before_it(sales, before, after):
    entries = (in_line(first(before), "invoice"), in_line(later(after), "invoice"))
    of_old = sales["sold_on"] < CHANGE
    whole = decide_campaign(sales, entries)
    assume(uncontested(whole))
    alone = decide(sales.filter(of_old), entries[0])
    assert whole.filter(of_old).equals(alone)


@settings(deadline=None)
@given(
    sales=sales_of_all_kinds(),
    before=terms_of_the_rule_book(),
    after=terms_of_the_rule_book(),
)
def test_by_submission_an_entry_alters_nothing_of_what_was_reported_before(
    sales, before, after
):
    free = {"caps": Caps(), "per_vehicle": None}  # caps go by invoice
    entries = tuple(
        in_line(terms, "submission").model_copy(update=free)
        for terms in (first(before), later(after))
    )
    reported = sales.sort("submitted_at", "sale_id")
    fresh = reported["sold_on"] >= CHANGE
    when = reported["submitted_at"].filter(fresh).min()
    of_old = reported.filter(when is None or pl.col("submitted_at") < when)
    whole = decide_campaign(reported, entries)
    assume(uncontested(whole))
    alone = decide(of_old, entries[0])
    assert whole.join(alone, on="sale_id", how="semi").equals(alone)


@settings(deadline=None)
@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book())
def test_an_entry_that_says_the_same_decides_the_same(sales, terms):
    split = decide_campaign(sales, (first(terms), later(terms)))
    whole = decide(sales, first(terms))
    written = ["terms_version", "input_hash"]
    assert split.drop(written).equals(whole.drop(written))


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
