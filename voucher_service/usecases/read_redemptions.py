"""Asking before trying again: how a redemption stands, what a voucher is good for.

Asking changes nothing and never waits for the writer.
"""

from datetime import datetime, timedelta
from typing import Any

from voucher_service.ledger import decide
from voucher_service.ledger.codes import normal_code
from voucher_service.model.kinds import Role
from voucher_service.model.redemption_reports import (
    Money,
    RedemptionReport,
    Reversal,
    StandingReason,
    Validation,
)
from voucher_service.model.reports import Principal
from voucher_service.model.voucher_errors import BankNotInCampaign, BankRefusal
from voucher_service.model.vouchers import (
    EventKind,
    Redemption,
    RedemptionStatus,
    Voucher,
    status_after,
)
from voucher_service.store.database import aware
from voucher_service.store.queries import Connection
from voucher_service.store.voucher_reading import (
    code_of,
    events_of_redemption,
    find_redemption,
    read_voucher,
    request_of_number,
)
from voucher_service.usecases.bank_requests import (
    no_redemption,
    no_voucher,
    redemption_document,
    redemption_of,
    scope_of,
    shanghai,
)
from voucher_service.usecases.sandbox import validate_magic
from voucher_service.usecases.sandbox_codes import MAGIC
from voucher_service.usecases.service import Service, campaigns_open


def validate_voucher(
    service: Service, code: str, amount_fen: int | None, asker: Principal
) -> Validation:
    """Say whether a voucher could be spent now, or what stands against it.

    Raises VoucherNotFound, and BankNotInCampaign for another campaign's bank.
    """
    now = service.now()
    if service.sandbox is not None and normal_code(code) in MAGIC:
        return validate_magic(normal_code(code), amount_fen)
    with service.store.read() as connection:
        voucher = read_voucher(connection, normal_code(code))
    if voucher is None:
        service.throttle.guesses.note(asker, now)
        raise no_voucher(code)
    _hold_to_bank(service, voucher, asker)
    refusal = _refusal(voucher, amount_fen, now, service.late_redemption)
    expires_at = voucher.expires_at
    return Validation(
        valid=refusal is None,
        voucher_code=voucher.code,
        voucher_state=voucher.status_at(now).value,
        face_value=Money(total=voucher.face_fen),
        voucher_balance=Money(total=decide.spendable(voucher, now)),
        expires_at=None if expires_at is None else shanghai(expires_at),
        reasons=()
        if refusal is None
        else (StandingReason(code=refusal.code, message=refusal.message),),
    )


def _hold_to_bank(service: Service, voucher: Voucher, asker: Principal) -> None:
    if asker.role is not Role.BANK:
        return
    campaigns = campaigns_open(service, service.store.data_version())
    banks = {bank.id for bank in campaigns[voucher.campaign_id].banks}
    if asker.bank not in banks:
        raise BankNotInCampaign(decide.BANK_NOT_IN_CAMPAIGN)


def _refusal(
    voucher: Voucher, amount_fen: int | None, now: datetime, late: timedelta
) -> BankRefusal | None:
    if amount_fen is None:
        return decide.standing_against(voucher, now, now, late)
    asked = Redemption(
        number=0,
        redemption_id="",
        voucher_no=voucher.voucher_no,
        voucher_code=voucher.code,
        scope="",
        out_request_no="",
        amount_fen=amount_fen,
        status=RedemptionStatus.CAPTURED,
        redeemed_at=now,
        recorded_at=now,
    )
    try:
        decide.redeem(voucher, asked, now, late)
    except BankRefusal as refusal:
        return refusal
    return None


def show_redemption(
    service: Service, redemption_id: str, asker: Principal
) -> RedemptionReport:
    """Give a redemption as it stands; a bank finds its own alone.

    Raises RedemptionNotFound.
    """
    if service.sandbox is not None:
        made = service.sandbox.report(redemption_id, asker, service.now())
        if made is not None:
            return made
    with service.store.read() as connection:
        kept = find_redemption(connection, redemption_id)
        if kept is None or not _is_theirs(kept, asker):
            raise no_redemption(redemption_id)
        return _report(connection, kept, service.now())


def redemption_of_number(
    service: Service, out_request_no: str, asker: Principal
) -> RedemptionReport:
    """Give the redemption that a bank's number made, or reversed.

    Raises RedemptionNotFound: nothing has succeeded under the number.
    """
    if service.sandbox is not None:
        made = service.sandbox.of_number(out_request_no, asker, service.now())
        if made is not None:
            return made
    scope = scope_of(asker)
    with service.store.read() as connection:
        kept = request_of_number(connection, scope, out_request_no)
        if kept is None:
            raise no_redemption(out_request_no)
        return _report(connection, kept, service.now())


def _is_theirs(kept: dict[str, Any], asker: Principal) -> bool:
    return asker.role is not Role.BANK or kept["scope"] == scope_of(asker)


def _report(
    connection: Connection, kept: dict[str, Any], now: datetime
) -> RedemptionReport:
    code = code_of(connection, kept["voucher_no"])
    voucher = read_voucher(connection, code)
    assert voucher is not None
    redemption = redemption_of(kept, code)
    reversal = None
    for event in events_of_redemption(connection, redemption.number):
        status = status_after(EventKind(event["kind"]), event["reason"])
        redemption = redemption._replace(status=status or redemption.status)
        if status is RedemptionStatus.REVERSED:
            reversal = Reversal(
                out_request_no=event["out_request_no"],
                reason=event["reason"],
                reversed_at=shanghai(aware(event["occurred_at"])),
            )
    redemption = redemption._replace(status=decide.status_now(redemption, now))
    document = redemption_document(redemption, decide.spendable(voucher, now))
    return RedemptionReport(**document, reversal=reversal)
