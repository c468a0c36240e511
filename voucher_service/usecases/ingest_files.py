"""Of several files a register lands first, so that its dealers are known."""

from collections.abc import Sequence

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import is_register
from voucher_service.model.feed_reports import FeedReport, FeedSender
from voucher_service.model.kinds import Role
from voucher_service.model.reasons import FeedReason
from voucher_service.usecases.choose_profile import ProfileChoice, choose_profile
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.receive_feed import receive_feed
from voucher_service.usecases.service import Progress, Service, no_progress

BY_COMMAND = FeedSender(channel="command", name=Role.OPERATOR.value, role=Role.OPERATOR)
"""Who commands the service on its own machine is its operator."""

_UNKNOWN = FeedReason.ORIGINAL_SALE_UNKNOWN.value


def ingest_files(
    service: Service,
    files: Sequence[Delivery],
    choice: ProfileChoice,
    *,
    sender: FeedSender = BY_COMMAND,
    dry_run: bool = False,
    progress: Progress = no_progress,
) -> tuple[FeedReport, ...]:
    """Take in files and give a report for each, in the order given.

    Each lands wholly or not at all, apart from the others, and leaves a receipt. A
    file that cannot be read has a report of kind ``unreadable`` with the error and no
    rows.
    """
    profile = choose_profile(choice)
    order = _registers_first(files, profile)
    reports: dict[int, FeedReport] = {}
    for done, index in enumerate(order):
        progress(files[index].name, done, len(files))
        reports[index] = receive_feed(
            service, files[index], profile, sender, dry_run=dry_run
        )
    for index in () if dry_run else order[:-1]:
        if _UNKNOWN in reports[index].reasons:
            reports[index] = receive_feed(service, files[index], profile, sender)
    progress("", len(files), len(files))
    return tuple(reports[index] for index in range(len(files)))


def _registers_first(files: Sequence[Delivery], profile: Profile) -> list[int]:
    order = list(range(len(files)))
    if len(files) < 2:
        return order
    return sorted(
        order,
        key=lambda index: (
            not is_register(
                files[index].source,
                name=files[index].name,
                profile=profile,
            )
        ),
    )
