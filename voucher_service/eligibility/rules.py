"""A rule is a sentence that must hold of a sale by itself, without its neighbours.

Each gives an expression that is true, false, or null where the value it asks for is
missing; a rule that the terms do not state asks nothing and gives None. A missing value
is refused once, by ``every_needed_value_is_given``, and by no other rule.
"""

from collections.abc import Callable, Mapping

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amounts import lies_in, price
from voucher_service.eligibility.asking import (
    all_hold,
    any_holds,
    submitted_on,
    within_days,
)
from voucher_service.eligibility.buyer_rules import (
    buyer_age_is_covered,
    buyer_kind_is_covered,
    dealer_is_listed,
    district_is_covered,
    plate_is_covered,
    tax_authority_is_covered,
)
from voucher_service.eligibility.vehicle_rules import (
    car_is_new,
    car_is_used,
    displacement_is_within_the_limit,
    emission_reaches_the_stage,
    energy_is_covered,
    old_vehicle_is_covered,
    seats_are_covered,
    use_is_covered,
)
from voucher_service.model.kinds import Identity
from voucher_service.model.reasons import EligibilityReason

Rule = Callable[[Terms], pl.Expr | None]


def sale_was_not_taken_back(_terms: Terms) -> pl.Expr:
    """No return and no red-letter invoice undoes the sale."""
    return ~pl.col("cancelled")


def sale_was_not_set_aside(_terms: Terms) -> pl.Expr:
    """No person found that another dealer sold the car instead."""
    return ~pl.col("set_aside")


def every_required_identity_is_given(terms: Terms) -> pl.Expr | None:
    """The sale carries each identity that the terms require."""
    given = [pl.col(identity.value).is_not_null() for identity in terms.requires]
    return all_hold(given) if given else None


def every_needed_value_is_given(terms: Terms) -> pl.Expr:
    """No rule of ``VALUE_RULES``, no amount and no limit is left without an answer."""
    asked = [rule(terms) for rule in VALUE_RULES.values()]
    answered = [answer.is_not_null() for answer in asked if answer is not None]
    known = [pl.col(name).is_not_null() for name in needed_values(terms)]
    return all_hold(answered + known)


def needed_values(terms: Terms) -> tuple[str, ...]:
    """Name the columns without which an amount or a limit cannot be told."""
    cells = (*terms.quotas, *terms.sub_budgets)
    same = {name for excluded in terms.excludes for name in excluded.same}
    by_vin = terms.per_vehicle is not None or "vin" in same
    needs = {
        "vin": by_vin and Identity.VIN not in terms.requires,
        "energy": any(bonus.energy for bonus in terms.bonuses)
        or any(cell.energy for cell in cells)
        or terms.voucher.nev_kind is not None,
        "buyer_key": terms.caps.per_buyer is not None or "buyer" in same,
        "phone_key": terms.caps.per_phone is not None,
        "district": any(cell.per == "district" for cell in cells),
    }
    return tuple(name for name, needed in needs.items() if needed)


def sold_on_or_after_the_start(terms: Terms) -> pl.Expr:
    """The sale lies on the window's first day or later."""
    return pl.col("sold_on") >= terms.sales_window.start


def sold_on_or_before_the_end(terms: Terms) -> pl.Expr:
    """The sale lies on the window's last day or earlier."""
    return pl.col("sold_on") <= terms.sales_window.end


def contract_is_within_its_days(terms: Terms) -> pl.Expr | None:
    """The order or contract is of a day that the terms allow."""
    return within_days(pl.col("contract_on"), terms.windows.contract)


def registration_is_within_its_days(terms: Terms) -> pl.Expr | None:
    """The car was registered on a day that the terms allow."""
    return within_days(pl.col("registered_on"), terms.windows.registration)


def application_is_within_its_days(terms: Terms) -> pl.Expr | None:
    """The voucher was claimed, or else the sale reported, on a day allowed."""
    day = pl.coalesce(pl.col("applied_on"), submitted_on())
    return within_days(day, terms.windows.application)


def entered_before_the_close(terms: Terms) -> pl.Expr | None:
    """The sale was reported before entries to the draw closed."""
    close = terms.allocation.entries_close
    return None if close is None else submitted_on() <= close


def price_reaches_the_floor(terms: Terms) -> pl.Expr:
    """The price on the terms' basis is the floor or more."""
    return price(terms) >= terms.price_floor_fen


def price_lies_in_a_tier(terms: Terms) -> pl.Expr | None:
    """The price, and the car's energy where it matters, lie in one of the tiers."""
    if not terms.tiers:
        return None
    return any_holds([lies_in(tier, terms) for tier in terms.tiers])


VALUE_RULES: Mapping[EligibilityReason, Rule] = {
    EligibilityReason.SALE_CANCELLED: sale_was_not_taken_back,
    EligibilityReason.SALE_SET_ASIDE: sale_was_not_set_aside,
    EligibilityReason.SOLD_BEFORE_START: sold_on_or_after_the_start,
    EligibilityReason.SOLD_AFTER_END: sold_on_or_before_the_end,
    EligibilityReason.CONTRACT_OUTSIDE_WINDOW: contract_is_within_its_days,
    EligibilityReason.REGISTERED_OUTSIDE_WINDOW: registration_is_within_its_days,
    EligibilityReason.APPLIED_OUTSIDE_WINDOW: application_is_within_its_days,
    EligibilityReason.NOT_NEW: car_is_new,
    EligibilityReason.NOT_USED: car_is_used,
    EligibilityReason.USE_NOT_COVERED: use_is_covered,
    EligibilityReason.SEATS_NOT_COVERED: seats_are_covered,
    EligibilityReason.EMISSION_BELOW_STAGE: emission_reaches_the_stage,
    EligibilityReason.DISPLACEMENT_ABOVE_LIMIT: displacement_is_within_the_limit,
    EligibilityReason.ENERGY_NOT_COVERED: energy_is_covered,
    EligibilityReason.BUYER_KIND_NOT_COVERED: buyer_kind_is_covered,
    EligibilityReason.BUYER_AGE_NOT_COVERED: buyer_age_is_covered,
    EligibilityReason.DISTRICT_NOT_COVERED: district_is_covered,
    EligibilityReason.TAX_AUTHORITY_NOT_COVERED: tax_authority_is_covered,
    EligibilityReason.PLATE_NOT_COVERED: plate_is_covered,
    EligibilityReason.DEALER_NOT_LISTED: dealer_is_listed,
    EligibilityReason.OLD_VEHICLE_NOT_COVERED: old_vehicle_is_covered,
    EligibilityReason.PRICE_BELOW_FLOOR: price_reaches_the_floor,
    EligibilityReason.PRICE_OUTSIDE_TIERS: price_lies_in_a_tier,
    EligibilityReason.ENTERED_AFTER_CLOSE: entered_before_the_close,
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


def refused_by(reason: EligibilityReason, terms: Terms) -> pl.Expr | None:
    """Ask whether the row's rule for a reason does not hold; never null.

    None where the terms do not state the rule.
    """
    sentence = RULES[reason](terms)
    # A null answer is no pass: every_needed_value_is_given refuses that row.
    return None if sentence is None else sentence.not_().fill_null(value=False)
