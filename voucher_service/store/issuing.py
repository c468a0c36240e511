"""What vouchers are issued from, and what each issuance took."""

from datetime import datetime

import polars as pl

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import (
    Connection,
    fetch_frame,
    fetch_one,
    insert_frame,
    lent,
)

_FACTS = """
       d.decision_no, d.terms_version, d.tier, s.vin, s.invoice_number, s.sold_on,
       s.submitted_at, s.dealer_id, coalesce(s.district, r.district) AS district,
       s.energy, s.synthetic"""
_JOINED = """
JOIN sale_versions AS s ON s.sale_id = d.sale_id AND s.version = d.sale_version
LEFT JOIN dealers_at($known) AS r ON r.dealer_id = s.dealer_id"""


def has_vouchers(connection: Connection, campaign_id: str | None = None) -> bool:
    """Tell whether any voucher was ever issued, of a campaign or at all."""
    row = fetch_one(
        connection,
        "SELECT EXISTS (FROM vouchers"
        " WHERE $campaign IS NULL OR campaign_id = $campaign)",
        {"campaign": campaign_id},
    )
    return bool(row and row[0])


def sales_to_issue(
    connection: Connection, campaign_id: str, known_at: datetime
) -> pl.DataFrame:
    """Give a campaign's eligible sales that earn something, with what issuing asks.

    Shape: a row a sale: sale_id, decision_no, terms_version, ``earns`` in fen, tier,
    vin, invoice_number, sold_on, submitted_at, dealer_id, district, energy and
    synthetic, as decided.
    """
    return fetch_frame(
        connection,
        f"SELECT d.sale_id, d.amount_fen AS earns, {_FACTS}"
        f" FROM decisions_at($known) AS d {_JOINED}"
        " WHERE d.campaign_id = $campaign AND d.eligible AND d.amount_fen > 0",
        {"campaign": campaign_id, "known": naive(known_at)},
    )


def claims_on_issuing(connection: Connection, campaign_id: str) -> pl.DataFrame:
    """Give the sales and vehicles whose voucher is not voided, or was spent for good.

    What was spent of a voided voucher, or may be yet, and is not to be repaid is the
    claim's own money: it does not get as much again.

    Shape: sale_id, vin (of the sale as now known), a row a voucher. An expired voucher
    keeps its claim: it is not issued anew.
    """
    return fetch_frame(
        connection,
        """
        WITH last AS (
            SELECT voucher_no, max(event_no) AS event_no FROM voucher_events
            SEMI JOIN (FROM vouchers WHERE campaign_id = $campaign) USING (voucher_no)
            GROUP BY voucher_no
        ), bound AS (
            SELECT e.sale_id FROM last JOIN voucher_events AS e USING (event_no)
            WHERE e.state <> 'voided' OR e.locked_fen > 0
               OR e.captured_fen > e.clawed_fen
        )
        SELECT b.sale_id, arg_max(s.vin, s.version) AS vin
        FROM bound AS b JOIN sale_versions AS s USING (sale_id) GROUP BY b.sale_id
        """,
        {"campaign": campaign_id},
    )


def money_taken(
    connection: Connection, campaign_id: str, known_at: datetime
) -> pl.DataFrame:
    """Give what each voucher of a campaign has taken of the fund, beside its facts.

    Shape: as ``sales_to_issue``, a row a voucher; ``earns`` is what is committed and
    payable, which stand beside it with what of that is recoverable. The facts are those
    of the decision that it was issued on.
    """
    return fetch_frame(
        connection,
        f"""
        WITH mine AS (FROM vouchers
            WHERE campaign_id = $campaign AND recorded_at <= $known
        ), last AS (
            SELECT voucher_no, max(event_no) AS event_no
            FROM voucher_events SEMI JOIN mine USING (voucher_no)
            WHERE recorded_at <= $known GROUP BY voucher_no)
        SELECT d.sale_id, e.balance_fen + e.locked_fen + e.captured_fen AS earns,
               e.balance_fen + e.locked_fen AS committed_fen,
               e.captured_fen AS payable_fen,
               least(e.clawed_fen, e.captured_fen) AS recoverable_fen, {_FACTS}
        FROM mine AS v JOIN last USING (voucher_no)
        JOIN voucher_events AS e USING (event_no)
        JOIN decision_versions AS d ON d.campaign_id = v.campaign_id
         AND d.sale_id = v.sale_id AND d.decision_no = v.decision_no
        {_JOINED}
        WHERE e.balance_fen + e.locked_fen + e.captured_fen > 0
        """,
        {"campaign": campaign_id, "known": naive(known_at)},
    )


def codes_in_use(connection: Connection, codes: pl.Series) -> pl.Series:
    """Give those of some codes that a voucher has already."""
    with lent(connection, "codes_made", codes.alias("code").to_frame()):
        return fetch_frame(
            connection,
            "SELECT code FROM codes_made SEMI JOIN vouchers USING (code)",
            [],
        )["code"]


def record_issuance(
    writing: Writing,
    issuance_id: str,
    campaign_id: str,
    issued: tuple[int, int],
    funds: pl.DataFrame,
) -> None:
    """Append an issuance and what it was held to.

    ``issued`` is the number of vouchers and their amount; ``funds`` has part, most_fen
    and taken_fen, the last with these vouchers in it.
    """
    writing.connection.execute(
        "INSERT INTO issuances VALUES (?, ?, ?, ?, ?, ?)",
        [issuance_id, campaign_id, writing.stamp, writing.acting.actor, *issued],
    )
    told = funds.with_columns(issuance_id=pl.lit(issuance_id))
    insert_frame(writing.connection, "issuance_funds", told)
