"""An audit finds the row that must not exist, the altered entry, and the loss."""

import pytest

from tests.feed_texts import REGISTER, feed, sale_row
from tests.store.torn_homes import copied, cut
from voucher_service.resources import SQL
from voucher_service.usecases.audit_home import audit_connection, audit_home
from voucher_service.usecases.check_health import readiness
from voucher_service.usecases.check_log import WHY


def altered(desk, statement):
    def job(writing):
        writing.connection.execute(statement)

    desk.service.store.write(None, job, lambda _: False)


def test_the_sample_is_clean_after_its_whole_day(sample_desk):
    report = audit_home(sample_desk.service)
    assert (report.clean, report.findings, report.losses) == (True, (), ())
    assert report.audits == len(list((SQL / "audits").glob("*.sql")))
    assert report.log.entries > 0


DAMAGE = [
    (
        "DELETE FROM decision_versions WHERE decision_no = 1",
        "every_sale_is_decided",
    ),
    (
        "UPDATE feeds SET refused = refused + 2, row_count = row_count + 2"
        " WHERE kind = 'sales'",
        "feeds_account_for_every_row",
    ),
    ("UPDATE sale_versions SET version = 3", "sale_versions_are_unbroken"),
]


@pytest.mark.parametrize(("statement", "audit"), DAMAGE, ids=[d[1] for d in DAMAGE])
def test_a_row_that_must_not_exist_is_found_and_shown(desk, statement, audit):
    desk.ingest(REGISTER)
    desk.ingest(feed(sale_row(1), sale_row(2)))
    assert audit_home(desk.service).clean
    altered(desk, statement)
    report = audit_home(desk.service)
    [finding] = [each for each in report.findings if each.audit == audit]
    assert not report.clean
    assert finding.rows == len(finding.first) > 0
    assert finding.looks_for.startswith("Rows that must not exist")


def test_many_rows_are_counted_and_the_first_are_shown(desk):
    desk.ingest(REGISTER)
    desk.ingest(feed(*(sale_row(number) for number in range(1, 31))))
    altered(desk, "DELETE FROM decision_versions")
    [finding] = audit_home(desk.service).findings
    assert (finding.rows, len(finding.first)) == (30, 20)


@pytest.mark.parametrize(
    ("statement", "broken_at", "why"),
    [
        ("UPDATE audit_log SET actor = 'x' WHERE entry_no = 2", 2, "entry_hash"),
        ("DELETE FROM audit_log WHERE entry_no = 2", 2, "missing"),
        ("UPDATE audit_log SET previous_hash = entry_hash WHERE entry_no = 2", 2, None),
    ],
)
def test_an_entry_that_is_not_as_written_is_found(desk, statement, broken_at, why):
    desk.ingest(REGISTER)
    desk.ingest(feed(sale_row(1)))
    altered(desk, statement)
    report = audit_home(desk.service)
    assert (report.clean, report.log.broken_at) == (False, broken_at)
    assert why is None or report.log.why == WHY[why]


@pytest.mark.parametrize("entry", [1, 2, 3])
def test_a_start_reads_what_no_audit_has_read_and_the_command_all(desk, entry):
    desk.ingest(REGISTER)
    read = audit_home(desk.service).log.entries
    desk.ingest(feed(sale_row(1)))
    altered(desk, f"UPDATE audit_log SET actor = 'x' WHERE entry_no = {entry}")
    with desk.service.store.read() as connection:
        started = audit_connection(connection, desk.service.audits, whole_log=False)
    assert read == 2
    assert started.log.read_from == 3
    assert started.log.entries == 3
    assert started.log.broken_at == (3 if entry == 3 else None)
    assert audit_home(desk.service).log.broken_at == entry


def test_a_log_that_does_not_end_as_it_did_is_found_at_the_start(desk):
    desk.ingest(REGISTER)
    audit_home(desk.service)
    altered(desk, "UPDATE audit_log SET entry_hash = 'x' WHERE entry_no = 2")
    with desk.service.store.read() as connection:
        started = audit_connection(connection, desk.service.audits, whole_log=False)
    assert (started.clean, started.log.broken_at) == (False, 2)


def test_a_grave_loss_is_found_until_a_person_takes_note(desk, open_desk, tmp_path):
    desk.ingest(REGISTER)
    size = desk.service.store.home.log.stat().st_size
    desk.ingest(feed(sale_row(1)))
    home = copied(desk.service.store.home.path, tmp_path / "killed")
    cut(home, size + 7)
    torn = open_desk(home.path).service
    report = audit_home(torn)
    assert (report.clean, report.findings) == (False, ())
    assert [loss.grave for loss in report.losses] == [True]
    assert (readiness(torn).ready, readiness(torn).losses) == (True, 1)
    settled = audit_home(torn, accept=True)
    assert (settled.clean, settled.accepted) == (True, 1)
    assert readiness(torn).losses == 0
    assert audit_home(torn).losses[0].accepted_at is not None
