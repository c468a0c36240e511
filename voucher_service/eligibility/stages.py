"""Eligibility is a chain of stages, each naming the key whose rows it sees together.

Because a stage compares rows of one key value only, and limits without a key take a
tally of those who stand before, the chain gives the same table when the sales are split
by that key and judged apart.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amounts import amount_fen, tier_name
from voucher_service.eligibility.judging import (
    BIT,
    INVOICE_ORDER,
    NOTHING_ELSE,
    Context,
    as_marks,
    candidates,
    no_marks,
)
from voucher_service.eligibility.limits import Limit, limits_of
from voucher_service.eligibility.line import await_draw, judge_limit, shared_values
from voucher_service.eligibility.rules import RULES, refused_by
from voucher_service.model.kinds import Condition
from voucher_service.model.reasons import EligibilityReason

Judge = Callable[[pl.DataFrame, pl.DataFrame | None], pl.DataFrame]


@dataclass(frozen=True)
class Stage:
    """One step of the chain: a frame of judged sales in, marks upon their rows out.

    ``keys`` are the columns whose equal values must lie in one part; none means that
    each row stands alone, or, where there is a ``limit``, that its tally is carried
    from part to part along its queue. ``judge`` takes the frame and that tally.
    """

    reasons: tuple[EligibilityReason, ...]
    keys: tuple[str, ...]
    judge: Judge
    limit: Limit | None = None


def judged_rows(sales: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Hold every row rule of the terms against each sale by itself.

    Adds ``against``, ``tier`` and ``earns``, see ``judging``.
    """
    bits = [
        refused.cast(pl.UInt64) * BIT[reason]
        for reason in RULES
        if (refused := refused_by(reason, terms)) is not None
    ]
    # Lazily, since many rules ask the same of a sale: it is answered once. Together
    # again, since columns in unlike chunks are laid anew by every later question.
    asked = sales.lazy().select(
        "row", against=pl.sum_horizontal(bits), tier=tier_name(terms)
    )
    told = asked.collect().rechunk()
    judged = sales.hstack([told["against"], told["tier"]])
    return judged.with_columns(earns=amount_fen(terms))


def contested_sales(sales: pl.DataFrame) -> pl.DataFrame:
    """Give the sales of new cars that two dealers sold and that both stand."""
    standing = ~pl.col("cancelled") & ~pl.col("set_aside") & _is_not_used()
    rows = sales.select(standing & pl.col("vin").is_not_null()).to_series()
    return (
        sales.filter(shared_values(sales["vin"], rows))
        .filter(pl.col("vin").is_duplicated())
        .filter(pl.col("dealer_id").n_unique().over("vin") > 1)
    )


def _is_not_used() -> pl.Expr:
    return pl.col("condition").ne_missing(Condition.USED.value)


def judge_conflicts(sales: pl.DataFrame) -> pl.DataFrame:
    """Let every sale of a car that two dealers sold as new wait for a person.

    A sale that was taken back or set aside contradicts nothing, nor does that of a
    used car: it may be sold again. The rival is the first other dealer's sale.
    """
    told = contested_sales(sales).select(
        "row", "vin", "dealer_id", "row_hash", *INVOICE_ORDER
    )
    if told.is_empty():
        return no_marks()
    told = told.sort(INVOICE_ORDER, nulls_last=True)
    others = told.select(
        "vin",
        other_dealer="dealer_id",
        rival_sale_id="sale_id",
        rival_row_hash="row_hash",
    )
    rivals = (
        told.join(others, on="vin", maintain_order="left_right")
        .filter(pl.col("dealer_id") != pl.col("other_dealer"))
        .unique("row", keep="first", maintain_order=True)
    )
    return as_marks(rivals, EligibilityReason.VEHICLE_IN_CONFLICT)


def judge_claims(sales: pl.DataFrame, terms: Terms, context: Context) -> pl.DataFrame:
    """Refuse the candidates that count in a campaign which excludes this one."""
    claims = context.claims
    if claims is None or not terms.excludes:
        return no_marks()
    claimed = pl.lit(value=False)
    for excluded in terms.excludes:
        counted = claims.filter(pl.col("campaign_id") == excluded.campaign)
        for same in excluded.same:
            column = "vin" if same == "vin" else "buyer_key"
            known = counted[column].drop_nulls().unique().implode()
            claimed |= pl.col(column).is_in(known).fill_null(value=False)
    found = sales.filter(candidates() & claimed).select("row")
    return as_marks(found, EligibilityReason.COUNTED_ELSEWHERE)


def conflicts() -> Stage:
    """Give the stage that comes before all terms: cars that two dealers sold."""
    return Stage(
        reasons=(EligibilityReason.VEHICLE_IN_CONFLICT,),
        keys=("vin",),
        judge=lambda frame, _carried: judge_conflicts(frame),
    )


def chain(terms: Terms, context: Context = NOTHING_ELSE) -> tuple[Stage, ...]:
    """Give the stages that terms ask for, after ``judged_rows`` and conflicts."""
    stages = [
        Stage(
            reasons=(EligibilityReason.COUNTED_ELSEWHERE,),
            keys=(),
            judge=lambda frame, _carried: judge_claims(frame, terms, context),
        )
    ]
    awaits = Stage(
        reasons=(EligibilityReason.DRAW_PENDING,),
        keys=(),
        judge=lambda frame, _carried: await_draw(frame, terms, context),
    )
    limits = [_limiting(limit, context) for limit in limits_of(terms, context)]
    refusing = [stage for stage in limits if stage.limit and not stage.limit.name]
    waiting = [stage for stage in limits if stage.limit and stage.limit.name]
    return (*stages, *refusing, awaits, *waiting)


def _limiting(limit: Limit, context: Context) -> Stage:
    return Stage(
        reasons=(limit.reason,),
        keys=limit.keys,
        judge=partial(_judge, limit, context),
        limit=limit,
    )


def _judge(
    limit: Limit,
    context: Context,
    frame: pl.DataFrame,
    carried: pl.DataFrame | None,
) -> pl.DataFrame:
    return judge_limit(frame, limit, carried, context)
