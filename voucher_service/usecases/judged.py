"""The day on which files and vouchers are judged, and what is known of it."""

from dataclasses import dataclass
from datetime import date, datetime

from voucher_service.model.days import day_end


@dataclass(frozen=True)
class Judged:
    """A day no later than that of the instant whose knowledge counts."""

    on: date
    known_at: datetime

    @property
    def at(self) -> datetime:
        """Give the day's last instant, or the instant itself while the day lasts."""
        return min(self.known_at, day_end(self.on))
