"""Tokens and sessions as they stand, held so that who asks is known without a query."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.store.database import aware


@dataclass(frozen=True, slots=True)
class KnownToken:
    """A token: what its secret is known by, whose it is, and when it ends."""

    secret_sha256: str
    principal: Principal
    retires_at: datetime | None


TokenBook = dict[str, KnownToken]
"""The tokens of a home that were not revoked, by their ids."""


def book_of(rows: Iterable[dict[str, Any]]) -> TokenBook:
    """Make the book from the tokens as they are kept."""
    return {
        row["token_id"]: KnownToken(
            row["secret_sha256"],
            Principal(
                name=row["name"],
                role=Role(row["role"]),
                bank=row["bank"],
                dealer=row["dealer"],
                token_id=row["token_id"],
            ),
            None if row["retires_at"] is None else aware(row["retires_at"]),
        )
        for row in rows
        if row["revoked_at"] is None
    }


def find(
    book: TokenBook, token_id: str, secret_sha256: str, now: datetime
) -> Principal | None:
    """Give whose token it is, or None where it is none or has ended.

    The hashes are compared in constant time.
    """
    known = book.get(token_id)
    if known is None or not hmac.compare_digest(known.secret_sha256, secret_sha256):
        return None
    if known.retires_at is not None and known.retires_at <= now:
        return None
    return known.principal


class KnownSession(NamedTuple):
    """An open session: whose it is, and when it ends."""

    principal: Principal
    expires_at: datetime


SessionBook = dict[str, KnownSession]
"""The open sessions of a home, by the hashes of their secrets."""


def session_book_of(rows: Iterable[dict[str, Any]]) -> SessionBook:
    """Make the book from the sessions as they are kept."""
    return {
        row["secret_sha256"]: KnownSession(
            Principal(name=row["name"], role=Role(row["role"]), dealer=row["dealer"]),
            aware(row["expires_at"]),
        )
        for row in rows
    }
