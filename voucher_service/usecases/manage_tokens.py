"""A token is shown once, kept as a hash, and revoked for good."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from voucher_service.model.errors import BadParameter, NotFound, RefusedByRule
from voucher_service.model.kinds import ROLE_TEXT, Role
from voucher_service.model.reports import NewToken, TokenSummary
from voucher_service.model.text import Text
from voucher_service.store import access
from voucher_service.store.database import Writing, aware
from voucher_service.store.queries import Connection
from voucher_service.store.sales import dealers_known
from voucher_service.usecases.service import Service, bank_names


class NewTokenRequest(BaseModel):
    """Who the token is for: a bank's token names its bank, a dealer's its dealer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    name: str | None = None
    bank: str | None = None
    dealer: str | None = None


class RotateRequest(BaseModel):
    """Which token gets a successor, and for how long it lives on beside it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token_id: str
    grace_hours: float = Field(24, ge=0, le=8760)


def secret_hash(secret: str) -> str:
    """Give what is kept of a secret; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(service: Service, request: NewTokenRequest) -> NewToken:
    """Make a token and give its secret, this once.

    Raises BadParameter where a bank's or dealer's token names none or an unknown one,
    or another role's names one.
    """
    check_owner(service, request)
    record, token = _made(
        request.name or request.bank or request.dealer or request.role.value, request
    )

    def job(writing: Writing) -> NewToken:
        access.record_token(writing, record)
        writing.note("token-create", record.token_id, **_named(record))
        return _new(writing.connection, record, token)

    made = service.store.write(None, job)
    service.tokens.forget()
    return made


def rotate_token(service: Service, request: RotateRequest) -> NewToken:
    """Make a token in the place of another, which ends when the grace is over.

    Gives the new token's secret, this once. Raises NotFound for an unknown id and
    RefusedByRule for a token that has ended or is ending.
    """
    grace = timedelta(hours=request.grace_hours)

    def job(writing: Writing) -> NewToken:
        record, token = _successor(writing.connection, request.token_id)
        access.record_token(writing, record)
        if grace:
            ends = writing.recorded_at + grace
            access.retire_token(writing, request.token_id, ends, record.token_id)
        else:
            access.revoke_token(writing, request.token_id)
        writing.note(
            "token-rotate",
            request.token_id,
            successor=record.token_id,
            grace_hours=request.grace_hours,
        )
        return _new(writing.connection, record, token)

    made = service.store.write(None, job)
    service.tokens.forget()
    return made


def _successor(connection: Connection, token_id: str) -> tuple[access.TokenRecord, str]:
    """Make another token of the same owner; RefusedByRule where the old one ended."""
    old = _kept(connection, token_id)
    if old["revoked_at"] is not None or old["retires_at"] is not None:
        raise _ended(token_id)
    owner = NewTokenRequest(
        role=Role(old["role"]), bank=old["bank"], dealer=old["dealer"]
    )
    return _made(old["name"], owner)


def _made(name: str, owner: NewTokenRequest) -> tuple[access.TokenRecord, str]:
    """Give a new token as it is kept, and as it is shown once."""
    token_id, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    record = access.TokenRecord(
        token_id=f"tok_{token_id}",
        secret_sha256=secret_hash(secret),
        name=name,
        role=owner.role.value,
        bank=owner.bank,
        dealer=owner.dealer,
    )
    return record, f"vs_{token_id}_{secret}"


def _named(record: access.TokenRecord) -> dict[str, str | None]:
    return {name: getattr(record, name) for name in ("name", "role", "bank", "dealer")}


def list_tokens(service: Service) -> tuple[TokenSummary, ...]:
    """Give all tokens without their secrets, oldest first."""
    with service.store.read() as connection:
        return tuple(_summary(row) for row in access.list_tokens(connection))


def revoke_token(service: Service, token_id: str) -> TokenSummary:
    """Revoke a token from now on; revoking twice keeps the first instant.

    Raises NotFound for an unknown id.
    """

    def job(writing: Writing) -> TokenSummary:
        _kept(writing.connection, token_id)
        access.revoke_token(writing, token_id)
        writing.note("token-revoke", token_id)
        return _summary(_kept(writing.connection, token_id))

    revoked = service.store.write(None, job)
    service.tokens.forget()
    return revoked


def _kept(connection: Connection, token_id: str) -> dict[str, Any]:
    kept = access.find_token(connection, token_id)
    if kept is None:
        raise NotFound(
            Text(zh=f"没有令牌 {token_id}", en=f"there is no token {token_id}"),
            remedy=Text(
                zh="用 voucher-service token list 查看编号",
                en="see the ids with voucher-service token list",
            ),
        )
    return kept


def _ended(token_id: str) -> RefusedByRule:
    return RefusedByRule(
        Text(
            zh=f"令牌 {token_id} 已吊销或已轮换，不能再轮换",
            en=f"the token {token_id} was revoked or rotated before",
        ),
        remedy=Text(
            zh="用 voucher-service token create 新建令牌",
            en="make a token with voucher-service token create",
        ),
    )


def _new(connection: Connection, record: access.TokenRecord, token: str) -> NewToken:
    """Give a new token as it was kept, and as it is shown this once."""
    return NewToken(**dict(_summary(_kept(connection, record.token_id))), token=token)


def _summary(row: dict[str, Any]) -> TokenSummary:
    revoked, retires = row["revoked_at"], row["retires_at"]
    return TokenSummary(
        id=row["token_id"],
        name=row["name"],
        role=row["role"],
        bank=row["bank"],
        dealer=row["dealer"],
        created_at=aware(row["created_at"]),
        revoked_at=None if revoked is None else aware(revoked),
        retires_at=None if retires is None else aware(retires),
    )


def check_owner(service: Service, request: NewTokenRequest) -> None:
    """Raise BadParameter unless a bank or dealer, and no other, names a known one."""
    for role, owner in ((Role.BANK, request.bank), (Role.DEALER, request.dealer)):
        if (request.role is role) != (owner is not None):
            raise BadParameter(
                Text(
                    zh=f"--{role.value} 必须且只能与 --role {role.value} 一起使用",
                    en=f"--{role.value} goes with --role {role.value} and only with it",
                )
            )
    if request.bank is not None:
        _check_known(Role.BANK, request.bank, set(bank_names(service)))
    if request.dealer is not None:
        with service.store.read() as connection:
            dealers = set(dealers_known(connection)["dealer_id"])
        _check_known(Role.DEALER, request.dealer, dealers)


def _check_known(role: Role, given: str, known: set[str]) -> None:
    if given not in known:
        choices = tuple(sorted(known))
        raise BadParameter(
            Text(
                zh=f"没有编号为 {given} 的{ROLE_TEXT[role].zh}",
                en=f"there is no {ROLE_TEXT[role].en} {given}",
            ),
            remedy=Text(
                zh="可用：" + ("、".join(choices) or "（无）"),
                en="known: " + (", ".join(choices) or "none"),
            ),
            choices=choices,
        )
