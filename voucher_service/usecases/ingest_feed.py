"""A feed lands wholly or not at all, and every sale it tells of is decided with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import FeedReading
from voucher_service.feeds.rejects import RejectedSheet
from voucher_service.feeds.sales import Reader
from voucher_service.feeds.slices import ReadAgain, Slicing, read_slices
from voucher_service.model.days import business_day
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.feed_reports import FeedReport
from voucher_service.model.reasons import FeedReason
from voucher_service.model.text import Text
from voucher_service.store.database import Writing, aware
from voucher_service.store.feeds import find_feed, rows_refused_for
from voucher_service.store.queries import Connection
from voucher_service.store.sales import (
    dealers_known,
    natures,
    register_changed_at,
    sales_changed_at,
)
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.feed_reports import (
    counts_of,
    duplicate_report,
    report_of,
)
from voucher_service.usecases.land_feed import Arrival, land_feed
from voucher_service.usecases.reception import Reception
from voucher_service.usecases.sandbox import hold_to_made_up
from voucher_service.usecases.sealed_rejects import keep_rejects
from voucher_service.usecases.service import Service

_MIXED = Text(
    zh="该目录同时存有真实数据和合成的示例数据，合计不可对外引用；"
    "真实数据请另用 --home",
    en="this home holds real and synthetic data together: its totals are not to be "
    "cited; keep real data in a --home of its own",
)
_UNKNOWN_PARTIES = ("dealer_unknown", "dealer_inactive")


@dataclass(frozen=True)
class _Asked:
    """A delivery, how it is to be read and for whom it was received."""

    delivery: Delivery
    profile: Profile
    reception: Reception
    today: date
    dry_run: bool

    @property
    def profile_hash(self) -> str:
        return self.reception.profile_hash(self.profile)

    def earlier(self, connection: Connection) -> dict[str, Any] | None:
        """Give the last reading of the same bytes in the same way, if any."""
        return find_feed(connection, self.delivery.sha256, self.profile_hash)


class _DryRunOver(Exception):
    def __init__(self, report: FeedReport) -> None:
        self.report = report


def ingest_feed(
    service: Service,
    delivery: Delivery,
    profile: Profile,
    *,
    reception: Reception | None = None,
    dry_run: bool = False,
) -> FeedReport:
    """Take in one file: its rows land, or are kept with every reason against them.

    The same file read the same way is a duplicate and changes nothing, unless what
    some of its rows were refused for has changed since (a dealer was registered, the
    sale that a return takes back was reported, a day has come): then those rows are
    read again, and only those. A dry run reports what would happen and leaves no
    trace. Raises UnreadableInput for a file that cannot be read at all; nothing of it
    is stored.
    """
    if delivery.size_bytes > service.max_feed_bytes:
        raise _too_large(delivery, service.max_feed_bytes)
    received = reception or Reception()
    today = business_day(service.now())
    asked = _Asked(delivery, received.profile(profile), received, today, dry_run)
    with service.store.read() as connection:
        earlier = asked.earlier(connection)
        again = earlier is not None and not _mended(connection, earlier, today)
        dealers = dealers_known(connection)
    if again:
        return _write(service, asked, iter(()))
    slicing = Slicing()
    while True:
        try:
            return _write(service, asked, _read(service, asked, dealers, slicing))
        except ReadAgain as told_anew:
            slicing = told_anew.slicing


def _read(
    service: Service, asked: _Asked, dealers: pl.DataFrame, slicing: Slicing
) -> Iterator[FeedReading]:
    """Give a file slice by slice; the next is read while one lands."""
    asked.reception.at("reading")
    only = asked.reception.only_dealer
    for reading in read_slices(
        asked.delivery.source,
        name=asked.delivery.name,
        profile=asked.profile,
        reader=Reader(dealers, service.seal, asked.today, only_dealer=only),
        limits=service.limits,
        slicing=slicing,
    ):
        asked.reception.admit(reading, asked.delivery.name)
        asked.reception.at("landing")
        yield reading


def _write(
    service: Service, asked: _Asked, readings: Iterator[FeedReading]
) -> FeedReport:
    reading = next(readings, None)  # a small file is read before the writer is asked

    def job(writing: Writing) -> FeedReport:
        report, rejects = _landed(writing, asked, reading, readings)
        if service.sandbox is not None:
            hold_to_made_up(writing.connection)
        if asked.dry_run:
            raise _DryRunOver(report)
        if reading is not None and not report.duplicate:
            keep_rejects(writing, service.store.key, report.feed_id, rejects)
        return asked.reception.keep(writing, report)

    try:
        return service.store.write(
            "ingest", job, is_news=lambda report: not report.duplicate
        )
    except _DryRunOver as over:
        if over.report.duplicate:
            return over.report
        changes = {"dry_run": True, "recorded_at": None, "status": "previewed"}
        return over.report.model_copy(update=changes)


def _landed(
    writing: Writing,
    asked: _Asked,
    reading: FeedReading | None,
    more: Iterator[FeedReading],
) -> tuple[FeedReport, tuple[RejectedSheet, ...]]:
    connection = writing.connection
    earlier = asked.earlier(connection)
    mended = _mended(connection, earlier, asked.today) if earlier else ()
    if reading is None or (earlier is not None and not mended):
        assert earlier is not None
        name = asked.delivery.name
        return duplicate_report(connection, name, earlier, dry_run=asked.dry_run), ()
    wanted, count = None, 1
    if earlier is not None:
        wanted = rows_refused_for(connection, earlier["feed_id"], mended)
        count = earlier["reading"] + 1
    record, rejects = land_feed(
        writing,
        Arrival(
            asked.delivery,
            asked.profile,
            asked.profile_hash,
            reading,
            dealer_id=asked.reception.only_dealer,
            count=count,
            wanted=wanted,
        ),
        more,
    )
    feed = asked.earlier(connection)
    assert feed is not None
    report = report_of(connection, feed, counts_of(feed))
    mixed = record.accepted and len(natures(connection)) > 1
    report = report.model_copy(update={"warning": _MIXED}) if mixed else report
    return report, rejects


def _mended(
    connection: Connection, earlier: dict[str, Any], today: date
) -> tuple[str, ...]:
    """Give the reasons of a feed's refused rows that may no longer stand."""
    recorded, stood = earlier["recorded_at"], earlier["reasons"]
    gone: list[str] = []
    if register_changed_at(connection) > recorded:
        gone += _UNKNOWN_PARTIES
    if sales_changed_at(connection) > recorded:
        gone.append(FeedReason.ORIGINAL_SALE_UNKNOWN.value)
    if business_day(aware(recorded)) < today:
        gone.append(FeedReason.DATE_IN_FUTURE.value)
    return tuple(reason for reason in gone if reason in stood)


def _too_large(delivery: Delivery, limit: int) -> UnreadableInput:
    size = delivery.size_bytes
    return UnreadableInput(
        Text(
            zh=f"文件 {delivery.name} 有 {size} 字节，超过上限 {limit} 字节",
            en=f"{delivery.name} has {size} bytes, over the limit of {limit}",
        ),
        remedy=Text(
            zh="拆分文件，或调高设置 VOUCHER_MAX_FEED_BYTES",
            en="split the file or raise the setting VOUCHER_MAX_FEED_BYTES",
        ),
    )
