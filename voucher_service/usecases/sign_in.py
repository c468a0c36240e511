"""People sign in by a one-time link, machines by a bearer token."""

import re
import secrets
from typing import Final

from voucher_service.model.errors import BadParameter, NotSignedIn
from voucher_service.model.kinds import ROLE_TEXT, Role
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.store import access
from voucher_service.store.database import Writing
from voucher_service.usecases import token_book
from voucher_service.usecases.manage_tokens import (
    NewTokenRequest,
    check_owner,
    secret_hash,
)
from voucher_service.usecases.service import Service

PAGE_ROLES: Final = (Role.OPERATOR, Role.BUREAU, Role.ANALYST)
"""Who sees the campaigns' pages."""

FEED_ROLES: Final = (Role.OPERATOR, Role.BUREAU, Role.DEALER)
"""Who sends files and sees their receipts; a dealer its own alone."""

LINK_ROLES: Final = (*PAGE_ROLES, Role.DEALER)
"""Who can sign in with a link; a dealer finds the pages of its own feeds."""

SESSION_COOKIE: Final = "voucher_session"
_TOKEN = re.compile(r"vs_([0-9a-f]{12})_([A-Za-z0-9_-]{43})")
_LINK_REMEDY = Text(
    zh="请管理员运行 voucher-service login-link 取得新的登录链接",
    en="ask the operator to run voucher-service login-link for a new link",
)


def principal_of_token(service: Service, token: str) -> Principal:
    """Give who a bearer token stands for. Raises NotSignedIn for any other text."""
    match = _TOKEN.fullmatch(token)
    if match:
        book = service.tokens.get(lambda: _read_tokens(service))
        secret_sha256 = secret_hash(match[2])
        found = token_book.find(book, f"tok_{match[1]}", secret_sha256, service.now())
        if found is not None:
            return found
    raise NotSignedIn(
        Text(zh="令牌无效或已吊销", en="the token is not valid or was revoked"),
        remedy=Text(
            zh="请管理员运行 voucher-service token create 取得新令牌",
            en="ask the operator for a token: voucher-service token create",
        ),
    )


def tokens_at_hand(service: Service) -> bool:
    """Say whether a token can be looked up without waiting for the database."""
    return service.tokens.at_hand is not None


def _read_tokens(service: Service) -> token_book.TokenBook:
    with service.store.read() as connection:
        return token_book.book_of(access.list_tokens(connection))


def create_login_link(
    service: Service, role: Role, name: str | None = None, dealer: str | None = None
) -> str:
    """Make the secret of a one-time login link; it is good for one session.

    Raises BadParameter for a role that has no pages, and where a dealer's link names
    no dealer of the register or another role's names one.
    """
    if role not in LINK_ROLES:
        choices = tuple(role.value for role in LINK_ROLES)
        raise BadParameter(
            Text(
                zh=f"角色“{ROLE_TEXT[role].zh}”没有网页，请改用令牌",
                en=f"there are no pages for the role {role.value}: use a token",
            ),
            remedy=Text(
                zh="可用：" + "、".join(choices), en="roles: " + ", ".join(choices)
            ),
            choices=choices,
        )
    check_owner(service, NewTokenRequest(role=role, dealer=dealer))
    owner = access.LinkOwner(role.value, name or dealer or role.value, dealer)
    secret = secrets.token_urlsafe(32)

    def job(writing: Writing) -> None:
        access.record_login_link(
            writing, secret_hash(secret), owner, service.link_lifetime
        )
        writing.note("login-link", f"{owner.role}:{owner.name}", dealer=owner.dealer)

    service.store.write(None, job)
    return secret


def open_session(service: Service, one_time: str) -> str:
    """Spend a login link and give the session cookie's value.

    Raises NotSignedIn when the link is unknown, spent or too old.
    """
    secret = secrets.token_urlsafe(32)

    def job(writing: Writing) -> bool:
        opened = access.open_session(
            writing,
            secret_hash(one_time),
            secret_hash(secret),
            service.session_lifetime,
        )
        if opened is not None:
            writing.note("sign-in", f"{opened.role}:{opened.name}")
        return opened is not None

    if not service.store.write(None, job, is_news=bool):
        raise NotSignedIn(
            Text(
                zh="登录链接无效、已使用或已过期",
                en="the login link is not valid, was used or is too old",
            ),
            remedy=_LINK_REMEDY,
        )
    service.sessions.forget()
    return secret


def principal_of_session(service: Service, cookie: str) -> Principal:
    """Give who a session cookie stands for. Raises NotSignedIn when it is over."""
    book = service.sessions.get(lambda: _read_sessions(service))
    known = book.get(secret_hash(cookie))
    if known is None or known.expires_at <= service.now():
        raise NotSignedIn(
            Text(zh="登录已失效", en="the session is over"), remedy=_LINK_REMEDY
        )
    return known.principal


def sessions_at_hand(service: Service) -> bool:
    """Say whether a session can be looked up without waiting for the database."""
    return service.sessions.at_hand is not None


def _read_sessions(service: Service) -> token_book.SessionBook:
    with service.store.read() as connection:
        rows = access.open_sessions(connection, service.now())
    return token_book.session_book_of(rows)


def close_session(service: Service, cookie: str) -> None:
    """End a session; its cookie is worth nothing from then on."""

    def job(writing: Writing) -> None:
        access.close_session(writing, secret_hash(cookie))
        writing.note("sign-out")

    try:
        service.store.write(None, job)
    finally:  # though it failed: it may have been kept
        service.sessions.forget()
