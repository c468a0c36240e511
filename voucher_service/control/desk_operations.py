"""The operations of the bureau's desk: what figures mean beside other figures."""

from datetime import date
from typing import Annotated

from pydantic import Field

from voucher_service.control.documents import as_json
from voucher_service.control.operation import Operation
from voucher_service.control.requests import Instant, Request
from voucher_service.model.comparison_reports import View
from voucher_service.model.text import Language
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
from voucher_service.usecases.write_bulletin import (
    BulletinFormat,
    BulletinQuery,
    write_bulletin,
)


class Compare(Request):
    """Name a campaign, a day, an instant, and one view or none for all."""

    campaign: str
    as_of: date | None = None
    known_at: Instant | None = None
    view: View | None = None


class Foretell(Request):
    """Name a campaign, and say whether every week is tried on held-back days."""

    campaign: str
    as_of: date | None = None
    known_at: Instant | None = None
    backtest: bool = False


class Brief(Request):
    """Name a campaign, and its bulletin's day, number, language and kind of file."""

    campaign: str
    as_of: date | None = None
    known_at: Instant | None = None
    language: Language = Language.ZH
    issue: Annotated[int, Field(ge=1, le=9999)] | None = None
    format: BulletinFormat = BulletinFormat.DOCX


DESK_OPERATIONS: dict[str, Operation] = {
    "compare": Operation(
        Compare,
        lambda service, wanted, _f, _p: compare_years(
            service, ComparisonQuery(**dict(wanted))
        ),
    ),
    "forecast": Operation(
        Foretell,
        lambda service, wanted, _f, _p: forecast_campaign(
            service, ForecastQuery(**dict(wanted))
        ),
    ),
    "bulletin": Operation(
        Brief,
        lambda service, wanted, _f, _p: as_json(
            write_bulletin(service, BulletinQuery(**dict(wanted)))
        ),
    ),
}
"""What each operation asks for and what it does."""
