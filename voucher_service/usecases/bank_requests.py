"""A bank's request to write, and its answer as it is kept and sent again."""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from typing import Any

import orjson

from voucher_service.ledger.codes import normal_code
from voucher_service.ledger.decide import CLOCKS_DIFFER
from voucher_service.model.bank_bodies import RedeemBody
from voucher_service.model.days import AHEAD_OF_UTC
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    BankRefusal,
    IdempotencyKeyReused,
    ParamError,
    RedemptionNotFound,
    VoucherNotFound,
)
from voucher_service.model.vouchers import (
    Mode,
    Operation,
    Redemption,
    RedemptionStatus,
    ReversalReason,
)
from voucher_service.store.database import aware

_SHANGHAI = timezone(AHEAD_OF_UTC)
LONGEST_TTL = timedelta(minutes=15)

Written = Callable[[BankRefusal], bytes]
"""Writes a refusal as the body it is answered with."""


@dataclass(slots=True)  # not frozen: that makes it three times as slow to make
class BankRequest:
    """A request that has the right form; what it asks for is not judged yet.

    ``scope`` is within what its keys are unique. A redemption has a voucher's code, an
    amount and a mode; other operations have the redemption's id.
    """

    operation: Operation
    scope: str
    bank: str
    actor: str
    written: Written
    key: str | None = None
    out_request_no: str | None = None
    voucher_code: str = ""
    amount_fen: int = 0
    mode: Mode | None = None
    redeemed_at: datetime | None = None
    station: str | None = None
    terminal: str | None = None
    ttl: timedelta = LONGEST_TTL
    redemption_id: str = ""
    reason: ReversalReason | None = None
    request_id: str | None = None
    batch_id: str | None = None
    line_no: int | None = None

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 of what is asked for, whatever keys it comes with."""
        asked = (
            self.operation,
            self.out_request_no,
            self.voucher_code,
            self.amount_fen,
            self.mode,
            self.redeemed_at,
            self.station,
            self.terminal,
            int(self.ttl.total_seconds()),
            self.redemption_id,
            self.reason,
        )
        return hashlib.sha256(orjson.dumps(asked)).hexdigest()


def asked_for(body: RedeemBody) -> dict[str, Any]:
    """Give what a body asks for, as fields of BankRequest."""
    ttl = body.ttl_seconds
    return {
        "operation": Operation.REDEEM,
        "out_request_no": body.out_request_no,
        "voucher_code": normal_code(body.voucher_code),
        "amount_fen": body.amount.total,
        "mode": body.mode,
        "redeemed_at": body.redeemed_at,
        "station": body.station,
        "terminal": body.terminal,
        "ttl": LONGEST_TTL if ttl is None else timedelta(seconds=ttl),
    }


@dataclass(slots=True)  # not frozen, as above
class BankAnswer:
    """What a request is answered with; ``problem`` is the code of a refusal."""

    status: int
    body: bytes
    problem: str | None = None
    replayed: bool = False
    retry_after: int | None = None


def answer_of(kept: dict[str, Any]) -> BankAnswer:
    """Give the answer that a kept request had, as it is given again."""
    return BankAnswer(
        status=kept["status"],
        body=kept["answer"].encode(),
        problem=kept["problem"],
        replayed=True,
    )


def redemption_document(redemption: Redemption, balance_fen: int) -> dict[str, Any]:
    """Give a redemption as the API tells it; times are Shanghai's."""
    lock_until = redemption.lock_until
    is_locked = redemption.status is RedemptionStatus.AUTHORIZED
    return {
        "id": redemption.redemption_id,
        "status": redemption.status.value,
        "voucher_code": redemption.voucher_code,
        "amount": money(redemption.amount_fen),
        "voucher_balance": money(balance_fen),
        "out_request_no": redemption.out_request_no,
        "mode": (Mode.CAPTURE if lock_until is None else Mode.AUTHORIZE).value,
        "redeemed_at": shanghai(redemption.redeemed_at),
        "recorded_at": shanghai(redemption.recorded_at),
        "station": redemption.station,
        "terminal": redemption.terminal,
        "expires_at": shanghai(lock_until) if lock_until and is_locked else None,
    }


def money(fen: int) -> dict[str, Any]:
    """Give an amount as the API tells it."""
    return {"total": fen, "currency": "CNY"}


@lru_cache(maxsize=64)
def shanghai(instant: datetime) -> str:
    """Write an instant with Shanghai's offset."""
    return instant.astimezone(_SHANGHAI).isoformat()


def new_redemption_id() -> str:
    """Make the id of a redemption: 80 random bits."""
    return "rdm_" + secrets.token_hex(10)


def redemption_of(kept: dict[str, Any], code: str) -> Redemption:
    """Give the redemption that a kept request made, as it was made."""
    is_lock = kept["mode"] == Mode.AUTHORIZE.value
    until, pieces = kept["lock_until"], kept["pieces_fen"]
    return Redemption(
        number=kept["request_no"],
        redemption_id=kept["redemption_id"],
        voucher_no=kept["voucher_no"],
        voucher_code=code,
        scope=kept["scope"],
        out_request_no=kept["out_request_no"],
        amount_fen=kept["amount_fen"],
        status=RedemptionStatus.AUTHORIZED if is_lock else RedemptionStatus.CAPTURED,
        redeemed_at=aware(kept["redeemed_at"]),
        recorded_at=aware(kept["recorded_at"]),
        station=kept["station"],
        terminal=kept["terminal"],
        lock_until=None if until is None else aware(until),
        pieces=None if pieces is None else tuple(pieces),
    )


def scope_of(asker: Principal) -> str:
    """Give within what an asker's keys and numbers are unique."""
    if asker.bank is not None:
        return f"bank:{asker.bank}"
    return f"{asker.role.value}:{asker.name}"


def no_voucher(code: str) -> VoucherNotFound:
    """Say that no voucher has a code."""
    return VoucherNotFound(
        Text(zh=f"没有券码为 {code} 的券", en=f"there is no voucher {code}"),
        remedy=Text(zh="请核对券码", en="check the code"),
        field="voucher_code",
    )


def no_redemption(named: str) -> RedemptionNotFound:
    """Say that the bank has no redemption of an id or number."""
    return RedemptionNotFound(
        Text(zh=f"没有核销 {named}", en=f"there is no redemption {named}"),
        remedy=Text(
            zh="用 GET /v1/redemptions?out_request_no= 按流水号查询",
            en="ask by the number: GET /v1/redemptions?out_request_no=",
        ),
    )


def hold_to_clock(redeemed_at: datetime | None, now: datetime) -> None:
    """Raise ParamError for a redemption that says it is made in the future."""
    if redeemed_at is not None and redeemed_at > now + CLOCKS_DIFFER:
        raise ParamError(
            Text(zh="redeemed_at 晚于当前时间", en="redeemed_at lies in the future"),
            remedy=Text(zh="请校对系统时间", en="set the clock right"),
            field="redeemed_at",
        )


def key_reused(kind: str) -> IdempotencyKeyReused:
    """Say that a key, or a bank's number, belongs to another request."""
    if kind == "key":
        return IdempotencyKeyReused(
            Text(
                zh="该 Idempotency-Key 已用于内容不同的请求",
                en="this Idempotency-Key belongs to another request",
            ),
            remedy=Text(
                zh="重试须与原请求内容一致；新请求请用新的键",
                en="a retry is the very same request; a new one wants a new key",
            ),
            field="Idempotency-Key",
        )
    return IdempotencyKeyReused(
        Text(
            zh="该 out_request_no 已用于内容不同的请求",
            en="this out_request_no belongs to another request",
        ),
        remedy=Text(
            zh="流水号永久唯一；新请求请用新的流水号",
            en="a number is unique for ever; a new request wants a new one",
        ),
        field="out_request_no",
    )
