"""What came over HTTP is received: at once, or behind its answer where it is large."""

from dataclasses import dataclass
from typing import Literal

from voucher_service.model.feed_reports import FeedProgress, FeedReport, FeedSender
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.store.uploads import Upload
from voucher_service.usecases.choose_profile import ProfileChoice, choose_profile
from voucher_service.usecases.delivery import Delivery, OpenFile
from voucher_service.usecases.feed_jobs import FeedJob
from voucher_service.usecases.receive_feed import (
    Behind,
    new_delivery_id,
    receive_feed,
    shown_name,
)
from voucher_service.usecases.reception import STAGES
from voucher_service.usecases.service import Progress, Service

__all__ = ["Upload", "UploadOrder", "open_upload", "sender_of_principal", "take_upload"]


@dataclass(frozen=True)
class UploadOrder:
    """What was asked to be done with an upload."""

    file: str
    sender: FeedSender
    profile: ProfileChoice
    dry_run: bool = False


def open_upload(service: Service) -> Upload:
    """Make room in the home for a file on its way in."""
    return Upload(service.store.home, service.max_feed_bytes)


def sender_of_principal(
    principal: Principal, channel: Literal["http", "page"]
) -> FeedSender:
    """Give who sends a file; a dealer sends its own alone."""
    own = principal.dealer if principal.role is Role.DEALER else None
    return FeedSender(
        channel=channel, name=principal.name, role=principal.role, dealer_id=own
    )


def take_upload(
    service: Service, upload: Upload, order: UploadOrder
) -> FeedReport | FeedProgress:
    """Receive an upload that its caller closes.

    One that is larger than the service's ``large_feed_bytes`` is taken in behind this
    answer, which then tells its progress; the upload is handed over. Raises NotFound
    for an unknown profile and Busy when too many large ones wait.
    """
    profile = choose_profile(order.profile)
    if upload.size > service.large_feed_bytes:
        return _begin(service, upload, order)
    delivery = Delivery(order.file, OpenFile(upload.reopened()))
    return receive_feed(service, delivery, profile, order.sender, dry_run=order.dry_run)


def _begin(service: Service, upload: Upload, order: UploadOrder) -> FeedProgress:
    delivery_id = new_delivery_id()

    def work(move: Progress) -> FeedReport:
        try:
            source = OpenFile(upload.reopened())
        finally:
            upload.close()
        return receive_feed(
            service,
            Delivery(order.file, source),
            order.profile,
            order.sender,
            dry_run=order.dry_run,
            behind=Behind(delivery_id, move),
        )

    first = FeedProgress(
        delivery_id=delivery_id,
        file=shown_name(order.file),
        dry_run=order.dry_run,
        stage="waiting",
        done=0,
        total=len(STAGES),
        received_at=service.now(),
    )
    begun = service.jobs.start(FeedJob(order.sender, first), work)
    upload.hand_over()
    return begun
