"""A bank's side of signing, written by the document alone."""

import hmac
import secrets
from dataclasses import dataclass

import httpx


def signature(secret: str, *parts: bytes) -> str:
    message = b"".join(part + b"\n" for part in parts)
    return hmac.new(secret.encode(), message, "sha256").hexdigest()


@dataclass
class Signer(httpx.Auth):
    """Signs requests; what is given differs from what a request would have."""

    key_id: str
    secret: str
    stamp: int
    nonce: str | None = None
    requires_request_body = True

    def auth_flow(self, request):
        nonce = self.nonce or secrets.token_hex(16)
        request.headers["X-Key-Id"] = self.key_id
        request.headers["X-Timestamp"] = str(self.stamp)
        request.headers["X-Nonce"] = nonce
        request.headers["X-Signature"] = signature(
            self.secret,
            request.method.encode(),
            request.url.raw_path,
            str(self.stamp).encode(),
            nonce.encode(),
            request.content,
        )
        yield request


def answer_is_signed(secret: str, nonce: str, answer: httpx.Response) -> bool:
    stamp = answer.headers.get("x-timestamp", "")
    expected = signature(secret, stamp.encode(), nonce.encode(), answer.content)
    return answer.headers.get("x-signature") == expected
