"""The year of dates that are written without one, such as 1月5日."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

_NEAR = timedelta(days=62)
_WITHOUT_YEAR = r"^([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号]?$"
_FILED = re.compile(
    r"(?:填报|填表|制表|上报|报送|统计|打印|导出|生成)(?:日期|时间)?\s*[:：]?\s*"
    r"20\d\d\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?"
)
_MONTHS = re.compile(
    r"(20\d\d)\s*[-/.年]\s*(1[0-2]|0?[1-9])(?!\d)\s*(?:月份?)?"
    r"(?:\s*[-/.]?\s*\d{1,2}(?!\d|\s*月)\s*日?)?"
    r"(?:\s*[-—－~～至到]+\s*(1[0-2]|0?[1-9])\s*月)?"
)
_YEAR = re.compile(r"(20\d\d)\s*年")

Month = tuple[int, int]


@dataclass(frozen=True)
class Period:
    """The months a sheet tells of, from its titles: ``first`` to ``last``."""

    first: Month
    last: Month

    def year_of(self, month: int) -> int | None:
        """Give the one year in which the period has this month, or None."""
        years = [
            year
            for year in range(self.first[0], self.last[0] + 1)
            if self.first <= (year, month) <= self.last
        ]
        return years[0] if len(years) == 1 else None


def period_in(titles: Sequence[str]) -> Period | None:
    """Give the period that titles state, from the first month named to the last.

    The day on which a sheet was filled in is no period.
    """
    text = _FILED.sub("", " ".join(titles))
    months: list[Month] = []
    for found in _MONTHS.finditer(text):
        year, month = int(found[1]), int(found[2])
        months.append((year, month))
        if found[3]:
            until = int(found[3])
            months.append((year + (until < month), until))
    if months:
        return Period(min(months), max(months))
    years = [int(year) for year in _YEAR.findall(text)]
    return Period((min(years), 1), (max(years), 12)) if years else None


def lack_years(cells: pl.Series) -> pl.Series:
    """Tell which cells are dates without a year."""
    return cells.str.strip_chars().str.contains(_WITHOUT_YEAR)


def with_years(
    cells: pl.Series, days: pl.Series, period: Period | None
) -> tuple[pl.Series, pl.Series]:
    """Give days completed by their years, and which rows were.

    A year is taken from the period, or else from the nearest rows above and below
    that have a whole date, if those leave no doubt: within two months, and both the
    same. Otherwise the day stays null.
    """
    inferred = pl.repeat(False, cells.len(), dtype=pl.Boolean, eager=True)
    if days.null_count() == cells.null_count():
        return days, inferred
    parts = cells.str.extract_groups(_WITHOUT_YEAR)
    open_rows = (days.is_null() & parts.struct.field("1").is_not_null()).arg_true()
    if open_rows.is_empty():
        return days, inferred
    known = days.to_list()
    above = _nearest(known)
    below = _nearest(known[::-1])[::-1]
    found: dict[int, date] = {}
    for row in open_rows:
        month, day = (int(part) for part in parts[row].values())
        year = period.year_of(month) if period else None
        said = (
            _dated(year, month, day)
            if year
            else _beside((month, day), above[row], below[row])
        )
        if said is not None:
            found[row] = said
    if not found:
        return days, inferred
    rows = list(found)
    return days.scatter(rows, list(found.values())), inferred.scatter(rows, True)


def _nearest(known: list[date | None]) -> list[date | None]:
    """Give for each row the last whole date at or before it."""
    last: date | None = None
    found = []
    for day in known:
        last = day or last
        found.append(last)
    return found


def _beside(said: Month, above: date | None, below: date | None) -> date | None:
    """Give the one day of this month and day that lies near the dates beside it."""
    choices = {
        day
        for other in (above, below)
        if other is not None
        for year in (other.year - 1, other.year, other.year + 1)
        if (day := _dated(year, *said)) is not None and abs(day - other) <= _NEAR
    }
    return choices.pop() if len(choices) == 1 else None


def _dated(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
