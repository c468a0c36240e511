"""A delivery goes over HTTP as it is: nothing is followed, nothing is kept."""

from collections.abc import Mapping

import httpx

from voucher_service.usecases.send_webhooks import (
    TIMED_OUT,
    UNREACHABLE,
    DeliveryFailed,
)

PATIENCE = httpx.Timeout(10.0, connect=5.0)


class HttpPost:
    """Posts bodies over connections that are kept open; no proxy, no redirect."""

    def __init__(self, patience: httpx.Timeout = PATIENCE) -> None:
        self._client = httpx.Client(
            timeout=patience, follow_redirects=False, trust_env=False
        )

    def __call__(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post a body and give the status; the answer's own body is not read.

        Raises DeliveryFailed.
        """
        try:
            with self._client.stream(
                "POST", url, content=body, headers=dict(headers)
            ) as answer:
                return answer.status_code
        except httpx.TimeoutException as error:
            raise DeliveryFailed(TIMED_OUT) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise DeliveryFailed(UNREACHABLE) from error

    def close(self) -> None:
        """Close what is open."""
        self._client.close()
