"""What a home holds, in a form that tells whether a feed is wholly there or not."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from voucher_service.resources import SQL
from voucher_service.store.queries import Connection, fetch_one
from voucher_service.usecases.choose_profile import ProfileChoice
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.ingest_files import ingest_files
from voucher_service.usecases.open_service import Opening, open_service

CAMPAIGN = "zhangjiajie-2022-new-year"
OF_A_FEED = (
    "feed_columns",
    "refused_rows",
    "sealed_rejects",
    "feed_notes",
    "feed_suggestions",
    "dealer_versions",
    "sale_versions",
    "sale_chains",
)
"""Tables whose rows belong to the feed they name."""

NOT_COMPARED = (
    "'file', 'recorded_at', 'buyer_key', 'phone_key', 'row_hash', 'input_hash',"
    " 'sealed', 'submitted_at'"
)
"""Columns that differ with the way a file came, a home's clock, and its key."""
KEPT = (*OF_A_FEED, "feeds", "decision_versions", "sale_resolutions", "dealers")


def look_and_send_again(home: Path, files: list[Path]) -> dict[str, Any]:
    """Open a home after a fault, look, send the files again, and look again."""
    opening = Opening(home=home, sql=SQL, campaigns=(CAMPAIGN,))
    service = open_service(opening, lambda: datetime.now(UTC))
    try:
        with service.store.read() as connection:
            before = held(connection)
        reports = ingest_files(
            service,
            [Delivery.of(str(file), file.read_bytes()) for file in files],
            ProfileChoice(),
        )
        with service.store.read() as connection:
            after = held(connection)
    finally:
        service.close()
    return {
        "before": before,
        "outcomes": [report.status for report in reports],
        "after": after,
    }


def held(connection: Connection) -> dict[str, Any]:
    """Give a home's feeds with the rows of each, all it holds, and what is amiss."""
    return {
        "feeds": feeds(connection),
        "landings": count(connection, "deliveries WHERE outcome = 'landed'"),
        "all": {table: fingerprint(connection, table) for table in KEPT},
        "amiss": amiss(connection),
    }


def feeds(connection: Connection) -> dict[str, dict[str, int]]:
    """Give for each feed how many rows of each table are its own."""
    names = connection.execute("SELECT feed_id FROM feeds ORDER BY ALL").fetchall()
    found: dict[str, dict[str, int]] = {name: {} for (name,) in names}
    for table in OF_A_FEED:
        counted = connection.execute(
            f"SELECT feed_id, count(*) FROM {table} GROUP BY feed_id"
        ).fetchall()
        for name, rows in counted:
            found.setdefault(name, {"no_feed": 1})[table] = rows
    return found


def amiss(connection: Connection) -> list[str]:
    """Name the audits that do not hold, and rows of feeds that are not there."""
    found = [
        audit.stem
        for audit in sorted((SQL / "audits").glob("*.sql"))
        if connection.execute(audit.read_text(encoding="utf-8")).fetchall()
    ]
    orphans = [
        table
        for table in OF_A_FEED
        if count(connection, f"{table} ANTI JOIN feeds USING (feed_id)")
    ]
    undelivered = count(
        connection,
        "feeds AS f WHERE NOT EXISTS (FROM deliveries AS d"
        " WHERE d.feed_id = f.feed_id AND d.outcome = 'landed')",
    )
    return found + orphans + ["feeds without a receipt"] * bool(undelivered)


def fingerprint(connection: Connection, table: str) -> list[Any]:
    """Give how many rows a table has, and a digest of all but instants and numbers."""
    row = fetch_one(
        connection,
        f"""SELECT count(*), coalesce(sum(hash(t)), 0)::VARCHAR
            FROM (SELECT COLUMNS(lambda c: c NOT IN ({NOT_COMPARED}))
                  FROM {table}) AS t""",
    )
    assert row is not None
    return list(row)


def count(connection: Connection, rows: str) -> int:
    """Count rows of a FROM clause."""
    row = fetch_one(connection, f"SELECT count(*) FROM {rows}")
    assert row is not None
    return int(row[0])
