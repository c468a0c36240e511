"""How a problem document reaches its reader: as JSON, or as a page in a browser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from voucher_service.api.bank_words import (
    in_bank_form,
    in_bank_words,
    is_of_banks,
    surprise_code,
)
from voucher_service.api.negotiation import preferred
from voucher_service.api.problems import headers_of, problem_of, unexpected_problem
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.reports import Problem

PROBLEM_JSON = "application/problem+json"
OFFERED = (PROBLEM_JSON, "application/json", "text/html")

ErrorPage = Callable[[Problem], str]


@dataclass(frozen=True)
class Refusals:
    """Writes problems as responses; ``error_page`` draws them for browsers."""

    error_page: ErrorPage

    def of_error(self, scope: Scope, error: VoucherServiceError) -> Response:
        """Answer a request with the problem that an error is."""
        told = in_bank_words(scope, error)
        problem = problem_of(told, scope["state"]["request_id"])
        return self.of_problem(scope, problem, headers_of(told))

    def of_surprise(self, scope: Scope) -> Response:
        """Answer a request that met an error nobody foresaw."""
        code = surprise_code(scope["state"].get("template"))
        problem = unexpected_problem(scope["state"]["request_id"], code)
        return self.of_problem(scope, problem)

    def of_problem(
        self, scope: Scope, problem: Problem, headers: Mapping[str, str] | None = None
    ) -> Response:
        """Answer a request with a problem, as the asker reads best."""
        scope["state"]["code"] = problem.code
        if is_of_banks(scope):
            problem = in_bank_form(problem)
        if _in_browser(scope):
            page = self.error_page(problem)
            return HTMLResponse(page, problem.status, headers=headers)
        return Response(
            problem.model_dump_json().encode(),
            problem.status,
            headers=headers,
            media_type=PROBLEM_JSON,
        )


def _in_browser(scope: Scope) -> bool:
    path: str = scope["path"]
    if path == "/v1" or path.startswith("/v1/"):
        return False
    return preferred(Headers(scope=scope).get("accept"), OFFERED) == "text/html"
