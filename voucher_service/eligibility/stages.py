"""Eligibility is a chain of stages, each naming the key whose rows it sees together.

A stage adds one Boolean column for each of its reasons, named by the reason's code:
true where the sale is refused by it, never null. Because a stage compares rows of one
key value only, the chain gives the same table when the sales are split by that key.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.rules import RULES, refused_by
from voucher_service.model.kinds import Condition
from voucher_service.model.reasons import EligibilityReason

QUEUE = ("sold_on", "invoice_number", "sale_id")
"""Who comes first: the earlier day, then the lower invoice number (a sale without one
comes after those with one), then the sale's id. When a row arrived plays no part."""


_RIVAL = {"rival_sale_id": "sale_id", "rival_row_hash": "row_hash"}


@dataclass(frozen=True)
class Stage:
    """One step of the chain.

    ``key`` is the column whose equal values must lie in one partition; None means that
    each row stands alone. A row whose key is null is compared with no other.
    """

    key: str | None
    reasons: tuple[EligibilityReason, ...]
    judge: Callable[[pl.DataFrame, Terms], pl.DataFrame]
    is_stated: Callable[[Terms], bool]


def judge_rows(sales: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Hold every row rule of the terms against each sale by itself."""
    return sales.with_columns(
        refused_by(reason, terms).alias(reason.value) for reason in RULES
    )


def contested_sales(sales: pl.DataFrame) -> pl.DataFrame:
    """Give the sales of new cars that two dealers sold and that both stand."""
    standing = ~pl.col("cancelled") & ~pl.col("set_aside")
    return (
        sales.filter(standing & pl.col("vin").is_not_null())
        .filter(pl.col("condition").ne_missing(Condition.USED.value))
        .filter(pl.col("vin").is_duplicated())
        .filter(pl.col("dealer_id").n_unique().over("vin") > 1)
    )


def judge_conflicts(sales: pl.DataFrame, terms: Terms) -> pl.DataFrame:  # noqa: ARG001
    """Let every sale of a car that two dealers sold as new wait for a person.

    A sale that was taken back or set aside contradicts nothing, nor does that of a
    used car: it may be sold again. Adds ``rival_sale_id`` and ``rival_row_hash``: the
    first other dealer's sale.
    """
    reason = EligibilityReason.VEHICLE_IN_CONFLICT.value
    numbered = sales.with_row_index("row")
    told = contested_sales(numbered).select(
        "row", "vin", "dealer_id", "row_hash", *QUEUE
    )
    told = told.sort(QUEUE, nulls_last=True)
    others = told.select("vin", other_dealer="dealer_id", **_RIVAL)
    rivals = (
        told.join(others, on="vin", maintain_order="left_right")
        .filter(pl.col("dealer_id") != pl.col("other_dealer"))
        .unique("row", keep="first", maintain_order=True)
        .select("row", "rival_sale_id", "rival_row_hash", pl.lit(True).alias(reason))
    )
    return _marked(numbered, rivals, reason)


def judge_vehicles(sales: pl.DataFrame, terms: Terms) -> pl.DataFrame:  # noqa: ARG001
    """Let the first passing sale of each VIN count, and refuse the others.

    The rival of a sale refused here is the one that counts.
    """
    reason = EligibilityReason.VEHICLE_ALREADY_COUNTED.value
    numbered = sales.with_row_index("row")
    queue = (
        numbered.filter(pl.col("vin").is_not_null() & ~_refused_already())
        .select("row", "vin", "row_hash", *QUEUE)
        # Only contested vehicles are sorted; nearly all cars are sold once.
        .filter(pl.col("vin").is_duplicated())
        .sort(QUEUE, nulls_last=True)
        .with_columns(counts=pl.col("vin").is_first_distinct())
    )
    rivals = queue.filter("counts").select("vin", **_RIVAL)
    refused = (
        queue.filter(~pl.col("counts"))
        .join(rivals, on="vin", validate="m:1")
        .select("row", "rival_sale_id", "rival_row_hash", pl.lit(True).alias(reason))
    )
    return _marked(numbered, refused, reason)


STAGES: tuple[Stage, ...] = (
    Stage(
        key=None,
        reasons=tuple(RULES),
        judge=judge_rows,
        is_stated=lambda _terms: True,
    ),
    Stage(
        key="vin",
        reasons=(EligibilityReason.VEHICLE_IN_CONFLICT,),
        judge=judge_conflicts,
        is_stated=lambda _terms: True,
    ),
    Stage(
        key="vin",
        reasons=(EligibilityReason.VEHICLE_ALREADY_COUNTED,),
        judge=judge_vehicles,
        is_stated=lambda terms: terms.per_vehicle is not None,
    ),
)
"""The whole chain, in order."""


def chain(terms: Terms) -> tuple[Stage, ...]:
    """Give the stages that these terms ask for."""
    return tuple(stage for stage in STAGES if stage.is_stated(terms))


def _refused_already() -> pl.Expr:
    waits = EligibilityReason.VEHICLE_IN_CONFLICT
    return pl.any_horizontal(reason.value for reason in (*RULES, waits))


def _marked(numbered: pl.DataFrame, refused: pl.DataFrame, reason: str) -> pl.DataFrame:
    """Join what a stage refused; the rival of an earlier stage stays."""
    joined = numbered.join(
        refused, on="row", how="left", suffix="_too", maintain_order="left"
    )
    if "rival_sale_id_too" in joined.columns:
        joined = joined.with_columns(
            pl.coalesce(name, f"{name}_too") for name in _RIVAL
        ).drop(f"{name}_too" for name in _RIVAL)
    return joined.drop("row").with_columns(pl.col(reason).fill_null(value=False))
