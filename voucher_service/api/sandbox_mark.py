"""Every answer of a sandbox says that it is one."""

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_MARK: Final = (b"voucher-sandbox", b"true")


class SandboxMark:
    """Middleware outside all others: adds ``Voucher-Sandbox: true``."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request with its answer marked."""

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], _MARK]}
            await send(message)

        await self.app(scope, receive, marked)
