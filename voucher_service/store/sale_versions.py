"""The versions of a sale, with the file and row each came from, and where it stands."""

from dataclasses import dataclass
from typing import Any

from voucher_service.store.queries import Connection, fetch_rows

_VERSIONS = """
SELECT s.* EXCLUDE (district), coalesce(s.district, d.district) AS district,
       d.name AS dealer_name, f.file,
       CASE WHEN s.cancelled THEN 'cancelled' ELSE 'valid' END AS status
FROM sale_versions AS s
JOIN feeds AS f ON f.feed_id = s.feed_id
LEFT JOIN dealers AS d ON d.dealer_id = s.dealer_id
WHERE s.sale_id = ? ORDER BY s.version
"""
_STATUS = """
CASE WHEN s.cancelled THEN 'cancelled' WHEN s.set_aside THEN 'set_aside'
     WHEN c.sale_id IS NOT NULL THEN 'conflicted' ELSE 'valid' END
"""
_PAGE = f"""
SELECT s.*, f.file, {_STATUS} AS status, coalesce(c.others, []) AS conflicts_with
FROM sales AS s
JOIN feeds AS f ON f.feed_id = s.feed_id
LEFT JOIN sale_conflicts AS c ON c.sale_id = s.sale_id
WHERE s.sale_id > $after
  AND ($sale_id IS NULL OR s.sale_id = $sale_id)
  AND ($vin IS NULL OR s.vin = upper($vin))
  AND ($invoice_number IS NULL OR s.invoice_number = $invoice_number
       OR concat(s.invoice_code, s.invoice_number) = $invoice_number)
  AND ($dealer IS NULL OR s.dealer_id = $dealer)
  AND ($status IS NULL OR {_STATUS} = $status)
ORDER BY s.sale_id LIMIT $limit
"""


@dataclass(frozen=True)
class SaleFilter:
    """Which sales are asked for; what is None asks nothing."""

    vin: str | None = None
    invoice_number: str | None = None
    dealer: str | None = None
    status: str | None = None
    sale_id: str | None = None


def versions_of(connection: Connection, sale_id: str) -> list[dict[str, Any]]:
    """Give the versions of a sale, oldest first; each status is that of its day."""
    return fetch_rows(connection, _VERSIONS, [sale_id])


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
    """Give the last versions of the sales that fit, by id, after an id.

    Each has its status now, and ``conflicts_with``, the sales that contradict it.
    """
    return fetch_rows(
        connection, _PAGE, {**wanted.__dict__, "after": after, "limit": limit}
    )
