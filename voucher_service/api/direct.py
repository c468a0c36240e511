"""Calls that come thousands a second go straight to their endpoint."""

from collections.abc import Awaitable, Callable, Mapping

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from voucher_service.api.refusals import Refusals
from voucher_service.api.validation import unusable_parameters
from voucher_service.model.errors import VoucherServiceError

Endpoint = Callable[[Request], Awaitable[Response]]
Endpoints = Mapping[tuple[str, str], Endpoint]
"""By method and path; each reads the request by itself and takes no parameters."""


class Direct:
    """Middleware inside all others: routes a few calls without the framework.

    Its routing and the resolving of dependencies cost more than a redemption does. The
    framework has the same endpoints too, for their description and for whatever comes
    with a query string.
    """

    def __init__(
        self, app: ASGIApp, *, endpoints: Endpoints, refusals: Refusals
    ) -> None:
        self.app = app
        self.endpoints = endpoints
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a call that is known here, or pass it on."""
        endpoint = None
        if scope["type"] == "http" and not scope["query_string"]:
            endpoint = self.endpoints.get((scope["method"], scope["path"]))
        if endpoint is None:
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            response = await endpoint(request)
        except VoucherServiceError as error:
            response = self.refusals.of_error(scope, error)
        except RequestValidationError as error:
            told = unusable_parameters(error.errors(), request)
            response = self.refusals.of_error(scope, told)
        await response(scope, receive, send)
