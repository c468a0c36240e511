"""What is said of bad parameters at each endpoint of the redemption API."""

from typing import Any

from voucher_service.api.bank_words import in_bank_form
from voucher_service.api.parameters import BAD_CHOICE, BAD_DAY, NO_PARAMETERS
from voucher_service.api.problems import BadBankParameters, problem_of
from voucher_service.api.validation import NO_FIELDS, unusable
from voucher_service.model.batch_reports import LineStatus
from voucher_service.model.reports import ProblemError
from voucher_service.model.text import Text
from voucher_service.model.vouchers import ReversalReason

_MISSING = Text(zh="缺少此项", en="It is missing")
_NO_EVENT = Text(
    zh="事件编号应为此前得到的 evt_…",
    en="an event's id is one that was given before: evt_…",
)


def _choice(field: str, choices: tuple[str, ...]) -> ProblemError:
    message = BAD_CHOICE.filled(choices=", ".join(choices))
    return ProblemError(field=field, message=message, choices=choices)


_NO_PARAMETER = ProblemError(
    field="expand", message=NO_PARAMETERS.filled(name="expand")
)
_NO_FIELD = ProblemError(field="amount", message=NO_FIELDS.filled(name="amount"))
_FAULTS: dict[tuple[str, str], ProblemError] = {
    ("POST", "/v1/vouchers/{code}/validate"): _choice("amount.currency", ("CNY",)),
    ("GET", "/v1/redemptions"): ProblemError(field="out_request_no", message=_MISSING),
    ("GET", "/v1/redemptions/{id}"): _NO_PARAMETER,
    ("POST", "/v1/redemptions/{id}/capture"): _NO_FIELD,
    ("POST", "/v1/redemptions/{id}/cancel"): _NO_FIELD,
    ("POST", "/v1/redemptions/{id}/reversals"): _choice(
        "reason", tuple(ReversalReason)
    ),
    ("POST", "/v1/redemption-batches"): ProblemError(field="count", message=_MISSING),
    ("GET", "/v1/redemption-batches/{id}"): _NO_PARAMETER,
    ("GET", "/v1/redemption-batches/{id}/items"): _choice("status", tuple(LineStatus)),
    ("GET", "/v1/statements/{date}"): ProblemError(field="date", message=BAD_DAY),
    ("GET", "/v1/events"): ProblemError(field="after", message=_NO_EVENT),
}
"""A fault that can be made at each endpoint; POST /v1/redemptions has its own."""


def bad_parameters(method: str, path: str, request_id: str) -> dict[str, Any] | None:
    """Give an example of the PARAM_ERROR that is answered at an endpoint."""
    fault = _FAULTS.get((method, path))
    if fault is None:
        return None
    summed = unusable((fault,))
    error = BadBankParameters(
        summed.message, remedy=summed.remedy, faults=summed.faults
    )
    return in_bank_form(problem_of(error, request_id)).model_dump(mode="json")
