"""An analyst's question is let in, answered by another process, and logged."""

import hashlib
import time
from collections.abc import Mapping
from dataclasses import dataclass

from voucher_service.model.acting import acting_of
from voucher_service.model.errors import BadParameter, VoucherServiceError
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.model.sql_questions import LONGEST_NAME, SqlAnswer, SqlQuestion
from voucher_service.model.text import Text
from voucher_service.usecases.access_log import Access
from voucher_service.usecases.service import Service
from voucher_service.usecases.sql_pool import SqlTicket, milliseconds_since

SQL_ROLES = (Role.OPERATOR, Role.BUREAU, Role.ANALYST)
ADDRESS = "POST /v1/sql"
_LOGGED = 1_000
_NAME_SHOWN = 40


@dataclass(frozen=True)
class SqlAsking:
    """A question that was let in; it runs once, and can be cancelled meanwhile."""

    service: Service
    principal: Principal
    request_id: str
    ticket: SqlTicket

    def run(self, question: SqlQuestion) -> SqlAnswer:
        """Give the answer; whatever it is, who asked what for how long is logged.

        Raises UnusableQuery, QueryStopped and NotPublished.
        """
        started, outcome = time.perf_counter(), "ok"
        try:
            return self.ticket.ask(question)
        except VoucherServiceError as error:
            outcome = error.code
            raise
        finally:
            told = _shown(question, milliseconds_since(started))
            acting = acting_of(self.principal, self.request_id)
            self.service.accesses.note(Access(acting, ADDRESS, told, outcome))

    def cancel(self) -> None:
        """Stop it."""
        self.ticket.cancel()


def let_in(service: Service, principal: Principal, request_id: str) -> SqlAsking:
    """Let a question in. Raises FrequencyLimited where too many run already."""
    caller = principal.token_id or f"{principal.role.value}:{principal.name}"
    return SqlAsking(service, principal, request_id, service.questions.admit(caller))


def question_of(
    service: Service, sql: str, asked: Mapping[str, str], manner: tuple[str, int | None]
) -> SqlQuestion:
    """Give a question within the limits; ``manner`` is its format and most rows.

    Raises BadParameter for a parameter that cannot be written.
    """
    format_, rows = manner
    for name, value in asked.items():
        _check_written(name, value)
    most = service.questions.limits.most_rows
    readable = sql.encode(errors="replace").decode()
    return SqlQuestion(readable, dict(asked), format_, min(most, rows or most))


def _check_written(name: str, value: str) -> None:
    shown = name[:_NAME_SHOWN].encode(errors="replace").decode()
    if len(name) > LONGEST_NAME:
        raise BadParameter(
            Text(
                zh=f"参数名“{shown}…”超过 {LONGEST_NAME} 个字符",
                en=f"the parameter's name '{shown}...' is longer than {LONGEST_NAME}",
            )
        )
    try:
        (name + value).encode()
    except UnicodeEncodeError as error:
        raise BadParameter(
            Text(
                zh=f"参数 {shown} 含半个字符（单独的代理码），无法使用",
                en=f"the parameter {shown} holds half a letter (a lone surrogate)",
            )
        ) from error


def _shown(question: SqlQuestion, milliseconds: float) -> str:
    """Tell of a question what the log keeps: how long, its hash, and how it begins."""
    digest = hashlib.sha256(question.sql.encode()).hexdigest()[:12]
    return f"{milliseconds:.0f} ms sha256:{digest} {question.sql[:_LOGGED]}"
