"""Keys that sign requests: their secrets are sealed by the home's own key."""

import base64
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_rows

_PURPOSE = b"voucher-service signing keys\0"
_NONCE_BYTES = 12
_KEYS = """
SELECT k.key_id, k.bank, k.algorithm, k.sealed, k.created_at,
       min(r.retires_at) AS retires_at,
       coalesce(bool_or(r.retires_at <= r.recorded_at), false) AS retired
FROM signing_keys AS k LEFT JOIN signing_key_retirements AS r USING (key_id)
GROUP BY ALL ORDER BY k.created_at, k.key_id
"""


@dataclass(frozen=True)
class KeyRecord:
    """A key as it is kept."""

    key_id: str
    bank: str
    algorithm: str
    sealed: str


def record_key(writing: Writing, record: KeyRecord) -> None:
    """Append a key."""
    writing.connection.execute(
        "INSERT INTO signing_keys VALUES (?, ?, ?, ?, ?)",
        [*record.__dict__.values(), writing.stamp],
    )


def retire_key(writing: Writing, key_id: str, at: datetime | None) -> datetime:
    """Append that a key retires, at once or at an instant to come, and give when."""
    retires_at = writing.stamp if at is None else max(naive(at), writing.stamp)
    writing.connection.execute(
        "INSERT INTO signing_key_retirements VALUES (?, ?, ?)",
        [key_id, retires_at, writing.stamp],
    )
    return retires_at


def list_keys(connection: Connection) -> list[dict[str, Any]]:
    """Give all keys with the instant they retire at, oldest first."""
    return fetch_rows(connection, _KEYS, [])


def sealed(home_key: bytes, secret: str, bound_to: str) -> str:
    """Encrypt a secret so that it opens for what it is bound to alone."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    closed = _box(home_key).encrypt(nonce, secret.encode(), bound_to.encode())
    return base64.b64encode(nonce + closed).decode()


def unsealed(home_key: bytes, text: str, bound_to: str) -> str:
    """Give back a secret that was sealed. Raises where it was tampered with."""
    raw = base64.b64decode(text)
    nonce, closed = raw[:_NONCE_BYTES], raw[_NONCE_BYTES:]
    opened: bytes = _box(home_key).decrypt(nonce, closed, bound_to.encode())
    return opened.decode()


def _box(home_key: bytes) -> Any:  # noqa: ANN401 - a type of a library loaded late
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(hmac.digest(home_key, _PURPOSE, "sha256"))
