"""A day's redemptions as the bureau sees them: how many, how much, where, the last."""

from datetime import date, datetime

from pydantic import Field

from voucher_service.model.reports import Report


class Taken(Report):
    """How many redemptions or reversals, and how much they come to."""

    count: int = 0
    fen: int = 0


class PlaceTaken(Report):
    """What one bank, or one station, redeemed and gave back on a day.

    ``net_fen`` is below nought where more of other days was given back.
    """

    name: str | None = Field(description="null where none was told")
    captured: Taken
    reversed: Taken

    @property
    def net_fen(self) -> int:
        """Give what was redeemed less what was given back."""
        return self.captured.fen - self.reversed.fen


class LastRedemption(Report):
    """A redemption or a reversal, as it came in."""

    kind: str
    redemption: str
    voucher_code: str
    fen: int
    bank: str
    station: str | None
    terminal: str | None
    recorded_at: datetime


class RedemptionDay(Report):
    """What was redeemed and given back on a Shanghai day, by when it was recorded."""

    day: date
    captured: Taken
    reversed: Taken
    banks: tuple[PlaceTaken, ...]
    stations: tuple[PlaceTaken, ...]
    last: tuple[LastRedemption, ...]

    @property
    def net_fen(self) -> int:
        """Give what was redeemed less what was given back."""
        return self.captured.fen - self.reversed.fen
