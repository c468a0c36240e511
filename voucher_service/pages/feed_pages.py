"""The pages on which files are sent, and on which their receipts are read."""

from collections import Counter

from voucher_service.model.feed_reports import DeliveryPage, FeedProgress, FeedReport
from voucher_service.model.kinds import FeedKind, FeedOutcome, Role
from voucher_service.model.reasons import FEED_REASONS, reason_text
from voucher_service.pages.amounts import size_text
from voucher_service.pages.feed_queries import as_parameters
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render
from voucher_service.usecases.feed_receipts import DeliveryQuery

HISTORY = "/feeds/history"


def sending_page(
    query: PageQuery, *, profiles: tuple[str, ...], most_bytes: int, synthetic: bool
) -> str:
    """Write the page that checks files and, once confirmed, lands them."""
    return render(
        "feeds.html",
        query.language,
        query=query,
        path="/feeds",
        own_alone=query.role is Role.DEALER,
        profiles=profiles,
        most_bytes=most_bytes,
        most=size_text(most_bytes),
        reason_texts={
            code.value: {
                "sentence": text.sentence.of(query.language),
                "remedy": text.remedy.of(query.language),
            }
            for code, text in FEED_REASONS.items()
        },
        synthetic=synthetic,
    )


def history_page(
    found: DeliveryPage, query: PageQuery, wanted: DeliveryQuery, cursor: str | None
) -> str:
    """Write a page of receipts, newest first, with the filters that chose them."""
    kept = as_parameters(wanted)
    older = None
    if found.next_cursor is not None:
        older = query.address(HISTORY, **kept, cursor=found.next_cursor)
    return render(
        "feeds_history.html",
        query.language,
        query=query,
        path=HISTORY,
        kept=kept,
        found=found,
        filtered=any(kept.values()),
        own_alone=query.role is Role.DEALER,
        kinds=tuple(FeedKind),
        outcomes=tuple(FeedOutcome),
        older=older,
        newest=query.address(HISTORY, **kept) if cursor else None,
        synthetic=any(item.synthetic for item in found.items),
    )


def receipt_page(report: FeedReport, query: PageQuery, named: str) -> str:
    """Write one receipt in full: every reason against every row."""
    fallen = report.refused + report.review
    return render(
        "receipt.html",
        query.language,
        query=query,
        path=f"/feeds/{named}",
        report=report,
        reasons=[
            (count, reason_text(code))
            for code, count in Counter(report.reasons).most_common()
        ],
        sheets=len({finding.sheet for finding in report.first_refusals}) > 1,
        rejects=f"/v1/feeds/{report.feed_id}/rejects.xlsx" if fallen else None,
        synthetic=report.synthetic,
    )


def progress_page(progress: FeedProgress, query: PageQuery) -> str:
    """Write the page of a large file that is still being taken in."""
    return render(
        "receipt_waits.html",
        query.language,
        query=query,
        path=f"/feeds/{progress.delivery_id}",
        progress=progress,
        synthetic=False,
    )
