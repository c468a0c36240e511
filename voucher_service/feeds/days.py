"""Dates become business days of the sender's time zone."""

from datetime import date, timedelta
from functools import partial

import polars as pl

from voucher_service.feeds.date_formats import formatted_days
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.spoken import spoken_day
from voucher_service.feeds.words import Parsed, over_distinct, shaped
from voucher_service.feeds.years import Period, with_years
from voucher_service.model.reasons import FeedReason

_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
_DAY = (
    r"^(?P<year>[0-9]{4})\s*[-/.年]\s*(?P<month>[0-9]{1,2})\s*[-/.月]\s*(?P<day>[0-9]{1,2})"
    r"\s*日?(?:(?:\s*T|\s+|日)\s*(?P<clock>[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?)"
    r"(?:[.,][0-9]+)?\s*(?P<offset>Z|[+-](?:0[0-9]|1[0-4]):?[0-5][0-9])?)?$"
)
_COMPACT = r"^(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:\.0)?$"
_SERIAL = r"^([0-9]{5})(?:\.[0-9]+)?$"
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_ZERO_1904 = date(1904, 1, 1)
_SERIALS = (20_000, 80_000)  # 1954-10-03 to 2119-01-10: what else has five digits?
_SPOKEN = "[〇○零一二三四五六七八九]{4}年"
_FIRST = date(1990, 1, 1)

Bounds = tuple[date | None, date | None]
_NO_BOUNDS: Bounds = (None, None)


def read_days(
    cells: pl.Series,
    profile: Profile,
    today: date,
    *,
    period: Period | None = None,
    epoch_1904: bool = False,
    bounds: Bounds = _NO_BOUNDS,
) -> Parsed:
    """Read dates, each distinct text once.

    Taken are 2023-01-05, 2023/1/5, 2023.1.5, 2023年1月5日, 二〇二三年一月五日,
    20230105, serial numbers of spreadsheets, each with or without a time, and then
    the profile's formats. A time with an offset is an instant: its day is that of the
    profile's time zone. 1月5日 has the year of the period or of the rows beside it.
    Days before 1990 or outside ``bounds`` are outside the window.
    """
    given = shaped(cells, _ISO).cells
    zero = _SERIAL_ZERO_1904 if epoch_1904 else _SERIAL_ZERO
    whole = over_distinct(given, partial(_read, profile=profile, zero=zero))
    days, inferred = with_years(given, whole, period)
    return Parsed(
        days,
        {
            FeedReason.DATE_MISSING: given.is_null(),
            FeedReason.DATE_UNREADABLE: given.is_not_null() & days.is_null(),
            FeedReason.DATE_IN_FUTURE: (days > today).fill_null(value=False),
            FeedReason.DATE_OUTSIDE_WINDOW: _outside(days, bounds),
            FeedReason.DATE_YEAR_INFERRED: inferred,
        },
    )


def late_days(days: pl.Series, today: date, allowed: int) -> pl.Series:
    """Tell which days lie more than ``allowed`` days before the day of the report."""
    try:
        last = today - timedelta(days=allowed)
    except OverflowError:
        return days.is_null() & False
    return (days < last).fill_null(value=False)


def _outside(days: pl.Series, bounds: Bounds) -> pl.Series:
    first, last = bounds
    outside = days < max(first or _FIRST, _FIRST)
    if last is not None:
        outside |= days > last
    return outside.fill_null(value=False)


def _read(cells: pl.Series, profile: Profile, zero: date) -> pl.Series:
    text = pl.col("cell")
    if profile.date_drop:
        text = text.str.replace_all(profile.date_drop, "").str.strip_chars()
    text = text.str.replace(r"^([0-9]{2})\s*年", "20${1}年")
    ways = [
        _written(text, profile.time_zone),
        _compact(text),
        _serial(text, zero),
        *(formatted_days(text, fmt, profile.time_zone) for fmt in profile.date_formats),
    ]
    days = cells.to_frame("cell").select(pl.coalesce(ways)).to_series()
    days = days.set(~days.dt.year().is_between(1, 9999), None)
    spoken = (days.is_null() & cells.str.contains(_SPOKEN)).arg_true()
    if spoken.is_empty():
        return days
    told = [spoken_day(cells[row]) for row in spoken]
    return days.scatter(spoken, pl.Series(told).str.to_date(strict=False))


def _written(text: pl.Expr, zone: str) -> pl.Expr:
    parts = text.str.extract_groups(_DAY)
    day = _day(parts)
    clock, offset = parts.struct.field("clock"), parts.struct.field("offset")
    long = pl.concat_str(clock, pl.lit(":00")).str.head(8)
    clock = pl.when(clock.str.count_matches(":") == 2).then(clock).otherwise(long)
    clock = pl.when(clock.str.find(":") == 1).then("0" + clock).otherwise(clock)
    shift = offset.str.replace("Z", "+0000").str.replace(":", "")
    instant = pl.concat_str(day.dt.to_string("%Y-%m-%d"), clock, shift, separator=" ")
    moved = instant.str.to_datetime(
        "%Y-%m-%d %H:%M:%S %z", strict=False, time_unit="us"
    )
    true_clock = (
        clock.is_null() | clock.str.to_time("%H:%M:%S", strict=False).is_not_null()
    )
    return (
        pl.when(offset.is_not_null())
        .then(moved.dt.convert_time_zone(zone).dt.date())
        .when(true_clock)
        .then(day)
    )


def _compact(text: pl.Expr) -> pl.Expr:
    return _day(text.str.extract_groups(_COMPACT))


def _day(parts: pl.Expr) -> pl.Expr:
    padded = pl.concat_str(
        parts.struct.field("year"),
        parts.struct.field("month").str.zfill(2),
        parts.struct.field("day").str.zfill(2),
    )
    return padded.str.to_date("%Y%m%d", strict=False)


def _serial(text: pl.Expr, zero: date) -> pl.Expr:
    number = text.str.extract(_SERIAL).cast(pl.Int64, strict=False)
    day = pl.lit(zero) + pl.duration(days=number)
    return pl.when(number.is_between(*_SERIALS)).then(day.cast(pl.Date))
