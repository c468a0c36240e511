"""A feed is reported: what became of its rows, and every reason against them."""

import json
from collections.abc import Mapping
from typing import Any

from voucher_service.model.errors import NotFound
from voucher_service.model.reasons import reason_text
from voucher_service.model.reports import FeedReport, RowFinding
from voucher_service.model.text import Text
from voucher_service.store.database import aware
from voucher_service.store.feeds import list_feeds as kept_feeds
from voucher_service.store.feeds import refused_rows
from voucher_service.store.queries import Connection
from voucher_service.usecases.service import Service

ROWS_TOLD = 20


def list_feeds(service: Service) -> tuple[FeedReport, ...]:
    """Give the reports of all feeds that landed, in the order recorded."""
    with service.store.read() as connection:
        return tuple(
            report_of(connection, feed, counts_of(feed))
            for feed in kept_feeds(connection)
        )


def show_feed(service: Service, feed_id: str) -> FeedReport:
    """Give a feed's report with every reason against every row. Raises NotFound."""
    with service.store.read() as connection:
        for feed in kept_feeds(connection, feed_id):
            counts = counts_of(feed)
            rows = counts["refused"] + counts["review"]
            return report_of(connection, feed, counts, rows_told=rows)
    raise NotFound(
        Text(zh=f"没有收件记录 {feed_id}", en=f"there is no feed {feed_id}"),
        remedy=Text(
            zh="用 voucher-service feeds 查看编号",
            en="see the ids with voucher-service feeds",
        ),
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
    connection: Connection, name: str, feed: dict[str, Any], *, dry_run: bool
) -> FeedReport:
    """Report a file that came before: what was accepted then is unchanged now."""
    counts = counts_of(feed)
    counts["unchanged"] += counts["accepted"]
    counts["accepted"] = 0
    report = report_of(connection, feed, counts)
    changes = {"duplicate": True, "dry_run": dry_run, "file": name}
    return report.model_copy(update=changes)


def report_of(
    connection: Connection,
    feed: dict[str, Any],
    counts: dict[str, Any],
    rows_told: int = ROWS_TOLD,
) -> FeedReport:
    """Report a kept feed, with the reasons against its first rows."""
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
        rows_told=min(rows_told, counts["refused"] + counts["review"]),
        recorded_at=aware(feed["recorded_at"]),
    )


def _findings(
    connection: Connection, feed: dict[str, Any], rows: int
) -> list[RowFinding]:
    findings = []
    for row in refused_rows(connection, feed["feed_id"], rows):
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
    return findings
