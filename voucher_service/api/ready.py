"""Answers that are asked for again are kept ready: whole, gzipped, with their tags."""

import gzip
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voucher_service.api.access import ACCESS, FIGURES
from voucher_service.api.answers import names_tag
from voucher_service.api.negotiation import takes_gzip
from voucher_service.usecases.data_version import data_version
from voucher_service.usecases.remembering import Shelf
from voucher_service.usecases.service import Service

Headers = list[tuple[bytes, bytes]]

STATIC: Final = "/static/{name}"
KEPT: Final = frozenset(
    {"/v1/campaigns/{id}/charts/{name}", "/v1/campaigns/{id}/totals"}
)
"""Templates whose answers follow from the address and the data version alone, whoever
asks. An answer that tells of what redemptions move is ``passing`` in its request's
state, and is not kept."""

PACKED: Final = frozenset(
    template
    for (method, template), roles in ACCESS.items()
    if method == "GET"
    and (template == STATIC or (roles == FIGURES and "." not in template))
)
"""Templates whose answers are gzipped for who takes it: figures, pages and scripts.

A file under a name of its own, such as ``.parquet``, sees to its conditions itself.
No bank reads them, so no signature is made of another form than its reader's.
"""

MOST_BYTES: Final = 64 * 1024 * 1024
WORTH_PACKING: Final = 1_000
_AT_ONCE: Final = 64 * 1024
"""A longer body is gzipped in a thread, so that nobody else waits for it."""
_PACKED_TYPES: Final = (
    *(b"text/", b"application/json", b"image/svg+xml"),
    b"application/javascript",
)
_OF_THE_BODY: Final = frozenset(
    {b"content-type", b"content-length", b"content-disposition", b"content-encoding"}
)
_CONDITIONS: Final = frozenset({b"if-none-match"})


@dataclass(frozen=True)
class Form:
    """An answer in one coding: what is sent to who has it not, and to who has."""

    tag: str | None
    headers: Headers
    body: bytes

    @cached_property
    def unchanged(self) -> Headers:
        """Give the headers of a 304: those of the answer but for its body's."""
        return [pair for pair in self.headers if pair[0] not in _OF_THE_BODY]


@dataclass(frozen=True)
class Answer:
    """A whole answer as it is, and gzipped where that is worth its while."""

    plain: Form
    gzipped: Form | None

    @property
    def size(self) -> int:
        """Give how many bytes it holds."""
        return len(self.plain.body) + (len(self.gzipped.body) if self.gzipped else 0)

    async def send(self, scope: Scope, send: Send) -> None:
        """Answer a request in the coding that it takes, or with 304."""
        form = self.plain
        if self.gzipped and takes_gzip(_all(scope, b"accept-encoding")):
            form = self.gzipped
        known = _all(scope, b"if-none-match")
        if known is not None and form.tag and names_tag(known, form.tag):
            await send(_start(304, form.unchanged))
            await send({"type": "http.response.body", "body": b""})
            return
        await send(_start(200, form.headers))
        await send({"type": "http.response.body", "body": form.body})


class Ready:
    """Middleware inside all others, and before all routing.

    An answer that follows from its address and the data version is kept, so that who
    asks again costs neither routing nor drawing. A tag is another for another coding:
    both forms of an answer are its representations (RFC 9110, 8.8.3.3).
    """

    def __init__(
        self, app: ASGIApp, *, service: Service, most_bytes: int = MOST_BYTES
    ) -> None:
        self.app = app
        self.service = service
        self._shelf: Shelf[Answer] = Shelf(most_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from the shelf, or have the answer made; pass on what is no figure."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        template = scope["state"].get("template")
        if template not in PACKED:
            await self.app(scope, receive, send)
            return
        key = self._key(scope, template)
        answer = self._shelf.get(key) if key is not None else None
        if answer is None:
            taken = _Taken(send)
            await self.app(_unconditional(scope), receive, taken)
            if taken.body is None:
                return  # a refusal, or one that is sent bit by bit: it has gone out
            answer = await _packed(taken.headers, taken.body)
            if key is not None and not scope["state"].get("passing"):
                self._shelf.put(key, answer, answer.size)
        await answer.send(scope, send)

    def _key(self, scope: Scope, template: str) -> Hashable | None:
        """Say by what an answer is kept; None where it may differ the next time.

        The version is read before the answer is made: should it move meanwhile, the
        answer is kept under a version that nobody asks for any more.
        """
        path: str = scope["path"]
        if template == STATIC:
            return path
        if template not in KEPT:
            return None
        query: bytes = scope["query_string"]
        return data_version(self.service), path, query, _all(scope, b"accept")


class _Taken:
    """Holds a whole answer back; passes on refusals and what comes bit by bit."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self.headers: Headers = []
        self.body: bytes | None = None

    async def __call__(self, message: Message) -> None:
        """Keep or pass on a message of the answer."""
        if message["type"] == "http.response.start" and message["status"] == 200:
            self._start = message
        elif message["type"] == "http.response.body" and self._start is not None:
            start, self._start = self._start, None
            if not message.get("more_body", False):
                self.headers = list(start["headers"])
                self.body = message.get("body", b"")
                return
            await self._send(start)
            await self._send(message)
        else:
            await self._send(message)


async def _packed(headers: Headers, body: bytes) -> Answer:
    """Make both forms of an answer."""
    told = dict(headers)
    tag = told.get(b"etag", b"").decode().strip('"') or None
    worth = len(body) >= WORTH_PACKING and b"content-encoding" not in told
    if not (worth and told.get(b"content-type", b"").startswith(_PACKED_TYPES)):
        return Answer(Form(tag, headers, body), None)
    vary = b", ".join(filter(None, (told.get(b"vary"), b"Accept-Encoding")))
    if len(body) <= _AT_ONCE:
        packed = _gzip(body)
    else:
        packed = await run_in_threadpool(_gzip, body)
    plain = _with(headers, {b"vary": vary})
    own = {b"content-encoding": b"gzip", b"content-length": str(len(packed)).encode()}
    packed_tag = f"{tag}-gzip" if tag else None
    if packed_tag:
        own[b"etag"] = f'"{packed_tag}"'.encode()
    return Answer(Form(tag, plain, body), Form(packed_tag, _with(plain, own), packed))


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=9 if len(body) > _AT_ONCE else 6, mtime=0)


def _with(headers: Headers, own: dict[bytes, bytes]) -> Headers:
    return [pair for pair in headers if pair[0] not in own] + list(own.items())


def _start(status: int, headers: Headers) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def _unconditional(scope: Scope) -> Scope:
    """Ask for the whole answer: who has which form of it is seen to here."""
    headers = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
    return {**scope, "headers": headers}


def _all(scope: Scope, name: bytes) -> str | None:
    """Give a header's values as one list; None where there is none."""
    values = [value for key, value in scope["headers"] if key == name]
    if not values:
        return None
    return (values[0] if len(values) == 1 else b", ".join(values)).decode("latin-1")
