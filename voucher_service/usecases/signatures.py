"""What is signed, with which algorithm, and that nothing is said twice.

A request signs its method, target, instant, nonce and body, an answer its instant, the
request's nonce and its body; a line feed ends each part.
"""

import hashlib
import hmac
import threading
from collections.abc import Callable
from typing import Final, Protocol

from voucher_service.model.access_errors import FrequencyLimited, SignError
from voucher_service.model.text import Text

WINDOW_SECONDS: Final = 300
MOST_NONCES: Final = 1_000_000


class Mac(Protocol):
    """A keyed digest under way."""

    def update(self, data: bytes, /) -> None:
        """Take in more of the message."""

    def hexdigest(self) -> str:
        """Give the digest of what was taken in."""


class _Sm3:
    """HMAC over SM3, of GM/T 0004."""

    def __init__(self, key: bytes) -> None:
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.hmac import HMAC

        self._mac = HMAC(key, hashes.SM3())

    def update(self, data: bytes, /) -> None:
        self._mac.update(data)

    def hexdigest(self) -> str:
        return self._mac.copy().finalize().hex()


ALGORITHMS: Final[dict[str, Callable[[bytes], Mac]]] = {
    "hmac-sha256": lambda key: hmac.new(key, digestmod=hashlib.sha256),
    "hmac-sm3": _Sm3,
}
"""The algorithms a key can be made for, by name; another is a line here."""


def mac_of_request(mac: Mac, method: str, target: bytes, stamp: str, nonce: str) -> Mac:
    """Take in what comes before a request's body."""
    mac.update(method.encode() + b"\n" + target + b"\n")
    mac.update(f"{stamp}\n{nonce}\n".encode())
    return mac


def signature_of_answer(mac: Mac, stamp: str, nonce: str, body: bytes) -> str:
    """Sign an answer; the nonce is that of the request which it answers."""
    mac.update(f"{stamp}\n{nonce}\n".encode())
    mac.update(body)
    mac.update(b"\n")
    return mac.hexdigest()


class Nonces:
    """The nonces that were used, each for as long as its timestamp is accepted."""

    def __init__(self, most: int = MOST_NONCES) -> None:
        self._most = most
        self._used: set[tuple[str, str]] = set()
        self._by_second: dict[int, list[tuple[str, str]]] = {}
        self._swept = 0
        self._guard = threading.Lock()

    def use(self, key_id: str, nonce: str, stamp: int, now: int) -> None:
        """Use a nonce up. Raises SignError for one that was used in the window."""
        used = (key_id, nonce)
        with self._guard:
            self._sweep(now)
            if used in self._used:
                raise SignError(_USED, remedy=_NEW_NONCE)
            if len(self._used) >= self._most:
                raise FrequencyLimited(_FULL, remedy=_LATER, retry_after=60)
            self._used.add(used)
            self._by_second.setdefault(stamp, []).append(used)

    def _sweep(self, now: int) -> None:
        """Drop what is older than the window, once a second."""
        if now == self._swept:
            return
        self._swept = now
        for second in [old for old in self._by_second if old < now - WINDOW_SECONDS]:
            self._used.difference_update(self._by_second.pop(second))


_USED = Text(
    zh="X-Nonce 在五分钟内已用过，请求未处理",
    en="X-Nonce was used within the last five minutes; the request was not looked at",
)
_NEW_NONCE = Text(
    zh="每次发送（包括重试）都使用新的随机数、时间戳和签名；Idempotency-Key 不变",
    en="use a new nonce, timestamp and signature for each sending, retries too; the"
    " Idempotency-Key stays",
)
_FULL = Text(
    zh="五分钟内签名请求过多，本次请求未处理",
    en="too many signed requests within five minutes; this one was not looked at",
)
_LATER = Text(
    zh="按 Retry-After 等待后重发", en="wait as Retry-After says and send it again"
)
