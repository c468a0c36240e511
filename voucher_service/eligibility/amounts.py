"""What a sale would earn: its tier's amount or the voucher's face, and the bonuses."""

from functools import reduce

import polars as pl

from voucher_service.campaigns.benefits import BASIS_POINTS, NO_END, Bonus, Tier
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.asking import is_of_kinds


def price(terms: Terms) -> pl.Expr:
    """Give the price on the terms' basis."""
    return pl.col(terms.price_basis.column)


def lies_in(tier: Tier, terms: Terms) -> pl.Expr:
    """Ask whether a sale's price, energy and old car's fuel lie in a tier."""
    fen = price(terms)
    if tier.last_fen == NO_END:
        inside = fen >= tier.first_fen
    else:
        inside = fen.is_between(tier.first_fen, tier.last_fen)
    if tier.energy:
        inside &= is_of_kinds(tier.kinds)
    if tier.old_fuel:
        inside &= pl.col("old_fuel").is_in(tier.old_fuel)
    return inside


def tier_name(terms: Terms) -> pl.Expr:
    """Give the name of the first tier that a sale lies in; null where there is none.

    The names are an Enum of the tiers: numbers to work with, words to read.
    """
    names = pl.Enum([tier.name for tier in terms.tiers])
    return reduce(
        lambda rest, tier: (
            pl.when(lies_in(tier, terms))
            .then(pl.lit(tier.name, dtype=names))
            .otherwise(rest)
        ),
        reversed(terms.tiers),
        pl.lit(None, dtype=names),
    )


def amount_fen(terms: Terms) -> pl.Expr:
    """Give what a sale earns in fen should it be eligible; shares are rounded down.

    Asked beside a column ``tier``, as ``tier_name`` gives it.
    """
    if terms.tiers:
        base = reduce(
            lambda rest, tier: (
                pl.when(pl.col("tier") == tier.name)
                .then(_of_tier(tier, terms))
                .otherwise(rest)
            ),
            reversed(terms.tiers),
            pl.lit(0, dtype=pl.Int64),
        )
    else:
        base = pl.lit(terms.voucher.face_fen or 0, dtype=pl.Int64)
    return reduce(lambda sum_, bonus: sum_ + _of_bonus(bonus), terms.bonuses, base)


def _of_tier(tier: Tier, terms: Terms) -> pl.Expr:
    if tier.basis_points is None:
        return pl.lit(tier.amount_fen, dtype=pl.Int64)
    share = price(terms) * tier.basis_points // BASIS_POINTS
    return share if tier.cap_fen is None else share.clip(upper_bound=tier.cap_fen)


def _of_bonus(bonus: Bonus) -> pl.Expr:
    asked = [pl.lit(value=True)]
    if bonus.energy:
        asked.append(is_of_kinds(bonus.kinds))
    if bonus.disposal is not None:
        asked.append(pl.col("old_disposal") == bonus.disposal)
    due = pl.all_horizontal(asked).fill_null(value=False)
    return pl.when(due).then(bonus.amount_fen).otherwise(0).cast(pl.Int64)
