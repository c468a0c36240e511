"""Vouchers in lists, what names one, its life, and where their money is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from voucher_service.store.database import naive
from voucher_service.store.queries import Connection, fetch_frame, fetch_rows

_STANDING = """
WITH chosen AS ({chosen}
), last AS (
    SELECT voucher_no, max(event_no) AS event_no
    FROM voucher_events SEMI JOIN chosen USING (voucher_no) GROUP BY voucher_no
), held AS (
    SELECT v.*, e.sale_id AS bound_id, e.state, e.held, e.balance_fen, e.locked_fen,
           e.captured_fen, e.clawed_fen, e.voucher_seq
    FROM last JOIN voucher_events AS e USING (event_no)
    JOIN chosen AS v ON v.voucher_no = last.voucher_no
), over AS (
    SELECT e.voucher_no, sum(e.amount_fen)::BIGINT AS lapsed_fen
    FROM voucher_events AS e JOIN write_requests AS r ON r.request_no = e.redemption_no
    WHERE e.kind = 'locked' AND r.lock_until <= $now
      AND e.voucher_no IN (SELECT voucher_no FROM held WHERE locked_fen > 0)
      AND NOT EXISTS (FROM voucher_events AS o
                      WHERE o.of_lock AND o.redemption_no = e.redemption_no)
    GROUP BY e.voucher_no
), standing AS (
    SELECT h.* REPLACE (
               h.locked_fen - coalesce(o.lapsed_fen, 0) AS locked_fen,
               CASE WHEN h.state = 'open'
                    THEN h.balance_fen + coalesce(o.lapsed_fen, 0)
                    ELSE h.balance_fen END AS balance_fen),
           CASE WHEN h.captured_fen = h.face_fen THEN 'redeemed'
                WHEN h.state = 'voided' THEN 'voided'
                WHEN h.held AND h.state = 'open'
                     AND coalesce(h.expires_at > $now, true) THEN 'suspended'
                WHEN h.locked_fen > coalesce(o.lapsed_fen, 0) THEN 'locked'
                WHEN h.state = 'expired' OR h.expires_at <= $now THEN 'expired'
                ELSE 'active' END AS status
    FROM held AS h LEFT JOIN over AS o ON o.voucher_no = h.voucher_no
)
"""
_NATURE = """
SELECT v.*, EXISTS (FROM sale_versions AS s
                    WHERE s.sale_id = v.bound_id AND s.synthetic) AS synthetic
FROM standing AS v ORDER BY v.voucher_no
"""
_OF_CAMPAIGN = (
    "FROM vouchers WHERE voucher_no > $after"
    " AND ($campaign IS NULL OR campaign_id = $campaign)"
)

_OF_NUMBERS = "FROM vouchers WHERE list_contains($numbers, voucher_no)"


@dataclass(frozen=True)
class VoucherFilter:
    """Which vouchers are listed: of a campaign, in a status; None asks nothing."""

    campaign: str | None = None
    status: str | None = None


def vouchers_page(
    connection: Connection,
    wanted: VoucherFilter,
    now: datetime,
    after: int,
    limit: int,
) -> list[dict[str, Any]]:
    """Give vouchers beyond a number in their order, each as it stands now.

    Where a status is asked for, how each stands is looked at by itself first: that of
    a million is known long before all that is told of them.
    """
    asked = {"now": naive(now), "after": after, "campaign": wanted.campaign}
    page = f"ORDER BY voucher_no LIMIT {limit:d}"
    if wanted.status is None:
        query = _STANDING.format(chosen=f"{_OF_CAMPAIGN} {page}") + _NATURE
        return fetch_rows(connection, query, asked)
    query = _STANDING.format(chosen=_OF_CAMPAIGN) + (
        f"SELECT voucher_no FROM standing WHERE status = $status {page}"
    )
    found = fetch_rows(connection, query, {**asked, "status": wanted.status})
    numbers = [row["voucher_no"] for row in found]
    query = _STANDING.format(chosen=_OF_NUMBERS) + _NATURE
    return fetch_rows(connection, query, {"now": naive(now), "numbers": numbers})


def voucher_standing(
    connection: Connection, code: str, now: datetime
) -> dict[str, Any] | None:
    """Give the voucher of a code as it stands now; None where there is none."""
    rows = vouchers_of_codes(connection, [code], now)
    return rows[0] if rows else None


def vouchers_of_codes(
    connection: Connection, codes: Sequence[str], now: datetime
) -> list[dict[str, Any]]:
    """Give the vouchers of codes in the order of their issue, as they stand now."""
    query = _STANDING.format(chosen="FROM vouchers WHERE list_contains($codes, code)")
    query += _NATURE
    return fetch_rows(connection, query, {"codes": list(codes), "now": naive(now)})


def voucher_life(connection: Connection, voucher_no: int) -> list[dict[str, Any]]:
    """Give all that happened to a voucher, first to last, with the redemptions' ids."""
    return fetch_rows(
        connection,
        "SELECT e.*, r.redemption_id FROM voucher_events AS e"
        " LEFT JOIN write_requests AS r ON r.request_no = e.redemption_no"
        " WHERE e.voucher_no = ? ORDER BY e.event_no",
        [voucher_no],
    )


def who_redeemed(connection: Connection, code: str) -> list[dict[str, Any]]:
    """Give by whom, under which number and where each redemption was made."""
    return fetch_rows(
        connection,
        "SELECT r.redemption_id, regexp_replace(r.scope, '^bank:', '') AS bank,"
        " r.out_request_no, r.station, r.terminal"
        " FROM vouchers AS v JOIN write_requests AS r USING (voucher_no)"
        " WHERE v.code = ? AND r.operation = 'redeem' AND r.problem IS NULL",
        [code],
    )


def codes_of(connection: Connection, code: str, named: str, limit: int) -> list[str]:
    """Give the codes of the vouchers that a code, a sale or a VIN names, newest first.

    A voucher is named by each sale that it was ever bound to.
    """
    rows = fetch_rows(
        connection,
        "SELECT code FROM vouchers WHERE code = $code OR vin = $vin"
        " OR voucher_no IN (SELECT voucher_no FROM voucher_events"
        f" WHERE sale_id = $sale) ORDER BY voucher_no DESC LIMIT {limit:d}",
        {"code": code, "vin": named.upper(), "sale": named},
    )
    return [row["code"] for row in rows]


def vouchers_by_status(
    connection: Connection, campaign_id: str, now: datetime
) -> dict[str, int]:
    """Count a campaign's vouchers by how they stand now."""
    query = _STANDING.format(chosen=_OF_CAMPAIGN) + (
        "SELECT status, count(*) AS vouchers FROM standing GROUP BY status"
    )
    asked = {"now": naive(now), "after": 0, "campaign": campaign_id}
    return {
        row["status"]: row["vouchers"] for row in fetch_rows(connection, query, asked)
    }


def vouchers_to_hand_over(connection: Connection, campaign_id: str) -> pl.DataFrame:
    """Give the vouchers of a campaign that a bank may be asked to take.

    Shape: code, kind, face_fen, starts_at, expires_at, in the order of issue: nothing
    of whose they are. Left out are those that were voided or have expired.
    """
    return fetch_frame(
        connection,
        "SELECT code, kind, face_fen, pieces_fen, starts_at, expires_at"
        " FROM vouchers_now WHERE campaign_id = ? AND state = 'open'"
        " ORDER BY voucher_no",
        [campaign_id],
    )


def holds_made_up(connection: Connection, campaign_id: str) -> bool:
    """Tell whether a campaign earned anything on, or issued to, a made-up sale."""
    [row] = fetch_rows(
        connection,
        """
        SELECT EXISTS (
            FROM sale_versions AS s SEMI JOIN (
                SELECT sale_id FROM decision_versions
                WHERE campaign_id = $campaign AND eligible
                UNION ALL SELECT sale_id FROM vouchers WHERE campaign_id = $campaign)
            USING (sale_id) WHERE s.synthetic) AS made_up
        """,
        {"campaign": campaign_id},
    )
    return bool(row["made_up"])


def budget_state(connection: Connection, campaign_id: str) -> dict[str, Any]:
    """Give where a campaign's money is: a row of the view budget_states."""
    [row] = fetch_rows(
        connection, "FROM budget_states WHERE campaign_id = ?", [campaign_id]
    )
    return row
