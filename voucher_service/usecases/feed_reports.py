"""A feed is reported: what became of its rows, and every reason against them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from voucher_service.model.errors import NotFound
from voucher_service.model.feed_reports import (
    FeedReport,
    FeedSender,
    HeaderSuggestion,
    RowFinding,
)
from voucher_service.model.kinds import Role
from voucher_service.model.reasons import reason_text
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.store.database import aware
from voucher_service.store.deliveries import find_delivery, first_delivery
from voucher_service.store.feeds import list_feeds as kept_feeds
from voucher_service.store.feeds import noted_cells, refused_rows, suggested_headers
from voucher_service.store.queries import Connection
from voucher_service.usecases.service import Service

ROWS_TOLD = 20
MOST_ROWS_TOLD = 5_000


def list_feeds(service: Service) -> tuple[FeedReport, ...]:
    """Give the reports of all feeds that landed, in the order recorded."""
    with service.store.read() as connection:
        return tuple(
            _received(
                report_of(connection, feed, counts_of(feed)),
                first_delivery(connection, feed["feed_id"]),
            )
            for feed in kept_feeds(connection)
        )


def show_feed(
    service: Service, named: str, asker: Principal | None = None
) -> FeedReport:
    """Give a report with every reason against every row, as far as 5,000 rows.

    ``named`` is a feed's id or a delivery's. A dealer sees only what it sent itself.
    Raises NotFound, also for another's.
    """
    with service.store.read() as connection:
        if named.startswith("dlv_"):
            delivery = find_delivery(connection, named)
            if delivery is not None and may_see(asker, delivery["dealer_id"]):
                return _delivered(connection, delivery)
        else:
            for feed in kept_feeds(connection, named):
                if may_see(asker, feed["dealer_id"]):
                    report = report_of(
                        connection, feed, counts_of(feed), rows_told=MOST_ROWS_TOLD
                    )
                    return _received(report, first_delivery(connection, named))
    raise NotFound(
        Text(zh=f"没有收件记录 {named}", en=f"there is no feed {named}"),
        remedy=Text(
            zh="用 voucher-service feeds 或收件历史页查看编号",
            en="see the ids with voucher-service feeds or on the history page",
        ),
    )


def may_see(asker: Principal | None, sent_by: str | None) -> bool:
    """Tell whether what a dealer (or none) sent may be told to one who asks."""
    if asker is None or asker.role is not Role.DEALER:
        return True
    return asker.dealer is not None and asker.dealer == sent_by


def _delivered(connection: Connection, delivery: dict[str, Any]) -> FeedReport:
    if delivery["outcome"] == "unreadable":
        report = unreadable_report(
            delivery["file"],
            delivery["sha256"],
            delivery["profile"],
            error_of(delivery),
            error_of(delivery, "remedy"),
        )
        return _received(report, delivery)
    (feed,) = kept_feeds(connection, delivery["feed_id"])
    if delivery["outcome"] == "duplicate":
        report = duplicate_report(
            connection,
            delivery["file"],
            feed,
            dry_run=False,
            rows_told=MOST_ROWS_TOLD,
        )
    else:
        report = report_of(connection, feed, counts_of(feed), rows_told=MOST_ROWS_TOLD)
    return _received(report, delivery)


def _received(report: FeedReport, delivery: dict[str, Any] | None) -> FeedReport:
    """Add how a feed came; one that the demo loaded has no receipt."""
    if delivery is None:
        return report
    changes = {
        "delivery_id": delivery["delivery_id"],
        "received_at": aware(delivery["received_at"]),
        "sender": sender_of(delivery),
    }
    return report.model_copy(update=changes)


def sender_of(delivery: Mapping[str, Any]) -> FeedSender:
    """Give who sent a kept delivery, and by which way."""
    return FeedSender(
        channel=delivery["channel"],
        name=delivery["sender"],
        role=Role(delivery["role"]),
        dealer_id=delivery["dealer_id"],
    )


def error_of(delivery: Mapping[str, Any], part: str = "error") -> Text | None:
    """Give why a kept delivery could not be read, or (``remedy``) what mends it."""
    if delivery[f"{part}_zh"] is None:
        return None
    return Text(zh=delivery[f"{part}_zh"], en=delivery[f"{part}_en"])


def unreadable_report(
    file: str, sha256: str, profile: str, error: Text | None, remedy: Text | None
) -> FeedReport:
    """Report a file that cannot be read at all: no rows, and why."""
    return FeedReport(
        status="unreadable",
        file=file,
        sha256=sha256,
        duplicate=False,
        feed_id="",
        kind="unreadable",
        format="",
        encoding=None,
        profile=profile,
        rows=0,
        accepted=0,
        unchanged=0,
        refused=0,
        review=0,
        reasons={},
        error=error,
        remedy=remedy,
    )


def counts_of(feed: Mapping[str, Any]) -> dict[str, Any]:
    """Give where a kept feed's rows ended."""
    return {
        "rows": feed["row_count"],
        "accepted": feed["accepted"],
        "unchanged": feed["unchanged"],
        "refused": feed["refused"],
        "review": feed["review"],
    }


def duplicate_report(
    connection: Connection,
    name: str,
    feed: dict[str, Any],
    *,
    dry_run: bool,
    rows_told: int = ROWS_TOLD,
) -> FeedReport:
    """Report a file that came before: what was accepted then is unchanged now."""
    counts = counts_of(feed)
    counts["unchanged"] += counts["accepted"]
    counts["accepted"] = 0
    report = report_of(connection, feed, counts, rows_told)
    changes = {
        "status": "duplicate",
        "duplicate": True,
        "dry_run": dry_run,
        "file": name,
    }
    return report.model_copy(update=changes)


def report_of(
    connection: Connection,
    feed: dict[str, Any],
    counts: dict[str, Any],
    rows_told: int = ROWS_TOLD,
) -> FeedReport:
    """Report a kept feed, with the reasons against its first rows."""
    fallen = counts["refused"] + counts["review"]
    notes_count, notes = noted_cells(connection, feed["feed_id"], ROWS_TOLD)
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
        first_refusals=tuple(_findings(connection, feed, rows_told)),
        rows_told=min(rows_told, fallen),
        recorded_at=aware(feed["recorded_at"]),
        notes=tuple(_finding(feed, note, note) for note in notes),
        notes_count=notes_count,
        suggestions=tuple(_suggestions(connection, feed["feed_id"])),
        truncated=rows_told < fallen,
        conflicts=feed["conflicts"] or 0,
        synthetic=bool(feed["synthetic"]),
    )


def _findings(
    connection: Connection, feed: dict[str, Any], rows: int
) -> Iterator[RowFinding]:
    for row in refused_rows(connection, feed["feed_id"], rows):
        for finding in json.loads(row["findings"]):
            yield _finding(feed, row, finding)


def _finding(
    feed: Mapping[str, Any], row: Mapping[str, Any], found: Mapping[str, Any]
) -> RowFinding:
    text = reason_text(found["code"])
    return RowFinding(
        file=feed["file"],
        sheet=row["sheet"],
        row=row["row_no"],
        header=found["header"],
        field=found["field"],
        found=found["found"],
        code=found["code"],
        sentence=text.sentence,
        remedy=text.remedy,
    )


def _suggestions(connection: Connection, feed_id: str) -> Iterator[HeaderSuggestion]:
    for row in suggested_headers(connection, feed_id):
        header, nearest = row["header"], row["nearest"]
        yield HeaderSuggestion(
            sheet=row["sheet"],
            header=header,
            field=row["field"],
            nearest=nearest,
            sentence=Text(
                zh=f"“{header}”未识别，未读取；如即“{nearest}”，请改用该表头",
                en=f"{header} is unknown and was not read; if it means {nearest},"
                " name it so",
            ),
        )
