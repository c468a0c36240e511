"""Signs a bank's requests to the redemption API and checks its answers."""

import hashlib
import hmac
import secrets
import time
from collections.abc import Generator
from dataclasses import dataclass

import httpx


@dataclass(frozen=True)
class SigningKey(httpx.Auth):
    """A key as ``voucher-service signing-key create`` prints it: id and secret."""

    key_id: str
    secret: str
    requires_request_body = True
    requires_response_body = True

    def signature(self, *parts: bytes) -> str:
        """Give the HMAC-SHA256 over parts that each end with a line feed."""
        message = b"".join(part + b"\n" for part in parts)
        return hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()

    def auth_flow(
        self, request: httpx.Request
    ) -> Generator[httpx.Request, httpx.Response, None]:
        """Sign a request with a new nonce, and check what comes back."""
        stamp, nonce = str(int(time.time())).encode(), secrets.token_hex(16).encode()
        method, target = request.method.encode(), request.url.raw_path
        request.headers["X-Key-Id"] = self.key_id
        request.headers["X-Timestamp"] = stamp.decode()
        request.headers["X-Nonce"] = nonce.decode()
        request.headers["X-Signature"] = self.signature(
            method, target, stamp, nonce, request.content
        )
        answer = yield request
        told = answer.headers.get("X-Timestamp", "").encode()
        expected = self.signature(told, nonce, answer.content)
        given = answer.headers.get("X-Signature", "")
        if answer.is_success and not hmac.compare_digest(given, expected):
            raise httpx.RemoteProtocolError("the answer is not signed by the service")
