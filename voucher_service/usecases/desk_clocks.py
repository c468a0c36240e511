"""As of when a campaign's sales are told, and as of when its vouchers: one rule.

Vouchers go on after the last sale. Where no instant is named they are told as of the
last commit or event, whichever is later, and where no day is named, until the day of
that instant; a day or an instant that is named holds for sales and vouchers alike.
"""

from dataclasses import dataclass
from datetime import date, datetime

from voucher_service.model.days import business_day
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.store.voucher_figures import last_voucher_event
from voucher_service.usecases.report_totals import Picture, take_picture
from voucher_service.usecases.service import Service


@dataclass(frozen=True)
class Clocks:
    """The picture of the sales, and the day and instant of what became of vouchers."""

    picture: Picture
    moved_on: date
    moved_at: datetime


def settle_clocks(
    service: Service,
    campaign: str,
    as_of: date | None,
    known_at: datetime | None,
    part: Slice = WHOLE,
) -> Clocks:
    """Settle once of which days and instants everything is told.

    Raises NotFound for an unknown campaign and BadParameter for an instant to come.
    """
    last = None
    if known_at is None:
        with service.store.read() as connection:  # before the sales are looked at
            last = last_voucher_event(connection)
    picture = take_picture(service, campaign, as_of, known_at, part)
    moved_at = max(picture.known_at, last or picture.known_at)
    moved_on = as_of or max(picture.as_of, business_day(moved_at))
    return Clocks(picture, moved_on, moved_at)
