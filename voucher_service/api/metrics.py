"""What the service counts, as Prometheus reads it."""

import ipaddress
from typing import Any

from fastapi import APIRouter, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from voucher_service.api.logs import Log
from voucher_service.usecases.meters import MEDIA_TYPE, Meters
from voucher_service.usecases.service import Service

PATH = "/metrics"
_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_OF_A_PROXY = frozenset({b"forwarded", b"x-forwarded-for", b"x-real-ip", b"via"})


def metrics_router(service: Service) -> APIRouter:
    """Give the endpoint that a scrape asks."""
    router = APIRouter(tags=["health"])

    @router.get(PATH, include_in_schema=False)
    def metrics() -> Response:
        return told(service.meters)

    return router


def told(meters: Meters) -> Response:
    """Give all counts as a response."""
    return Response(meters.told(), media_type=MEDIA_TYPE)


class OpenMetrics:
    """Lets a scrape from this machine in without a token, past the guard.

    What a proxy sends on from elsewhere says so in a header, and is not let in here.
    """

    def __init__(self, app: ASGIApp, *, meters: Meters) -> None:
        self.app = app
        self.meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a scrape; pass on what is none."""
        if scope["type"] == "http" and scope["path"] == PATH and _from_here(scope):
            scope["state"]["template"] = PATH
            await told(self.meters)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _from_here(scope: Scope) -> bool:
    if scope["method"] != "GET" or not scope.get("client"):
        return False
    if any(name in _OF_A_PROXY for name, _ in scope["headers"]):
        return False
    try:
        return ipaddress.ip_address(scope["client"][0]).is_loopback
    except ValueError:
        return False


class CountedLog:
    """A log that counts each request it writes a line of."""

    def __init__(self, log: Log, meters: Meters) -> None:
        self._log = log
        self._meters = meters

    def info(self, event: str, **fields: Any) -> None:  # noqa: ANN401
        """Count a request, and write the line."""
        if event == "request":
            method = fields["method"]  # whatever the caller called it
            self._meters.requested(
                method if method in _METHODS else "other",
                fields["path"],
                fields["status"] or 0,  # nothing was answered
                fields["milliseconds"] / 1000,
            )
        self._log.info(event, **fields)

    def exception(self, event: str, **fields: object) -> None:
        """Write a line with the traceback of the error being handled."""
        self._log.exception(event, **fields)

    def flush(self) -> None:
        """Write the lines that wait."""
        self._log.flush()
