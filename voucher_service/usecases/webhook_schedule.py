"""When to try again what a bank did not acknowledge."""

from datetime import datetime, timedelta
from typing import Final

SHORTEST: Final = timedelta(seconds=10)
LONGEST: Final = timedelta(hours=6)
JITTER: Final = 0.2
GIVES_UP_AFTER: Final = timedelta(days=3)


def pause_after(failures: int, draw: float) -> timedelta:
    """Give how long to wait after so many failures in a row.

    Twice as long each time, from ten seconds up to six hours, and up to a fifth
    shorter or longer: ``draw`` lies between 0 and 1 and says where.
    """
    doubled = min(SHORTEST * (1 << min(failures - 1, 16)), LONGEST)
    return doubled * (1 - JITTER + 2 * JITTER * draw)


def next_try(
    failures: int, failing_since: datetime, now: datetime, draw: float
) -> datetime | None:
    """Give when to try again; None once it has failed for three days."""
    if now - failing_since >= GIVES_UP_AFTER:
        return None
    return now + pause_after(failures, draw)
