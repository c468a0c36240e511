"""A request's body is bounded before anything is made of it."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voucher_service.api.problems import BodyTooLarge
from voucher_service.api.raw_headers import header_of
from voucher_service.api.refusals import Refusals
from voucher_service.model.text import Text

MOST_BYTES: Final = 1_000_000
STREAMED: Final = frozenset({"/v1/feeds", "/v1/redemption-batches"})
"""Files have a bound of their own."""


def _too_large() -> BodyTooLarge:
    return BodyTooLarge(
        Text(
            zh=f"请求内容超过 {MOST_BYTES} 字节的上限，未处理",
            en=f"The body is over the limit of {MOST_BYTES} bytes and was not read",
        ),
        remedy=Text(
            zh="请缩短请求内容；报送文件请用 /v1/feeds",
            en="Send a shorter body; files go to /v1/feeds",
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
            await self.refusals.of_error(scope, _too_large())(scope, receive, send)
            return
        await self.app(scope, _counted(receive), send)


def _is_over(told: str) -> bool:
    digits = told.lstrip("0")
    return len(digits) > len(str(MOST_BYTES)) or int(digits or "0") > MOST_BYTES


def _counted(receive: Receive) -> Receive:
    left = MOST_BYTES

    async def counted() -> Message:
        nonlocal left
        message = await receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise _too_large()
        return message

    return counted
