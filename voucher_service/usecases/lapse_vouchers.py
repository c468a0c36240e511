"""What time alone does to vouchers: they expire, promises lapse, reissues stay away."""

from datetime import timedelta

from voucher_service.ledger.moves import lapsed
from voucher_service.model.days import REISSUE_DAYS, business_day
from voucher_service.model.voucher_reports import Lapse
from voucher_service.store.database import Writing
from voucher_service.store.lapsing import (
    CLOCK,
    anything_due,
    codes_with_overdue_locks,
    expire_until,
)
from voucher_service.store.voucher_reading import read_vouchers
from voucher_service.store.vouchers import AppendedEvent, append_events
from voucher_service.usecases.follow_decisions import follow_what_is_overdue
from voucher_service.usecases.service import Service

NOTHING_DUE = Lapse(expired=0, released_fen=0, promises=0, let_go=0)


def lapse_vouchers(service: Service) -> Lapse:
    """Release what is left on vouchers whose last day has passed, and what else is due.

    A redemption made in time may arrive some days late: until then the money is kept.
    Promises to banks whose time has passed are given up, and vouchers whose sale was to
    be made out anew and was not are voided. Done often it costs little: the writer is
    asked only where something is due.
    """
    now, late = service.now(), service.late_redemption
    reissue = (business_day(now), REISSUE_DAYS)
    with service.store.read() as connection:
        if not anything_due(connection, now, now - late, reissue):
            return NOTHING_DUE

    def job(writing: Writing) -> Lapse:
        return _lapse(writing, late)

    return service.store.write("expire", job, is_news=lambda told: told != NOTHING_DUE)


def _lapse(writing: Writing, late: timedelta) -> Lapse:
    promises = _lapse_promises(writing)
    expired, released = expire_until(writing, writing.recorded_at - late)
    let_go = follow_what_is_overdue(writing)
    told = Lapse(
        expired=expired, released_fen=released, promises=promises, let_go=let_go
    )
    if told != NOTHING_DUE:
        writing.note("expire", **told.model_dump())
    return told


def _lapse_promises(writing: Writing) -> int:
    now, connection = writing.recorded_at, writing.connection
    codes = codes_with_overdue_locks(connection, now)
    events = [
        AppendedEvent(event, CLOCK)
        for voucher in read_vouchers(connection, codes)
        for event in lapsed(voucher, now)
    ]
    if events:
        append_events(writing, events)
    return len(events)
