"""A person's verdict on contradicting sales is an event: who, when, why."""

from typing import Any

from voucher_service.store.database import Writing
from voucher_service.store.queries import Connection, fetch_rows


def claims_on_vehicle(connection: Connection, sale_id: str) -> list[dict[str, Any]]:
    """Give all sales of new cars that bear a sale's VIN, itself among them.

    Each has sale_id, vin, dealer_id, cancelled and set_aside, by day and id.
    """
    return fetch_rows(
        connection,
        """
        SELECT sale_id, vin, dealer_id, cancelled, set_aside FROM sales
        WHERE vin = (SELECT vin FROM sales WHERE sale_id = $sale)
          AND condition IS DISTINCT FROM 'used'
        ORDER BY sold_on, sale_id
        """,
        {"sale": sale_id},
    )


def record_resolution(
    writing: Writing, resolution: dict[str, str], verdicts: dict[str, str]
) -> None:
    """Append a resolution: a verdict on each of some sales of one vehicle.

    ``resolution`` has resolution_id, vin, who and why. The sales are left in the
    temporary table ``touched``.
    """
    connection = writing.connection
    for sale_id, verdict in verdicts.items():
        connection.execute(
            "INSERT INTO sale_resolutions"
            " (resolution_id, recorded_at, vin, sale_id, verdict, who, why)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                resolution["resolution_id"],
                writing.stamp,
                resolution["vin"],
                sale_id,
                verdict,
                resolution["who"],
                resolution["why"],
            ],
        )
        connection.execute("INSERT INTO touched VALUES (?)", [sale_id])


def resolutions_of(connection: Connection, sale_id: str) -> list[dict[str, Any]]:
    """Give what people found of a sale, oldest first."""
    return fetch_rows(
        connection,
        "SELECT resolution_id, recorded_at, sale_id, vin, verdict, who, why"
        " FROM sale_resolutions WHERE sale_id = ? ORDER BY recorded_at, resolution_id",
        [sale_id],
    )
