"""Campaigns open in a home are kept as the documents they were opened with."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from voucher_service.store.database import Writing, aware, naive
from voucher_service.store.queries import Connection, fetch_rows


@dataclass(frozen=True)
class CampaignRecord:
    """A campaign's document and the columns that views need of it."""

    campaign_id: str
    document: str
    document_sha256: str
    terms_version: str
    price_basis: str
    sales_from: date
    sales_to: date
    price_floor_fen: int
    voucher_fen: int | None
    per_vehicle: int | None
    queue: str
    budget_fen: int | None = None


def record_campaign(writing: Writing, campaign: CampaignRecord) -> None:
    """Append a campaign's document as its next version."""
    writing.connection.execute(
        """
        INSERT INTO campaign_versions BY NAME
        SELECT $campaign_id AS campaign_id, 1 + coalesce(max(version), 0) AS version,
               $stamp AS recorded_at, $document AS document,
               $document_sha256 AS document_sha256, $terms_version AS terms_version,
               $price_basis AS price_basis, $sales_from AS sales_from,
               $sales_to AS sales_to, $price_floor_fen AS price_floor_fen,
               $voucher_fen AS voucher_fen, $per_vehicle AS per_vehicle,
               $queue AS queue, $budget_fen AS budget_fen
        FROM campaign_versions WHERE campaign_id = $campaign_id
        """,
        {**campaign.__dict__, "stamp": writing.stamp},
    )


def seed_committed_at(
    connection: Connection, campaign_id: str, seed_sha256: str
) -> datetime | None:
    """Give the instant at which terms first published the hash of a draw's seed."""
    rows = fetch_rows(
        connection,
        "SELECT min(recorded_at) AS stamp FROM campaign_versions"
        " WHERE campaign_id = ? AND contains(document, ?)",
        [campaign_id, seed_sha256],
    )
    stamp = rows[0]["stamp"]
    return None if stamp is None else aware(stamp)


def campaigns_known(connection: Connection, known_at: datetime) -> list[dict[str, Any]]:
    """Give the open campaigns as known at an instant, by id."""
    return fetch_rows(
        connection,
        "SELECT campaign_id, document, document_sha256, version"
        " FROM campaigns_at(?) ORDER BY campaign_id",
        [naive(known_at)],
    )
