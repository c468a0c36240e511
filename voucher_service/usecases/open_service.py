"""A service opens on a home and finds there the campaigns it always runs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from voucher_service.feeds.limits import Limits
from voucher_service.model.errors import HomeHeld
from voucher_service.model.kinds import Role
from voucher_service.model.publications import Publishing
from voucher_service.model.sql_questions import SqlLimits
from voucher_service.store.database import NO_COMMIT_YET, Store
from voucher_service.store.home import Home, held_by, holder
from voucher_service.usecases.access_log import accesses_of
from voucher_service.usecases.bank_counter import BankCounter
from voucher_service.usecases.manage_tokens import NewTokenRequest, check_owner
from voucher_service.usecases.meters import Meters
from voucher_service.usecases.open_campaign import open_campaign, shipped_document
from voucher_service.usecases.published_place import latest_publication
from voucher_service.usecases.sandbox import Sandbox, SandboxCounter, hold_to_made_up
from voucher_service.usecases.service import Service
from voucher_service.usecases.sql_pool import SqlPool
from voucher_service.usecases.throttle import (
    BURST,
    RATE_PER_SECOND,
    UNKNOWN_CODES,
    Guesses,
    Rates,
    Throttle,
)


@dataclass(frozen=True)
class Opening:
    """Where and how to open a service."""

    home: Path
    sql: Path
    wait_seconds: float = 5.0
    campaigns: tuple[str, ...] = ()
    session_lifetime: timedelta = timedelta(hours=12)
    link_lifetime: timedelta = timedelta(hours=1)
    max_feed_bytes: int = 512 * 1024 * 1024
    large_feed_bytes: int = 8 * 1024 * 1024
    max_batch_bytes: int = 32 * 1024 * 1024
    limits: Limits = field(default_factory=Limits)
    metrics_public: bool = False
    frame_origins: tuple[str, ...] = ()
    rate_per_second: float = RATE_PER_SECOND
    rate_burst: int = BURST
    unknown_codes: int = UNKNOWN_CODES
    signed_banks: tuple[str, ...] = ()
    late_redemption: timedelta = timedelta(days=3)
    refresh_seconds: int = 60
    sandbox: bool = False
    publishing: Publishing = field(default_factory=Publishing)
    asking: SqlLimits = field(default_factory=SqlLimits)


def feed_limits(**most: int) -> Limits:
    """Give the limits of a feed; those not named keep their defaults."""
    return Limits(**most)


def open_service(opening: Opening, clock: Callable[[], datetime]) -> Service:
    """Open a home; a new one starts with the campaigns the opening names.

    Raises RefusedByRule where a home with real sales is to be a sandbox, BadParameter
    where the banks that have to sign name one that is none: the
    bank that was meant would be let in unsigned.
    """
    _show_numpy_to_polars()
    store = Store.open(
        Home(opening.home),
        sql=opening.sql,
        clock=clock,
        wait_seconds=opening.wait_seconds,
    )
    meters = Meters()
    counter = BankCounter(store, meters.answered, opening.late_redemption)
    sandbox = Sandbox() if opening.sandbox else None
    store.watch_commits(meters.committed)
    meters.watch_depth(store.queue_depth)
    service = Service(
        store=store,
        clock=clock,
        counter=SandboxCounter(counter, sandbox, store, clock) if sandbox else counter,
        sandbox=sandbox,
        meters=meters,
        accesses=accesses_of(store),
        late_redemption=opening.late_redemption,
        refresh_seconds=opening.refresh_seconds,
        publishing=opening.publishing,
        audits=opening.sql / "audits",
        questions=SqlPool(opening.asking, latest_publication(opening.home)),
        session_lifetime=opening.session_lifetime,
        link_lifetime=opening.link_lifetime,
        max_feed_bytes=opening.max_feed_bytes,
        large_feed_bytes=opening.large_feed_bytes,
        max_batch_bytes=opening.max_batch_bytes,
        limits=opening.limits,
        metrics_public=opening.metrics_public,
        frame_origins=opening.frame_origins,
        throttle=Throttle(
            Rates(opening.rate_per_second, opening.rate_burst),
            Guesses(opening.unknown_codes),
        ),
        signed_banks=frozenset(opening.signed_banks),
    )
    try:
        if store.data_version() == NO_COMMIT_YET:
            for campaign_id in opening.campaigns:
                open_campaign(service, shipped_document(campaign_id), campaign_id)
        if opening.sandbox:
            with store.read() as connection:
                hold_to_made_up(connection)
        for bank in opening.signed_banks:
            check_owner(service, NewTokenRequest(role=Role.BANK, bank=bank))
    except BaseException:
        service.close()
        raise
    return service


def _show_numpy_to_polars() -> None:
    """Let Polars find NumPy while there is one thread.

    It looks for it at the first array that it is given, and two threads that give it
    one at that moment break its search (Polars 2.1, ``_dependencies``).
    """
    pl.Series(np.empty(0))


def control_socket(opening: Opening) -> Path:
    """Give the path of the socket on which a running service takes commands."""
    return Home(opening.home).socket


def home_held(opening: Opening) -> HomeHeld:
    """Say which process holds the home without answering."""
    home = Home(opening.home)
    return held_by(home.path, holder(home))
