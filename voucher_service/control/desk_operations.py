"""The operations of the bureau's desk: what figures mean beside other figures."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from voucher_service.control.requests import Instant
from voucher_service.model.comparison_reports import View
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
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


class Foretell(_Request):
    """Name a campaign, and say whether every week is tried on held-back days."""

    campaign: str
    as_of: date | None = None
    known_at: Instant | None = None
    backtest: bool = False


DESK_OPERATIONS: dict[str, tuple[type[BaseModel], Run]] = {
    "compare": (
        Compare,
        lambda service, wanted, _f, _p: compare_years(
            service, ComparisonQuery(**dict(wanted))
        ),
    ),
    "forecast": (
        Foretell,
        lambda service, wanted, _f, _p: forecast_campaign(
            service, ForecastQuery(**dict(wanted))
        ),
    ),
}
"""What each operation asks for and what it does."""
