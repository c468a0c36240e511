"""Behind a change it is published soon, though not at every change."""

import threading
from dataclasses import replace

import duckdb
import pytest

from tests.feed_texts import REGISTER
from voucher_service.model.publications import Publishing
from voucher_service.usecases.publish_behind import PublishBehind, Quiet

QUIET = [
    # waits 5 s: instants of changes, asked at, due
    ([], 100.0, False),
    ([0.0], 4.9, False),
    ([0.0], 5.0, True),
    ([0.0, 4.0], 8.9, False),
    ([0.0, 4.0], 9.0, True),
    ([float(n) for n in range(30)], 29.5, False),
    ([float(n) for n in range(31)], 30.0, True),
]


@pytest.mark.parametrize(("changes", "asked", "due"), QUIET)
def test_a_change_is_published_once_it_is_quiet_or_after_six_waits(changes, asked, due):
    quiet = Quiet(5.0)
    for at in changes:
        quiet.changed(at)
    assert quiet.is_due(asked) == due


def test_it_rests_ten_times_as_long_as_a_publication_took():
    quiet = Quiet(5.0)
    quiet.changed(0.0)
    quiet.published(5.0, 7.0)
    assert not quiet.is_due(100.0)
    quiet.changed(8.0)
    assert (quiet.is_due(26.9), quiet.is_due(27.0)) == (False, True)


def test_what_changes_while_it_publishes_is_published_next():
    quiet = Quiet(5.0)
    quiet.changed(0.0)
    quiet.changed(6.0)
    quiet.published(5.0, 5.1)
    assert quiet.is_due(11.0)


def test_a_service_publishes_behind_a_change(desk):
    heard = threading.Semaphore(0)
    told_of = []

    def tell(said):
        told_of.append(said)
        heard.release()

    service = replace(desk.service, publishing=Publishing(after_seconds=0.0))
    behind = PublishBehind(service, tell)
    try:
        assert heard.acquire(timeout=60)
        desk.ingest(REGISTER, "dealers.csv")
        assert heard.acquire(timeout=60)
    finally:
        behind.stop()
    assert all(said.written for said in told_of)
    path = desk.service.store.home.published / "voucher.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("SELECT count(*) FROM dealers").fetchall() == [(2,)]
