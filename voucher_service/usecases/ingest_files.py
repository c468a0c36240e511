"""Of several files a register lands first, so that its dealers are known."""

from collections.abc import Sequence

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import is_register
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.reports import FeedReport
from voucher_service.usecases.choose_profile import ProfileChoice, choose_profile
from voucher_service.usecases.ingest_feed import Delivery, ingest_feed
from voucher_service.usecases.service import Progress, Service, no_progress


def ingest_files(
    service: Service,
    files: Sequence[Delivery],
    choice: ProfileChoice,
    *,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> tuple[FeedReport, ...]:
    """Take in files and give a report for each, in the order given.

    Each lands wholly or not at all, apart from the others. A file that cannot be read
    has a report of kind ``unreadable`` with the error and no rows.
    """
    profile = choose_profile(choice)
    order = _registers_first(files, profile)
    reports: dict[int, FeedReport] = {}
    for done, index in enumerate(order):
        progress(files[index].name, done, len(files))
        reports[index] = _ingest_one(service, files[index], profile, dry_run=dry_run)
    progress("", len(files), len(files))
    return tuple(reports[index] for index in range(len(files)))


def _ingest_one(
    service: Service, file: Delivery, profile: Profile, *, dry_run: bool
) -> FeedReport:
    try:
        return ingest_feed(service, file, profile, dry_run=dry_run)
    except UnreadableInput as error:
        return FeedReport(
            file=file.name,
            sha256=file.sha256,
            duplicate=False,
            dry_run=dry_run,
            feed_id="",
            kind="unreadable",
            format="",
            encoding=None,
            profile=profile.name,
            rows=0,
            accepted=0,
            unchanged=0,
            refused=0,
            review=0,
            reasons={},
            error=error.message,
            remedy=error.remedy,
        )


def _registers_first(files: Sequence[Delivery], profile: Profile) -> list[int]:
    order = list(range(len(files)))
    if len(files) < 2:
        return order
    return sorted(
        order,
        key=lambda index: (
            not is_register(
                files[index].content, name=files[index].name, profile=profile
            )
        ),
    )
