"""A window of days has three counterparts in earlier years, each by its own rule."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from voucher_service.analytics.calendar import (
    festival_near,
    is_announced,
    spring_festival,
    working_days,
)
from voucher_service.model.comparison_reports import View

NEAR_DAYS = 4
"""How many calendar days two festivals may lie apart to be near each other.

The passenger car association compared February 2021 (festival on the 12th) with
February 2018 (on the 16th): four days, and the nearest such year before.
"""
FIRST_YEAR, LAST_YEAR = 1942, 2098
"""Between these years every window has its counterparts."""
_YEARS_BACK = 40
_LEAP_DAY = (2, 29)
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Days:
    """A run of business days, both ends included."""

    start: date
    end: date

    @property
    def count(self) -> int:
        """Count the days; a window that ends before it starts has none."""
        return max(0, (self.end - self.start).days + 1)

    @property
    def working(self) -> int:
        """Count the working days, by the calendar."""
        return working_days(self.start, self.end)

    @property
    def announced(self) -> bool:
        """Tell whether the days off of all its years are known, not assumed."""
        return is_announced(self.start) and is_announced(self.end)

    def shared(self, other: "Days") -> "Days | None":
        """Give the days that both have, if any."""
        both = Days(max(self.start, other.start), min(self.end, other.end))
        return both if both.count else None

    def moved(self, days: int) -> "Days":
        """Give the same run, so many days later."""
        step = timedelta(days=days)
        return Days(self.start + step, self.end + step)

    def each(self) -> tuple[date, ...]:
        """Give every day, in their order."""
        return tuple(self.start + timedelta(days=n) for n in range(self.count))

    @property
    def text(self) -> str:
        """Write both ends, as they stand in a sentence."""
        return f"{self.start}…{self.end}"


class Base(NamedTuple):
    """The days of an earlier year, and the festival they are counted from.

    ``shift`` is how many days they lie off; None where they go by calendar days.
    """

    days: Days
    festival: date
    shift: int | None

    def counterpart(self, day: date) -> date:
        """Give the day that a day of the window is held against."""
        if self.shift is None:
            return _a_year_before(day)
        return day + timedelta(days=self.shift)


def festival_of(window: Days) -> date:
    """Give the 正月初一 that a window is counted from: in it, or the nearest."""
    return festival_near(window.start, window.end)


def base_of(window: Days, view: View) -> Base | None:
    """Give the days that a view holds against a window; None where no year fits.

    ``gregorian``: the same calendar days of the year before; 29 February becomes the
    28th, and a window that ends with February has a base that does. ``festival``: the
    days as far from 正月初一 in the lunar year before.
    ``nearest-festival``: likewise in the latest earlier year whose 正月初一 falls
    within ``NEAR_DAYS`` calendar days of this one's.
    """
    if not FIRST_YEAR <= window.start.year <= window.end.year <= LAST_YEAR:
        return None
    if view is View.GREGORIAN:
        last = _a_year_before(window.end)
        days = Days(_a_year_before(window.start), _to_month_end(window.end, last))
        return Base(days, festival_of(days), None)
    festival = festival_of(window)
    earlier = (
        spring_festival(festival.year - 1)
        if view is View.FESTIVAL
        else _nearest_year(festival)
    )
    if earlier is None:
        return None
    shift = (earlier - festival).days
    return Base(window.moved(shift), earlier, shift)


def _a_year_before(day: date) -> date:
    if (day.month, day.day) == _LEAP_DAY:
        return date(day.year - 1, 2, 28)
    return day.replace(year=day.year - 1)


def _to_month_end(day: date, earlier: date) -> date:
    """Move 28 February on to the 29th where the later day ends its February."""
    ends = (day.month, (day + _ONE_DAY).month) == (2, 3)
    leaps = (earlier + _ONE_DAY).month == 2
    return earlier + _ONE_DAY if ends and leaps else earlier


def _nearest_year(festival: date) -> date | None:
    for back in range(1, _YEARS_BACK):
        earlier = spring_festival(festival.year - back)
        if abs((earlier.replace(year=festival.year) - festival).days) <= NEAR_DAYS:
            return earlier
    return None
