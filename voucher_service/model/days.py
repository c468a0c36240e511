"""Two clocks: business days in Asia/Shanghai, instants recorded in UTC."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
AHEAD_OF_UTC = timedelta(hours=8)
"""How far Shanghai's clocks are ahead: the same on every day since September 1991."""

REISSUE_DAYS = 30
"""How long after a sale was taken back a new invoice for the same car, dealer and
buyer is the same sale made out anew."""


def business_day(instant: datetime) -> date:
    """Give the Shanghai calendar day on which an instant falls."""
    return instant.astimezone(SHANGHAI).date()


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_day(text: str) -> date:
    """Read a calendar day written YYYY-MM-DD, and no other way; ValueError else."""
    if not _DAY.fullmatch(text):
        raise ValueError(f"{text} is not written YYYY-MM-DD")
    return date.fromisoformat(text)


def day_end(day: date) -> datetime:
    """Give the last instant of a business day."""
    return datetime.combine(day, time.max, SHANGHAI)


def shifted(day: date, days: int) -> date:
    """Go so many days on, or back if negative; the calendar's ends are not passed."""
    ahead = max(min(days, (date.max - day).days), (date.min - day).days)
    return day + timedelta(days=ahead)


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant; one without offset is Shanghai time.

    A blank where the offset's plus sign stood is taken for that plus sign, because
    query strings lose it. The result is UTC. Raises ValueError otherwise.
    """
    cleaned = text.strip()
    head, blank, tail = cleaned.rpartition(" ")
    if blank and "T" in head and len(tail) in {4, 5} and tail[:2].isdigit():
        cleaned = f"{head}+{tail}"
    instant = datetime.fromisoformat(cleaned)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=SHANGHAI)
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(f"{text} lies outside the calendar") from error


def instant_text(instant: datetime) -> str:
    """Write an instant in UTC to the microsecond, e.g. ``2023-01-10T16:00:00.000000Z``.

    The fixed width makes the text sort as the instants do.
    """
    in_utc = instant.astimezone(UTC).replace(tzinfo=None)
    return in_utc.isoformat(timespec="microseconds") + "Z"
