"""Sales beside their decisions, with all that an explanation tells of them."""

from datetime import datetime
from typing import Any

from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_one, fetch_rows

_NAMED = """
(s.sale_id = $needle OR s.vin = upper($needle) OR s.invoice_number = $needle
 OR concat(s.invoice_code, s.invoice_number) = $needle)
"""
_SALE = f"""
SELECT s.*, d.outcome, d.eligible, d.reasons, d.amount_fen, d.price_fen, d.tier,
       d.rival_sale_id, d.waits_for, d.terms_version, d.input_hash,
       d.recorded_at AS decided_at, f.file,
       (SELECT v.district IS NULL FROM sale_versions AS v
        WHERE v.sale_id = $sale AND v.version = s.version) AS district_of_dealer,
       (SELECT any_value(r.dealer_id) FROM sale_versions AS r
        WHERE r.sale_id = d.rival_sale_id) AS rival_dealer_id
FROM sales_at($known) AS s
JOIN decisions_at($known) AS d
  ON d.sale_id = s.sale_id AND d.sale_version = s.version
JOIN feeds AS f ON f.feed_id = s.feed_id
WHERE d.campaign_id = $campaign AND s.sale_id = $sale AND d.sale_id = $sale
  AND {_NAMED}
"""

_COUNTS = """
SELECT 1 FROM sales_at($known) AS s
JOIN decisions_at($known) AS d
  ON d.sale_id = s.sale_id AND d.sale_version = s.version
WHERE d.campaign_id = $campaign AND s.sale_id = $sale AND d.sale_id = $sale
  AND d.eligible AND s.{column} = $value
"""


def find_sales(
    connection: Connection, campaign_id: str, needle: str, known_at: datetime
) -> list[dict[str, Any]]:
    """Give the sales named by a sale id, VIN or invoice number, with their decisions.

    Each is a row of KnownSale with the decision's columns, when it was decided, whose
    its rival is and where it came from: feed_id, file, sheet, row_no.
    """
    named = fetch_rows(
        connection,
        f"SELECT DISTINCT s.sale_id FROM sale_versions AS s WHERE {_NAMED}",
        {"needle": needle},
    )
    rows = [
        row
        for each in named
        for row in fetch_rows(
            connection,
            _SALE,
            {
                "known": naive(known_at),
                "campaign": campaign_id,
                "needle": needle,
                "sale": each["sale_id"],
            },
        )
    ]
    for row in rows:
        row["waitlist_rank"] = None
        if row["waits_for"] is not None:
            row["waitlist_rank"] = _rank(
                connection, campaign_id, row["sale_id"], known_at
            )
    return sorted(rows, key=_by_invoice)


def _by_invoice(row: dict[str, Any]) -> tuple[Any, ...]:
    number = row["invoice_number"]
    return row["sold_on"], number is None, number or "", row["sale_id"]


def _rank(
    connection: Connection, campaign_id: str, sale_id: str, known_at: datetime
) -> int | None:
    row = fetch_one(
        connection,
        "SELECT rank FROM waitlist_at($known)"
        " WHERE campaign_id = $campaign AND sale_id = $sale",
        {"known": naive(known_at), "campaign": campaign_id, "sale": sale_id},
    )
    return None if row is None else row[0]


def register_row(
    connection: Connection, dealer_id: str, known_at: datetime
) -> dict[str, Any] | None:
    """Give where a dealer stands in the register: feed_id, file, sheet, row_no."""
    rows = fetch_rows(
        connection,
        "SELECT d.feed_id, f.file, d.sheet, d.row_no FROM dealer_versions AS d"
        " JOIN feeds AS f ON f.feed_id = d.feed_id"
        " WHERE d.dealer_id = ? AND d.recorded_at <= ?"
        " ORDER BY d.version DESC LIMIT 1",
        [dealer_id, naive(known_at)],
    )
    return rows[0] if rows else None


def decisions_of(
    connection: Connection, campaign_id: str, sale_id: str, known_at: datetime
) -> list[dict[str, Any]]:
    """Give every decision on a sale that was recorded by an instant, oldest first.

    Each is a row of decision_versions, with the command of the commit that recorded it.
    """
    return fetch_rows(
        connection,
        "SELECT d.* EXCLUDE (campaign_id, sale_id), c.command"
        " FROM decision_versions AS d LEFT JOIN commits AS c USING (recorded_at)"
        " WHERE d.campaign_id = ? AND d.sale_id = ? AND d.recorded_at <= ?"
        " ORDER BY d.decision_no",
        [campaign_id, sale_id, naive(known_at)],
    )


def columns_of(
    connection: Connection, feed_id: str, sheet: str
) -> dict[str, tuple[str, int]]:
    """Give, for each field of a feed's sheet, its header and its column's number."""
    rows = fetch_rows(
        connection,
        "SELECT field, header, column_no FROM feed_columns"
        " WHERE feed_id = ? AND sheet = ? AND field IS NOT NULL",
        [feed_id, sheet],
    )
    return {row["field"]: (row["header"], row["column_no"]) for row in rows}


def counts_in(
    connection: Connection,
    campaign_id: str,
    known_at: datetime,
    same: dict[str, str | None],
) -> bool:
    """Tell whether a campaign counts a sale of the same vin or buyer_key.

    ``same`` gives the values to be met, any of which will do; null meets none.
    """
    for column, value in same.items():
        known = fetch_rows(
            connection,
            f"SELECT DISTINCT sale_id FROM sale_versions WHERE {column} = ?",
            [value],
        )
        for row in known:
            asked = {
                "known": naive(known_at),
                "campaign": campaign_id,
                "sale": row["sale_id"],
                "value": value,
            }
            if fetch_one(connection, _COUNTS.format(column=column), asked):
                return True
    return False
