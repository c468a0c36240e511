"""The versions of a sale, with the file and row each came from."""

from dataclasses import dataclass
from typing import Any

from voucher_service.store.queries import Connection, fetch_rows

_VERSION = """
SELECT s.* EXCLUDE (district), coalesce(s.district, d.district) AS district,
       d.name AS dealer_name, f.file
FROM sale_versions AS s
JOIN feeds AS f ON f.feed_id = s.feed_id
LEFT JOIN dealers AS d ON d.dealer_id = s.dealer_id
"""


@dataclass(frozen=True)
class SaleFilter:
    """Which sales are asked for; what is None asks nothing."""

    vin: str | None = None
    invoice_number: str | None = None
    dealer: str | None = None


def versions_of(connection: Connection, sale_id: str) -> list[dict[str, Any]]:
    """Give the versions of a sale, oldest first."""
    return fetch_rows(
        connection, f"{_VERSION} WHERE s.sale_id = ? ORDER BY s.version", [sale_id]
    )


def sales_named(connection: Connection, needle: str) -> list[str]:
    """Give the ids of the sales that a sale id, VIN or invoice number names."""
    rows = fetch_rows(
        connection,
        """
        SELECT DISTINCT sale_id FROM sale_versions
        WHERE sale_id = $needle OR vin = upper($needle) OR invoice_number = $needle
           OR concat(invoice_code, invoice_number) = $needle
        ORDER BY sale_id
        """,
        {"needle": needle},
    )
    return [row["sale_id"] for row in rows]


def sales_page(
    connection: Connection, wanted: SaleFilter, after: str, limit: int
) -> list[dict[str, Any]]:
    """Give the last versions of the sales that fit, by id, after an id."""
    query = _VERSION.format(versions="sales")
    query = query.replace(
        "s.* EXCLUDE (district)", "s.* EXCLUDE (district, dealer_name)"
    )
    return fetch_rows(
        connection,
        """
        SELECT s.*, f.file FROM sales AS s JOIN feeds AS f ON f.feed_id = s.feed_id
        WHERE s.sale_id > $after
          AND ($vin IS NULL OR s.vin = upper($vin))
          AND ($invoice_number IS NULL OR s.invoice_number = $invoice_number
               OR concat(s.invoice_code, s.invoice_number) = $invoice_number)
          AND ($dealer IS NULL OR s.dealer_id = $dealer)
        ORDER BY s.sale_id LIMIT $limit
        """,
        {**wanted.__dict__, "after": after, "limit": limit},
    )
