"""Each day of a chart is marked with its kind and the holiday it belongs to."""

from datetime import date

import polars as pl

from voucher_service.analytics.calendar import (
    holiday_of,
    is_make_up_day,
    is_working_day,
)
from voucher_service.model.day_kinds import DayKind

DAY_COLUMNS = ("day_kind", "holiday", "holiday_en")


def kind_of(day: date) -> DayKind:
    """Tell the kind of a day; of a weekend within a holiday it is the holiday."""
    if is_make_up_day(day):
        return DayKind.MAKE_UP
    if is_working_day(day):
        return DayKind.WORKING
    return DayKind.WEEKEND if holiday_of(day) is None else DayKind.HOLIDAY


def marked(days: pl.DataFrame) -> pl.DataFrame:
    """Add to a frame with ``day`` the columns of DAY_COLUMNS.

    ``holiday`` and ``holiday_en`` name the official holiday, null on other days.
    """
    told = [(kind_of(day).value, holiday_of(day)) for day in days["day"].to_list()]
    return days.with_columns(
        pl.Series("day_kind", [kind for kind, _ in told], dtype=pl.String),
        pl.Series("holiday", [name and name.zh for _, name in told], dtype=pl.String),
        pl.Series(
            "holiday_en", [name and name.en for _, name in told], dtype=pl.String
        ),
    )
