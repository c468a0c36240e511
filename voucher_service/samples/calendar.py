"""How many cars a small city buys on which day.

Whole-number percentages: weekends sell more than Mondays, the weeks before Spring
Festival rise and the festival itself is quiet, month ends and the year end pull
sales forward, outbreaks and the end of the tax cut leave their marks.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from voucher_service.samples.draw import Draw

BASELINE = (date(2021, 10, 1), date(2022, 12, 15))
CAMPAIGN_START = date(2022, 12, 16)
AS_OF = date(2023, 1, 10)
SPRING_FESTIVAL = date(2022, 2, 1)

_BASE_THOUSANDTHS = 10_600
_WEEKDAY = (84, 88, 92, 96, 106, 122, 118)
_AROUND_FESTIVAL = (
    (-38, -26, 112),
    (-25, -9, 132),
    (-8, -3, 92),
    (-2, 6, 18),
    (7, 13, 66),
    (14, 27, 78),
)
_SPELLS = (
    (date(2021, 10, 1), date(2021, 10, 7), 118),
    (date(2021, 12, 16), date(2021, 12, 31), 116),
    (date(2022, 3, 20), date(2022, 5, 10), 76),
    (date(2022, 6, 1), date(2022, 7, 31), 112),
    (date(2022, 10, 1), date(2022, 10, 7), 114),
    (date(2022, 11, 14), date(2022, 12, 6), 82),
    (date(2022, 12, 7), date(2022, 12, 15), 104),
)
_CAMPAIGN_SPELLS = (
    (date(2022, 12, 16), date(2022, 12, 18), 118),
    (date(2022, 12, 19), date(2022, 12, 26), 84),
    (date(2022, 12, 29), date(2022, 12, 29), 128),
    (date(2022, 12, 30), date(2022, 12, 30), 158),
    (date(2022, 12, 31), date(2022, 12, 31), 210),
    (date(2023, 1, 1), date(2023, 1, 1), 116),
    (date(2023, 1, 3), date(2023, 1, 6), 70),
    (date(2023, 1, 7), date(2023, 1, 8), 104),
)


def days(first: date, last: date) -> Iterator[date]:
    """Give every day from the first to the last."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def ordinary_counts(draw: Draw) -> list[tuple[date, int]]:
    """Draw how many cars each day of the baseline sells, about eleven on average."""
    return [(day, draw.count(_ordinary_thousandths(day))) for day in days(*BASELINE)]


def campaign_counts(draw: Draw, cars: int) -> list[tuple[date, int]]:
    """Spread a number of cars over the campaign's days, the tax cliff on top."""
    campaign = list(days(CAMPAIGN_START, AS_OF))
    weights = [_campaign_weight(day) * draw.between(90, 110) for day in campaign]
    total = sum(weights)
    counts = [cars * weight // total for weight in weights]
    rests = [(cars * weight % total, at) for at, weight in enumerate(weights)]
    for _, at in sorted(rests, reverse=True)[: cars - sum(counts)]:
        counts[at] += 1
    return list(zip(campaign, counts, strict=True))


def _ordinary_thousandths(day: date) -> int:
    mean = _BASE_THOUSANDTHS * _WEEKDAY[day.weekday()] // 100
    for start, end, percent in _SPELLS:
        mean = mean * percent // 100 if start <= day <= end else mean
    distance = (day - SPRING_FESTIVAL).days
    for first, last, percent in _AROUND_FESTIVAL:
        mean = mean * percent // 100 if first <= distance <= last else mean
    return mean * 125 // 100 if (day + timedelta(days=3)).month != day.month else mean


def _campaign_weight(day: date) -> int:
    weight = _WEEKDAY[day.weekday()]
    for start, end, percent in _CAMPAIGN_SPELLS:
        weight = weight * percent // 100 if start <= day <= end else weight
    return weight
