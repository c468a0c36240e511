"""Sales and the register as they are known, now or at an instant."""

from collections.abc import Iterator
from datetime import date, datetime

import polars as pl

from voucher_service.model.frames import DecidedSale, KnownSale
from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_one

_MOST_AT_ONCE = 500_000
SYNTHETIC = "synthetic"
REAL = "real"


def dealers_known(connection: Connection) -> pl.DataFrame:
    """Give the register as known now: dealer_id, name, uscc, district."""
    return fetch_frame(
        connection, "SELECT dealer_id, name, uscc, district, active FROM dealers", []
    )


def register_changed_at(connection: Connection) -> datetime:
    """Give the stamp of the register's last change, the earliest there is if none."""
    row = fetch_one(
        connection,
        "SELECT coalesce(max(recorded_at), TIMESTAMP 'epoch') FROM dealer_versions",
    )
    assert row is not None
    stamp: datetime = row[0]
    return stamp


def sales_changed_at(connection: Connection) -> datetime:
    """Give the stamp of the last feed with news of sales, the earliest if none."""
    row = fetch_one(
        connection,
        "SELECT coalesce(max(recorded_at), TIMESTAMP 'epoch') FROM feeds"
        " WHERE kind = 'sales' AND accepted > 0",
    )
    assert row is not None
    stamp: datetime = row[0]
    return stamp


def sales_known(
    connection: Connection, known_at: datetime, columns: list[str] | None = None
) -> pl.DataFrame:
    """Give all sales as known at an instant: a frame of model.frames.KnownSale.

    Where ``columns`` are named it has these alone.
    """
    return fetch_frame(
        connection,
        f"SELECT {_columns(columns or KnownSale.column_names())} FROM sales_at(?)",
        [naive(known_at)],
    )


def sales_touched(writing: Writing) -> Iterator[pl.DataFrame]:
    """Give the sales whose decision the last landing may change, as now known.

    Those are the sales in the temporary table ``touched`` and all that share a vehicle
    with any version of them: the stages of a decision look no further than one
    vehicle. Many come in parts, each with all sales of its vehicles.
    """
    connection = writing.connection
    connection.execute(
        """
        CREATE OR REPLACE TEMP TABLE concerned AS
        WITH vehicles AS (
            SELECT DISTINCT vin FROM sale_versions SEMI JOIN touched USING (sale_id)
            WHERE vin IS NOT NULL
        )
        SELECT sale_id FROM touched
        UNION
        SELECT sale_id FROM sale_versions SEMI JOIN vehicles USING (vin)
        """
    )
    counted = fetch_one(connection, "SELECT count(*) FROM concerned")
    parts = 1 + (counted[0] if counted else 0) // _MOST_AT_ONCE
    for part in range(parts):
        yield fetch_frame(
            connection,
            f"""
            WITH last AS (
                FROM sale_versions SEMI JOIN concerned USING (sale_id)
                QUALIFY row_number() OVER (
                    PARTITION BY sale_id ORDER BY version DESC) = 1
            ), verdicts AS (
                SELECT sale_id, vin, arg_max(verdict, recorded_at) AS verdict
                FROM sale_resolutions GROUP BY sale_id, vin
            ), known AS (
                SELECT s.* REPLACE (coalesce(s.district, d.district) AS district),
                       d.name AS dealer_name,
                       coalesce(r.verdict = 'set_aside', false) AS set_aside
                FROM last AS s
                LEFT JOIN dealers AS d ON d.dealer_id = s.dealer_id
                LEFT JOIN verdicts AS r ON r.sale_id = s.sale_id AND r.vin = s.vin
            )
            SELECT {_columns(KnownSale.column_names())} FROM known
            WHERE hash(coalesce(vin, sale_id)) % $parts = $part
            """,
            {"parts": parts, "part": part},
        )


def touched_among(connection: Connection, sale_ids: pl.Series) -> int:
    """Count the sales of the last landing among some."""
    row = fetch_one(
        connection,
        "SELECT count(DISTINCT sale_id) FROM touched WHERE list_contains(?, sale_id)",
        [sale_ids.to_list()],
    )
    return int(row[0]) if row else 0


def decided_sales(
    connection: Connection, campaign_id: str, known_at: datetime
) -> pl.DataFrame:
    """Give a campaign's decided sales: a frame of model.frames.DecidedSale."""
    return fetch_frame(
        connection,
        f"SELECT {_columns(DecidedSale.column_names())} FROM decided_sales_at(?)"
        " WHERE campaign_id = ?",
        [naive(known_at), campaign_id],
    )


def last_sale_day(
    connection: Connection, campaign_id: str, known_at: datetime
) -> date | None:
    """Give the last day inside a campaign's window on which a known sale was made."""
    row = fetch_one(
        connection,
        """
        SELECT max(s.sold_on)
        FROM sales_at($known) AS s, campaigns_at($known) AS c
        WHERE c.campaign_id = $campaign
          AND s.sold_on BETWEEN c.sales_from AND c.sales_to
        """,
        {"known": naive(known_at), "campaign": campaign_id},
    )
    return row[0] if row else None


def natures(connection: Connection) -> set[str]:
    """Give what a home's sales are: real, synthetic, both or neither."""
    row = fetch_one(
        connection,
        "SELECT EXISTS (FROM sale_versions WHERE synthetic),"
        " EXISTS (FROM sale_versions WHERE NOT synthetic)",
    )
    assert row is not None
    return {
        nature for nature, found in zip((SYNTHETIC, REAL), row, strict=True) if found
    }


def _columns(names: list[str]) -> str:
    return ", ".join(names)
