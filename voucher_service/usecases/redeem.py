"""A bank redeems a voucher, and captures, cancels or reverses what it redeemed."""

from collections.abc import Callable
from dataclasses import dataclass

from voucher_service.model.bank_bodies import RedeemBody, ReverseBody
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import ParamError, VoucherNotFound
from voucher_service.model.vouchers import Mode, Operation
from voucher_service.usecases.bank_requests import (
    BankAnswer,
    BankRequest,
    asked_for,
    scope_of,
)
from voucher_service.usecases.service import Service


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, under which key, and how a refusal is written to them."""

    principal: Principal
    key: str
    request_id: str
    written: Callable[[VoucherServiceError], bytes]

    @property
    def actor(self) -> str:
        """Name the token that asks."""
        return self.principal.token_id or self.principal.name


async def redeem(service: Service, asker: Asker, body: RedeemBody) -> BankAnswer:
    """Redeem a part or all of a voucher, once for its key and its number.

    The answer is durable when it is given. Raises Unavailable where too many wait.
    """
    request = redeem_request(asker, body)
    answer: BankAnswer = await service.store.ask(service.counter, request)
    if service.sandbox is not None:
        await service.sandbox.delay(request, answer)
    if answer.problem == VoucherNotFound.code:
        service.throttle.guesses.note(asker.principal, service.now())
    return answer


def redeem_request(asker: Asker, body: RedeemBody) -> BankRequest:
    """Give the request that a body makes. Raises ParamError for a needless ttl."""
    if body.ttl_seconds is not None and body.mode is not Mode.AUTHORIZE:
        raise ParamError(
            Text(
                zh="ttl_seconds 只用于 mode=authorize",
                en="ttl_seconds goes with mode=authorize alone",
            ),
            field="ttl_seconds",
        )
    return BankRequest(
        **asked_for(body),
        scope=scope_of(asker.principal),
        bank=asker.principal.bank or "",
        actor=asker.actor,
        written=asker.written,
        key=asker.key,
        request_id=asker.request_id,
    )


async def change_redemption(
    service: Service,
    asker: Asker,
    operation: Operation,
    redemption_id: str,
    reversal: ReverseBody | None = None,
) -> BankAnswer:
    """Capture, cancel or reverse a redemption of the asker's bank, once for its key.

    The answer is durable when it is given. Raises Unavailable where too many wait.
    """
    request = BankRequest(
        operation=operation,
        scope=scope_of(asker.principal),
        bank=asker.principal.bank or "",
        actor=asker.actor,
        written=asker.written,
        key=asker.key,
        out_request_no=reversal.out_request_no if reversal else None,
        redemption_id=redemption_id,
        reason=reversal.reason if reversal else None,
        request_id=asker.request_id,
    )
    answer: BankAnswer = await service.store.ask(service.counter, request)
    return answer
