"""Decisions are appended when they are new or differ from the last one."""

from datetime import datetime
from typing import Any

import polars as pl

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_one, fetch_rows


def record_decisions(
    writing: Writing, campaign_id: str, decisions: pl.DataFrame
) -> int:
    """Append the decisions that are news and give their number.

    ``decisions`` is a frame of model.frames.Decision.
    """
    connection = writing.connection
    connection.register("decided_rows", decisions.to_arrow())
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE deciding AS
        SELECT n.*, coalesce(c.decision_no, 0) + 1 AS decision_no
        FROM decided_rows AS n
        LEFT JOIN (
            SELECT sale_id, decision_no, sale_version, input_hash, eligible, reasons
            FROM decisions_at(TIMESTAMP 'infinity') WHERE campaign_id = ?) AS c
          ON c.sale_id = n.sale_id
        WHERE c.sale_id IS NULL OR c.sale_version <> n.version
           OR c.input_hash <> n.input_hash OR c.eligible <> n.eligible
           OR c.reasons <> n.reasons
        """,
        [campaign_id],
    )
    connection.unregister("decided_rows")
    connection.execute(
        """
        INSERT INTO decision_versions
        SELECT ?, sale_id, decision_no, ?, version, eligible, reasons, amount_fen,
               rival_sale_id, terms_version, input_hash
        FROM deciding
        """,
        [campaign_id, writing.stamp],
    )
    row = fetch_one(connection, "SELECT count(*) FROM deciding")
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
