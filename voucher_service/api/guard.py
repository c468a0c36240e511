"""Nobody reaches an endpoint unless the access table lets them."""

import time
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voucher_service.api.access import GUESSABLE, PUBLIC, WATCHED, door_of
from voucher_service.api.problems import unknown_path, wrong_method
from voucher_service.api.raw_headers import header_of
from voucher_service.api.refusals import Refusals
from voucher_service.model.acting import ACTING, ANYONE, acting_of
from voucher_service.model.errors import NotAllowed, NotSignedIn, VoucherServiceError
from voucher_service.model.kinds import ROLE_TEXT, Role
from voucher_service.model.reports import Principal
from voucher_service.model.text import Text
from voucher_service.usecases.access_log import Access
from voucher_service.usecases.service import Service
from voucher_service.usecases.sign_in import (
    SESSION_COOKIE,
    principal_of_session,
    principal_of_token,
    sessions_at_hand,
    tokens_at_hand,
)

SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})

NOT_SIGNED_IN = Text(
    zh="请求未附带有效的访问令牌，也没有登录会话",
    en="The request carries neither a valid token nor a session",
)
HOW_TO_SIGN_IN = Text(
    zh="接口调用请带 Authorization: Bearer 令牌；网页请用启动服务时给出的登录链接",
    en="Send Authorization: Bearer with a token, or open the login link in a browser",
)


def _too_low(role: Role) -> Text:
    name = ROLE_TEXT[role]
    return Text(
        zh=f"角色“{name.zh}”无权访问该网址",
        en=f"The role {name.en} may not reach this path",
    )


FOREIGN_ORIGIN = Text(
    zh="该操作只能由本服务自己的页面发起",
    en="Only this service's own pages may ask for this",
)


class Guard:
    """Middleware before all routing: what is not allowed is not even found.

    Without a valid token or session every path but the public ones answers 401, so
    that a stranger cannot learn which paths exist. The principal is left in
    ``request.state.principal``.
    """

    def __init__(self, app: ASGIApp, *, service: Service, refusals: Refusals) -> None:
        self.app = app
        self.service = service
        self.refusals = refusals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Admit a request or answer it with a problem."""
        if scope["type"] == "http":
            try:
                await self._admit(scope)
            except VoucherServiceError as error:
                watched = self._watched(scope, send)
                await self.refusals.of_error(scope, error)(scope, receive, watched)
                return
            send = self._watched(scope, send)
        await self.app(scope, receive, send)

    def _watched(self, scope: Scope, send: Send) -> Send:
        """Log who asks after people's vouchers, sales and decisions, as it is answered.

        The read is in the queue before its answer is out.
        """
        state, method = scope["state"], scope["method"]
        template = state.get("template", "")
        if (method, template) not in WATCHED or "principal" not in state:
            return send
        acting = acting_of(state["principal"], state["request_id"])
        shown = _shown(scope["path"], template)

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                outcome = state.get("code", "ok")
                access = Access(acting, f"{method} {template}", shown, outcome)
                self.service.accesses.note(access)
            await send(message)

        return watched

    async def _admit(self, scope: Scope) -> None:
        door = door_of(scope["path"])
        who = door.methods.get(scope["method"]) if door else None
        if door:
            scope["state"]["template"] = door.template
        request_id = scope["state"]["request_id"]
        if who == PUBLIC:
            ACTING.set(ANYONE._replace(request_id=request_id))
            return
        if door and who is None and door.public:
            raise wrong_method(door.allow)
        principal = await self._principal(scope)
        scope["state"] |= {"principal": principal, "role": principal.role.value}
        ACTING.set(acting_of(principal, request_id))
        if principal.token_id is not None:
            self.service.throttle.rates.take(principal.token_id, time.monotonic())
        if door is None:
            raise unknown_path()
        if who is None:
            raise wrong_method(door.allow)
        if principal.role not in who:
            raise NotAllowed(_too_low(principal.role))
        if (scope["method"], door.template) in GUESSABLE:
            self.service.throttle.guesses.check(principal, self.service.now())

    async def _principal(self, scope: Scope) -> Principal:
        """Say who asks; a bearer token, good or bad, outweighs a cookie."""
        authorization = header_of(scope, b"authorization")
        if authorization is None:
            if sessions_at_hand(self.service):
                return self._of_session(scope)
            return await run_in_threadpool(self._of_session, scope)
        token = _bearer(authorization)
        if tokens_at_hand(self.service):
            return principal_of_token(self.service, token)
        return await run_in_threadpool(principal_of_token, self.service, token)

    def _of_session(self, scope: Scope) -> Principal:
        headers = Headers(scope=scope)
        session = _session(headers)
        if session is None:
            raise NotSignedIn(NOT_SIGNED_IN, remedy=HOW_TO_SIGN_IN)
        principal = principal_of_session(self.service, session)
        if scope["method"] not in SAFE_METHODS and not same_origin(headers):
            raise NotAllowed(FOREIGN_ORIGIN)
        return principal


def _shown(path: str, template: str) -> str:
    """Give a path as the log keeps it: of a voucher's code no more than its end."""
    if "{code}" not in template:
        return path
    place = template.split("/").index("{code}")
    steps = path.split("/")
    steps[place] = f"****{steps[place][-4:]}" if len(steps[place]) > 8 else "****"
    return "/".join(steps)


def _bearer(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or not token.isascii():
        raise NotSignedIn(NOT_SIGNED_IN, remedy=HOW_TO_SIGN_IN)
    return token


def _session(headers: Headers) -> str | None:
    return cookie_parser("; ".join(headers.getlist("cookie"))).get(SESSION_COOKIE)


def same_origin(headers: Headers) -> bool:
    """Say whether a browser sent this from one of our own pages.

    ``Sec-Fetch-Site`` decides where it is sent, else ``Origin`` against ``Host``;
    a request with neither is not trusted.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    scheme, _, origin = headers.get("origin", "").partition("://")
    return scheme in {"http", "https"} and origin == headers.get("host", "")
