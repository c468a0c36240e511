"""What every response carries, whatever answers it: id, headers, a line of log."""

import itertools
import re
import secrets
import time
from dataclasses import dataclass

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voucher_service.api.logs import Log
from voucher_service.api.raw_headers import header_of
from voucher_service.api.refusals import Refusals

REQUEST_ID = "X-Request-ID"
SANE_REQUEST_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}")

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; "
    "style-src 'self' 'unsafe-inline'; "  # Plotly sets styles on its elements
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
FRAMED_BY_US = CONTENT_SECURITY_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors 'self'"
)
DEFAULT_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
}
"""Headers a response has unless its endpoint set its own."""

_REQUEST_ID = REQUEST_ID.lower().encode()
_PROCESS = secrets.token_hex(4)
_NUMBERS = itertools.count(secrets.randbits(32))
_MOST_LINES = 64
"""So many lines of the log may wait while other requests are under way."""
_DEFAULTS = tuple(
    (name.lower().encode(), value.encode()) for name, value in DEFAULT_HEADERS.items()
)


def request_id_of(scope: Scope) -> str:
    """Keep the caller's request id if it is a sane one, else make one."""
    given = header_of(scope, _REQUEST_ID) or ""
    if given and SANE_REQUEST_ID.fullmatch(given):
        return given
    return f"req_{_PROCESS}{next(_NUMBERS) & 0xFFFFFFFF:08x}"


class Envelope:
    """Outermost: names the request, adds headers, logs, catches the unforeseen.

    HEAD is answered as GET without its body.
    """

    def __init__(self, app: ASGIApp, *, refusals: Refusals, log: Log) -> None:
        self.app = app
        self.refusals = refusals
        self.log = log
        self._under_way = 0
        self._lines = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; sockets, which we do not speak, are closed."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        elif scope["type"] == "http":
            await self._serve(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = time.perf_counter()
        state = {**scope.get("state", {}), "request_id": request_id_of(scope)}
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        inner = {**scope, "state": state, "method": method}
        state["bodiless"] = scope["method"] == "HEAD"
        self._under_way += 1
        sender = _Sender(send, state["request_id"], bodiless=state["bodiless"])
        try:
            await self.app(inner, receive, sender)
        except Exception:
            self.log.exception("unexpected error", request_id=state["request_id"])
            if sender.status is not None:
                raise  # too late for another answer: the connection must break
            await self.refusals.of_surprise(inner)(inner, receive, sender)
        finally:
            self._under_way -= 1
            self._log_request(inner, scope["method"], sender.status, started)
            self._lines += 1
            if self._under_way == 0 or self._lines >= _MOST_LINES:
                self.log.flush()
                self._lines = 0

    def _log_request(
        self, scope: Scope, method: str, status: int | None, started: float
    ) -> None:
        state = scope["state"]
        fields = {
            "request_id": state["request_id"],
            "method": method,
            "path": state.get("template", "unknown"),
            "status": status,
            "milliseconds": round((time.perf_counter() - started) * 1000, 1),
        }
        if "role" in state:
            fields["role"] = state["role"]
        if "code" in state:
            fields["code"] = state["code"]
        self.log.info("request", **fields)


@dataclass
class _Sender:
    """Passes messages on, adding headers to the first and hiding HEAD's body."""

    send: Send
    request_id: str
    bodiless: bool
    status: int | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            own = [pair for pair in message["headers"] if pair[0] != _REQUEST_ID]
            there = {name for name, _ in own}
            own += [pair for pair in _DEFAULTS if pair[0] not in there]
            own.append((_REQUEST_ID, self.request_id.encode()))
            message = {**message, "headers": own}
        elif self.bodiless and message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await self.send(message)
