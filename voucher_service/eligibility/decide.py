"""A sale is decided by the terms of its day, with every reason against it."""

from collections.abc import Iterator, Sequence

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amounts import price
from voucher_service.eligibility.entries import ENTRY, judge_entries
from voucher_service.eligibility.judging import (
    NOTHING_ELSE,
    Context,
    laid_out,
    marked,
    said_of,
)
from voucher_service.eligibility.stages import chain, conflicts, judged_rows

NO_RIVAL = "-"


def decide(
    sales: pl.DataFrame, terms: Terms, context: Context = NOTHING_ELSE
) -> pl.DataFrame:
    """Decide every sale under one entry of terms; see ``decide_campaign``."""
    return decide_campaign(sales, (terms,), context)


def decide_campaign(
    sales: pl.DataFrame, entries: Sequence[Terms], context: Context = NOTHING_ELSE
) -> pl.DataFrame:
    """Decide every sale by the entry in force on its day.

    Takes KnownSale, gives Decision, a row for a row in the same order: eligible exactly
    where no reason stands. ``reasons`` are in the order of EligibilityReason.
    ``input_hash`` names what was read of the sale, the terms' version and the content
    of the sale it lost to.
    The sales of all entries stand in one line for what is limited, each held to its own
    entry. The table is the same however the rows are ordered.
    """
    judged, marks = judge_campaign(sales, entries, context)
    return _as_decisions(judged, laid_out(marks, sales.height))


def judge_campaign(
    sales: pl.DataFrame,
    entries: Sequence[Terms],
    context: Context = NOTHING_ELSE,
    conflicting: pl.DataFrame | None = None,
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Judge every sale by the entry in force on its day, without writing decisions.

    Gives the judged frame (see ``judging``), a row for a row in the same order, and the
    stages' marks. ``conflicting`` are the marks of ``conflicts`` where they are known
    already: they do not depend on the terms.
    """
    whole = sales.with_row_index("row")
    marks = [conflicts().judge(whole, None) if conflicting is None else conflicting]
    if len(entries) == 1:
        judged = marked(_judged(whole, entries[0]), marks[0])
        for stage in chain(entries[0], context):
            marks.append(stage.judge(judged, None))
            judged = marked(judged, marks[-1])
        return judged, marks
    parts = [
        _judged(part, terms).with_columns(
            pl.col("tier").cast(pl.String), pl.lit(number).alias(ENTRY)
        )
        for number, (terms, part) in enumerate(_by_entry(whole, entries))
    ]
    judged = marked(pl.concat(parts).sort("row"), marks[0])
    judged, told = judge_entries(judged, entries, context)
    return judged, marks + told


def _judged(sales: pl.DataFrame, terms: Terms) -> pl.DataFrame:
    version = pl.lit(terms.version)
    return judged_rows(sales, terms).with_columns(
        price_fen=price(terms), terms_version=version
    )


def _by_entry(
    whole: pl.DataFrame, entries: Sequence[Terms]
) -> Iterator[tuple[Terms, pl.DataFrame]]:
    """Give each entry with the sales made while it was in force, earliest first."""
    starts = [terms.effective_from for terms in entries]
    sold_on = pl.col("sold_on")
    for place, terms in enumerate(entries):
        after = sold_on >= starts[place] if place else pl.lit(value=True)
        last = place + 1 == len(entries)
        before = pl.lit(value=True) if last else sold_on < starts[place + 1]
        yield terms, whole.filter(after & before)


def _as_decisions(judged: pl.DataFrame, laid: pl.DataFrame) -> pl.DataFrame:
    said = said_of(judged["against"])
    decided = judged.hstack(said).hstack(laid)
    return (
        decided.lazy()
        .select(
            "sale_id",
            "version",
            "outcome",
            "eligible",
            "reasons",
            amount_fen=pl.when("eligible").then("earns").otherwise(0),
            price_fen="price_fen",
            tier=pl.col("tier").cast(pl.String),
            rival_sale_id="rival_sale_id",
            waits_for="waits_for",
            waitlist_rank="waitlist_rank",
            terms_version="terms_version",
            input_hash=_input_hashes(decided),
        )
        .collect()
    )


def _input_hashes(decided: pl.DataFrame) -> pl.Series:
    """Give what each decision read: of nearly all, its own sale and the terms alone."""
    rival = pl.col("rival_row_hash")
    read_more = pl.col("cancelled") | pl.col("set_aside") | rival.is_not_null()
    places = decided.select(read_more).to_series().arg_true()
    fallen = (
        pl.when("cancelled")
        .then(pl.lit("-cancelled"))
        .when("set_aside")
        .then(pl.lit("-set_aside"))
        .otherwise(pl.lit(""))
    )
    whole = pl.concat_str(
        pl.concat_str("row_hash", fallen),
        "terms_version",
        rival.fill_null(NO_RIVAL),
        separator=".",
    )
    read = ["row_hash", "cancelled", "set_aside", "terms_version", "rival_row_hash"]
    told = decided.select(read)[places].select(whole).to_series()
    return _plain_hashes(decided).scatter(places, told)


def _plain_hashes(decided: pl.DataFrame) -> pl.Series:
    """Give what a decision read that asked of nothing but its own sale."""
    versions = decided["terms_version"].unique()
    if versions.len() == 1:  # a constant is added in half the time
        alone = pl.col("row_hash") + pl.lit(f".{versions[0]}.{NO_RIVAL}")
    else:
        rest = pl.lit(NO_RIVAL)
        alone = pl.concat_str("row_hash", "terms_version", rest, separator=".")
    return decided.select(alone).to_series()
