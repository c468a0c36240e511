"""Decisions are appended when they are new or differ from the last one."""

from datetime import datetime
from typing import Any

import polars as pl

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_one, fetch_rows, lent

_RECORD = """
INSERT INTO decision_versions BY NAME
WITH last AS (
    FROM decision_versions SEMI JOIN decided_rows USING (sale_id)
    WHERE campaign_id = $campaign
    QUALIFY row_number() OVER (PARTITION BY sale_id ORDER BY decision_no DESC) = 1
)
SELECT $campaign AS campaign_id, n.sale_id,
       coalesce(c.decision_no, 0) + 1 AS decision_no, $stamp::TIMESTAMP AS recorded_at,
       n.version AS sale_version, n.eligible, n.reasons, n.amount_fen, n.rival_sale_id,
       n.terms_version, n.input_hash
FROM decided_rows AS n LEFT JOIN last AS c USING (sale_id)
WHERE c.sale_id IS NULL OR c.sale_version <> n.version
   OR c.input_hash <> n.input_hash OR c.eligible <> n.eligible
   OR c.reasons <> n.reasons
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


def decision_counts(
    connection: Connection, campaign_id: str, known_at: datetime
) -> dict[str, Any]:
    """Give sales, eligible, amount_fen and how often each reason stands."""
    known = naive(known_at)
    counts = fetch_rows(
        connection,
        "SELECT count(*) AS sales, count(*) FILTER (eligible) AS eligible,"
        " coalesce(sum(amount_fen), 0)::BIGINT AS amount_fen"
        " FROM decisions_at(?) WHERE campaign_id = ?",
        [known, campaign_id],
    )[0]
    reasons = fetch_rows(
        connection,
        "SELECT reason, count(*) AS n FROM (SELECT unnest(reasons) AS reason"
        " FROM decisions_at(?) WHERE campaign_id = ?) GROUP BY reason ORDER BY reason",
        [known, campaign_id],
    )
    return {**counts, "reasons": {row["reason"]: row["n"] for row in reasons}}
