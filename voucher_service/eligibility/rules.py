"""A rule is a sentence that must hold of a sale by itself, without its neighbours.

Each gives true, false, or null where the value it asks for is missing. A missing
value is refused once, by ``every_needed_value_is_given``, and by no other rule.
"""

from collections.abc import Callable, Mapping

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.model.kinds import Condition
from voucher_service.model.reasons import EligibilityReason

Rule = Callable[[Terms], pl.Expr]


def sale_was_not_taken_back(_terms: Terms) -> pl.Expr:
    """No return and no red-letter invoice undoes the sale."""
    return ~pl.col("cancelled")


def sale_was_not_set_aside(_terms: Terms) -> pl.Expr:
    """No person found that another dealer sold the car instead."""
    return ~pl.col("set_aside")


def every_required_identity_is_given(terms: Terms) -> pl.Expr:
    """The sale carries each identity that the terms require."""
    return _all([pl.col(identity.value).is_not_null() for identity in terms.requires])


def every_needed_value_is_given(terms: Terms) -> pl.Expr:
    """No rule of ``VALUE_RULES`` is left without an answer."""
    return _all([rule(terms).is_not_null() for rule in VALUE_RULES.values()])


def sold_on_or_after_the_start(terms: Terms) -> pl.Expr:
    """The sale lies on the window's first day or later."""
    return pl.col("sold_on") >= terms.sales_window.start


def sold_on_or_before_the_end(terms: Terms) -> pl.Expr:
    """The sale lies on the window's last day or earlier."""
    return pl.col("sold_on") <= terms.sales_window.end


def car_is_new(terms: Terms) -> pl.Expr:
    """The car is new, where the terms ask for new cars."""
    return _car_is(Condition.NEW, terms)


def car_is_used(terms: Terms) -> pl.Expr:
    """The car is used, where the terms ask for used cars."""
    return _car_is(Condition.USED, terms)


def price_reaches_the_floor(terms: Terms) -> pl.Expr:
    """The price on the terms' basis is the floor or more."""
    return pl.col(terms.price_basis.column) >= terms.price_floor_fen


VALUE_RULES: Mapping[EligibilityReason, Rule] = {
    EligibilityReason.SALE_CANCELLED: sale_was_not_taken_back,
    EligibilityReason.SALE_SET_ASIDE: sale_was_not_set_aside,
    EligibilityReason.SOLD_BEFORE_START: sold_on_or_after_the_start,
    EligibilityReason.SOLD_AFTER_END: sold_on_or_before_the_end,
    EligibilityReason.NOT_NEW: car_is_new,
    EligibilityReason.NOT_USED: car_is_used,
    EligibilityReason.PRICE_BELOW_FLOOR: price_reaches_the_floor,
}
"""The rules that ask for a value of the sale."""

RULES: Mapping[EligibilityReason, Rule] = {
    EligibilityReason.SALE_CANCELLED: sale_was_not_taken_back,
    EligibilityReason.SALE_SET_ASIDE: sale_was_not_set_aside,
    EligibilityReason.IDENTITY_REQUIRED: every_required_identity_is_given,
    EligibilityReason.VALUE_MISSING: every_needed_value_is_given,
    **VALUE_RULES,
}
"""Every rule on a row, by the reason it gives when it does not hold."""


def refused_by(reason: EligibilityReason, terms: Terms) -> pl.Expr:
    """The row's rule for this reason was asked and does not hold; never null."""
    # A null answer is no pass: every_needed_value_is_given refuses that row.
    return RULES[reason](terms).not_().fill_null(value=False)


def _car_is(condition: Condition, terms: Terms) -> pl.Expr:
    if terms.condition is not condition:
        return pl.lit(value=True)
    return pl.col("condition") == condition.value


def _all(sentences: list[pl.Expr]) -> pl.Expr:
    return pl.all_horizontal(sentences) if sentences else pl.lit(value=True)
