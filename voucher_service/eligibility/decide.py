"""A sale is decided by the terms of its day, with every reason against it."""

from collections.abc import Iterator, Sequence

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amounts import price
from voucher_service.eligibility.judging import (
    NOTHING_ELSE,
    Context,
    candidates,
    laid_out,
    marked,
    passes_or_waits,
    said_of,
)
from voucher_service.eligibility.limits import Limit
from voucher_service.eligibility.line import tally
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
    The sales of an earlier entry take their part of every limit before those of a later
    one: an amendment never alters what was decided before it. The table is the same
    however the rows are ordered.
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
    decided: list[pl.DataFrame] = []
    for terms, part in _by_entry(whole, entries):
        judged, told = _judged(part, terms, marks[0], decided, context)
        marks += told
        decided.append(judged)
    if len(decided) == 1:
        return decided[0], marks
    in_words = [frame.cast({"tier": pl.String}) for frame in decided]
    return pl.concat(in_words).sort("row"), marks


def _by_entry(
    whole: pl.DataFrame, entries: Sequence[Terms]
) -> Iterator[tuple[Terms, pl.DataFrame]]:
    """Give each entry with the sales made while it was in force, earliest first."""
    if len(entries) == 1:
        yield entries[0], whole
        return
    starts = [terms.effective_from for terms in entries]
    sold_on = pl.col("sold_on")
    for place, terms in enumerate(entries):
        after = sold_on >= starts[place] if place else pl.lit(value=True)
        last = place + 1 == len(entries)
        before = pl.lit(value=True) if last else sold_on < starts[place + 1]
        yield terms, whole.filter(after & before)


def _judged(
    part: pl.DataFrame,
    terms: Terms,
    conflicting: pl.DataFrame,
    earlier: list[pl.DataFrame],
    context: Context,
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Give an entry's sales with what stands against them, and the stages' marks."""
    rows = part["row"]
    judged = judged_rows(part.with_columns(row=_places(part.height)), terms)
    judged = marked(judged, _here(conflicting, rows))
    told = []
    for stage in chain(terms, context):
        carried = None
        if stage.limit is not None and earlier:
            carried = tally(_counted(earlier, stage.limit), stage.limit, context)
        found = stage.judge(judged, carried)
        judged = marked(judged, found)
        told.append(found.with_columns(row=rows.gather(found["row"])))
    version = pl.lit(terms.version)
    judged = judged.with_columns(
        row=rows, price_fen=price(terms), terms_version=version
    )
    return judged, told


def _counted(earlier: list[pl.DataFrame], limit: Limit) -> pl.DataFrame:
    """Give the sales of earlier entries that take their part of a limit.

    A sale that waits holds its place for vehicle, buyer and dealer, and no money.
    """
    holds = candidates() if limit.name else passes_or_waits()
    counted = pl.concat(
        frame.filter(holds).cast({"tier": pl.String}) for frame in earlier
    )
    return counted.with_columns(against=pl.lit(0, dtype=pl.UInt64))


def _places(height: int) -> pl.Series:
    return pl.int_range(height, dtype=pl.UInt32, eager=True)


def _here(marks: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Give the marks upon some rows of the whole, by their places among these."""
    if marks.is_empty() or rows.is_empty():
        return marks.clear()
    places = rows.search_sorted(marks["row"])
    places = places.clip(upper_bound=rows.len() - 1)
    here = marks.with_columns(row=places.cast(pl.UInt32))
    return here.filter(rows.gather(places) == marks["row"])


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
