"""A service is ready when it can read its data and its views."""

from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.reports import Report
from voucher_service.usecases.service import Service


class Readiness(Report):
    """Whether the service can do its work, check by check."""

    ready: bool
    checks: dict[str, bool]


def readiness(service: Service) -> Readiness:
    """Try what every answer stands on: the database, its views and the key."""
    checks = {
        "database": _database_answers(service),
        "key": len(service.store.key) == 32,
    }
    return Readiness(ready=all(checks.values()), checks=checks)


def _database_answers(service: Service) -> bool:
    try:
        with service.store.read() as connection:
            return connection.execute("FROM sales LIMIT 0").fetchall() == []
    except VoucherServiceError:
        return False
