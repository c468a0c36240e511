"""Every delivery gets a receipt: what landed, what came before, what is unreadable."""

import secrets
from dataclasses import dataclass, replace

import polars as pl

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.sealing import without_strays
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.feed_reports import FeedReport, FeedSender
from voucher_service.store.database import Writing
from voucher_service.store.deliveries import DeliveryRecord, record_delivery
from voucher_service.usecases.choose_profile import ProfileChoice, choose_profile
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.feed_reports import unreadable_report
from voucher_service.usecases.ingest_feed import ingest_feed
from voucher_service.usecases.reception import Reception
from voucher_service.usecases.service import Progress, Service, no_progress


def new_delivery_id() -> str:
    """Give a number for a delivery that no other delivery has."""
    return f"dlv_{secrets.token_hex(8)}"


def shown_name(name: str) -> str:
    """Give a file's name as it may be kept: an ID number or a phone in it is masked."""
    shown: str = pl.select(without_strays(pl.lit(name))).item()
    return shown


@dataclass(frozen=True)
class Behind:
    """What a delivery taken in behind its answer is promised: number and progress."""

    delivery_id: str
    progress: Progress = no_progress


@dataclass(frozen=True)
class Receipt:
    """The receipt of a delivery, before it is known what becomes of it."""

    delivery_id: str
    sender: FeedSender
    delivery: Delivery
    profile: Profile

    def keep(self, writing: Writing, report: FeedReport) -> FeedReport:
        """Record it in the transaction under way and give the report its number."""
        record_delivery(
            writing,
            DeliveryRecord(
                delivery_id=self.delivery_id,
                channel=self.sender.channel,
                sender=self.sender.name,
                role=self.sender.role.value,
                dealer_id=self.sender.dealer_id,
                file=self.delivery.name,
                sha256=self.delivery.sha256,
                size_bytes=self.delivery.size_bytes,
                profile=self.profile.name,
                outcome=report.status,
                feed_id=report.feed_id or None,
                error=report.error,
                remedy=report.remedy,
            ),
        )
        writing.note(
            "ingest",
            self.delivery_id,
            sha256=self.delivery.sha256,
            became=report.status,
            feed=report.feed_id,
            accepted=report.accepted,
        )
        changes = {
            "delivery_id": self.delivery_id,
            "received_at": writing.recorded_at,
            "sender": self.sender,
        }
        return report.model_copy(update=changes)


def receive_feed(
    service: Service,
    delivery: Delivery,
    choice: ProfileChoice | Profile,
    sender: FeedSender,
    *,
    dry_run: bool = False,
    behind: Behind | None = None,
) -> FeedReport:
    """Take in a file, and keep a receipt of its delivery whatever becomes of it.

    The receipt of a file that lands is part of the landing; a dry run leaves none. A
    file that cannot be read has a report of kind ``unreadable`` with the error and no
    rows. What a dealer sends itself may hold its own sales alone. Raises NotFound for
    an unknown profile.
    """
    profile = choice if isinstance(choice, Profile) else choose_profile(choice)
    delivery = replace(delivery, name=shown_name(delivery.name))
    behind = behind or Behind(new_delivery_id())
    receipt = Receipt(behind.delivery_id, sender, delivery, profile)
    reception = Reception(sender.dealer_id, receipt.keep, behind.progress)
    try:
        report = ingest_feed(
            service, delivery, profile, dry_run=dry_run, reception=reception
        )
    except UnreadableInput as error:
        report = unreadable_report(
            delivery.name, delivery.sha256, profile.name, error.message, error.remedy
        ).model_copy(update={"dry_run": dry_run})
    if dry_run or report.delivery_id is not None:
        return report
    return service.store.write(None, lambda writing: receipt.keep(writing, report))
