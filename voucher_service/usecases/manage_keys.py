"""A bank's signing keys: shown once, sealed at rest, several alive at a time."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from voucher_service.model.access_reports import NewSigningKey, SigningKeySummary
from voucher_service.model.days import parse_instant
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.kinds import Role
from voucher_service.model.text import Text
from voucher_service.store import signing_keys as kept
from voucher_service.store.database import Writing, aware
from voucher_service.usecases.manage_tokens import NewTokenRequest, check_owner
from voucher_service.usecases.service import Service
from voucher_service.usecases.signatures import ALGORITHMS


def _instant(value: object) -> object:
    return parse_instant(value) if isinstance(value, str) else value


class NewKeyRequest(BaseModel):
    """Whose key it is, and for which algorithm."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bank: str
    algorithm: str = "hmac-sha256"


class RetireRequest(BaseModel):
    """Which key retires, at once or at an instant to come."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key_id: str
    at: Annotated[datetime, BeforeValidator(_instant)] | None = None


@dataclass(frozen=True, slots=True)
class KnownKey:
    """A key with its secret, as it is held in memory."""

    key_id: str
    bank: str
    algorithm: str
    secret: bytes
    retires_at: datetime | None
    retired: bool

    def alive(self, now: datetime) -> bool:
        """Tell whether the key signs, and what it signs holds."""
        retired = self.retires_at is not None and self.retires_at <= now
        return not (self.retired or retired)

    def __repr__(self) -> str:
        """Name the key, and never its secret."""
        return f"KnownKey({self.key_id})"


def create_key(service: Service, request: NewKeyRequest) -> NewSigningKey:
    """Make a key and give its secret, this once.

    Raises BadParameter for an unknown bank or algorithm.
    """
    check_owner(service, NewTokenRequest(role=Role.BANK, bank=request.bank))
    if request.algorithm not in ALGORITHMS:
        raise _unknown_algorithm(request.algorithm)
    key_id, secret = f"key_{secrets.token_hex(6)}", f"sk_{secrets.token_urlsafe(32)}"
    bound_to = _bound(key_id, request.bank, request.algorithm)
    record = kept.KeyRecord(
        key_id,
        request.bank,
        request.algorithm,
        kept.sealed(service.store.key, secret, bound_to),
    )

    def job(writing: Writing) -> None:
        kept.record_key(writing, record)
        writing.note("signing-key-create", key_id, **dict(request))

    service.store.write(None, job)
    service.keys.forget()
    return NewSigningKey(**dict(_shown(service, key_id)), secret=secret)


def list_keys(service: Service) -> tuple[SigningKeySummary, ...]:
    """Give all keys without their secrets, oldest first."""
    with service.store.read() as connection:
        return tuple(_summary(row) for row in kept.list_keys(connection))


def retire_key(service: Service, request: RetireRequest) -> SigningKeySummary:
    """Let a key retire; of several instants the earliest counts.

    Raises NotFound for an unknown id.
    """
    _shown(service, request.key_id)

    def job(writing: Writing) -> None:
        when = kept.retire_key(writing, request.key_id, request.at)
        writing.note("signing-key-retire", request.key_id, at=aware(when).isoformat())

    service.store.write(None, job)
    service.keys.forget()
    return _shown(service, request.key_id)


def known_keys(service: Service) -> Mapping[str, KnownKey]:
    """Give all keys with their secrets, by id; read from the store at first need."""
    return service.keys.get(lambda: _read(service))


def keys_at_hand(service: Service) -> bool:
    """Say whether a key can be looked up without waiting for the database."""
    return service.keys.at_hand is not None


def _read(service: Service) -> Mapping[str, KnownKey]:
    with service.store.read() as connection:
        rows = kept.list_keys(connection)
    return {row["key_id"]: _known(service.store.key, row) for row in rows}


def _known(home_key: bytes, row: dict[str, Any]) -> KnownKey:
    bound_to = _bound(row["key_id"], row["bank"], row["algorithm"])
    retires = row["retires_at"]
    return KnownKey(
        row["key_id"],
        row["bank"],
        row["algorithm"],
        kept.unsealed(home_key, row["sealed"], bound_to).encode(),
        None if retires is None else aware(retires),
        row["retired"],
    )


def _bound(key_id: str, bank: str, algorithm: str) -> str:
    return f"{key_id}|{bank}|{algorithm}"


def _shown(service: Service, key_id: str) -> SigningKeySummary:
    for each in list_keys(service):
        if each.id == key_id:
            return each
    raise NotFound(
        Text(zh=f"没有签名密钥 {key_id}", en=f"there is no signing key {key_id}"),
        remedy=Text(
            zh="用 voucher-service signing-key list 查看编号",
            en="see the ids with voucher-service signing-key list",
        ),
    )


def _summary(row: dict[str, Any]) -> SigningKeySummary:
    retires = row["retires_at"]
    return SigningKeySummary(
        id=row["key_id"],
        bank=row["bank"],
        algorithm=row["algorithm"],
        created_at=aware(row["created_at"]),
        retires_at=None if retires is None else aware(retires),
    )


def _unknown_algorithm(given: str) -> BadParameter:
    choices = tuple(ALGORITHMS)
    return BadParameter(
        Text(zh=f"没有签名算法 {given}", en=f"there is no algorithm {given}"),
        remedy=Text(
            zh="可用：" + "、".join(choices), en="known: " + ", ".join(choices)
        ),
        choices=choices,
    )
