"""Decisions in the order of their sales, slice by slice, however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_frame

_FROM = """
FROM decisions_at($known) AS d
JOIN sale_versions AS s ON s.sale_id = d.sale_id AND s.version = d.sale_version
"""
_WHERE = """
WHERE d.campaign_id = $campaign
  AND ($as_of IS NULL OR s.sold_on <= $as_of)
  AND ($outcome IS NULL OR d.outcome = $outcome)
  AND ($dealer IS NULL OR s.dealer_id = $dealer)
"""
_IDS = f"""
SELECT d.sale_id, s.synthetic {_FROM} {_WHERE} AND d.sale_id > $after
ORDER BY d.sale_id LIMIT $most
"""
_SLICE = """
SELECT d.campaign_id AS campaign, d.sale_id, d.sale_version, s.dealer_id,
       e.name AS dealer_name, s.vin, s.invoice_number, s.sold_on, d.price_fen, d.tier,
       d.outcome, d.reasons, d.amount_fen, d.waits_for,
       {rival} AS rival_sale_id,
       d.terms_version, d.recorded_at AS decided_at, f.file,
       nullif(s.sheet, '') AS sheet, s.row_no AS row, s.synthetic
{from_}
JOIN feeds AS f ON f.feed_id = s.feed_id
LEFT JOIN dealers_at($known) AS e ON e.dealer_id = s.dealer_id
{where}
  AND d.sale_id BETWEEN $first AND $last AND s.sale_id BETWEEN $first AND $last
ORDER BY d.sale_id
"""
_OWN_RIVAL = """
CASE WHEN EXISTS (FROM sale_versions AS r
                  WHERE r.sale_id = d.rival_sale_id AND r.dealer_id = $dealer)
     THEN d.rival_sale_id END
"""
_RANKS = """
SELECT sale_id, rank AS waitlist_rank FROM waitlist_at($known)
WHERE campaign_id = $campaign
"""


@dataclass(frozen=True)
class DecisionFilter:
    """Which decisions are wanted; a field without a value asks nothing.

    With a dealer its own sales alone are given, and no rival of another's.
    """

    campaign_id: str
    known_at: datetime
    as_of: date | None = None
    outcome: str | None = None
    dealer: str | None = None

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the values of the queries' blanks."""
        return {
            "campaign": self.campaign_id,
            "known": naive(self.known_at),
            "as_of": self.as_of,
            "outcome": self.outcome,
            "dealer": self.dealer,
        }


def decided_ids(
    connection: Connection, wanted: DecisionFilter, after: str, most: int
) -> pl.DataFrame:
    """Give the sales decided on, in the order of their ids: sale_id, synthetic."""
    parameters = {**wanted.parameters, "after": after, "most": most}
    return fetch_frame(connection, _IDS, parameters)


def decision_slices(
    connection: Connection, wanted: DecisionFilter, ids: pl.Series, rows: int
) -> Iterator[pl.DataFrame]:
    """Give the decisions on sales whose ids are in order, some rows at a time.

    ``ids`` are all that are wanted from the first to the last of them. Each slice is a
    query of its own: together they would need more memory than the database has.
    Where there are none one slice without rows is given.
    """
    ranks: pl.DataFrame | None = None
    rival = "d.rival_sale_id" if wanted.dealer is None else _OWN_RIVAL
    query = _SLICE.format(rival=rival, from_=_FROM, where=_WHERE)
    for start in range(0, max(1, ids.len()), rows):
        part = ids.slice(start, rows)
        ends = (part[0], part[-1]) if part.len() else ("", "")
        found = fetch_frame(
            connection,
            query,
            {**wanted.parameters, "first": ends[0], "last": ends[1]},
        )
        if ranks is None and found["waits_for"].count():
            ranks = _ranks(connection, wanted)
        yield _ranked(found, ranks)


def _ranks(connection: Connection, wanted: DecisionFilter) -> pl.DataFrame:
    known = {name: wanted.parameters[name] for name in ("known", "campaign")}
    return fetch_frame(connection, _RANKS, known)


def _ranked(found: pl.DataFrame, ranks: pl.DataFrame | None) -> pl.DataFrame:
    if ranks is None:
        return found.with_columns(waitlist_rank=pl.lit(None, dtype=pl.Int64))
    return found.join(ranks, on="sale_id", how="left", maintain_order="left")
