"""The audit at the start tells what it found, and holds up no stop."""

import threading
from dataclasses import replace

from voucher_service.model.voucher_errors import Unavailable
from voucher_service.usecases.audit_at_start import AuditAtStart


def test_what_was_found_is_told(desk):
    told, done = [], threading.Event()

    def tell(report):
        told.append(report)
        done.set()

    audit = AuditAtStart(desk.service, tell)
    assert done.wait(30)
    audit.stop()
    assert [report.clean for report in told] == [True]


def test_an_audit_that_cannot_be_done_is_told_too(desk, tmp_path):
    (tmp_path / "odd.sql").write_text("SELECT error('no room')")
    told, done = [], threading.Event()

    def tell(found):
        told.append(found)
        done.set()

    audit = AuditAtStart(replace(desk.service, audits=tmp_path), tell)
    assert done.wait(30)
    audit.stop()
    assert ["no room" in str(found) for found in told] == [True]


def test_what_was_found_is_told_though_it_cannot_be_kept(desk):
    told, done = [], threading.Event()

    def tell(found):
        told.append(found)
        if len(told) == 1:
            desk.service.close()
        else:
            done.set()

    audit = AuditAtStart(desk.service, tell)
    assert done.wait(30)
    audit.stop()
    report, fault = told
    assert (report.clean, type(fault)) == (True, Unavailable)


def test_an_audit_that_would_take_for_ever_is_broken_off(desk, tmp_path):
    endless = "SELECT 1 FROM range(10000000), range(10000000) WHERE random() > 2"
    (tmp_path / "endless.sql").write_text(f"-- Rows that must not exist.\n{endless};\n")
    told = []
    audit = AuditAtStart(replace(desk.service, audits=tmp_path), told.append)
    audit.stop()
    assert told == []
    desk.service.close()
