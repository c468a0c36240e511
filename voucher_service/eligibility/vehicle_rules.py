"""What must hold of the car, and of the old one that it replaces."""

import polars as pl

from voucher_service.campaigns.conditions import OldRegistered
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.asking import (
    all_hold,
    any_holds,
    is_new_energy,
    is_of_kinds,
    within_bounds,
    within_days,
)
from voucher_service.model.kinds import Condition, OldFuel


def car_is_new(terms: Terms) -> pl.Expr | None:
    """The car is new, where the terms ask for new cars."""
    return _car_is(Condition.NEW, terms)


def car_is_used(terms: Terms) -> pl.Expr | None:
    """The car is used, where the terms ask for used cars."""
    return _car_is(Condition.USED, terms)


def use_is_covered(terms: Terms) -> pl.Expr | None:
    """The car is registered for the use that the terms name."""
    return None if terms.use == "any" else pl.col("vehicle_use") == terms.use


def seats_are_covered(terms: Terms) -> pl.Expr | None:
    """The car has as many seats as the terms allow."""
    return within_bounds(pl.col("seats"), terms.seats)


def emission_reaches_the_stage(terms: Terms) -> pl.Expr | None:
    """A fuel car meets the emission standard of the terms, or a later one."""
    if terms.emission_at_least is None:
        return None
    return is_new_energy() | (pl.col("emission_stage") >= terms.emission_at_least)


def displacement_is_within_the_limit(terms: Terms) -> pl.Expr | None:
    """A fuel car's engine is as large as the terms allow, or smaller."""
    if terms.displacement_at_most_ml is None:
        return None
    return is_new_energy() | (
        pl.col("displacement_ml") <= terms.displacement_at_most_ml
    )


def energy_is_covered(terms: Terms) -> pl.Expr | None:
    """The car is driven by a kind of energy that the terms name."""
    return is_of_kinds(terms.kinds) if terms.energy else None


def old_vehicle_is_covered(terms: Terms) -> pl.Expr | None:
    """The old car was given up as, when and at the age that the terms ask."""
    old = terms.old_vehicle
    if old is None:
        return None
    disposed = within_days(pl.col("old_disposed_on"), old.disposed)
    registered = _registered_in_time(old.registered_by)
    asked = [pl.col("old_disposal").is_in(list(old.disposal)), disposed, registered]
    return all_hold([sentence for sentence in asked if sentence is not None])


def _registered_in_time(by: OldRegistered) -> pl.Expr | None:
    if not by.is_stated:
        return None
    fuel, day = pl.col("old_fuel"), pl.col("old_registered_on")
    lasts = {kind: getattr(by, kind.value) for kind in OldFuel}
    return any_holds(
        [
            (fuel == kind.value) & (day <= last)
            for kind, last in lasts.items()
            if last is not None
        ]
    )


def _car_is(condition: Condition, terms: Terms) -> pl.Expr | None:
    if terms.condition is not condition:
        return None
    return pl.col("condition") == condition.value
