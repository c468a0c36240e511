"""A delivery is received for whom it may speak: a dealer's for that dealer alone."""

from collections.abc import Callable
from dataclasses import dataclass

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import FeedReading
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.feed_reports import FeedReport
from voucher_service.model.text import Text
from voucher_service.store.database import Writing
from voucher_service.usecases.service import Progress, no_progress

KeepReceipt = Callable[[Writing, FeedReport], FeedReport]
"""Records a delivery in the transaction that lands it, and gives its report."""

STAGES = ("waiting", "reading", "landing")


def no_receipt(_writing: Writing, report: FeedReport) -> FeedReport:
    """Keep nothing, as for the sample that the demo loads."""
    return report


@dataclass(frozen=True)
class Reception:
    """How a delivery is received: whose rows it may hold, and what is kept of it."""

    only_dealer: str | None = None
    keep: KeepReceipt = no_receipt
    progress: Progress = no_progress

    def profile_hash(self, profile: Profile) -> str:
        """Give by what a file's reading is known again.

        A dealer's own sending is never a duplicate of anyone else's: it would tell of
        rows that are not the dealer's.
        """
        known = profile.content_hash
        return known if self.only_dealer is None else f"{known}@{self.only_dealer}"

    def profile(self, profile: Profile) -> Profile:
        """Give the profile to read by: a dealer's file registers no dealer."""
        if self.only_dealer is None:
            return profile
        return profile.model_copy(update={"unknown_dealers": "refuse"})

    def admit(self, reading: FeedReading, name: str) -> None:
        """Raise UnreadableInput for a register that a dealer sent."""
        if self.only_dealer is not None and reading.kind == "dealers":
            raise UnreadableInput(
                Text(
                    zh=f"{name} 是经销商名录，经销商不能报送名录；未作任何改动",
                    en=f"{name} is a dealer register, which a dealer cannot send;"
                    " nothing was changed",
                ),
                remedy=Text(
                    zh="请报送销售明细；名录有变动的，请告知商务局",
                    en="send the sales; tell the bureau what changed in the register",
                ),
            )

    def at(self, stage: str) -> None:
        """Tell that a stage has begun."""
        self.progress(stage, STAGES.index(stage), len(STAGES))
