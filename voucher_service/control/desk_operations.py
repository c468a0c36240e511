"""The operations of the bureau's desk: what figures mean beside other figures."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from voucher_service.control.documents import as_json
from voucher_service.control.requests import Instant
from voucher_service.model.comparison_reports import View
from voucher_service.model.text import Language
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
from voucher_service.usecases.service import Progress, Service
from voucher_service.usecases.write_bulletin import (
    BulletinFormat,
    BulletinQuery,
    write_bulletin,
)

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


class Brief(_Request):
    """Name a campaign, and its bulletin's day, number, language and kind of file."""

    campaign: str
    as_of: date | None = None
    known_at: Instant | None = None
    language: Language = Language.ZH
    issue: Annotated[int, Field(ge=1, le=9999)] | None = None
    format: BulletinFormat = BulletinFormat.DOCX


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
    "bulletin": (
        Brief,
        lambda service, wanted, _f, _p: as_json(
            write_bulletin(service, BulletinQuery(**dict(wanted)))
        ),
    ),
}
"""What each operation asks for and what it does."""
