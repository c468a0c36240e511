"""A signed request is let in if every part of its signature holds."""

import hmac
import re
from dataclasses import dataclass
from typing import Final

from voucher_service.model.access_errors import SignError
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.usecases.manage_keys import KnownKey, known_keys
from voucher_service.usecases.service import Service
from voucher_service.usecases.signatures import (
    ALGORITHMS,
    WINDOW_SECONDS,
    mac_of_request,
    signature_of_answer,
)

_STAMP = re.compile(r"[0-9]{1,12}")
_NONCE = re.compile(r"[A-Za-z0-9_-]{8,64}")
_SIGNATURE = re.compile(r"[0-9a-fA-F]{64}")

HOW_TO_SIGN: Final = Text(
    zh="签名方法见 docs/signing.md", en="docs/signing.md tells how to sign"
)


@dataclass(frozen=True)
class Given:
    """What a request says of its signature: four headers, as they came."""

    key_id: str | None
    stamp: str | None
    nonce: str | None
    signature: str | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the headers that did not come."""
        named = {
            "X-Key-Id": self.key_id,
            "X-Timestamp": self.stamp,
            "X-Nonce": self.nonce,
            "X-Signature": self.signature,
        }
        return tuple(name for name, value in named.items() if value is None)


@dataclass(frozen=True)
class Target:
    """What is asked for: the method, and the path with its query as they were sent."""

    method: str
    path_and_query: bytes


def signing_required(service: Service, principal: Principal) -> bool:
    """Say whether a caller's requests have to be signed."""
    return principal.bank is not None and principal.bank in service.signed_banks


class Check:
    """The check of one request's signature; its body is taken in as it comes."""

    def __init__(
        self, service: Service, principal: Principal, given: Given, target: Target
    ) -> None:
        """Begin with all but the body. Raises SignError for what does not hold."""
        if given.missing:
            raise _missing(given.missing)
        self._service = service
        self._nonce, self._signature = given.nonce or "", given.signature or ""
        self._key = _key_of(service, principal, given.key_id or "")
        self._stamp = _stamp_of(service, given.stamp or "")
        if not _NONCE.fullmatch(self._nonce):
            raise _refused(_BAD_NONCE)
        if not _SIGNATURE.fullmatch(self._signature):
            raise _refused(_BAD_SIGNATURE)
        self._mac = mac_of_request(
            ALGORITHMS[self._key.algorithm](self._key.secret),
            target.method,
            target.path_and_query,
            given.stamp or "",
            self._nonce,
        )

    def update(self, piece: bytes) -> None:
        """Take in a piece of the body."""
        self._mac.update(piece)

    def finish(self) -> None:
        """Hold the signature against the whole request, and use its nonce up.

        Raises SignError; the expected signature is never told.
        """
        self._mac.update(b"\n")
        if not hmac.compare_digest(self._mac.hexdigest(), self._signature.lower()):
            raise _refused(_WRONG)
        now = int(self._service.now().timestamp())
        self._service.nonces.use(self._key.key_id, self._nonce, self._stamp, now)

    def sign(self, body: bytes) -> dict[str, str]:
        """Give the headers that sign the answer."""
        stamp = str(int(self._service.now().timestamp()))
        mac = ALGORITHMS[self._key.algorithm](self._key.secret)
        return {
            "X-Key-Id": self._key.key_id,
            "X-Timestamp": stamp,
            "X-Nonce": self._nonce,
            "X-Signature": signature_of_answer(mac, stamp, self._nonce, body),
        }


def _key_of(service: Service, principal: Principal, key_id: str) -> KnownKey:
    key = known_keys(service).get(key_id)
    if key is None or key.bank != principal.bank:
        raise _refused(_UNKNOWN_KEY)
    if not key.alive(service.now()):
        raise _refused(_RETIRED_KEY)
    return key


def _stamp_of(service: Service, text: str) -> int:
    if not _STAMP.fullmatch(text):
        raise _refused(_BAD_STAMP)
    stamp = int(text)
    if abs(int(service.now().timestamp()) - stamp) > WINDOW_SECONDS:
        raise _refused(_OUTSIDE)
    return stamp


def _refused(message: Text) -> SignError:
    return SignError(message, remedy=HOW_TO_SIGN)


def _missing(names: tuple[str, ...]) -> SignError:
    return _refused(
        Text(
            zh="请求须签名，缺少：" + "、".join(names),
            en="the request has to be signed; it lacks " + ", ".join(names),
        )
    )


_UNKNOWN_KEY = Text(
    zh="X-Key-Id 不是该银行的签名密钥",
    en="X-Key-Id names no signing key of this bank",
)
_RETIRED_KEY = Text(
    zh="X-Key-Id 所指的签名密钥已停用", en="the key that X-Key-Id names was retired"
)
_BAD_STAMP = Text(
    zh="X-Timestamp 不是以秒计的 UNIX 时间",
    en="X-Timestamp is no UNIX time in seconds",
)
_OUTSIDE = Text(
    zh="X-Timestamp 与服务器时钟相差超过 300 秒",
    en="X-Timestamp is more than 300 seconds from this server's clock",
)
_BAD_NONCE = Text(
    zh="X-Nonce 应为 8 至 64 位字母、数字、-、_",
    en="X-Nonce is 8 to 64 letters, digits, - and _",
)
_BAD_SIGNATURE = Text(
    zh="X-Signature 应为 64 位十六进制数", en="X-Signature is 64 hexadecimal digits"
)
_WRONG = Text(
    zh="X-Signature 与请求内容不符", en="X-Signature does not fit the request"
)
