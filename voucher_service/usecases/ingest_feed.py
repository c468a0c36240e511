"""A feed lands wholly or not at all, and every sale it tells of is decided with it."""

import hashlib
from dataclasses import dataclass
from typing import Any

import polars as pl

from voucher_service.eligibility.decide import decide
from voucher_service.feeds.profile import Profile
from voucher_service.feeds.read_feed import FeedReading, read_feed
from voucher_service.model.days import business_day
from voucher_service.model.errors import UnreadableInput
from voucher_service.model.reports import FeedReport
from voucher_service.model.text import Text
from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.database import Writing
from voucher_service.store.decisions import record_decisions
from voucher_service.store.feeds import (
    FeedRecord,
    find_feed,
    record_feed,
    rows_without_dealer,
)
from voucher_service.store.queries import Connection
from voucher_service.store.sales import (
    dealers_known,
    land_dealers,
    land_sales,
    natures,
    register_changed_at,
    sales_touched,
)
from voucher_service.usecases.feed_reports import (
    counts_of,
    duplicate_report,
    report_of,
)
from voucher_service.usecases.service import Service, campaign_of

_MIXED = Text(
    zh="该目录同时存有真实数据和合成的示例数据，合计不可对外引用；"
    "真实数据请另用 --home",
    en="this home holds real and synthetic data together: its totals are not to be "
    "cited; keep real data in a --home of its own",
)


@dataclass(frozen=True)
class Delivery:
    """A file as it was delivered."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """Give the digest by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class Arrival:
    """A delivery that was read, and the last time it came, if it did."""

    delivery: Delivery
    profile: Profile
    reading: FeedReading
    earlier: dict[str, Any] | None


class _DryRunOver(Exception):
    def __init__(self, report: FeedReport) -> None:
        self.report = report


def ingest_feed(
    service: Service, delivery: Delivery, profile: Profile, *, dry_run: bool = False
) -> FeedReport:
    """Take in one file: its rows land, or are kept with every reason against them.

    The same file under the same profile is a duplicate and changes nothing, unless a
    dealer it was refused for has been registered since: then the rows refused for it
    are read again, and only those. A dry run reports what would happen and leaves no
    trace. Raises UnreadableInput for a file that cannot be read at all; nothing of it
    is stored.
    """
    if len(delivery.content) > service.max_feed_bytes:
        raise _too_large(delivery, service.max_feed_bytes)
    with service.store.read() as connection:
        earlier = find_feed(connection, delivery.sha256, profile.content_hash)
        if earlier is not None and not _worth_another_reading(connection, earlier):
            return duplicate_report(connection, delivery.name, earlier, dry_run=dry_run)
        dealers = dealers_known(connection)
    reading = read_feed(
        delivery.content,
        name=delivery.name,
        profile=profile,
        dealers=dealers,
        seal=service.seal,
        today=business_day(service.now()),
    )

    def job(writing: Writing) -> FeedReport:
        connection = writing.connection
        found = find_feed(connection, delivery.sha256, profile.content_hash)
        if found is not None and not _worth_another_reading(connection, found):
            return duplicate_report(connection, delivery.name, found, dry_run=dry_run)
        report = _land(writing, Arrival(delivery, profile, reading, found))
        if dry_run:
            raise _DryRunOver(report)
        return report

    try:
        return service.store.write(
            "ingest", job, is_news=lambda report: not report.duplicate
        )
    except _DryRunOver as over:
        changes = {"dry_run": True, "recorded_at": None}
        return over.report.model_copy(update=changes)


def _worth_another_reading(connection: Connection, earlier: dict[str, Any]) -> bool:
    """Tell whether the register changed since a feed was refused for its dealers."""
    if "dealer_unknown" not in earlier["reasons"]:
        return False
    return bool(register_changed_at(connection) > earlier["recorded_at"])


def _land(writing: Writing, arrival: Arrival) -> FeedReport:
    delivery, profile, reading = arrival.delivery, arrival.profile, arrival.reading
    count = 1 if arrival.earlier is None else arrival.earlier["reading"] + 1
    name = f"{delivery.sha256}.{profile.content_hash}.{count}"
    feed_id = f"fed_{hashlib.sha256(name.encode()).hexdigest()[:16]}"
    if not reading.new_dealers.is_empty():
        land_dealers(writing, feed_id, reading.new_dealers)
    land = land_dealers if reading.kind == "dealers" else land_sales
    landing = land(writing, feed_id, _still_to_land(writing.connection, arrival))
    outcomes = reading.refused["outcome"].cast(pl.String)
    record = FeedRecord(
        feed_id=feed_id,
        file=delivery.name,
        sha256=delivery.sha256,
        size_bytes=len(delivery.content),
        kind=reading.kind,
        format=reading.format,
        encoding=reading.encoding,
        profile=profile.name,
        profile_hash=profile.content_hash,
        rows=reading.rows,
        accepted=landing.accepted,
        unchanged=len(reading.accepted) - landing.accepted,
        refused=int((outcomes == "refused").sum()),
        review=int((outcomes == "review").sum()),
        skipped_sheets=reading.skipped_sheets,
        reading=count,
    )
    record_feed(writing, record, reading.refused, reading.columns)
    if reading.kind == "sales" and landing.accepted:
        _decide_touched(writing)
    feed = find_feed(writing.connection, record.sha256, record.profile_hash)
    assert feed is not None
    report = report_of(writing.connection, feed, counts_of(feed))
    mixed = landing.accepted and len(natures(writing.connection)) > 1
    return report.model_copy(update={"warning": _MIXED}) if mixed else report


def _still_to_land(connection: Connection, arrival: Arrival) -> pl.DataFrame:
    """Give the accepted rows; of another reading, those that lacked their dealer.

    The others have landed before, and may have been corrected since.
    """
    accepted = arrival.reading.accepted
    if arrival.earlier is None:
        return accepted
    lacking = rows_without_dealer(connection, arrival.earlier["feed_id"])
    lacking = lacking.cast({"row_no": accepted.schema["row_no"]})
    return accepted.join(lacking, on=["sheet", "row_no"], how="semi")


def _decide_touched(writing: Writing) -> None:
    sales = sales_touched(writing)
    for row in campaigns_known(writing.connection, writing.recorded_at):
        campaign = campaign_of(row["document"])
        record_decisions(writing, campaign.id, decide(sales, campaign.current))


def _too_large(delivery: Delivery, limit: int) -> UnreadableInput:
    size = len(delivery.content)
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
