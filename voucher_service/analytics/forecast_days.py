"""Which days a forecast is made from: whole days, without what was never reported.

Where nobody reports anything for weeks nothing is known of these days: they are left
out, not taken for days without a sale. The same goes for the last days where far fewer
dealers have reported than usual, for theirs are still to come.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from voucher_service.analytics.whole_days import SILENCE, last_whole_day

_LONGEST = 1461
"""Only the last four years are used."""


@dataclass(frozen=True)
class History:
    """Days in order with the cars each sold; ``steps`` are places where it breaks off.

    ``late`` has the days after them, until ``as_of``, that are not whole yet, with the
    cars known of each: at least so many were sold. ``unreported`` counts the days left
    out in between.
    """

    days: tuple[date, ...]
    counts: tuple[int, ...]
    steps: tuple[int, ...]
    late: dict[date, int]
    unreported: int

    @property
    def last_day(self) -> date | None:
        """Give the last day used."""
        return self.days[-1] if self.days else None


def history_of(
    known: pl.DataFrame, part: pl.DataFrame, as_of: date, known_on: date
) -> History:
    """Gather the days until ``as_of`` from comparable sales; both are DecidedSale.

    ``known`` are the sales of all dealers: they tell which days were reported. ``part``
    are those that are counted. ``known_on`` is the day of the knowledge: the sales of
    that day itself are not all reported.
    """
    reporting = _by_day(known, as_of, "sold_on", "dealer_id")
    counted = _by_day(part, as_of)
    if not reporting:
        return History((), (), (), {}, 0)
    last = min(as_of, known_on - timedelta(days=1))
    first = max(min(reporting), as_of - timedelta(days=_LONGEST - 1))
    if (last - max(reporting)).days > SILENCE:
        last = max(reporting)
    last = last_whole_day(reporting, first, last)
    days, steps = _reported_days(reporting, first, last)
    after = [last + timedelta(days=n + 1) for n in range((as_of - last).days)]
    return History(
        days=tuple(days),
        counts=tuple(counted.get(day, 0) for day in days),
        steps=tuple(steps),
        late={day: counted.get(day, 0) for day in after if day >= first},
        unreported=max(0, (last - first).days + 1 - len(days)),
    )


def _by_day(decided: pl.DataFrame, as_of: date, *once: str) -> dict[date, int]:
    """Count the sales of each day, or what is different in the named columns."""
    comparable = decided.select("comparable", *(once or ("sold_on",))).filter(
        pl.col("comparable"), pl.col("sold_on") <= as_of
    )
    rows = comparable.unique() if once else comparable
    return dict(rows.group_by("sold_on").len().iter_rows())


def _reported_days(
    reporting: dict[date, int], first: date, last: date
) -> tuple[list[date], list[int]]:
    """Give the days but those of long silences, and where the days after one begin.

    A silence at the end is one of the campaign's own and stays: it may be true.
    """
    days: list[date] = []
    steps: list[int] = []
    sold = sorted(day for day in reporting if first <= day <= last)
    for at, day in enumerate(sold):
        before = sold[at - 1] if at else day
        if (day - before).days > SILENCE:
            steps.append(len(days))
        elif at:
            days += [before + timedelta(days=n) for n in range(1, (day - before).days)]
        days.append(day)
    end = sold[-1] if sold else last
    days += [end + timedelta(days=n + 1) for n in range((last - end).days)]
    return days, steps
