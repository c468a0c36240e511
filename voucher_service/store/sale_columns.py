"""Some columns of the known sales, in the order of their invoices."""

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_frame


def sale_columns(
    connection: Connection, known_at: datetime, names: Sequence[str]
) -> pl.DataFrame:
    """Give columns of KnownSale as known at an instant, a row a sale.

    Sorted by sold_on, invoice_number (null last), sale_id.
    """
    return fetch_frame(
        connection,
        f"SELECT {', '.join(names)} FROM sales_at(?)"
        " ORDER BY sold_on, invoice_number NULLS LAST, sale_id",
        [naive(known_at)],
    )


def dealer_names(connection: Connection, known_at: datetime) -> dict[str, str]:
    """Give the names of the dealers of the register as known at an instant."""
    rows = connection.execute(
        "SELECT dealer_id, name FROM dealers_at(?)", [naive(known_at)]
    ).fetchall()
    return dict(rows)
