"""An instant that was answered keeps its answer though the clock goes back."""

from datetime import UTC, datetime, timedelta

from tests.conftest import SEED_CAMPAIGN, Clock
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.usecases.report_totals import TotalsQuery, report_totals


def test_what_lands_after_the_clock_went_back_is_not_known_before(open_desk):
    desk = open_desk(clock=Clock(datetime(2023, 1, 20, tzinfo=UTC)))
    desk.ingest(REGISTER)
    desk.clock.instant += timedelta(minutes=10)
    query = TotalsQuery(SEED_CAMPAIGN, known_at=desk.service.now())
    before = report_totals(desk.service, query)
    desk.clock.instant -= timedelta(minutes=5)
    desk.ingest(feed(sale_row(1)))
    desk.clock.instant += timedelta(minutes=5)
    desk.service.remembered.forget()
    assert report_totals(desk.service, query) == before


def test_the_promise_outlives_the_process(open_desk):
    desk = open_desk(clock=Clock(datetime(2023, 1, 20, tzinfo=UTC)))
    desk.ingest(REGISTER)
    desk.clock.instant += timedelta(minutes=10)
    query = TotalsQuery(SEED_CAMPAIGN, known_at=desk.service.now())
    before = report_totals(desk.service, query)
    desk.service.close()
    desk.clock.instant -= timedelta(minutes=5)
    again = open_desk(clock=desk.clock)
    again.ingest(feed(sale_row(1)))
    assert report_totals(again.service, query) == before
    assert report_totals(again.service, TotalsQuery(SEED_CAMPAIGN)).cars_sold == 1
