"""A service is an open home, a clock and the settings its verbs need."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from voucher_service.campaigns.catalogue import kept_campaign
from voucher_service.campaigns.terms import Campaign
from voucher_service.feeds.limits import Limits
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.model.days import instant_text
from voucher_service.model.errors import NotFound
from voucher_service.model.publications import Publishing
from voucher_service.model.text import Text
from voucher_service.store.bridge import opened_at
from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.database import Store, aware
from voucher_service.usecases.access_log import Accesses
from voucher_service.usecases.batch_jobs import BatchJobs
from voucher_service.usecases.feed_jobs import FeedJobs
from voucher_service.usecases.held import Held
from voucher_service.usecases.meters import Meters
from voucher_service.usecases.remembering import Remembered
from voucher_service.usecases.signatures import Nonces
from voucher_service.usecases.sql_pool import SqlPool
from voucher_service.usecases.throttle import Throttle
from voucher_service.usecases.token_book import SessionBook, TokenBook

if TYPE_CHECKING:
    from voucher_service.usecases.bank_counter import BankCounter
    from voucher_service.usecases.manage_keys import KnownKey
    from voucher_service.usecases.sandbox import Sandbox, SandboxCounter

Progress = Callable[[str, int, int], None]
"""Called with what is under way, how much is done and how much there is."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Service:
    """What every verb is given first."""

    store: Store
    clock: Callable[[], datetime]
    counter: "BankCounter | SandboxCounter"
    accesses: Accesses
    audits: Path  # queries for rows that must not exist
    questions: SqlPool  # of analysts, who ask the published database
    session_lifetime: timedelta = timedelta(hours=12)
    link_lifetime: timedelta = timedelta(hours=1)
    max_feed_bytes: int = 512 * 1024 * 1024
    large_feed_bytes: int = 8 * 1024 * 1024  # more is taken in behind a 202
    limits: Limits = field(default_factory=Limits)
    address: str | None = None  # where it serves, if it does
    metrics_public: bool = False  # scraped from this machine without a token
    frame_origins: tuple[str, ...] = ()  # whose pages may show a chart in a frame
    remembered: Remembered = field(default_factory=Remembered)
    jobs: FeedJobs = field(default_factory=FeedJobs)
    max_batch_bytes: int = 32 * 1024 * 1024
    batches: BatchJobs = field(default_factory=BatchJobs)
    tokens: Held[TokenBook] = field(default_factory=Held)
    sessions: Held[SessionBook] = field(default_factory=Held)
    throttle: Throttle = field(default_factory=Throttle)
    signed_banks: frozenset[str] = frozenset()  # whose requests must be signed
    keys: "Held[Mapping[str, KnownKey]]" = field(default_factory=Held)
    nonces: Nonces = field(default_factory=Nonces)
    meters: Meters = field(default_factory=Meters)
    late_redemption: timedelta = timedelta(days=3)
    refresh_seconds: int = 60  # how often a wall screen asks for news; 0: never
    sandbox: "Sandbox | None" = None  # answers magic codes, where it is one
    publishing: Publishing = field(default_factory=Publishing)
    publication_guard: threading.Lock = field(default_factory=threading.Lock)

    def now(self) -> datetime:
        """Give the present instant."""
        return self.clock()

    @property
    def seal(self) -> BuyerSeal:
        """Give the seal that turns personal data into keys."""
        return BuyerSeal(self.store.key)

    def close(self) -> None:
        """Let large deliveries end, log what was read, then close the home."""
        self.questions.close()
        self.jobs.close()
        self.batches.close()
        self.accesses.close()
        self.store.close()


@lru_cache(maxsize=64)
def campaign_of(document: str) -> Campaign:
    """Give the campaign a kept document tells of."""
    return kept_campaign(document)


def campaigns_open(service: Service, known_at: datetime) -> dict[str, Campaign]:
    """Give the campaigns open in the home as known at an instant, by id."""

    def gather() -> dict[str, Campaign]:
        with service.store.read() as connection:
            rows = campaigns_known(connection, known_at)
        return {row["campaign_id"]: campaign_of(row["document"]) for row in rows}

    if known_at > service.store.data_version():
        return gather()  # more may be known by then
    return dict(service.remembered.answer(("campaigns open", known_at), gather))


def bank_names(service: Service) -> dict[str, Text]:
    """Give the names of the banks of all open campaigns, by id."""
    campaigns = campaigns_open(service, service.store.data_version())
    return {bank.id: bank.name for each in campaigns.values() for bank in each.banks}


def find_campaign(service: Service, campaign_id: str, known_at: datetime) -> Campaign:
    """Give an open campaign; NotFound names those that are open."""
    campaigns = campaigns_open(service, known_at)
    if campaign_id in campaigns:
        return campaigns[campaign_id]
    _refuse_before_opening(service, campaign_id, known_at)
    raise NotFound(
        Text(
            zh=f"没有活动 {campaign_id}",
            en=f"there is no campaign {campaign_id}",
        ),
        remedy=Text(
            zh="可用的活动：" + ("、".join(campaigns) or "（当时尚无）"),
            en="open campaigns: " + (", ".join(campaigns) or "none at that instant"),
        ),
        choices=tuple(campaigns),
    )


def _refuse_before_opening(
    service: Service, campaign_id: str, known_at: datetime
) -> None:
    """Raise NotFound where a campaign was opened here, but only later."""
    with service.store.read() as connection:
        stamp = opened_at(connection, campaign_id)
    if stamp is None or aware(stamp) <= known_at:
        return
    opened = instant_text(aware(stamp))
    raise NotFound(
        Text(
            zh=f"活动 {campaign_id} 于 {opened} 在本系统开启，此前没有任何数据",
            en=f"{campaign_id} was opened here at {opened}, and nothing was known of "
            "it before",
        ),
        remedy=Text(
            zh=f"known_at 请不早于 {opened}，或不写",
            en=f"give a known_at of {opened} or later, or none",
        ),
    )
