"""A sale is decided by the terms, with every reason against it."""

from functools import reduce

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.stages import Stage, chain
from voucher_service.model.reasons import EligibilityReason

NO_RIVAL = "-"


def decide(sales: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    """Decide every sale: eligible exactly where no reason stands against it.

    Takes KnownSale, gives Decision, a row for a row in the same order. ``reasons``
    are in the order of EligibilityReason. ``input_hash`` names all that was read:
    the sale's content and standing, the terms' version and the content of the sale it
    lost to.
    The table is the same however the rows are ordered, and when the sales are split
    by a stage's key and decided apart.
    """
    stages = chain(terms)
    judged = reduce(lambda frame, stage: stage.judge(frame, terms), stages, sales)
    return _with_reasons(judged, stages).select(
        "sale_id",
        "version",
        eligible=_no_reason(),
        reasons="reasons",
        amount_fen=pl.when(_no_reason())
        .then(pl.lit(terms.voucher.face_fen, dtype=pl.Int64))
        .otherwise(0),
        rival_sale_id="rival_sale_id",
        terms_version=pl.lit(terms.version),
        input_hash=_input_hash(terms),
    )


def _with_reasons(judged: pl.DataFrame, stages: tuple[Stage, ...]) -> pl.DataFrame:
    # The lists are built once for each pattern of refusals that occurs, of which
    # there are few: building them row by row took nine tenths of the time.
    given = {reason for stage in stages for reason in stage.reasons}
    codes = [reason.value for reason in EligibilityReason if reason in given]
    patterns = judged.select(codes).unique()
    lists = pl.concat_list(
        pl.when(pl.col(code)).then(pl.lit(code)) for code in codes
    ).list.drop_nulls()
    return judged.join(
        patterns.with_columns(reasons=lists),
        on=codes,
        how="left",
        validate="m:1",
        maintain_order="left",
    )


def _no_reason() -> pl.Expr:
    # A null list would be a bug of ours; it never pays.
    return (pl.col("reasons").list.len() == 0).fill_null(value=False)


def _input_hash(terms: Terms) -> pl.Expr:
    fallen = (
        pl.when("cancelled")
        .then(pl.lit("cancelled"))
        .when("set_aside")
        .then(pl.lit("set_aside"))
    )
    return pl.concat_str(
        pl.concat_str("row_hash", fallen, separator="-", ignore_nulls=True),
        pl.lit(terms.version),
        pl.col("rival_row_hash").fill_null(NO_RIVAL),
        separator=".",
    )
