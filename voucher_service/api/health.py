"""Is the process alive, and can it do its work?"""

from typing import Literal

from fastapi import APIRouter

from voucher_service.api.examples import ANSWERED, refused
from voucher_service.api.problems import NotReady
from voucher_service.model.reports import ProblemError, Report
from voucher_service.model.text import Text
from voucher_service.usecases.check_health import Readiness, readiness
from voucher_service.usecases.service import Service

FAILS = Text(zh="以下检查未通过：{names}", en="These checks fail: {names}")
FAILED_CHECK = Text(zh="未通过", en="the check fails")
WAIT = Text(
    zh="稍候重试；若持续出现，请查看服务日志",
    en="Try again shortly; if it stays so, look into the service's log",
)


class Health(Report):
    """The process lives."""

    status: Literal["ok"] = "ok"


def health_router(service: Service) -> APIRouter:
    """Give the two endpoints that answer anyone."""
    router = APIRouter(tags=["health"])

    @router.get(
        "/healthz",
        summary="进程存活检查 · is the process alive",
        description="进程能应答即返回 200，不查数据。\n\n"
        "Answers 200 whenever the process answers at all; looks at no data.",
        response_model=Health,
        responses={200: ANSWERED},
    )
    def healthz() -> Health:
        return Health()

    @router.get(
        "/readyz",
        summary="就绪检查 · can the service do its work",
        description="数据库可读、密钥可用时返回 200，否则 503 并列出未通过的检查。"
        "losses 是打开时发现已答复的提交缺失、且尚无人确认的次数。\n\n"
        "200 when database and key are usable, else 503 naming the checks that fail. "
        "losses counts how often answered commits were found missing when the home was "
        "opened and nobody has taken note yet.",
        response_model=Readiness,
        responses={
            200: ANSWERED,
            **refused(NotReady),
        },
    )
    def readyz() -> Readiness:
        found = readiness(service)
        if not found.ready:
            raise not_ready(found)
        return found

    return router


def not_ready(found: Readiness) -> NotReady:
    """Say which checks fail."""
    failing = [name for name, passes in found.checks.items() if not passes]
    return NotReady(
        FAILS.filled(names=", ".join(failing)),
        remedy=WAIT,
        faults=tuple(
            ProblemError(field=name, message=FAILED_CHECK) for name in failing
        ),
    )
