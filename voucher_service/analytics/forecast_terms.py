"""What a day is to a forecast: its weekday, its holiday, how far off the festival is.

Each term is a share by which a day sells more or less than a plain one. How large it
may be before any day was seen is stated here too: the prior's mean and spread, on the
scale of logarithms. A term that the days used never show keeps its prior.
"""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from voucher_service.analytics.calendar import (
    festival_offset,
    holiday_of,
    is_make_up_day,
)
from voucher_service.model.text import Text

Floats = npt.NDArray[np.float64]

_FIRST_YEAR, _LAST_YEAR = 1902, 2098
_MONTH_END = 3


class DayFacts(NamedTuple):
    """What the calendar says of a day; ``offset`` counts from the nearest 正月初一."""

    weekday: int
    month: int
    offset: int
    is_holiday: bool
    is_make_up: bool
    ends_month: bool


class Term(NamedTuple):
    """A term of the model: when it holds, and what is thought of it beforehand."""

    name: str
    words: Text
    mean: float
    spread: float
    holds: Callable[[DayFacts], bool]


@lru_cache(maxsize=20_000)
def facts_of(day: date) -> DayFacts:
    """Look a day up in the calendar; holidays of Spring Festival are told by offset."""
    known = _FIRST_YEAR <= day.year <= _LAST_YEAR
    holiday = holiday_of(day)
    return DayFacts(
        weekday=day.weekday(),
        month=day.month,
        offset=festival_offset(day) if known else 999,
        is_holiday=holiday is not None and holiday.en != "Spring Festival",
        is_make_up=is_make_up_day(day),
        ends_month=(day + timedelta(days=_MONTH_END)).month != day.month,
    )


def _on_weekday(number: int) -> Callable[[DayFacts], bool]:
    return lambda day: day.weekday == number


def _in_month(number: int) -> Callable[[DayFacts], bool]:
    return lambda day: day.month == number


def _offset(first: int, last: int) -> Callable[[DayFacts], bool]:
    return lambda day: first <= day.offset <= last


_WEEKDAYS = (
    ("monday", "星期一", "Monday"),
    ("tuesday", "星期二", "Tuesday"),
    ("wednesday", "星期三", "Wednesday"),
    ("thursday", "星期四", "Thursday"),
    ("friday", "星期五", "Friday"),
    ("saturday", "星期六", "Saturday"),
    ("sunday", "星期日", "Sunday"),
)
_AROUND = (
    ("run_up_4", -28, -22, 0.0, 0.3),
    ("run_up_3", -21, -15, 0.0, 0.3),
    ("run_up_2", -14, -8, 0.0, 0.3),
    ("run_up_1", -7, -3, 0.0, 0.4),
    ("eve", -2, -1, -0.7, 0.7),
    ("festival_week", 0, 6, -0.7, 0.7),
    ("after", 7, 14, -0.2, 0.4),
)

WEEKDAY_TERMS: tuple[Term, ...] = tuple(
    Term(name, Text(zh=zh, en=en), 0.0, 0.3, _on_weekday(number))
    for number, (name, zh, en) in enumerate(_WEEKDAYS)
)
DAY_TERMS: tuple[Term, ...] = (
    Term(
        "holiday",
        Text(zh="法定节假日（春节除外）", en="public holiday but Spring Festival"),
        0.0,
        0.3,
        lambda day: day.is_holiday,
    ),
    Term(
        "make_up_day",
        Text(zh="调休上班日", en="weekend day worked"),
        0.0,
        0.3,
        lambda day: day.is_make_up,
    ),
    Term(
        "month_end",
        Text(zh="月末三天", en="last three days of a month"),
        0.0,
        0.2,
        lambda day: day.ends_month,
    ),
)
FESTIVAL_TERMS: tuple[Term, ...] = tuple(
    Term(
        name,
        Text(
            zh=f"正月初一前后第 {first:+d} 至 {last:+d} 天",
            en=f"day {first:+d} to {last:+d} around Spring Festival",
        ),
        mean,
        spread,
        _offset(first, last),
    )
    for name, first, last, mean, spread in _AROUND
)
MONTH_TERMS: tuple[Term, ...] = tuple(
    Term(
        f"month_{number}",
        Text(zh=f"{number} 月", en=f"month {number}"),
        0.0,
        0.15,
        _in_month(number),
    )
    for number in range(1, 13)
)


def design(periods: Sequence[Sequence[date]], terms: Sequence[Term]) -> Floats:
    """Give a row a period and a column a term: the share of its days where it holds."""
    rows = [
        [sum(term.holds(facts_of(day)) for day in days) / len(days) for term in terms]
        for days in periods
    ]
    return np.array(rows, dtype=np.float64).reshape(len(periods), len(terms))


def seen(terms: Sequence[Term], days: Sequence[date]) -> tuple[Term, ...]:
    """Keep the terms that hold on any of the days."""
    facts = [facts_of(day) for day in days]
    return tuple(term for term in terms if any(map(term.holds, facts)))
