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
    said_of,
)
from voucher_service.eligibility.limits import tally
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
    whole = sales.with_row_index("row")
    marks = [conflicts().judge(whole, None)]
    decided: list[pl.DataFrame] = []
    for terms, part in _by_entry(whole, entries):
        judged, told = _judged(part, terms, marks[0], decided, context)
        marks += told
        decided.append(judged)
    judged = decided[0] if len(decided) == 1 else pl.concat(decided).sort("row")
    return _as_decisions(judged, laid_out(marks, sales.height))


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
            counted = pl.concat(frame.filter(candidates()) for frame in earlier)
            carried = tally(counted, stage.limit, context)
        found = stage.judge(judged, carried)
        judged = marked(judged, found)
        told.append(found.with_columns(row=rows.gather(found["row"])))
    version = pl.lit(terms.version)
    judged = judged.with_columns(
        row=rows, price_fen=price(terms), terms_version=version
    )
    return judged, told


def _places(height: int) -> pl.Series:
    return pl.int_range(height, dtype=pl.UInt32, eager=True)


def _here(marks: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Give the marks upon some rows of the whole, by their places among these."""
    places = pl.DataFrame({"row": rows, "place": _places(rows.len())})
    here = marks.join(places, on="row", maintain_order="left")
    return here.with_columns(row="place").drop("place")


def _as_decisions(judged: pl.DataFrame, laid: pl.DataFrame) -> pl.DataFrame:
    said = said_of(judged["against"])
    return (
        judged.hstack(said)
        .hstack(laid)
        .lazy()
        .select(
            "sale_id",
            "version",
            "outcome",
            "eligible",
            "reasons",
            amount_fen=pl.when("eligible").then("earns").otherwise(0),
            price_fen="price_fen",
            tier="tier",
            rival_sale_id="rival_sale_id",
            waits_for="waits_for",
            waitlist_rank="waitlist_rank",
            terms_version="terms_version",
            input_hash=_input_hash(),
        )
        .collect()
    )


def _input_hash() -> pl.Expr:
    fallen = (
        pl.when("cancelled")
        .then(pl.lit("-cancelled"))
        .when("set_aside")
        .then(pl.lit("-set_aside"))
        .otherwise(pl.lit(""))
    )
    return pl.concat_str(
        pl.col("row_hash"),
        fallen,
        pl.lit("."),
        "terms_version",
        pl.lit("."),
        pl.col("rival_row_hash").fill_null(NO_RIVAL),
    )
