"""The calendar says which days are working days and how far off Spring Festival is.

Days off and make-up working days are those of the State Council's yearly notices, as
chinesecalendar has them. A year without a notice is told apart by ``is_announced``;
there a plain week stands in: Monday to Friday are working days and no holiday is named.
"""

from datetime import date, timedelta

import chinese_calendar
from lunardate import LunarDate

from voucher_service.model.text import Text

_FIRST_YEAR, _LAST_YEAR = 1901, 2099
_SATURDAY = 5
_ANNOUNCED = {day.year for day in chinese_calendar.holidays}

HOLIDAY_TEXT = {
    "New Year's Day": Text(zh="元旦", en="New Year's Day"),
    "Spring Festival": Text(zh="春节", en="Spring Festival"),
    "Tomb-sweeping Day": Text(zh="清明节", en="Qingming Festival"),
    "Labour Day": Text(zh="劳动节", en="Labour Day"),
    "Dragon Boat Festival": Text(zh="端午节", en="Dragon Boat Festival"),
    "National Day": Text(zh="国庆节", en="National Day"),
    "Mid-autumn Festival": Text(zh="中秋节", en="Mid-Autumn Festival"),
    "Anti-Fascist 70th Day": Text(zh="抗战胜利70周年纪念日", en="V-Day holiday"),
}
"""The official holidays by the names that the library gives them."""


def spring_festival(year: int) -> date:
    """Give 正月初一, the first day of the lunar year that begins in a year.

    Raises ValueError outside of 1901 to 2099.
    """
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(f"no lunar calendar for {year}")
    day: date = LunarDate(year, 1, 1).to_solar_date()
    return day


def festival_near(start: date, end: date) -> date:
    """Give the 正月初一 nearest to a window: one inside it, else by the nearer edge.

    Of two that are equally near it is the later one, which buyers have before them.
    """
    years = range(start.year - 1, end.year + 2)
    known = [year for year in years if _FIRST_YEAR <= year <= _LAST_YEAR]
    return min(
        (spring_festival(year) for year in known),
        key=lambda day: (
            max((start - day).days, (day - end).days, 0),
            -day.toordinal(),
        ),
    )


def festival_offset(day: date) -> int:
    """Count the days from the nearest 正月初一: 0 on it, -3 three days before."""
    return (day - festival_near(day, day)).days


def is_announced(day: date) -> bool:
    """Tell whether the days off of this day's year are known, not assumed."""
    return day.year in _ANNOUNCED


def is_working_day(day: date) -> bool:
    """Tell whether offices work; in a year without a notice, Monday to Friday."""
    if not is_announced(day):
        return day.weekday() < _SATURDAY
    return bool(chinese_calendar.is_workday(day))


def is_make_up_day(day: date) -> bool:
    """Tell whether a Saturday or Sunday is worked in exchange for a day off."""
    return is_working_day(day) and day.weekday() >= _SATURDAY


def holiday_of(day: date) -> Text | None:
    """Name the official holiday that a day off belongs to, if any.

    An ordinary weekend has none, nor has a make-up working day. A weekend that lies
    within a holiday is of it. In a year without a notice no day has one.
    """
    if not is_announced(day) or is_working_day(day):
        return None
    _, name = chinese_calendar.get_holiday_detail(day)
    if name is not None:
        return HOLIDAY_TEXT[name]
    before = day - timedelta(days=1)
    return holiday_of(before) if before.year == day.year else None


def working_days(start: date, end: date) -> int:
    """Count the working days from a day to another, both included."""
    span = range((end - start).days + 1)
    return sum(is_working_day(start + timedelta(days=offset)) for offset in span)
