"""A delivery goes over HTTP as it is: nothing is followed, nothing is kept."""

import asyncio
import threading
from collections.abc import Mapping
from concurrent.futures import CancelledError
from typing import Final

import httpx

from voucher_service.usecases.send_webhooks import (
    TIMED_OUT,
    UNREACHABLE,
    DeliveryFailed,
)

PATIENCE: Final = 10.0
_CONNECTING: Final = 5.0


class HttpPost:
    """Posts bodies; no proxy, no redirect, and no more than ``patience`` seconds.

    The time counts from the name's look-up to the answer's last header, however
    slowly it drips: so what waits is a loop in a thread of its own, which can give
    anything up at any time.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._client = httpx.AsyncClient(
            timeout=httpx.Timeout(patience, connect=min(_CONNECTING, patience)),
            limits=httpx.Limits(max_connections=None),
            follow_redirects=False,
            trust_env=False,
        )
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(
            target=self._loop.run_forever, name="webhook post", daemon=True
        )
        self._thread.start()

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post a body and give the status; the answer's own body is not read.

        Raises DeliveryFailed, whatever the fault, but CancelledError where this was
        closed meanwhile: that is no fault of who was asked.
        """
        asked = asyncio.run_coroutine_threadsafe(
            self._status(url, body, dict(headers)), self._loop
        )
        try:
            return asked.result(self._patience)
        except (TimeoutError, httpx.TimeoutException) as error:
            asked.cancel()
            raise DeliveryFailed(TIMED_OUT) from error
        except CancelledError:
            raise
        except Exception as error:  # there are as many as there are libraries below
            raise DeliveryFailed(UNREACHABLE) from error

    async def _status(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        async with self._client.stream(
            "POST", url, content=body, headers=headers
        ) as answer:
            return answer.status_code

    def close(self) -> None:
        """Give up what is under way, and close what is open."""
        asyncio.run_coroutine_threadsafe(self._give_up(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _give_up(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for each in others:
            each.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self._client.aclose()
