"""A request's body is bounded before anything is made of it."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voucher_service.api.bank_words import is_of_banks
from voucher_service.api.problems import BodyTooLarge
from voucher_service.api.raw_headers import header_of
from voucher_service.api.refusals import Refusals
from voucher_service.model.text import Text

MOST_BYTES: Final = 1_000_000
STREAMED: Final = frozenset({"/v1/feeds", "/v1/redemption-batches"})
"""Files have a bound of their own."""


def _too_large(scope: Scope) -> BodyTooLarge:
    files = "/v1/redemption-batches" if is_of_banks(scope) else "/v1/feeds"
    return BodyTooLarge(
        Text(
            zh=f"请求内容超过 {MOST_BYTES} 字节的上限，未处理",
            en=f"The body is over the limit of {MOST_BYTES} bytes and was not read",
        ),
        remedy=Text(
            zh=f"请缩短请求内容；文件请发送至 {files}",
            en=f"Send a shorter body; files go to {files}",
        ),
    )


class BodyLimit:
    """Middleware: a body longer than ``MOST_BYTES`` is refused before it is parsed.

    A length that is told is believed; whatever is told, bytes are counted as they come.
    """

    def __init__(self, app: ASGIApp, *, refusals: Refusals) -> None:
        self.app = app
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body counted, or answer it with a problem."""
        if scope["type"] != "http" or scope["state"].get("template") in STREAMED:
            await self.app(scope, receive, send)
            return
        told = header_of(scope, b"content-length") or ""
        if told.isascii() and told.isdecimal() and _is_over(told):
            refusal = self.refusals.of_error(scope, _too_large(scope))
            await refusal(scope, receive, send)
            return
        await self.app(scope, _counted(scope, receive), send)


def _is_over(told: str) -> bool:
    digits = told.lstrip("0")
    return len(digits) > len(str(MOST_BYTES)) or int(digits or "0") > MOST_BYTES


def _counted(scope: Scope, receive: Receive) -> Receive:
    left = MOST_BYTES

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _too_large(scope)
        return message

    return counted
