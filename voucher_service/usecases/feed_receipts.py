"""Receipts are looked up one by one, or listed newest first."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from voucher_service.model.days import SHANGHAI
from voucher_service.model.feed_reports import (
    DeliveryPage,
    DeliverySummary,
    FeedProgress,
    FeedReport,
)
from voucher_service.model.kinds import FeedKind, FeedOutcome, Role
from voucher_service.model.reports import Principal
from voucher_service.store.database import aware
from voucher_service.store.deliveries import DeliveryFilter, deliveries_page
from voucher_service.store.sales import natures
from voucher_service.usecases.feed_reports import (
    error_of,
    may_see,
    sender_of,
    show_feed,
)
from voucher_service.usecases.paging import check_limit
from voucher_service.usecases.service import Service


@dataclass(frozen=True)
class DeliveryQuery:
    """Which receipts are asked for; the days are Asia/Shanghai and both included."""

    dealer: str | None = None
    kind: FeedKind | None = None
    outcome: FeedOutcome | None = None
    first_day: date | None = None
    last_day: date | None = None


def find_receipt(
    service: Service, named: str, asker: Principal | None = None
) -> FeedReport | FeedProgress:
    """Give a delivery's or a feed's report, or how far a large delivery is.

    A dealer sees only what it sent itself. Raises NotFound, also for another's, and
    the error that ended a large delivery.
    """
    job = service.jobs.find(named)
    if job is not None and may_see(asker, job.sender.dealer_id):
        if job.error is not None:
            raise job.error
        if job.report is None:
            return job.progress
        if job.report.dry_run:
            return job.report
    return show_feed(service, named, asker)


def list_deliveries(
    service: Service,
    query: DeliveryQuery,
    asker: Principal | None = None,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> DeliveryPage:
    """Give the receipts that fit, newest first; a dealer sees only its own.

    Raises BadParameter for a limit that cannot be.
    """
    check_limit(limit)
    dealer = query.dealer
    if asker is not None and asker.role is Role.DEALER:
        if dealer not in (None, asker.dealer):
            return DeliveryPage(items=(), next_cursor=None)
        dealer = asker.dealer
    wanted = DeliveryFilter(
        dealer=dealer,
        kind=query.kind,
        outcome=query.outcome,
        since=_start_of(query.first_day),
        before=_start_of(query.last_day, days_later=1),
    )
    with service.store.read() as connection:
        rows = deliveries_page(connection, wanted, cursor, limit + 1)
    items = tuple(_summary(row) for row in rows[:limit])
    last = items[-1].delivery_id if len(rows) > limit else None
    return DeliveryPage(items=items, next_cursor=last)


def holds_synthetic(service: Service) -> bool:
    """Tell whether any sale or dealer of the home is made up."""
    with service.store.read() as connection:
        return "synthetic" in natures(connection)


def _start_of(day: date | None, days_later: int = 0) -> datetime | None:
    if day is None:
        return None
    try:
        later = day + timedelta(days=days_later)
    except OverflowError:
        return None  # nothing is received after the last of days
    return datetime.combine(later, time(), SHANGHAI)


def _summary(row: dict[str, Any]) -> DeliverySummary:
    kept = {
        name: row[name]
        for name in ("delivery_id", "file", "sha256", "outcome", "feed_id")
    }
    accepted, unchanged = row["accepted"] or 0, row["unchanged"] or 0
    if row["outcome"] == "duplicate":
        accepted, unchanged = 0, accepted + unchanged
    return DeliverySummary(
        **kept,
        received_at=aware(row["received_at"]),
        sender=sender_of(row),
        kind=row["kind"] or "unreadable",
        rows=row["row_count"] or 0,
        accepted=accepted,
        unchanged=unchanged,
        refused=row["refused"] or 0,
        review=row["review"] or 0,
        synthetic=bool(row["synthetic"]),
        error=error_of(row),
    )
