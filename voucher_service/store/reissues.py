"""Invoices made out anew are chained to the sale that they go on with."""

import polars as pl

from voucher_service.model.days import REISSUE_DAYS
from voucher_service.store.database import Writing
from voucher_service.store.landing import HASH_OF_SALE, OWN_ID
from voucher_service.store.queries import Connection, fetch_frame, fetch_one, lent


def chain_reissues(writing: Writing, feed_id: str, accepted: pl.DataFrame) -> None:
    """Note which new invoices are for a sale already known by another.

    Either the row names the invoice that it replaces, and the buyer is not another;
    or a known invoice names this one, which comes late; or its car was sold by the same
    dealer to the same buyer, that sale was taken back, and the new invoice follows
    within the days of grace.
    """
    with lent(writing.connection, "accepted_rows", accepted):
        if _reissues_may_come(writing.connection):
            _chain(writing, feed_id)


def _reissues_may_come(connection: Connection) -> bool:
    found = fetch_one(
        connection,
        "SELECT EXISTS (FROM accepted_rows WHERE replaces_invoice IS NOT NULL)"
        " OR EXISTS (FROM sale_versions"
        " WHERE cancelled OR replaces_invoice IS NOT NULL)",
    )
    return bool(found and found[0])


def _chain(writing: Writing, feed_id: str) -> None:
    writing.connection.execute(
        f"""
        INSERT INTO sale_chains
        WITH last AS (
            FROM sale_versions
            QUALIFY row_number() OVER (PARTITION BY sale_id ORDER BY version DESC) = 1
        ), strangers AS (
            SELECT * FROM accepted_rows AS a
            WHERE identity NOT IN (SELECT identity FROM sale_chains)
              AND {OWN_ID.format("a")} NOT IN (SELECT sale_id FROM sale_versions)
        ), origins AS (
            SELECT a.identity, a.sold_on, s.sale_id, s.cancelled_on, 1 AS nearness
            FROM strangers AS a JOIN last AS s
              ON s.dealer_id = a.dealer_id AND s.invoice_number = a.replaces_invoice
            WHERE {_SAME_BUYER}
            UNION ALL
            SELECT a.identity, a.sold_on, s.sale_id, s.cancelled_on, 1
            FROM strangers AS a JOIN last AS s
              ON s.dealer_id = a.dealer_id
             AND s.invoice_code || s.invoice_number = a.replaces_invoice
            WHERE {_SAME_BUYER}
            UNION ALL
            SELECT a.identity, a.sold_on, s.sale_id, s.cancelled_on, 1
            FROM strangers AS a JOIN sale_versions AS s
              ON s.dealer_id = a.dealer_id AND s.replaces_invoice = a.invoice_number
            WHERE {_SAME_BUYER}
            UNION ALL
            SELECT a.identity, a.sold_on, s.sale_id, s.cancelled_on, 1
            FROM strangers AS a JOIN sale_versions AS s
              ON s.dealer_id = a.dealer_id
             AND s.replaces_invoice = a.invoice_code || a.invoice_number
            WHERE {_SAME_BUYER}
            UNION ALL
            SELECT a.identity, a.sold_on, s.sale_id, s.cancelled_on, 2
            FROM strangers AS a JOIN last AS s
              ON s.dealer_id = a.dealer_id AND s.vin = a.vin
            WHERE s.cancelled AND NOT a.cancelled AND {_SAME_BUYER}
              AND a.sold_on BETWEEN coalesce(s.cancelled_on, s.sold_on)
                  AND coalesce(s.cancelled_on, s.sold_on) + {REISSUE_DAYS}
        ), nearest AS (
            FROM origins QUALIFY row_number() OVER (
                PARTITION BY identity
                ORDER BY nearness, cancelled_on DESC NULLS LAST, sale_id) = 1
        )
        SELECT identity, sale_id, $stamp::TIMESTAMP, $feed FROM nearest
        QUALIFY row_number() OVER (
            PARTITION BY sale_id ORDER BY nearness, sold_on, identity) = 1
        """,
        {"stamp": writing.stamp, "feed": feed_id},
    )


_SAME_BUYER = (
    "(s.buyer_key IS NULL OR a.buyer_key IS NULL OR s.buyer_key = a.buyer_key)"
)


def replaced_rows(writing: Writing, accepted: pl.DataFrame) -> pl.DataFrame:
    """Give the rows of invoices that another has replaced: they must not land.

    Shape: sheet, row_no, known; ``known`` is true where the row says what was known
    under the old invoice, false where it would change it.
    """
    connection = writing.connection
    known = fetch_one(connection, "SELECT EXISTS (FROM sale_chains)")
    if known is None or not known[0]:
        return (
            accepted.select("sheet", "row_no")
            .clear()
            .with_columns(known=pl.lit(value=False))
        )
    with lent(connection, "accepted_rows", accepted):
        return fetch_frame(
            connection,
            f"""
            WITH chained AS (SELECT DISTINCT sale_id FROM sale_chains),
            last AS (
                SELECT sale_id, identity FROM sale_versions SEMI JOIN chained
                USING (sale_id) QUALIFY row_number() OVER (
                    PARTITION BY sale_id ORDER BY version DESC) = 1
            ), named AS (
                SELECT a.sheet, a.row_no, a.identity, {HASH_OF_SALE} AS row_hash,
                       coalesce(h.sale_id, {OWN_ID.format("a")}) AS sale_id
                FROM accepted_rows AS a LEFT JOIN sale_chains AS h USING (identity)
            )
            SELECT n.sheet, n.row_no, EXISTS (
                       FROM sale_versions AS v WHERE v.identity = n.identity
                        AND v.sale_id = n.sale_id AND v.row_hash = n.row_hash) AS known
            FROM named AS n JOIN last USING (sale_id)
            WHERE n.identity <> last.identity AND EXISTS (
                FROM sale_versions AS v
                WHERE v.identity = n.identity AND v.sale_id = n.sale_id)
            """,
            [],
        )


def rows_of_replaced_originals(
    writing: Writing, accepted: pl.DataFrame
) -> pl.DataFrame:
    """Give the rows that replace an invoice which another has replaced already.

    Shape: sheet, row_no. Asked after ``chain_reissues``: these found their original,
    for the same buyer, and were not put into its chain.
    """
    anew = accepted.filter(pl.col("replaces_invoice").is_not_null())
    if anew.is_empty():
        return anew.select("sheet", "row_no")
    with lent(writing.connection, "accepted_rows", anew):
        return fetch_frame(
            writing.connection,
            f"""
            SELECT a.sheet, a.row_no FROM accepted_rows AS a
            WHERE a.identity NOT IN (SELECT identity FROM sale_chains)
              AND {OWN_ID.format("a")} NOT IN (SELECT sale_id FROM sale_versions)
              AND EXISTS (
                FROM sale_versions AS s
                WHERE s.dealer_id = a.dealer_id AND {_SAME_BUYER}
                  AND a.replaces_invoice IN (
                    s.invoice_number, s.invoice_code || s.invoice_number))
            """,
            [],
        )
