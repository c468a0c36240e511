"""A service is ready when it can read its data and its views."""

from pydantic import Field

from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.reports import Report
from voucher_service.usecases.audit_home import home_losses
from voucher_service.usecases.service import Service


class Readiness(Report):
    """Whether the service can do its work, check by check."""

    ready: bool
    checks: dict[str, bool]
    losses: int = Field(
        default=0,
        description="times that answered commits were found missing when the home was"
        " opened, of which nobody has taken note yet; see voucher-service audit",
    )


def readiness(service: Service) -> Readiness:
    """Try what every answer stands on: the database, its views and the key."""
    checks = {
        "database": _database_answers(service),
        "key": len(service.store.key) == 32,
    }
    return Readiness(
        ready=all(checks.values()), checks=checks, losses=_losses_waiting(service)
    )


def _database_answers(service: Service) -> bool:
    try:
        with service.store.read() as connection:
            return connection.execute("FROM sales LIMIT 0").fetchall() == []
    except VoucherServiceError:
        return False


def _losses_waiting(service: Service) -> int:
    try:
        with service.store.read() as connection:
            losses = home_losses(connection)
    except VoucherServiceError:
        return 0
    return sum(loss.grave and loss.accepted_at is None for loss in losses)
