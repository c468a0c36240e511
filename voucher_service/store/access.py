"""Tokens, login links and sessions are kept as hashes of their secrets."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from voucher_service.store.database import Writing, naive
from voucher_service.store.queries import Connection, fetch_rows

_TOKENS = """
SELECT t.*, r.revoked_at, e.retires_at
FROM tokens AS t LEFT JOIN token_revocations AS r USING (token_id)
LEFT JOIN token_retirements AS e USING (token_id)
"""


@dataclass(frozen=True)
class TokenRecord:
    """A token as it is kept."""

    token_id: str
    secret_sha256: str
    name: str
    role: str
    bank: str | None
    dealer: str | None


def record_token(writing: Writing, token: TokenRecord) -> None:
    """Append a token."""
    writing.connection.execute(
        "INSERT INTO tokens VALUES (?, ?, ?, ?, ?, ?, ?)",
        [*token.__dict__.values(), writing.stamp],
    )


def revoke_token(writing: Writing, token_id: str) -> None:
    """Append a token's revocation; the first one stands."""
    writing.connection.execute(
        "INSERT OR IGNORE INTO token_revocations VALUES (?, ?)",
        [token_id, writing.stamp],
    )


def retire_token(
    writing: Writing, token_id: str, retires_at: datetime, successor: str
) -> None:
    """Append that a token ends at an instant and another takes its place."""
    writing.connection.execute(
        "INSERT INTO token_retirements VALUES (?, ?, ?, ?)",
        [token_id, naive(retires_at), successor, writing.stamp],
    )


def list_tokens(connection: Connection) -> list[dict[str, Any]]:
    """Give all tokens with their revocations, oldest first."""
    return fetch_rows(connection, f"{_TOKENS} ORDER BY t.created_at, t.token_id", [])


def find_token(connection: Connection, token_id: str) -> dict[str, Any] | None:
    """Give a token by its id, revoked or not."""
    rows = fetch_rows(connection, f"{_TOKENS} WHERE t.token_id = ?", [token_id])
    return rows[0] if rows else None


@dataclass(frozen=True)
class LinkOwner:
    """For whom a login link is: a role, a name and, for a dealer, which one."""

    role: str
    name: str
    dealer: str | None


def record_login_link(
    writing: Writing, secret_sha256: str, owner: LinkOwner, lifetime: timedelta
) -> None:
    """Append a one-time login link."""
    writing.connection.execute(
        "INSERT INTO login_links"
        " (secret_sha256, role, name, dealer, created_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [
            secret_sha256,
            owner.role,
            owner.name,
            owner.dealer,
            writing.stamp,
            writing.stamp + lifetime,
        ],
    )


def open_session(
    writing: Writing, link_sha256: str, secret_sha256: str, lifetime: timedelta
) -> LinkOwner | None:
    """Open the one session a login link is good for; None if it is spent or stale."""
    rows = fetch_rows(
        writing.connection,
        """
        INSERT INTO sessions BY NAME
        SELECT ? AS secret_sha256, l.secret_sha256 AS link_sha256, l.role, l.name,
               l.dealer, ? AS opened_at, ? AS expires_at
        FROM login_links AS l
        WHERE l.secret_sha256 = ? AND l.expires_at > ?
          AND NOT EXISTS (FROM sessions AS s WHERE s.link_sha256 = l.secret_sha256)
        RETURNING role, name, dealer
        """,
        [
            secret_sha256,
            writing.stamp,
            writing.stamp + lifetime,
            link_sha256,
            writing.stamp,
        ],
    )
    return LinkOwner(**rows[0]) if rows else None


def close_session(writing: Writing, secret_sha256: str) -> None:
    """Append a session's closing; an unknown session has none."""
    writing.connection.execute(
        "INSERT OR IGNORE INTO session_closings"
        " SELECT secret_sha256, ? FROM sessions WHERE secret_sha256 = ?",
        [writing.stamp, secret_sha256],
    )


def open_sessions(connection: Connection, now: datetime) -> list[dict[str, Any]]:
    """Give the sessions that are open now.

    Each tells secret_sha256, role, name, of a dealer which one, and expires_at.
    """
    return fetch_rows(
        connection,
        "SELECT secret_sha256, role, name, dealer, expires_at FROM sessions"
        " ANTI JOIN session_closings USING (secret_sha256)"
        " WHERE expires_at > ?",
        [naive(now)],
    )
