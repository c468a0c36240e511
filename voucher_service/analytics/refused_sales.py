"""Why sales of a campaign's days do not count."""

from datetime import date

import polars as pl

from voucher_service.model.kinds import Outcome


def refused_sales(decided: pl.DataFrame, first: date, last: date) -> int:
    """Count the sales of some days, both included, that are not eligible."""
    return _refused(decided, first, last).height


def refusal_reasons(
    decided: pl.DataFrame, first: date, last: date
) -> tuple[tuple[str, int], ...]:
    """Give each reason against sales of some days with its sales, most first.

    A sale with two reasons counts under both. Takes DecidedSale.
    """
    counts = (
        _refused(decided, first, last)
        .select(pl.col("reasons").alias("code"))
        .explode("code")
        .drop_nulls()
        .group_by("code")
        .len()
        .sort("len", "code", descending=[True, False])
    )
    return tuple(counts.iter_rows())


def _refused(decided: pl.DataFrame, first: date, last: date) -> pl.DataFrame:
    return decided.filter(
        pl.col("outcome") == Outcome.INELIGIBLE.value,
        pl.col("sold_on").is_between(first, last),
    )
