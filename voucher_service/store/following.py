"""The vouchers that a change bears on, beside how their sales stand now."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from voucher_service.model.vouchers import Voucher, VoucherState
from voucher_service.store.database import Writing, aware
from voucher_service.store.queries import Connection, fetch_one, fetch_rows

DECISIONS = "program:decisions"
"""Who acts where vouchers follow what was decided."""

_TOUCHED = """
CREATE OR REPLACE TEMP TABLE followed AS
WITH news AS (
    SELECT DISTINCT campaign_id, sale_id FROM decision_versions
    WHERE recorded_at = $stamp
), vehicles AS (
    SELECT DISTINCT n.campaign_id, s.vin
    FROM news AS n JOIN sale_versions AS s USING (sale_id) WHERE s.vin IS NOT NULL
), concerned AS (
    FROM news UNION
    SELECT v.campaign_id, s.sale_id
    FROM vehicles AS v JOIN sale_versions AS s USING (vin)
), bound AS (
    SELECT DISTINCT voucher_no, sale_id FROM voucher_events
    WHERE kind IN ('suspended', 'resumed') -- no other event binds a voucher anew
)
SELECT voucher_no FROM vouchers SEMI JOIN concerned USING (campaign_id, sale_id)
UNION
SELECT b.voucher_no FROM bound AS b JOIN vouchers AS v USING (voucher_no)
SEMI JOIN concerned AS c ON c.campaign_id = v.campaign_id AND c.sale_id = b.sale_id
"""
_OVERDUE = """
CREATE OR REPLACE TEMP TABLE followed AS
WITH held AS (
    SELECT voucher_no, max(event_no) AS event_no FROM voucher_events
    SEMI JOIN (FROM voucher_events WHERE kind = 'suspended') USING (voucher_no)
    GROUP BY voucher_no
), waiting AS (
    SELECT h.voucher_no, e.sale_id FROM held AS h
    JOIN voucher_events AS e USING (event_no) WHERE e.held AND e.state = 'open'
)
SELECT w.voucher_no FROM waiting AS w JOIN sale_versions AS s USING (sale_id)
GROUP BY w.voucher_no HAVING arg_max(s.cancelled, s.version)
"""
_NAMED = """
CREATE OR REPLACE TEMP TABLE followed AS
SELECT voucher_no FROM vouchers WHERE voucher_no = $number
"""
_STANDING = """
WITH last AS (
    SELECT voucher_no, max(event_no) AS event_no,
           max(redemption_no) FILTER (kind = 'captured') AS spent_by
    FROM voucher_events SEMI JOIN followed USING (voucher_no) GROUP BY voucher_no
), stands AS (
    SELECT v.*, e.* EXCLUDE (voucher_no, sale_id, recorded_at, kind),
           e.sale_id AS bound_id, l.spent_by
    FROM last AS l JOIN voucher_events AS e USING (event_no)
    JOIN vouchers AS v ON v.voucher_no = l.voucher_no
    WHERE e.state = 'open' OR e.captured_fen > e.clawed_fen
), holds AS (
    SELECT voucher_no, arg_max(kind, event_no) AS kind,
           arg_max(actor, event_no) AS actor, arg_max(reason, event_no) AS reason
    FROM voucher_events SEMI JOIN followed USING (voucher_no)
    WHERE kind IN ('suspended', 'resumed') GROUP BY voucher_no
), decided AS (
    FROM decision_versions SEMI JOIN stands
    ON stands.campaign_id = decision_versions.campaign_id
   AND stands.bound_id = decision_versions.sale_id
    QUALIFY row_number() OVER (
        PARTITION BY campaign_id, sale_id ORDER BY decision_no DESC) = 1
), sold AS (
    FROM sale_versions SEMI JOIN stands ON stands.bound_id = sale_versions.sale_id
    QUALIFY row_number() OVER (PARTITION BY sale_id ORDER BY version DESC) = 1
)
SELECT s.*, h.actor AS held_by, h.reason AS hold_reason, d.outcome,
       d.amount_fen AS earned_fen, d.reasons[1] AS against, o.vin AS sale_vin,
       o.sold_on, o.cancelled, o.cancel_reason, o.cancelled_on, o.dealer_id,
       o.buyer_key, o.recorded_at AS told_at
FROM stands AS s
LEFT JOIN holds AS h USING (voucher_no)
LEFT JOIN decided AS d ON d.campaign_id = s.campaign_id AND d.sale_id = s.bound_id
LEFT JOIN sold AS o ON o.sale_id = s.bound_id
WHERE $all OR s.held OR o.cancelled OR d.outcome IS NULL
   OR d.outcome NOT IN ('eligible', 'waitlisted')
   OR (d.outcome = 'eligible' AND d.amount_fen <> s.face_fen)
ORDER BY s.voucher_no
"""
_SUCCESSORS = """
WITH wanted AS (
    SELECT DISTINCT unnest($campaigns) AS campaign_id, unnest($vins) AS vin
), last AS (
    FROM sale_versions SEMI JOIN (
        SELECT sale_id FROM sale_versions SEMI JOIN wanted USING (vin)) USING (sale_id)
    QUALIFY row_number() OVER (PARTITION BY sale_id ORDER BY version DESC) = 1
), decided AS (
    FROM decision_versions SEMI JOIN last USING (sale_id)
    QUALIFY row_number() OVER (
        PARTITION BY campaign_id, sale_id ORDER BY decision_no DESC) = 1
), taken AS (
    SELECT v.campaign_id, arg_max(e.sale_id, e.event_no) AS sale_id
    FROM voucher_events AS e JOIN vouchers AS v USING (voucher_no)
    WHERE e.voucher_no IN (
        SELECT voucher_no FROM voucher_events SEMI JOIN last USING (sale_id))
    GROUP BY e.voucher_no, v.campaign_id
    HAVING arg_max(e.state, e.event_no) <> 'voided'
)
SELECT w.campaign_id, w.vin, s.sale_id, s.sold_on, s.dealer_id, s.buyer_key, d.outcome,
       d.amount_fen AS earned_fen
FROM wanted AS w JOIN last AS s ON s.vin = w.vin
JOIN decided AS d ON d.campaign_id = w.campaign_id AND d.sale_id = s.sale_id
ANTI JOIN taken AS t ON t.campaign_id = w.campaign_id AND t.sale_id = s.sale_id
WHERE NOT s.cancelled AND d.outcome IN ('eligible', 'waitlisted')
ORDER BY s.sold_on, s.invoice_number, s.sale_id
"""

Row = dict[str, Any]


def follow_news(writing: Writing) -> list[Row]:
    """Give the vouchers on which this transaction's decisions bear, where not well.

    Each row is a voucher as it stands with its sale's last version and decision:
    ``voucher_of`` makes a Voucher of it. Left out are those whose sale stands.
    """
    news = fetch_one(
        writing.connection,
        "SELECT EXISTS (FROM decision_versions WHERE recorded_at = ?)",
        [writing.stamp],
    )
    if not news or not news[0]:
        return []
    writing.connection.execute(_TOUCHED, {"stamp": writing.stamp})
    return fetch_rows(writing.connection, _STANDING, {"all": False})


def follow_overdue(writing: Writing) -> list[Row]:
    """Give the suspended vouchers whose sale was cancelled, as ``follow_news`` does."""
    writing.connection.execute(_OVERDUE)
    return fetch_rows(writing.connection, _STANDING, {"all": False})


def follow_one(writing: Writing, voucher_no: int) -> Row | None:
    """Give one voucher as ``follow_news`` does, however its sale stands."""
    writing.connection.execute(_NAMED, {"number": voucher_no})
    rows = fetch_rows(writing.connection, _STANDING, {"all": True})
    return rows[0] if rows else None


def successors(
    connection: Connection, wanted: Sequence[tuple[str, str]]
) -> dict[tuple[str, str], list[Row]]:
    """Give the sales of vehicles that stand and hold no voucher, the earliest first.

    ``wanted`` pairs a campaign with a VIN, as do the keys of what is given.
    """
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    if wanted:
        campaigns, vins = zip(*wanted, strict=True)
        asked = {"campaigns": list(campaigns), "vins": list(vins)}
        for row in fetch_rows(connection, _SUCCESSORS, asked):
            found[row["campaign_id"], row["vin"]].append(row)
    return found


def voucher_of(row: Row) -> Voucher:
    """Give the voucher of a row; what was promised to banks is told as a sum alone."""
    pieces = row["pieces_left"]
    return Voucher(
        voucher_no=row["voucher_no"],
        code=row["code"],
        campaign_id=row["campaign_id"],
        sale_id=row["bound_id"],
        face_fen=row["face_fen"],
        balance_fen=row["balance_fen"],
        issued_at=aware(row["recorded_at"]),
        starts_at=row["starts_at"] and aware(row["starts_at"]),
        expires_at=row["expires_at"] and aware(row["expires_at"]),
        locked_fen=row["locked_fen"],
        captured_fen=row["captured_fen"],
        clawed_fen=row["clawed_fen"],
        state=VoucherState(row["state"]),
        held=row["held"],
        pieces_left=None if pieces is None else tuple(pieces),
        seq=row["voucher_seq"],
        spent_by=row["spent_by"],
    )
