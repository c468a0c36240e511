"""Sales and dealers land as versions: the same row again adds nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl

from voucher_service.model.frames import SALE_FACTS, DealerRow, DecidedSale, KnownSale
from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_one, fetch_rows

DEALER_FACTS = tuple(
    name for name in DealerRow.column_names() if name not in {"sheet", "row_no"}
)


SYNTHETIC = "synthetic"
REAL = "real"


@dataclass(frozen=True)
class Landing:
    """How many of a feed's accepted rows were news."""

    accepted: int
    unchanged: int


@dataclass(frozen=True)
class _Versions:
    """A table of versions: what one thing is known by, and the facts that make it.

    ``key_sql`` works out the key's column where the accepted rows have none.
    """

    table: str
    key: str
    key_sql: str
    facts: tuple[str, ...]

    @property
    def hash_sql(self) -> str:
        parts = (f"coalesce(CAST({fact} AS VARCHAR), chr(0))" for fact in self.facts)
        return f"substr(md5(concat_ws(chr(31), {', '.join(parts)})), 1, 20)"


_SALES = _Versions(
    "sale_versions",
    "sale_id",
    "'sal_' || substr(md5(identity), 1, 20) AS sale_id,",
    SALE_FACTS,
)
_DEALERS = _Versions("dealer_versions", "dealer_id", "", DEALER_FACTS)


def land_sales(writing: Writing, feed_id: str, accepted: pl.DataFrame) -> Landing:
    """Append the sales that are new or changed; leave their ids in ``arriving``.

    ``accepted`` is a frame of model.frames.SaleRow. Of identical rows in one file the
    first lands. The temporary table ``arriving`` holds what landed until the next
    landing.
    """
    return _land(writing, feed_id, accepted, _SALES)


def land_dealers(writing: Writing, feed_id: str, accepted: pl.DataFrame) -> Landing:
    """Append the dealers that are new or changed.

    ``accepted`` is a frame of model.frames.DealerRow.
    """
    return _land(writing, feed_id, accepted, _DEALERS)


def _land(
    writing: Writing, feed_id: str, accepted: pl.DataFrame, into: _Versions
) -> Landing:
    connection, key = writing.connection, into.key
    connection.register("accepted_rows", accepted.to_arrow())
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE arriving AS
        WITH hashed AS (
            SELECT *, {into.key_sql} {into.hash_sql} AS row_hash FROM accepted_rows
        ), first_of_each AS (
            FROM hashed
            QUALIFY row_number() OVER (
                PARTITION BY {key}, row_hash ORDER BY sheet, row_no) = 1
        ), current AS (
            SELECT {key}, max(version) AS version,
                   max_by(row_hash, version) AS row_hash
            FROM {into.table} SEMI JOIN hashed USING ({key}) GROUP BY {key}
        )
        SELECT f.*, coalesce(c.version, 0) + 1 AS version
        FROM first_of_each AS f LEFT JOIN current AS c USING ({key})
        WHERE c.row_hash IS DISTINCT FROM f.row_hash
        """
    )
    connection.unregister("accepted_rows")
    connection.execute(
        f"INSERT INTO {into.table} BY NAME"
        " SELECT *, ?::TIMESTAMP AS recorded_at, ? AS feed_id FROM arriving",
        [writing.stamp, feed_id],
    )
    counts = fetch_one(
        connection, f"SELECT count(*), count(DISTINCT {key}) FROM arriving"
    )
    assert counts is not None
    assert counts[0] == counts[1], f"a feed told two stories of one {key}"
    return Landing(counts[0], len(accepted) - counts[0])


def dealers_known(connection: Connection) -> pl.DataFrame:
    """Give the register as known now: dealer_id, name, uscc, district."""
    return fetch_frame(
        connection, "SELECT dealer_id, name, uscc, district FROM dealers", []
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


def sales_known(connection: Connection, known_at: datetime) -> pl.DataFrame:
    """Give all sales as known at an instant: a frame of model.frames.KnownSale."""
    return fetch_frame(
        connection,
        f"SELECT {_columns(KnownSale.column_names())} FROM sales_at(?)",
        [naive(known_at)],
    )


def sales_touched(writing: Writing) -> pl.DataFrame:
    """Give the sales whose decision the last landing may change, as now known.

    Those are the sales that landed and all that share a vehicle with any version of
    them: the stages of a decision look no further than one vehicle.
    """
    return fetch_frame(
        writing.connection,
        f"""
        WITH vehicles AS (
            SELECT DISTINCT vin FROM sale_versions SEMI JOIN arriving USING (sale_id)
            WHERE vin IS NOT NULL
        )
        SELECT {_columns(KnownSale.column_names())}
        FROM sales_at(TIMESTAMP 'infinity')
        WHERE sale_id IN (SELECT sale_id FROM arriving)
           OR vin IN (SELECT vin FROM vehicles)
        """,
        [],
    )


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


def find_sales(
    connection: Connection, campaign_id: str, needle: str, known_at: datetime
) -> list[dict[str, Any]]:
    """Give the sales named by a sale id, VIN or invoice number, with their decisions.

    Each is a row of KnownSale with the decision's columns, its rival's source hash
    and where it came from: feed_id, file, sheet, row_no.
    """
    return fetch_rows(
        connection,
        """
        SELECT s.*, d.eligible, d.reasons, d.amount_fen, d.rival_sale_id,
               d.terms_version, d.input_hash, f.file
        FROM sales_at($known) AS s
        JOIN decisions_at($known) AS d
          ON d.sale_id = s.sale_id AND d.sale_version = s.version
        JOIN feeds AS f ON f.feed_id = s.feed_id
        WHERE d.campaign_id = $campaign
          AND (s.sale_id = $needle OR s.vin = upper($needle)
               OR s.invoice_number = $needle
               OR concat(s.invoice_code, s.invoice_number) = $needle)
        ORDER BY s.sold_on, s.invoice_number, s.sale_id
        """,
        {"known": naive(known_at), "campaign": campaign_id, "needle": needle},
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
