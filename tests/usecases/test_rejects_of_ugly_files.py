"""Whatever was sent, its rejected rows sent back untouched are rejected again."""

import json
from datetime import UTC, datetime

import pytest

from tests.feeds.feed_rows import DEALERS, TODAY
from tests.feeds.test_corpus import CASES
from voucher_service.feeds.profile import Profile, shipped_profiles
from voucher_service.feeds.read_feed import FeedReading, read_feed
from voucher_service.feeds.sealing import BuyerSeal
from voucher_service.usecases.answer_rejects import answered
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.feed_reports import list_feeds
from voucher_service.usecases.ingest_feed import ingest_feed
from voucher_service.usecases.rejects_workbook import rejects_workbook
from voucher_service.usecases.write_rejects import write_workbook

SEAL = BuyerSeal(b"a key for tests, 32 bytes long..")
REJECTING = [case for case in CASES if case.refused + case.review]


def read(content: bytes, name: str) -> FeedReading:
    return read_feed(
        content, name=name, profile=Profile(), dealers=DEALERS, seal=SEAL, today=TODAY
    )


def findings(reading: FeedReading) -> list[list[tuple[str, str | None]]]:
    return sorted(
        sorted((finding["code"], finding["field"] or "") for finding in json.loads(row))
        for row in reading.refused["findings"]
    )


def workbook(reading: FeedReading) -> bytes:
    fallen = reading.refused
    kept = [
        sheet.only(fallen.filter(sheet=sheet.sheet)["row_no"])
        for sheet in reading.rejects
    ]
    told = answered(
        [sheet for sheet in kept if sheet.rows.height], fallen.iter_rows(named=True)
    )
    return write_workbook(told, made_at=datetime(2023, 1, 10, tzinfo=UTC))


def unknown(reading: FeedReading) -> set[str]:
    columns = reading.columns
    return set(columns.filter(columns["field"].is_null())["header"])


@pytest.mark.parametrize("case", REJECTING, ids=lambda case: case.name)
def test_a_workbook_of_rejects_is_read_as_the_file_was(case):
    first = read(case.content, case.name)
    again = read(workbook(first), "原样.xlsx")
    assert findings(again) == findings(first)
    assert again.accepted.height + again.cancellations.height == 0
    assert unknown(again) <= unknown(first)
    third = read(workbook(again), "再次原样.xlsx")
    assert findings(third) == findings(first)


def test_every_feed_of_the_sample_with_rejects_goes_there_and_back(sample_desk):
    service, standard = sample_desk.service, shipped_profiles()["standard"]
    reports = [feed for feed in list_feeds(service) if feed.refused + feed.review]
    assert max(report.refused + report.review for report in reports) >= 2
    for report in reports:
        body = rejects_workbook(service, report.feed_id).body
        back = Delivery.of("原样.xlsx", body)
        tried = ingest_feed(service, back, standard, dry_run=True)
        assert (tried.reasons, tried.accepted) == (report.reasons, 0)
        assert tried.rows == report.refused + report.review
