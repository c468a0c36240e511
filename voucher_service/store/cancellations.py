"""A sale is taken back by a version of its own: nothing of it is deleted."""

from typing import Any

import polars as pl

from voucher_service.store.database import Writing
from voucher_service.store.queries import fetch_rows, lent


def sales_to_take_back(
    writing: Writing, cancellations: pl.DataFrame
) -> list[dict[str, Any]]:
    """Give all versions of the sales that cancellations may mean, oldest first.

    ``cancellations`` is a frame of model.frames.CancellationRow. Those are the sales
    of the same dealer that share a VIN, an invoice number or a record number.
    """
    connection = writing.connection
    with lent(connection, "cancelling", cancellations):
        return fetch_rows(
            connection,
            """
            WITH wanted AS (
                SELECT v.sale_id FROM sale_versions AS v JOIN cancelling AS c
                  ON c.dealer_id = v.dealer_id AND c.vin = v.vin
                UNION
                SELECT v.sale_id FROM sale_versions AS v JOIN cancelling AS c
                  ON c.dealer_id = v.dealer_id AND v.invoice_number IS NOT NULL
                 AND v.invoice_number IN (c.invoice_number, c.original_invoice)
                UNION
                SELECT v.sale_id FROM sale_versions AS v JOIN cancelling AS c
                  ON c.dealer_id = v.dealer_id
                 AND c.original_invoice = v.invoice_code || v.invoice_number
                UNION
                SELECT v.sale_id FROM sale_versions AS v JOIN cancelling AS c
                  ON c.dealer_id = v.dealer_id AND c.record_no = v.record_no
            )
            SELECT sale_id, version, dealer_id, record_no, vin, invoice_code,
                   invoice_number, sold_on, bare_price_fen, invoice_total_fen,
                   invoice_net_fen, cancelled, cancelled_on, red_invoice,
                   row_number() OVER (
                       PARTITION BY sale_id ORDER BY version DESC) = 1 AS is_last
            FROM sale_versions SEMI JOIN wanted USING (sale_id)
            ORDER BY sale_id, version
            """,
            [],
        )


def land_cancellations(writing: Writing, feed_id: str, taken_back: pl.DataFrame) -> int:
    """Append a cancelled version of each sale and give their number.

    ``taken_back`` has sale_id, sheet, row_no, cancelled_on, cancel_reason and
    red_invoice, a row a sale. The sales are added to the temporary table ``touched``.
    """
    if taken_back.is_empty():
        return 0
    connection = writing.connection
    with lent(connection, "taken_back", taken_back):
        connection.execute(
            """
            INSERT INTO sale_versions BY NAME
            SELECT v.* REPLACE (
                v.version + 1 AS version, ?::TIMESTAMP AS recorded_at, ? AS feed_id,
                t.sheet AS sheet, t.row_no AS row_no, true AS cancelled,
                t.cancelled_on AS cancelled_on, t.cancel_reason AS cancel_reason,
                t.red_invoice AS red_invoice)
            FROM sale_versions AS v JOIN taken_back AS t USING (sale_id)
            QUALIFY row_number() OVER (
                PARTITION BY v.sale_id ORDER BY v.version DESC) = 1
            """,
            [writing.stamp, feed_id],
        )
        connection.execute("INSERT INTO touched SELECT sale_id FROM taken_back")
    return taken_back.height
