"""Decisions in the order of their sales, slice by slice, however many there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.store.database import naive
from voucher_service.store.queries import (
    Connection,
    fetch_frame,
    fetch_one,
    fetch_slices,
)

_FROM = """
FROM decisions_at($known) AS d
JOIN sale_versions AS s ON s.sale_id = d.sale_id AND s.version = d.sale_version
WHERE d.campaign_id = $campaign AND d.sale_id > $after
  AND ($as_of IS NULL OR s.sold_on <= $as_of)
  AND ($outcome IS NULL OR d.outcome = $outcome)
  AND ($dealer IS NULL OR s.dealer_id = $dealer)
"""
_SELECT = f"""
WITH chosen AS (
    SELECT d.*, s.dealer_id, s.vin, s.invoice_number, s.sold_on, s.synthetic,
           s.feed_id, s.sheet, s.row_no
    {_FROM} ORDER BY d.sale_id LIMIT $most
)
SELECT c.campaign_id AS campaign, c.sale_id, c.sale_version, c.dealer_id,
       e.name AS dealer_name, c.vin, c.invoice_number, c.sold_on, c.price_fen, c.tier,
       c.outcome, c.reasons, c.amount_fen, c.waits_for, w.rank AS waitlist_rank,
       CASE WHEN $dealer IS NULL OR EXISTS (
           FROM sale_versions AS r
           WHERE r.sale_id = c.rival_sale_id AND r.dealer_id = $dealer)
       THEN c.rival_sale_id END AS rival_sale_id,
       c.terms_version, c.recorded_at AS decided_at, f.file,
       nullif(c.sheet, '') AS sheet, c.row_no AS row, c.synthetic
FROM chosen AS c
JOIN feeds AS f ON f.feed_id = c.feed_id
LEFT JOIN dealers_at($known) AS e ON e.dealer_id = c.dealer_id
LEFT JOIN waitlist_at($known) AS w
  ON w.campaign_id = c.campaign_id AND w.sale_id = c.sale_id
ORDER BY c.sale_id
"""
_ALL = 2**62


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
    after: str = ""

    @property
    def parameters(self) -> dict[str, Any]:
        """Give the values of the query's blanks."""
        return {
            "campaign": self.campaign_id,
            "known": naive(self.known_at),
            "as_of": self.as_of,
            "outcome": self.outcome,
            "dealer": self.dealer,
            "after": self.after,
        }


def count_decisions(connection: Connection, wanted: DecisionFilter) -> tuple[int, bool]:
    """Give how many decisions there are, and whether a sale of them is made up."""
    row = fetch_one(
        connection,
        f"SELECT count(*), coalesce(bool_or(s.synthetic), false) {_FROM}",
        wanted.parameters,
    )
    assert row is not None
    return int(row[0]), bool(row[1])


def first_decisions(
    connection: Connection, wanted: DecisionFilter, most: int
) -> pl.DataFrame:
    """Give the first decisions in the order of their sales' ids."""
    return fetch_frame(connection, _SELECT, {**wanted.parameters, "most": most})


def decision_slices(
    connection: Connection, wanted: DecisionFilter, rows: int
) -> Iterator[pl.DataFrame]:
    """Give all decisions in the order of their sales' ids, some rows at a time.

    The connection serves nothing else until the last slice is taken.
    """
    parameters = {**wanted.parameters, "most": _ALL}
    yield from fetch_slices(connection, _SELECT, parameters, rows)
