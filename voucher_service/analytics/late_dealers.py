"""A dealer is late when it has been silent for longer than it usually is.

What is usual is the longest of its gaps between days on which its files came, but for
the longest tenth, in the eight weeks before the last of them. It is late once more than
two working days have gone by on top of that.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from voucher_service.analytics.calendar import is_working_day

LEAST_DAYS = 5
WEEKS = 8
GRACE = 2
"""Working days beyond the usual gap that nobody minds."""
_TENTHS = 9


@dataclass(frozen=True)
class Silence:
    """How long nothing came from a dealer, beside what is usual with it, in days."""

    last_day: date
    silent: int
    usual: int


def silence_of(days: Collection[date], today: date) -> Silence | None:
    """Tell of a dealer that is late today; None of one that is not.

    ``days`` are those on which a file of it came. Of a dealer with fewer than five
    days in the eight weeks before the last, nothing is usual.
    """
    if not days:
        return None
    last = max(days)
    known = sorted(day for day in set(days) if day > last - timedelta(weeks=WEEKS))
    if len(known) < LEAST_DAYS:
        return None
    gaps = sorted((after - before).days for before, after in pairwise(known))
    usual = gaps[-(-_TENTHS * len(gaps) // 10) - 1]
    beyond = (today - last).days - usual
    over = [
        day
        for day in (last + timedelta(days=usual + n) for n in range(1, beyond + 1))
        if is_working_day(day)
    ]
    if len(over) <= GRACE:
        return None
    return Silence(last, (today - last).days, usual)
