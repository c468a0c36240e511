"""A limit lets the first in line pass and refuses, or keeps waiting, the rest.

One piece serves caps, quotas and budgets: they differ in whose sales they count
together, by what measure, in which order, and in whether the others wait. Once one in
line does not fit, nobody behind it does: so more money never means fewer vouchers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

import polars as pl

from voucher_service.campaigns.limits import Cell
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.asking import is_of_kinds
from voucher_service.eligibility.judging import (
    INVOICE_ORDER,
    SUBMISSION_ORDER,
    Context,
)
from voucher_service.model.reason_codes import EligibilityReason

QUEUE_DAY = "queue_day"
BUDGET = "budget"
DRAW = "draw"


@dataclass(frozen=True)
class Limit:
    """How many candidates, or how much they earn, may pass together.

    ``keys`` are the columns whose equal values are counted together; a row with a null
    key is compared with no other. ``cell`` asks which sales it binds, ``queue`` orders
    them. With ``money`` their earnings are added up, else they are counted. ``name`` is
    what the others wait for; None where they are refused. ``seed`` is that of the draw
    by which they queue, where they do.
    """

    reason: EligibilityReason
    most: int
    keys: tuple[str, ...] = ()
    cell: pl.Expr | None = None
    queue: tuple[str, ...] = INVOICE_ORDER
    money: bool = False
    name: str | None = None
    seed: str | None = None

    @property
    def measure(self) -> pl.Expr:
        """Give what a sale takes of the limit."""
        return pl.col("earns") if self.money else pl.lit(1, dtype=pl.Int64)

    @property
    def sum_taken(self) -> pl.Expr:
        """Give what the sales of a group take together."""
        return pl.col("earns").sum() if self.money else pl.len().cast(pl.Int64)

    @property
    def names_rival(self) -> bool:
        """Tell whether the first of those counted together is told as the rival."""
        return self.name is None and len(self.keys) == 1


def limits_of(terms: Terms, context: Context) -> tuple[Limit, ...]:
    """Give the limits that terms state, in the order in which they are asked."""
    return (
        *_caps(terms),
        *(() if is_undrawn(terms, context) else _allocated(terms, context)),
    )


def _caps(terms: Terms) -> Iterator[Limit]:
    caps = terms.caps
    stated = (
        (EligibilityReason.VEHICLE_ALREADY_COUNTED, terms.per_vehicle, ("vin",)),
        (EligibilityReason.BUYER_CAP_REACHED, caps.per_buyer, ("buyer_key",)),
        (EligibilityReason.PHONE_CAP_REACHED, caps.per_phone, ("phone_key",)),
        (
            EligibilityReason.DEALER_DAY_FULL,
            caps.per_dealer_day,
            ("dealer_id", "sold_on"),
        ),
    )
    for reason, most, keys in stated:
        if most is not None:
            yield Limit(reason, most, keys)


def _allocated(terms: Terms, context: Context) -> Iterator[Limit]:
    limit = partial(Limit, queue=queue_of(terms), seed=context.seed_of(terms))
    for quota in terms.quotas:
        yield limit(
            EligibilityReason.QUOTA_FULL,
            quota.count,
            keys=_groups(quota),
            cell=_binds(quota),
            name=quota.name,
        )
    for part in terms.sub_budgets:
        yield limit(
            EligibilityReason.SUB_BUDGET_SPENT,
            part.amount_fen,
            keys=_groups(part),
            cell=_binds(part),
            money=True,
            name=part.name,
        )
    if terms.budget_fen is not None:
        yield limit(
            EligibilityReason.BUDGET_SPENT, terms.budget_fen, money=True, name=BUDGET
        )


def queue_of(terms: Terms) -> tuple[str, ...]:
    """Give the columns that order sales where quota or money is short."""
    if terms.allocation.method == "lottery":
        return (DRAW, "sale_id")
    by_invoice = terms.allocation.order == "invoice"
    return INVOICE_ORDER if by_invoice else SUBMISSION_ORDER


def is_undrawn(terms: Terms, context: Context) -> bool:
    """Tell whether lots are to be drawn and the seed is not known yet."""
    return terms.allocation.method == "lottery" and context.seed_of(terms) is None


def _groups(cell: Cell) -> tuple[str, ...]:
    columns = {"day": QUEUE_DAY, "district": "district", "dealer": "dealer_id"}
    return () if cell.per == "campaign" else (columns[cell.per],)


def _binds(cell: Cell) -> pl.Expr | None:
    asked = []
    if cell.tiers:
        asked.append(pl.col("tier").is_in(list(cell.tiers)))
    if cell.energy:
        asked.append(is_of_kinds(cell.kinds))
    return pl.all_horizontal(asked).fill_null(value=False) if asked else None
