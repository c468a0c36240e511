"""A file in a watched folder is received for the dealer the folder is named by."""

from voucher_service.model.errors import NotFound
from voucher_service.model.feed_reports import FeedReport, FeedSender
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Document
from voucher_service.model.text import Text
from voucher_service.store.sales import dealers_known
from voucher_service.usecases.choose_profile import ProfileChoice, choose_profile
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.feed_reports import unreadable_report
from voucher_service.usecases.receive_feed import (
    Receipt,
    new_delivery_id,
    receive_feed,
)
from voucher_service.usecases.rejects_workbook import rejects_workbook
from voucher_service.usecases.service import Service


def receive_watched(
    service: Service, delivery: Delivery, choice: ProfileChoice, folder: str | None
) -> tuple[FeedReport, Document | None]:
    """Take in a file, and give its report and the workbook of what did not land.

    ``folder`` is the dealer's whose own file it is; without one it is the bureau's and
    may hold any dealer's rows. A folder that no dealer of the register has gives a
    report of kind ``unreadable``, and nothing of the file is read. Raises NotFound for
    an unknown profile.
    """
    if folder is None:
        sender = FeedSender(channel="watch", name=Role.BUREAU.value, role=Role.BUREAU)
    elif _known(service, folder):
        sender = FeedSender(
            channel="watch", name=folder, role=Role.DEALER, dealer_id=folder
        )
    else:
        return _stranger(service, delivery, choice, folder), None
    report = receive_feed(service, delivery, choice, sender)
    if not report.refused + report.review:
        return report, None
    try:
        return report, rejects_workbook(service, report.feed_id)
    except NotFound:  # a file that came before, when no such rows were kept
        return report, None


def _known(service: Service, dealer: str) -> bool:
    with service.store.read() as connection:
        return dealer in dealers_known(connection)["dealer_id"]


def _stranger(
    service: Service, delivery: Delivery, choice: ProfileChoice, folder: str
) -> FeedReport:
    profile = choose_profile(choice)
    sender = FeedSender(channel="watch", name=folder, role=Role.DEALER)
    receipt = Receipt(new_delivery_id(), sender, delivery, profile)
    report = unreadable_report(
        delivery.name,
        delivery.sha256,
        profile.name,
        Text(
            zh=f"文件夹 {folder} 不是名录内任何经销商的编号，文件未读取",
            en=f"the folder {folder} is no dealer's id: the file was not read",
        ),
        Text(
            zh="以经销商编号命名文件夹，或先登记该经销商，再将文件移回原文件夹",
            en="name the folder by the dealer's id, or register the dealer first, "
            "and put the file back",
        ),
    )
    return service.store.write(None, lambda writing: receipt.keep(writing, report))
