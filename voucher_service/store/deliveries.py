"""Every file that came has a receipt, whatever became of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voucher_service.model.text import Text
from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_rows

_DELIVERY = """
SELECT d.*, f.kind, f.synthetic,
       f.row_count, f.accepted, f.unchanged, f.refused, f.review
FROM deliveries AS d LEFT JOIN feeds AS f USING (feed_id)
"""
_PAGE = """
WHERE ($dealer IS NULL OR d.dealer_id = $dealer)
  AND ($kind IS NULL OR coalesce(f.kind, 'unreadable') = $kind)
  AND ($outcome IS NULL OR d.outcome = $outcome)
  AND ($since IS NULL OR d.received_at >= $since)
  AND ($before IS NULL OR d.received_at < $before)
  AND ($cursor IS NULL OR (d.received_at, d.delivery_id) < (
       SELECT (c.received_at, c.delivery_id) FROM deliveries AS c
       WHERE c.delivery_id = $cursor))
ORDER BY d.received_at DESC, d.delivery_id DESC
LIMIT $limit
"""


@dataclass(frozen=True)
class DeliveryRecord:
    """What is kept of a delivery beside the instant it came."""

    delivery_id: str
    channel: str
    sender: str
    role: str
    dealer_id: str | None
    file: str
    sha256: str
    size_bytes: int
    profile: str
    outcome: str
    feed_id: str | None = None
    error: Text | None = None
    remedy: Text | None = None


@dataclass(frozen=True)
class DeliveryFilter:
    """Which deliveries are wanted; ``since`` is included, ``before`` is not."""

    dealer: str | None = None
    kind: str | None = None
    outcome: str | None = None
    since: datetime | None = None
    before: datetime | None = None


def record_delivery(writing: Writing, delivery: DeliveryRecord) -> None:
    """Append a delivery's receipt in the transaction under way."""
    kept = {**vars(delivery), "received_at": writing.stamp}
    for name in ("error", "remedy"):
        text: Text | None = kept.pop(name)
        kept |= {f"{name}_zh": text and text.zh, f"{name}_en": text and text.en}
    names, blanks = ", ".join(kept), ", ".join("?" for _ in kept)
    writing.connection.execute(
        f"INSERT INTO deliveries ({names}) VALUES ({blanks})", list(kept.values())
    )


def find_delivery(connection: Connection, delivery_id: str) -> dict[str, Any] | None:
    """Give a delivery with its feed's counts, which are null where it has no feed."""
    rows = fetch_rows(connection, f"{_DELIVERY} WHERE d.delivery_id = ?", [delivery_id])
    return rows[0] if rows else None


def first_delivery(connection: Connection, feed_id: str) -> dict[str, Any] | None:
    """Give the delivery by which a feed landed."""
    rows = fetch_rows(
        connection,
        f"{_DELIVERY} WHERE d.feed_id = ? AND d.outcome = 'landed'",
        [feed_id],
    )
    return rows[0] if rows else None


def deliveries_page(
    connection: Connection, wanted: DeliveryFilter, cursor: str | None, limit: int
) -> list[dict[str, Any]]:
    """Give the deliveries that fit, newest first, those after the cursor's."""
    instants = {
        name: None if instant is None else naive(instant)
        for name, instant in (("since", wanted.since), ("before", wanted.before))
    }
    return fetch_rows(
        connection,
        _DELIVERY + _PAGE,
        {**vars(wanted), **instants, "cursor": cursor, "limit": limit},
    )
