"""What a bank's request comes to, at the counter and in a sandbox alike."""

from datetime import datetime
from typing import Any

from voucher_service.ledger import decide
from voucher_service.model.voucher_errors import BankRefusal
from voucher_service.model.vouchers import (
    Event,
    Mode,
    Operation,
    Redemption,
    RedemptionStatus,
    Voucher,
)
from voucher_service.usecases.bank_requests import (
    BankRequest,
    hold_to_clock,
    new_redemption_id,
    shanghai,
)


def redemption_asked(
    request: BankRequest, number: int, voucher: Voucher, now: datetime
) -> Redemption:
    """Give the redemption that a request asks for.

    Raises ParamError for one that says it is made in the future.
    """
    assert request.out_request_no is not None
    redeemed_at = request.redeemed_at or now
    hold_to_clock(redeemed_at, now)
    is_lock = request.mode is Mode.AUTHORIZE
    return Redemption(
        number=number,
        redemption_id=new_redemption_id(),
        voucher_no=voucher.voucher_no,
        voucher_code=voucher.code,
        scope=request.scope,
        out_request_no=request.out_request_no,
        amount_fen=request.amount_fen,
        status=RedemptionStatus.AUTHORIZED if is_lock else RedemptionStatus.CAPTURED,
        redeemed_at=redeemed_at,
        recorded_at=now,
        station=request.station,
        terminal=request.terminal,
        lock_until=now + request.ttl if is_lock else None,
    )


def changed(
    request: BankRequest,
    voucher: Voucher,
    redemption: Redemption,
    now: datetime,
    void: str | None = None,
) -> tuple[Redemption, tuple[Event, ...]]:
    """Capture, cancel or reverse a redemption; ``void`` is why its voucher was voided.

    Raises what the ledger refuses.
    """
    if request.operation is Operation.CAPTURE:
        return decide.capture(voucher, redemption, now, void)
    if request.operation is Operation.CANCEL:
        return decide.cancel(voucher, redemption, now)
    assert request.reason is not None
    return decide.reverse(voucher, redemption, request.reason.value, now)


def reversal_told(request: BankRequest, now: datetime) -> dict[str, Any] | None:
    """Give what an answer tells of a reversal; None where the request is none."""
    if request.reason is None:
        return None
    return {
        "out_request_no": request.out_request_no,
        "reason": request.reason.value,
        "reversed_at": shanghai(now),
    }


def status_of_success(operation: Operation) -> int:
    """Give the HTTP status of what was done: 201 where it made something."""
    return 201 if operation in {Operation.REDEEM, Operation.REVERSE} else 200


def is_for_good(refusal: BankRefusal) -> bool:
    """Tell whether the same request is refused in the same way whenever it comes."""
    return refusal.status in {409, 422} and not refusal.retryable
