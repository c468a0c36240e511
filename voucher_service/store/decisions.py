"""Decisions are appended when they are new or differ from the last one."""

from datetime import datetime

import polars as pl

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_one, lent

_RECORD = """
INSERT INTO decision_versions BY NAME
WITH last AS (
    FROM decision_versions SEMI JOIN decided_rows USING (sale_id)
    WHERE campaign_id = $campaign
    QUALIFY row_number() OVER (PARTITION BY sale_id ORDER BY decision_no DESC) = 1
)
SELECT $campaign AS campaign_id, n.sale_id,
       coalesce(c.decision_no, 0) + 1 AS decision_no, $stamp::TIMESTAMP AS recorded_at,
       n.version AS sale_version, n.outcome, n.eligible, n.reasons, n.amount_fen,
       n.price_fen, n.tier, n.rival_sale_id, n.waits_for, n.terms_version, n.input_hash
FROM decided_rows AS n LEFT JOIN last AS c USING (sale_id)
WHERE c.sale_id IS NULL OR c.sale_version <> n.version
   OR c.input_hash <> n.input_hash OR c.outcome <> n.outcome
   OR c.reasons <> n.reasons OR c.amount_fen <> n.amount_fen
   OR c.price_fen IS DISTINCT FROM n.price_fen OR c.tier IS DISTINCT FROM n.tier
   OR c.waits_for IS DISTINCT FROM n.waits_for
"""


def record_decisions(
    writing: Writing, campaign_id: str, decisions: pl.DataFrame
) -> int:
    """Append the decisions that are news and give their number.

    ``decisions`` is a frame of model.frames.Decision.
    """
    connection = writing.connection
    with lent(connection, "decided_rows", decisions):
        row = fetch_one(
            connection, _RECORD, {"campaign": campaign_id, "stamp": writing.stamp}
        )
    assert row is not None
    return int(row[0])


def claims_counted(
    connection: Connection, campaign_ids: list[str], known_at: datetime
) -> pl.DataFrame:
    """Give what counts in some campaigns: campaign_id, vin, buyer_key, a row a sale."""
    known = naive(known_at)
    return fetch_frame(
        connection,
        "SELECT d.campaign_id, s.vin, s.buyer_key FROM decisions_at($known) AS d"
        " JOIN sales_at($known) AS s"
        " ON s.sale_id = d.sale_id AND s.version = d.sale_version"
        " WHERE d.eligible AND list_contains($campaigns, d.campaign_id)",
        {"known": known, "campaigns": campaign_ids},
    )


def decisions_known(
    connection: Connection, campaign_id: str, known_at: datetime
) -> pl.DataFrame:
    """Give a campaign's decisions as known at an instant, a row a sale."""
    return fetch_frame(
        connection,
        "SELECT * EXCLUDE (campaign_id) FROM decisions_at($known)"
        " WHERE campaign_id = $campaign ORDER BY sale_id",
        {"known": naive(known_at), "campaign": campaign_id},
    )
