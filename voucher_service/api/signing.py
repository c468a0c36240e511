"""Signed requests are checked behind the guard, and their answers are signed."""

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voucher_service.api.bodies import STREAMED
from voucher_service.api.raw_headers import header_of
from voucher_service.api.refusals import Refusals
from voucher_service.model.access_errors import SignError
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.usecases.check_signature import (
    HOW_TO_SIGN,
    Check,
    Given,
    Target,
    signing_required,
)
from voucher_service.usecases.manage_keys import keys_at_hand, known_keys
from voucher_service.usecases.service import Service

NOT_READ = Text(
    zh="请求内容未读完，签名无法验证",
    en="the body was not read to its end, so its signature could not be checked",
)


class Signing:
    """Middleware behind the guard: a bank's signature is held against its request.

    A file is taken in as it comes, and refused at its end; every other body is
    checked before anything is made of it. Answers to what is signed are signed.
    """

    def __init__(self, app: ASGIApp, *, service: Service, refusals: Refusals) -> None:
        self.app = app
        self.service = service
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its signature checked, or answer with a problem."""
        principal = scope.get("state", {}).get("principal")
        if not isinstance(principal, Principal) or principal.bank is None:
            await self.app(scope, receive, send)
            return
        given = _given(scope)
        unsigned = len(given.missing) == 4
        if unsigned and not signing_required(self.service, principal):
            await self.app(scope, receive, send)
            return
        try:
            if not keys_at_hand(self.service):
                await run_in_threadpool(known_keys, self.service)
            check = Check(self.service, principal, given, _target(scope))
            streamed = scope["state"].get("template") in STREAMED
            body = _Streamed(check, receive) if streamed else _Whole(check, receive)
            await body.begin()
        except VoucherServiceError as error:
            await self.refusals.of_error(scope, error)(scope, receive, send)
            return
        answer = _Answer(check, body, send, bodiless=scope["state"]["bodiless"])
        await self.app(scope, body.receive, answer.send)
        if answer.unchecked:
            unread = SignError(NOT_READ, remedy=HOW_TO_SIGN)
            await self.refusals.of_error(scope, unread)(scope, receive, send)


def _given(scope: Scope) -> Given:
    return Given(
        key_id=header_of(scope, b"x-key-id"),
        stamp=header_of(scope, b"x-timestamp"),
        nonce=header_of(scope, b"x-nonce"),
        signature=header_of(scope, b"x-signature"),
    )


def _target(scope: Scope) -> Target:
    path: bytes = scope.get("raw_path") or scope["path"].encode()
    query: bytes = scope["query_string"]
    asked = "HEAD" if scope["state"]["bodiless"] else scope["method"]
    return Target(asked, path + b"?" + query if query else path)


class _Whole:
    """A body that is read and checked first, and handed on afterwards."""

    def __init__(self, check: Check, receive: Receive) -> None:
        self._check = check
        self._receive = receive
        self._body: bytes | None = None
        self.checked = False

    async def begin(self) -> None:
        """Read the body to its end and check it. Raises SignError."""
        pieces = []
        while True:
            message = await self._receive()
            if message["type"] != "http.request":
                raise SignError(NOT_READ, remedy=HOW_TO_SIGN)  # nobody listens any more
            pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                break
        self._body = b"".join(pieces)
        self._check.update(self._body)
        self._check.finish()
        self.checked = True

    async def receive(self) -> Message:
        """Give the body, once, and then what comes after it."""
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _Streamed:
    """A body that is handed on as it comes, and checked at its end."""

    def __init__(self, check: Check, receive: Receive) -> None:
        self._check = check
        self._receive = receive
        self.checked = False

    async def begin(self) -> None:
        """Read nothing yet."""

    async def receive(self) -> Message:
        """Give the next piece. Raises SignError in place of the last."""
        message = await self._receive()
        if message["type"] == "http.request" and not self.checked:
            self._check.update(message.get("body", b""))
            if not message.get("more_body", False):
                self._check.finish()
                self.checked = True
        return message


class _Answer:
    """An answer held back until it is whole, to be signed.

    A good answer to a body that was not read to its end is not given.
    """

    def __init__(
        self, check: Check, body: _Whole | _Streamed, send: Send, *, bodiless: bool
    ) -> None:
        self._bodiless = bodiless  # HEAD: the answer arrives without its body
        self._check = check
        self._body = body
        self._send = send
        self._start: Message | None = None
        self._pieces: list[bytes] = []
        self.unchecked = False

    async def send(self, message: Message) -> None:
        """Keep what is sent; at its end sign it and let it go."""
        if message["type"] == "http.response.start":
            if message["status"] < 400 and not self._body.checked:
                self.unchecked = True
            else:
                self._start = message
        elif message["type"] == "http.response.body":
            if self._start is None:
                return
            self._pieces.append(message.get("body", b""))
            if not message.get("more_body", False):
                await self._let_go(self._start)
        else:
            await self._send(message)

    async def _let_go(self, start: Message) -> None:
        body = b"".join(self._pieces)
        headers = list(start["headers"])
        if self._body.checked:
            signed = self._check.sign(b"" if self._bodiless else body)
            headers += [(k.lower().encode(), v.encode()) for k, v in signed.items()]
        await self._send({**start, "headers": headers})
        await self._send({"type": "http.response.body", "body": body})
