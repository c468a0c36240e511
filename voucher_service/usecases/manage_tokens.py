"""A token is shown once, kept as a hash, and revoked for good."""

import hashlib
import secrets
from typing import Any

from pydantic import BaseModel, ConfigDict

from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.kinds import ROLE_TEXT, Role
from voucher_service.model.reports import NewToken, TokenSummary
from voucher_service.model.text import Text
from voucher_service.store import access
from voucher_service.store.database import aware
from voucher_service.store.sales import dealers_known
from voucher_service.usecases.service import Service, campaigns_open


class NewTokenRequest(BaseModel):
    """Who the token is for: a bank's token names its bank, a dealer's its dealer."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    name: str | None = None
    bank: str | None = None
    dealer: str | None = None


def secret_hash(secret: str) -> str:
    """Give what is kept of a secret; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(service: Service, request: NewTokenRequest) -> NewToken:
    """Make a token and give its secret, this once.

    Raises BadParameter where a bank's or dealer's token names none or an unknown one,
    or another role's names one.
    """
    check_owner(service, request)
    token_id = secrets.token_hex(6)
    secret = secrets.token_urlsafe(32)
    record = access.TokenRecord(
        token_id=f"tok_{token_id}",
        secret_sha256=secret_hash(secret),
        name=request.name or request.bank or request.dealer or request.role.value,
        role=request.role.value,
        bank=request.bank,
        dealer=request.dealer,
    )
    service.store.write(None, lambda writing: access.record_token(writing, record))
    with service.store.read() as connection:
        kept = access.find_token(connection, record.token_id)
    assert kept is not None
    return NewToken(**dict(_summary(kept)), token=f"vs_{token_id}_{secret}")


def list_tokens(service: Service) -> tuple[TokenSummary, ...]:
    """Give all tokens without their secrets, oldest first."""
    with service.store.read() as connection:
        return tuple(_summary(row) for row in access.list_tokens(connection))


def revoke_token(service: Service, token_id: str) -> TokenSummary:
    """Revoke a token from now on; revoking twice keeps the first instant.

    Raises NotFound for an unknown id.
    """
    with service.store.read() as connection:
        kept = access.find_token(connection, token_id)
    if kept is None:
        raise NotFound(
            Text(zh=f"没有令牌 {token_id}", en=f"there is no token {token_id}"),
            remedy=Text(
                zh="用 voucher-service token list 查看编号",
                en="see the ids with voucher-service token list",
            ),
        )
    service.store.write(None, lambda writing: access.revoke_token(writing, token_id))
    with service.store.read() as connection:
        row = access.find_token(connection, token_id)
    assert row is not None
    return _summary(row)


def _summary(row: dict[str, Any]) -> TokenSummary:
    revoked = row["revoked_at"]
    return TokenSummary(
        id=row["token_id"],
        name=row["name"],
        role=row["role"],
        bank=row["bank"],
        dealer=row["dealer"],
        created_at=aware(row["created_at"]),
        revoked_at=None if revoked is None else aware(revoked),
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
        banks = {
            bank.id
            for campaign in campaigns_open(
                service, service.store.data_version()
            ).values()
            for bank in campaign.banks
        }
        _check_known(Role.BANK, request.bank, banks)
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
