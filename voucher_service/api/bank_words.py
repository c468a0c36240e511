"""The redemption API answers in the bank vocabulary, whatever turns a request away."""

from typing import Final

from starlette.types import Scope

from voucher_service.api.problems import (
    UNEXPECTED_CODE,
    BadBankParameters,
    MalformedRequest,
    NotAuthenticated,
    UnsupportedMedia,
    UnusableParameters,
)
from voucher_service.model.errors import (
    Busy,
    HomeHeld,
    HomeUnusable,
    NotAllowed,
    NotSignedIn,
    VoucherServiceError,
)
from voucher_service.model.reports import BankProblem, Problem
from voucher_service.model.voucher_errors import SYSTEM_ERROR, NoAuth, Unavailable

BANK_TEMPLATES: Final = frozenset(
    {
        "/v1/vouchers/{code}/validate",
        "/v1/redemptions",
        "/v1/redemptions/{id}",
        "/v1/redemptions/{id}/capture",
        "/v1/redemptions/{id}/cancel",
        "/v1/redemptions/{id}/reversals",
        "/v1/redemption-batches",
        "/v1/redemption-batches/{id}",
        "/v1/redemption-batches/{id}/items",
        "/v1/statements/{date}",
        "/v1/events",
    }
)
"""Path templates whose problems carry the codes of the redemption API."""


def surprise_code(template: str | None) -> str:
    """Give the code of an error nobody foresaw at a path."""
    return SYSTEM_ERROR if template in BANK_TEMPLATES else UNEXPECTED_CODE


def is_of_banks(scope: Scope) -> bool:
    """Tell whether a request is answered as the redemption API answers."""
    return scope["state"].get("template") in BANK_TEMPLATES


def in_bank_form(problem: Problem) -> BankProblem:
    """Write a problem with what is told of a voucher, null where there is none."""
    if isinstance(problem, BankProblem):
        return problem
    return BankProblem(**dict(problem))


def in_bank_words(scope: Scope, error: VoucherServiceError) -> VoucherServiceError:
    """Say an error in the vocabulary of the endpoint that it is answered at."""
    if not is_of_banks(scope):
        return error
    told: VoucherServiceError
    if isinstance(error, UnusableParameters | MalformedRequest | UnsupportedMedia):
        return BadBankParameters(
            error.message, remedy=error.remedy, faults=error.faults
        )
    if isinstance(error, NotSignedIn):
        told = NotAuthenticated(error.message, remedy=error.remedy)
    elif isinstance(error, NotAllowed):
        told = NoAuth(error.message, remedy=error.remedy)
    elif isinstance(error, HomeUnusable | HomeHeld | Busy):
        told = Unavailable(error.message, remedy=error.remedy)
    else:
        return error
    return told
