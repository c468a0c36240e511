"""A bridge names why each sale's part in the totals changed, and adds it up.

What a sale counts at an instant is one car, its price and what it earns, or nothing.
The changes of a sale, commit by commit, telescope: added up they are the difference
between the two ends, whatever the causes are.
"""

import polars as pl

from voucher_service.analytics.counted import in_wan, in_yuan
from voucher_service.model.bridge_reports import (
    LATE_AFTER_DAYS,
    MOST_IDS_A_LINE,
    Cause,
)
from voucher_service.model.reasons import EligibilityReason

MEASURES = ("cars", "sales_fen", "vouchers_fen")
CHANGE_SCHEMA = {
    "sale_id": pl.String,
    "recorded_at": pl.Datetime("us"),
    "dealer_id": pl.String,
    "sold_on": pl.Date,
    "is_new": pl.Boolean,
    "retold": pl.Boolean,
    "taken_back": pl.Boolean,
    "anew": pl.Boolean,
    "changed": pl.List(pl.String),
    "gained": pl.List(pl.String),
    "lost": pl.List(pl.String),
    **dict.fromkeys(MEASURES, pl.Int64),
}
"""A sale whose part in the totals changed in a commit.

``is_new``: it was first known; ``retold``: a later version came, in which it was
``taken_back`` or made out ``anew`` under another invoice, or facts ``changed``;
``gained`` and ``lost`` are the reasons that came to stand and fell away.
"""
COMMIT_SCHEMA = {
    "recorded_at": pl.Datetime("us"),
    "command": pl.String,
    "amended": pl.Boolean,
    "drawn": pl.Boolean,
    "feed_id": pl.String,
    "file": pl.String,
    "dealers": pl.List(pl.String),
}
"""A commit: whether it amended the terms or revealed a seed, and its file, if any."""

_SHANGHAI = pl.duration(hours=8)
_CONFLICT = (
    EligibilityReason.VEHICLE_IN_CONFLICT.value,
    EligibilityReason.SALE_SET_ASIDE.value,
)
_OF_REGISTER = (
    EligibilityReason.DEALER_NOT_LISTED.value,
    EligibilityReason.DISTRICT_NOT_COVERED.value,
    EligibilityReason.VALUE_MISSING.value,
)
_WHOSE_CAR = ("vin", "condition", "dealer_id")
_READ_BY_NO_TERMS = [
    *("record_no", "invoice_code", "invoice_tax_fen", "brand", "model", "synthetic"),
    *("buyer_id_masked", "buyer_name_masked", "phone_masked"),
]
_PLACES = pl.Enum([cause.value for cause in Cause])


def changes_by_cause(changes: pl.DataFrame, commits: pl.DataFrame) -> pl.DataFrame:
    """Name the cause of each change: adds ``cause`` to CHANGE_SCHEMA.

    What came to a sale by a version of its own is told by that version, else by what
    the commit did; what came without either came from its neighbours. A version that
    changes no fact which terms can read is no correction of what the sale counts.
    """
    told = changes.join(
        commits.select("recorded_at", "command", "amended", "drawn"),
        on="recorded_at",
        how="left",
        maintain_order="left",
    )
    return told.with_columns(cause=_cause().cast(_PLACES)).drop(
        "command", "amended", "drawn"
    )


def _cause() -> pl.Expr:
    received_on = (pl.col("recorded_at") + _SHANGHAI).dt.date()
    late = (received_on - pl.col("sold_on")).dt.total_days() > LATE_AFTER_DAYS
    own_doing = _any_of("changed", _WHOSE_CAR)
    in_conflict = pl.col("gained").list.contains(_CONFLICT[0]) & ~own_doing
    judged = _any_of("gained", _CONFLICT[1:]) | _any_of("lost", _CONFLICT)
    read = pl.col("changed").list.eval(~pl.element().is_in(_READ_BY_NO_TERMS))
    corrected = pl.col("retold") & read.list.any()
    of_register = _any_of("gained", _OF_REGISTER) | _any_of("lost", _OF_REGISTER)
    chain = [
        (pl.col("is_new") & late, Cause.LATE_SALE),
        (pl.col("is_new"), Cause.NEW_SALE),
        (pl.col("taken_back"), Cause.RETURNED),
        (pl.col("anew"), Cause.REISSUED),
        (in_conflict, Cause.CONFLICT_OPENED),
        (judged & ~own_doing, Cause.CONFLICT_RESOLVED),
        (corrected, Cause.CORRECTION),
        (pl.col("amended"), Cause.TERMS_AMENDED),
        (pl.col("drawn"), Cause.DRAW),
        (pl.col("command") == "decide", Cause.PROGRAM),
        (of_register, Cause.REGISTER),
        (pl.col("cars") > 0, Cause.PROMOTED),
        (pl.col("cars") < 0, Cause.DISPLACED),
    ]
    named = pl.lit(Cause.PROGRAM.value)
    for holds, cause in reversed(chain):
        told = pl.when(holds.fill_null(value=False)).then(pl.lit(cause.value))
        named = told.otherwise(named)
    return named


def _any_of(column: str, names: tuple[str, ...]) -> pl.Expr:
    return pl.any_horizontal(pl.col(column).list.contains(name) for name in names)


def bridge_lines(caused: pl.DataFrame, commits: pl.DataFrame) -> pl.DataFrame:
    """Give a row a commit and cause, in that order.

    Columns: recorded_at, cause, sales, cars, sales_fen, vouchers_fen, changed and
    reasons (lists of code and n), sale_ids (the first ones), command, feed_id, file,
    dealers. The measures add up to those of the changes.
    """
    key = ["recorded_at", "cause"]
    lines = caused.group_by(key).agg(
        pl.len().cast(pl.Int64).alias("sales"),
        *(pl.col(name).sum() for name in MEASURES),
        pl.col("sale_id").sort().head(MOST_IDS_A_LINE).alias("sale_ids"),
    )
    for name, told in (
        ("changed", pl.col("changed")),
        ("reasons", pl.concat_list("gained", "lost")),
    ):
        counts = _counts(caused.select(*key, told.alias(name)), name, key)
        lines = lines.join(counts, on=key, how="left")
    return lines.join(
        commits.drop("amended", "drawn"), on="recorded_at", how="left"
    ).sort(key)


def _counts(told: pl.DataFrame, name: str, key: list[str]) -> pl.DataFrame:
    """Count the codes of a column of lists, most first, as lists of code and n."""
    return (
        told.filter(pl.col(name).list.len() > 0)
        .explode(name)
        .group_by(*key, code=name)
        .agg(n=pl.len().cast(pl.Int64))
        .sort("n", "code", descending=[True, False])
        .group_by(key, maintain_order=True)
        .agg(pl.struct("code", "n").alias(name))
    )


def bridge_causes(caused: pl.DataFrame) -> pl.DataFrame:
    """Give a row a cause that changed anything: sales (each once) and the measures."""
    return (
        caused.group_by("cause")
        .agg(
            pl.col("sale_id").n_unique().cast(pl.Int64).alias("sales"),
            *(pl.col(name).sum() for name in MEASURES),
        )
        .sort("cause")
    )


def restatement(
    before: dict[str, int], causes: pl.DataFrame, after: dict[str, int]
) -> pl.DataFrame:
    """Give the steps of the waterfall: the total before, each cause, the total after.

    ``before`` and ``after`` hold the measures. Columns: step (``before``, a cause,
    ``after``), cars, sales_fen, sales_yuan, sales_wan, vouchers_fen, from_wan and
    to_wan, between which the step lies.
    """
    steps = pl.DataFrame(
        [
            {"step": "before", **before},
            *causes.select("cause", *MEASURES).rename({"cause": "step"}).to_dicts(),
            {"step": "after", **after},
        ],
        schema={"step": pl.String, **dict.fromkeys(MEASURES, pl.Int64)},
    )
    is_end = pl.col("step").is_in(["before", "after"])
    level = pl.col("sales_fen").cum_sum()
    return steps.with_columns(
        from_fen=pl.when(is_end).then(0).otherwise(level - pl.col("sales_fen")),
        to_fen=pl.when(is_end).then("sales_fen").otherwise(level),
    ).select(
        "step",
        "cars",
        "sales_fen",
        in_yuan(pl.col("sales_fen")).alias("sales_yuan"),
        in_wan(pl.col("sales_fen")).alias("sales_wan"),
        "vouchers_fen",
        in_wan(pl.col("from_fen")).alias("from_wan"),
        in_wan(pl.col("to_fen")).alias("to_wan"),
    )
