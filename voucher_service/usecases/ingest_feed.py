"""A feed lands wholly or not at all, and every sale it tells of is decided with it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from voucher_service.eligibility.decide import decide
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import FeedReading, read_feed
from voucher_service.model.days import business_day
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.reasons import reason_text
from voucher_service.model.reports import FeedReport, RowFinding
from voucher_service.model.text import Text
from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.database import Writing, aware
from voucher_service.store.decisions import record_decisions
from voucher_service.store.feeds import (
    FeedRecord,
    find_feed,
    record_feed,
    refused_rows,
)
from voucher_service.store.feeds import list_feeds as kept_feeds
from voucher_service.store.queries import Connection
from voucher_service.store.sales import (
    dealers_known,
    land_dealers,
    land_sales,
    sales_touched,
)
from voucher_service.usecases.service import Service, campaign_of

_FINDINGS_IN_REPORT = 20


@dataclass(frozen=True)
class Delivery:
    """A file as it was delivered."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Give the digest by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()


class _DryRunOver(Exception):
    def __init__(self, report: FeedReport) -> None:
        self.report = report


def ingest_feed(
    service: Service, delivery: Delivery, profile: Profile, *, dry_run: bool = False
) -> FeedReport:
    """Take in one file: its rows land, or are kept with every reason against them.

    The same file under the same profile is a duplicate and changes nothing. A dry run
    reports what would happen and leaves no trace. Raises UnreadableInput for a file
    that cannot be read at all; nothing of it is stored.
    """
    if len(delivery.content) > service.max_feed_bytes:
        raise _too_large(delivery, service.max_feed_bytes)
    with service.store.read() as connection:
        earlier = find_feed(connection, delivery.sha256, profile.content_hash)
        if earlier is not None:
            return _duplicate_report(connection, delivery, earlier, dry_run=dry_run)
        dealers = dealers_known(connection)
    reading = read_feed(
        delivery.content,
        name=delivery.name,
        profile=profile,
        dealers=dealers,
        seal=service.seal,
        today=business_day(service.now()),
    )

    def job(writing: Writing) -> FeedReport:
        found = find_feed(writing.connection, delivery.sha256, profile.content_hash)
        if found is not None:
            return _duplicate_report(
                writing.connection, delivery, found, dry_run=dry_run
            )
        report = _land(writing, delivery, profile, reading)
        if dry_run:
            raise _DryRunOver(report)
        return report

    try:
        return service.store.write(
            "ingest", job, is_news=lambda report: not report.duplicate
        )
    except _DryRunOver as over:
        changes = {"dry_run": True, "recorded_at": None}
        return over.report.model_copy(update=changes)


def list_feeds(service: Service) -> tuple[FeedReport, ...]:
    """Give the reports of all feeds that landed, in the order recorded."""
    with service.store.read() as connection:
        return tuple(
            _report(connection, feed, _counts(feed)) for feed in kept_feeds(connection)
        )


def _land(
    writing: Writing, delivery: Delivery, profile: Profile, reading: FeedReading
) -> FeedReport:
    digest = hashlib.sha256(f"{delivery.sha256}.{profile.content_hash}".encode())
    feed_id = f"fed_{digest.hexdigest()[:16]}"
    if not reading.new_dealers.is_empty():
        land_dealers(writing, feed_id, reading.new_dealers)
    land = land_dealers if reading.kind == "dealers" else land_sales
    landing = land(writing, feed_id, reading.accepted)
    outcomes = reading.refused["outcome"].cast(pl.String)
    record = FeedRecord(
        feed_id=feed_id,
        file=delivery.name,
        sha256=delivery.sha256,
        size_bytes=len(delivery.content),
        kind=reading.kind,
        format=reading.format,
        encoding=reading.encoding,
        profile=profile.name,
        profile_hash=profile.content_hash,
        rows=reading.rows,
        accepted=landing.accepted,
        unchanged=landing.unchanged,
        refused=int((outcomes == "refused").sum()),
        review=int((outcomes == "review").sum()),
        skipped_sheets=reading.skipped_sheets,
    )
    record_feed(writing, record, reading.refused, reading.columns)
    if reading.kind == "sales" and landing.accepted:
        _decide_touched(writing)
    feed = find_feed(writing.connection, record.sha256, record.profile_hash)
    assert feed is not None
    return _report(writing.connection, feed, _counts(feed))


def _decide_touched(writing: Writing) -> None:
    sales = sales_touched(writing)
    for row in campaigns_known(writing.connection, writing.recorded_at):
        campaign = campaign_of(row["document"])
        record_decisions(writing, campaign.id, decide(sales, campaign.current))


def _counts(feed: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "rows": feed["row_count"],
        "accepted": feed["accepted"],
        "unchanged": feed["unchanged"],
        "refused": feed["refused"],
        "review": feed["review"],
    }


def _duplicate_report(
    connection: Connection, delivery: Delivery, feed: dict[str, Any], *, dry_run: bool
) -> FeedReport:
    counts = _counts(feed)
    counts["unchanged"] += counts["accepted"]
    counts["accepted"] = 0
    report = _report(connection, feed, counts)
    changes = {"duplicate": True, "dry_run": dry_run, "file": delivery.name}
    return report.model_copy(update=changes)


def _report(
    connection: Connection, feed: dict[str, Any], counts: dict[str, Any]
) -> FeedReport:
    return FeedReport(
        file=feed["file"],
        sha256=feed["sha256"],
        duplicate=False,
        feed_id=feed["feed_id"],
        kind=feed["kind"],
        format=feed["format"],
        encoding=feed["encoding"],
        profile=feed["profile"],
        **counts,
        reasons=feed["reasons"],
        unknown_headers=tuple(feed["unknown_headers"]),
        skipped_sheets=tuple(feed["skipped_sheets"]),
        first_refusals=tuple(_findings(connection, feed)),
        recorded_at=aware(feed["recorded_at"]),
    )


def _findings(connection: Connection, feed: dict[str, Any]) -> list[RowFinding]:
    rows = refused_rows(connection, feed["feed_id"], _FINDINGS_IN_REPORT)
    findings = []
    for row in rows:
        for finding in json.loads(row["findings"]):
            text = reason_text(finding["code"])
            findings.append(
                RowFinding(
                    file=feed["file"],
                    sheet=row["sheet"],
                    row=row["row_no"],
                    header=finding["header"],
                    field=finding["field"],
                    found=finding["found"],
                    code=finding["code"],
                    sentence=text.sentence,
                    remedy=text.remedy,
                )
            )
    return findings[:_FINDINGS_IN_REPORT]


def _too_large(delivery: Delivery, limit: int) -> UnreadableInput:
    size = len(delivery.content)
    return UnreadableInput(
        Text(
            zh=f"文件 {delivery.name} 有 {size} 字节，超过上限 {limit} 字节",
            en=f"{delivery.name} has {size} bytes, over the limit of {limit}",
        ),
        remedy=Text(
            zh="拆分文件，或调高设置 VOUCHER_MAX_FEED_BYTES",
            en="split the file or raise the setting VOUCHER_MAX_FEED_BYTES",
        ),
    )
