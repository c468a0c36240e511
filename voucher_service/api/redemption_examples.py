"""How the redemption API is described: bodies, answers and every problem."""

from typing import Any

from pydantic import BaseModel

from voucher_service.api.bank_faults import CODE, REDEMPTION
from voucher_service.api.examples import ANSWERED, NOT_MODIFIED, refused
from voucher_service.api.problems import BodyTooLarge, NotAuthenticated
from voucher_service.model.access_errors import FrequencyLimited
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.redemption_reports import (
    Money,
    RedemptionReport,
    Reversal,
    Validation,
)
from voucher_service.model.voucher_errors import (
    AlreadyReversed,
    AmountMismatch,
    BankNotInCampaign,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    NoAuth,
    ParamError,
    RedemptionNotFound,
    Unavailable,
    VoucherAlreadyRedeemed,
    VoucherExpired,
    VoucherLocked,
    VoucherNotActive,
    VoucherNotFound,
    VoucherSuspended,
    VoucherVoided,
)

BANK_EVERYWHERE: tuple[type[VoucherServiceError], ...] = (
    ParamError,
    NotAuthenticated,
    NoAuth,
    FrequencyLimited,
    Unavailable,
)
_WRITES = (
    *BANK_EVERYWHERE,
    IdempotencyKeyMissing,
    IdempotencyKeyReused,
    BodyTooLarge,
)


def bank_refused(*classes: type[VoucherServiceError]) -> dict[int | str, Any]:
    """Describe refusals that carry the state of a voucher beside the problem."""
    return refused(*classes, schema="BankProblem")


def _written(status: int, *classes: type[VoucherServiceError]) -> dict[int | str, Any]:
    answered = {
        "description": "成功；重发时带 Idempotency-Replayed · done, now or before",
        "headers": {"Idempotency-Replayed": {"schema": {"type": "string"}}},
    }
    return {status: answered, **bank_refused(*_WRITES, *classes)}


def _asked(*classes: type[VoucherServiceError]) -> dict[int | str, Any]:
    told = bank_refused(*BANK_EVERYWHERE, *classes)
    return {200: ANSWERED, 304: NOT_MODIFIED, **told}


OF_REDEEMING = _written(
    201,
    BankNotInCampaign,
    VoucherNotFound,
    VoucherAlreadyRedeemed,
    VoucherExpired,
    VoucherNotActive,
    VoucherVoided,
    VoucherSuspended,
    VoucherLocked,
    AmountMismatch,
)
OF_LOCKS = _written(
    200, RedemptionNotFound, VoucherAlreadyRedeemed, VoucherNotActive, AlreadyReversed
)
OF_REVERSING = _written(201, RedemptionNotFound, VoucherNotActive, AlreadyReversed)
OF_ASKING = _asked(RedemptionNotFound)
OF_VALIDATING: dict[int | str, Any] = {
    200: {"description": "验券结果 · the answer"},
    **bank_refused(*BANK_EVERYWHERE, BankNotInCampaign, VoucherNotFound, BodyTooLarge),
}


def key_like(example: str) -> dict[str, Any]:
    """Describe the header that every write is sent under."""
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "幂等键，重试时用原来的键 · a new key with each request, and the"
        " same with its retries",
        "schema": {
            "type": "string",
            "minLength": 1,
            "maxLength": 255,
            "pattern": r"^[\x21-\x7e]+$",
            "examples": [example],
        },
    }


KEY = key_like("redeem-ZJJ20230110000001-1")


def keyed_body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Describe the JSON body of a write, and the key that it is sent under."""
    return {**body_of(model), "parameters": [KEY]}


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Describe the JSON body that an endpoint reads by itself."""
    reference = f"#/components/schemas/{model.__name__}"
    required = any(field.is_required() for field in model.model_fields.values())
    content = {"application/json": {"schema": {"$ref": reference}}}
    return {"requestBody": {"required": required, "content": content}}


CAPTURED = RedemptionReport(
    id=REDEMPTION,
    status="captured",
    voucher_code=CODE,
    amount=Money(total=50_000),
    voucher_balance=Money(total=100_000),
    out_request_no="ZJJ20230110000001",
    mode="capture",
    redeemed_at="2023-01-10T18:00:00+08:00",
    recorded_at="2023-01-10T18:00:01.250000+08:00",
    station="ZJJ-S01",
    terminal="POS-0007",
    expires_at=None,
)
_REVERSED = CAPTURED.model_copy(
    update={
        "status": "reversed",
        "voucher_balance": Money(total=150_000),
        "reversal": Reversal(
            out_request_no="ZJJ20230110000002",
            reason="customer_refund",
            reversed_at="2023-01-10T19:00:00+08:00",
        ),
    }
)
_CANCELLED = CAPTURED.model_copy(update={"status": "cancelled", "mode": "authorize"})
_VALID = Validation(
    valid=True,
    voucher_code=CODE,
    voucher_state="active",
    face_value=Money(total=150_000),
    voucher_balance=Money(total=150_000),
    expires_at="2023-02-01T00:00:00+08:00",
    reasons=(),
)

REDEMPTION_ANSWERS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/redemptions"): {"201": CAPTURED.model_dump(mode="json")},
    ("POST", "/v1/redemptions/{id}/capture"): {
        "200": CAPTURED.model_copy(update={"mode": "authorize"}).model_dump(mode="json")
    },
    ("POST", "/v1/redemptions/{id}/cancel"): {
        "200": _CANCELLED.model_dump(mode="json")
    },
    ("POST", "/v1/redemptions/{id}/reversals"): {
        "201": _REVERSED.model_dump(mode="json")
    },
    ("GET", "/v1/redemptions/{id}"): {"200": CAPTURED.model_dump(mode="json")},
    ("GET", "/v1/redemptions"): {"200": CAPTURED.model_dump(mode="json")},
    ("POST", "/v1/vouchers/{code}/validate"): {"200": _VALID.model_dump(mode="json")},
}
"""The example of each JSON answer of the redemption API, by call and status."""
