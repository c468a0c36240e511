"""The bureau sees what was redeemed today, by which bank and where."""

from datetime import datetime, time, timedelta
from typing import Any

from voucher_service.model.days import SHANGHAI, business_day
from voucher_service.model.redemption_day import (
    LastRedemption,
    PlaceTaken,
    RedemptionDay,
    Taken,
)
from voucher_service.store.database import aware
from voucher_service.store.redemption_day import last_moved, sums_by, sums_of
from voucher_service.usecases.service import Service

MOST_PLACES = 10
MOST_LAST = 10


def redemptions_today(service: Service) -> RedemptionDay:
    """Give the redemptions and reversals recorded since midnight in Shanghai."""
    day = business_day(service.now())
    since = datetime.combine(day, time(), SHANGHAI)
    span = (since, since + timedelta(days=1))
    with service.store.read() as connection:
        sums = sums_of(connection, *span)
        banks = sums_by(connection, "bank", *span, MOST_PLACES)
        stations = sums_by(connection, "station", *span, MOST_PLACES)
        last = last_moved(connection, *span, MOST_LAST)
    return RedemptionDay(
        day=day,
        captured=_taken(sums, "captured"),
        reversed=_taken(sums, "reversed"),
        banks=tuple(map(_place, banks)),
        stations=tuple(map(_place, stations)),
        last=tuple(map(_last, last)),
    )


def _taken(row: dict[str, Any], kind: str) -> Taken:
    return Taken(count=row[kind], fen=row[f"{kind}_fen"])


def _place(row: dict[str, Any]) -> PlaceTaken:
    return PlaceTaken(
        name=row["name"],
        captured=_taken(row, "captured"),
        reversed=_taken(row, "reversed"),
    )


def _last(row: dict[str, Any]) -> LastRedemption:
    return LastRedemption(
        kind=row["kind"],
        redemption=row["redemption_id"],
        voucher_code=row["code"],
        fen=row["amount_fen"],
        bank=row["bank"],
        station=row["station"],
        terminal=row["terminal"],
        recorded_at=aware(row["recorded_at"]),
    )
