"""The operations of the bureau's desk: what figures mean beside other figures."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from voucher_service.control.requests import Instant
from voucher_service.model.comparison_reports import View
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.service import Progress, Service

Files = Sequence[Delivery]
Run = Callable[[Service, Any, Files, Progress], Any]


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Compare(_Request):
    """Name a campaign, a day, an instant, and one view or none for all."""

    campaign: str
    as_of: date | None = None
    known_at: Instant | None = None
    view: View | None = None


DESK_OPERATIONS: dict[str, tuple[type[BaseModel], Run]] = {
    "compare": (
        Compare,
        lambda service, wanted, _f, _p: compare_years(
            service, ComparisonQuery(**dict(wanted))
        ),
    ),
}
"""What each operation asks for and what it does."""
