"""What stages pass on: sales with what stands against them, and marks upon their rows.

A frame that is judged is a KnownSale frame with ``row`` (its place in the whole),
``against`` (a bit for each reason that stands), ``tier`` and ``earns`` (what the sale
earns should it be eligible, in fen). A stage answers with marks: a row for each sale
that it refuses, holds or lets wait. Because marks name rows of the whole, a stage can
be asked of one part at a time and the marks laid together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.model.kinds import Outcome
from voucher_service.model.reason_codes import EligibilityReason, Severity
from voucher_service.model.reasons import ELIGIBILITY_REASONS

BIT = {reason: 1 << place for place, reason in enumerate(EligibilityReason)}
"""The bit of each reason in ``against``; the lowest has precedence."""

MARKS = {
    "row": pl.UInt32,
    "bit": pl.UInt64,
    "rival_sale_id": pl.String,
    "rival_row_hash": pl.String,
    "waits_for": pl.String,
    "waitlist_rank": pl.Int64,
}
"""The columns of marks; what a stage does not say is null."""

INVOICE_ORDER = ("sold_on", "invoice_number", "sale_id")
"""Who comes first by invoice: the earlier day, then the lower invoice number (a sale
without one comes after those with one), then the sale's id."""

SUBMISSION_ORDER = ("submitted_at", *INVOICE_ORDER)
"""Who comes first by report: what was recorded earlier, then by invoice."""


@dataclass(frozen=True)
class Context:
    """What decisions read beside the sales: other campaigns' claims, a draw's seed.

    ``claims`` has campaign_id, vin and buyer_key, a row for each sale that counts in
    another campaign. ``seeds`` are those revealed, by the hash that was published;
    ``seed`` is that of any draw whose hash is not among them. Without ``places`` those
    who wait are not told for what, nor where in line: none is put in order for it.
    """

    claims: pl.DataFrame | None = None
    seed: str | None = None
    seeds: Mapping[str, str] = field(default_factory=dict)
    places: bool = True

    def seed_of(self, terms: Terms) -> str | None:
        """Give the seed of the draw that terms announce, None until it is revealed."""
        digest = terms.allocation.seed_sha256
        return None if digest is None else self.seeds.get(digest, self.seed)


NOTHING_ELSE = Context()


def no_marks() -> pl.DataFrame:
    """Give marks upon no row."""
    return pl.DataFrame(schema=MARKS)


def as_marks(
    rows: pl.DataFrame | pl.LazyFrame, reason: EligibilityReason
) -> pl.DataFrame:
    """Give marks of a reason upon rows, with those columns of MARKS that they have."""
    frame = rows.lazy().collect()
    return frame.select(
        pl.lit(BIT[reason], dtype=dtype).alias(name)
        if name == "bit"
        else (
            pl.col(name).cast(dtype)
            if name in frame.columns
            else pl.lit(None, dtype=dtype).alias(name)
        )
        for name, dtype in MARKS.items()
    )


def marked(frame: pl.DataFrame, marks: pl.DataFrame) -> pl.DataFrame:
    """Give a frame of all rows with the marks' bits standing against their rows."""
    if marks.is_empty():
        return frame
    against = frame["against"].to_numpy().copy()
    against[marks["row"].to_numpy()] |= marks["bit"].to_numpy()
    return frame.with_columns(pl.Series("against", against))


def laid_out(marks: Sequence[pl.DataFrame], height: int) -> pl.DataFrame:
    """Give what the marks say beside the bits, a row for every row of the whole.

    No row is marked twice: a sale that a stage marks is no candidate of the next.
    """
    told = pl.concat(marks) if marks else no_marks()
    said = told.drop("row", "bit")
    if told.is_empty():
        return said.clear(height)
    places = np.full(height, -1, dtype=np.int64)
    places[told["row"].to_numpy()] = np.arange(told.height)
    found = pl.Series(places)
    found = found.set(found < 0, None)
    return said.select(pl.all().gather(found))


def candidates() -> pl.Expr:
    """Ask whether nothing stands against a sale so far."""
    return pl.col("against") == 0


_OF_SEVERITY = {
    severity: sum(
        BIT[reason]
        for reason, text in ELIGIBILITY_REASONS.items()
        if text.severity is severity
    )
    for severity in Severity
}


def outcome_of(against: int) -> Outcome:
    """Give the outcome that the bits of some reasons come to."""
    if against & _OF_SEVERITY[Severity.REFUSE]:
        return Outcome.INELIGIBLE
    if against & _OF_SEVERITY[Severity.REVIEW]:
        return Outcome.NEEDS_REVIEW
    return Outcome.WAITLISTED if against else Outcome.ELIGIBLE


def said_of(against: pl.Series) -> pl.DataFrame:
    """Give ``reasons``, ``outcome`` and ``eligible`` of each row's bits.

    The lists are built once for each pattern of bits that occurs, of which there are
    few: building them row by row took nine tenths of the time of a decision.
    """
    patterns = against.unique().sort()
    bits = patterns.to_list()
    table = pl.DataFrame(
        {
            "outcome": [outcome_of(each).value for each in bits],
            "eligible": [each == 0 for each in bits],
            "reasons": [list(codes_of(each)) for each in bits],
        },
        schema={
            "outcome": pl.String,
            "eligible": pl.Boolean,
            "reasons": pl.List(pl.String),
        },
    )
    places = np.searchsorted(patterns.to_numpy(), against.to_numpy())
    return table.select(pl.all().gather(pl.Series(places.astype(np.uint32))))


def codes_of(against: int) -> Iterable[str]:
    """Give the codes of the reasons whose bits stand, in their order."""
    return (reason.value for reason, bit in BIT.items() if against & bit)
