"""A voucher is found by its code, its sale or its car, and tells who redeemed it."""

from dataclasses import dataclass
from typing import Final

from voucher_service.ledger.codes import normal_code
from voucher_service.model.kinds import Role
from voucher_service.model.voucher_reports import VoucherPage
from voucher_service.store.voucher_listing import codes_of, who_redeemed
from voucher_service.usecases.service import Service
from voucher_service.usecases.show_vouchers import (
    VouchersQuery,
    list_vouchers,
    summaries_of,
)

VOUCHER_ROLES: Final = (Role.OPERATOR, Role.BUREAU)
"""Who may look vouchers up."""
MOST_FOUND: Final = 50


@dataclass(frozen=True)
class Redeemed:
    """By whom, under which number and where a redemption was made."""

    bank: str
    out_request_no: str
    station: str | None
    terminal: str | None


def find_vouchers(
    service: Service, named: str | None, query: VouchersQuery
) -> VoucherPage:
    """Give the vouchers that a code, a sale id or a VIN names and that fit the query.

    The newest come first, and no more than ``MOST_FOUND`` are looked at. Without a
    name the whole list is given, page by page.
    """
    if not named:
        return list_vouchers(service, query)
    with service.store.read() as connection:
        codes = codes_of(connection, normal_code(named), named, MOST_FOUND)
        found = reversed(summaries_of(connection, codes, service.now()))
    fits = tuple(
        each
        for each in found
        if query.campaign in (None, each.campaign)
        and query.status in (None, each.status)
    )
    return VoucherPage(items=fits, next_cursor=None)


def redeemed_by(service: Service, code: str) -> dict[str, Redeemed]:
    """Give who made each redemption of a voucher, by the redemption's id."""
    with service.store.read() as connection:
        rows = who_redeemed(connection, code)
    return {
        row["redemption_id"]: Redeemed(
            row["bank"], row["out_request_no"], row["station"], row["terminal"]
        )
        for row in rows
    }
