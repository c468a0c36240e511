"""The register of dealers as it was known at an instant."""

from datetime import datetime
from typing import Any

from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_rows


def active_dealers(connection: Connection, known_at: datetime) -> list[dict[str, Any]]:
    """Give dealer_id, name and district of each dealer that has not closed."""
    return fetch_rows(
        connection,
        "SELECT dealer_id, name, district FROM dealers_at(?) WHERE active"
        " ORDER BY dealer_id",
        [naive(known_at)],
    )
