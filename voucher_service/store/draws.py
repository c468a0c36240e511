"""The seed of a draw is committed to in the terms and kept once it is revealed."""

from datetime import datetime

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_one


def record_reveal(
    writing: Writing, campaign_id: str, terms_version: str, seed_sha256: str, seed: str
) -> None:
    """Append the seed of a draw beside the hash that an entry of terms published."""
    writing.connection.execute(
        "INSERT INTO draw_reveals BY NAME SELECT ? AS campaign_id,"
        " ? AS terms_version, ? AS seed_sha256, ? AS seed, ? AS recorded_at",
        [campaign_id, terms_version, seed_sha256, seed, writing.stamp],
    )


def seed_was_used(connection: Connection, seed_sha256: str) -> bool:
    """Tell whether the terms of any campaign, past or present, name a seed's hash."""
    row = fetch_one(
        connection,
        "SELECT EXISTS (FROM campaign_versions WHERE contains(document, ?))"
        " OR EXISTS (FROM draw_reveals WHERE seed_sha256 = ?)",
        [seed_sha256, seed_sha256],
    )
    return bool(row and row[0])


def seed_revealed(
    connection: Connection, campaign_id: str, seed_sha256: str, known_at: datetime
) -> str | None:
    """Give the seed revealed for a published hash by an instant, if it was."""
    row = fetch_one(
        connection,
        "SELECT seed FROM draw_reveals WHERE campaign_id = ? AND seed_sha256 = ?"
        " AND recorded_at <= ?",
        [campaign_id, seed_sha256, naive(known_at)],
    )
    return None if row is None else str(row[0])
