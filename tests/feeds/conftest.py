"""Feeds small enough to see whole, and how the tests read them."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.feeds.feed_rows import DEALERS, SALE, TODAY, csv_of
from voucher_service.feeds.profile import Profile, parse_profile
from voucher_service.feeds.read_feed import FeedReading, read_feed
from voucher_service.feeds.sealing import BuyerSeal


@pytest.fixture(scope="session")
def seal() -> BuyerSeal:
    return BuyerSeal(b"a key for tests, 32 bytes long..")


@pytest.fixture(scope="session")
def sale() -> Callable[..., dict[str, str]]:
    """Give the right row with some cells changed; None leaves a column out."""

    def changed(**cells: str | None) -> dict[str, str]:
        row = SALE | cells
        return {header: cell for header, cell in row.items() if cell is not None}

    return changed


@pytest.fixture(scope="session")
def read(seal: BuyerSeal) -> Callable[..., FeedReading]:
    """Read rows, text or bytes as a feed."""

    def reading(
        *content: Mapping[str, str] | str | bytes,
        profile: Profile | str | None = None,
        dealers: pl.DataFrame = DEALERS,
        today: date = TODAY,
        name: str = "feed.csv",
    ) -> FeedReading:
        first = content[0]
        if isinstance(first, Mapping):
            first = csv_of(*content)
        if isinstance(first, str):
            first = first.encode()
        if isinstance(profile, str):
            profile = parse_profile(profile, "profile.yaml")
        found = read_feed(
            first,
            name=name,
            profile=profile or Profile(),
            dealers=dealers,
            seal=seal,
            today=today,
        )
        parts = (found.accepted, found.cancellations, found.refused)
        assert found.rows == sum(part.height for part in parts)
        return found

    return reading


@pytest.fixture(scope="session")
def profile_text() -> Callable[[str], str]:
    folder = Path(__file__).parent / "profiles"
    return lambda name: (folder / f"{name}.yaml").read_text(encoding="utf-8")
