"""How a bank's request is read and its answer written, the same at every endpoint."""

import re
from collections.abc import Mapping
from typing import Any, TypeVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect

from voucher_service.api.problems import MalformedRequest, problem_of
from voucher_service.api.raw_headers import header_of
from voucher_service.api.refusals import PROBLEM_JSON
from voucher_service.api.validation import NOT_SENT_AS_JSON
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.text import Text
from voucher_service.model.voucher_errors import (
    IdempotencyKeyMissing,
    ParamError,
)
from voucher_service.usecases.bank_requests import BankAnswer
from voucher_service.usecases.redeem import Asker

Body = TypeVar("Body", bound=BaseModel)
JSON = "application/json"
KEY_HEADER = "Idempotency-Key"
REPLAYED_HEADER = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
CUT_SHORT = Text(zh="请求内容不完整", en="The body is cut short")
_HOW = Text(
    zh="每笔写请求带一个新的 Idempotency-Key，重试时用原来的键",
    en="send a new Idempotency-Key with each request, and the same with its retries",
)


async def read_body(request: Request, model: type[Body]) -> Body:
    """Read a JSON body; its faults are told field by field.

    Raises MalformedRequest where the caller hung up in the middle of it.
    """
    try:
        body = await request.body()
    except ClientDisconnect as error:
        raise MalformedRequest(CUT_SHORT) from error
    if not body and not any(f.is_required() for f in model.model_fields.values()):
        body = b"{}"
    sent_as = header_of(request.scope, b"content-type") or ""
    if body != b"{}" and sent_as.partition(";")[0].strip().lower() != JSON:
        raise ParamError(NOT_SENT_AS_JSON, field="Content-Type")
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        faults = [_of_body(each, model) for each in error.errors()]
        raise RequestValidationError(faults) from error


def _of_body(fault: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    """Say that a fault is the body's; one of an unknown field tells those there are."""
    told = {**fault, "loc": ("body", *fault["loc"])}
    if fault["type"] == "extra_forbidden" and len(fault["loc"]) == 1:
        told["ctx"] = {"choices": tuple(model.model_fields)}
    return told


def asker_of(request: Request) -> Asker:
    """Say who asks and under which key. Raises IdempotencyKeyMissing, ParamError."""
    key = header_of(request.scope, b"idempotency-key")
    if not key:
        raise IdempotencyKeyMissing(
            Text(
                zh="请求缺少 Idempotency-Key",
                en="the request carries no Idempotency-Key",
            ),
            remedy=_HOW,
            field=KEY_HEADER,
        )
    if _KEY.fullmatch(key) is None:
        raise ParamError(
            Text(
                zh="Idempotency-Key 应为 1 至 255 个可见 ASCII 字符",
                en="an Idempotency-Key is 1 to 255 visible ASCII characters",
            ),
            field=KEY_HEADER,
        )
    state = request.scope["state"]
    request_id = state["request_id"]

    def written(error: VoucherServiceError) -> bytes:
        return problem_of(error, request_id).model_dump_json().encode()

    return Asker(state["principal"], key, request_id, written)


def bank_response(request: Request, answer: BankAnswer) -> Response:
    """Send an answer as it was decided, or as it was sent the first time."""
    headers = {REPLAYED_HEADER: "true"} if answer.replayed else {}
    if answer.problem is not None:
        request.scope["state"]["code"] = answer.problem
    if answer.retry_after is not None:
        headers["Retry-After"] = str(answer.retry_after)
    media_type = JSON if answer.problem is None else PROBLEM_JSON
    return Response(answer.body, answer.status, headers, media_type)
