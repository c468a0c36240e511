"""An instant that has passed has one answer for ever; one to come has none yet."""

from datetime import timedelta

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.usecases.amend_campaign import amend_campaign
from voucher_service.usecases.list_campaigns import show_campaign
from voucher_service.usecases.open_campaign import shipped_document
from voucher_service.usecases.report_totals import TotalsQuery, report_totals


def test_an_instant_between_two_feeds_keeps_its_answer(desk):
    desk.ingest(REGISTER)
    desk.ingest(feed(sale_row(1)))
    between = desk.service.now()
    query = TotalsQuery(SEED_CAMPAIGN, known_at=between)
    before = report_totals(desk.service, query)
    desk.ingest(feed(sale_row(2)))
    desk.service.remembered.forget()
    assert report_totals(desk.service, query) == before
    assert (before.cars_sold, before.known_at) == (1, between)


def test_an_instant_to_come_is_refused(desk):
    query = TotalsQuery(SEED_CAMPAIGN, known_at=desk.clock.instant + timedelta(days=1))
    with pytest.raises(BadParameter, match="晚于现在"):
        report_totals(desk.service, query)


def test_before_the_campaign_was_opened_it_was_not_known(desk):
    opened = desk.service.store.data_version()
    early = opened - timedelta(microseconds=1)
    assert report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN, known_at=opened))
    with pytest.raises(NotFound):
        report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN, known_at=early))


def test_terms_are_shown_as_they_were_known(desk):
    before = desk.service.store.data_version()
    document = shipped_document(SEED_CAMPAIGN)
    changed = document.replace("price_floor_yuan: 30000", "price_floor_yuan: 50000")
    amend_campaign(desk.service, changed, "changed.yaml", apply=True, rewrite_past=True)
    assert show_campaign(desk.service, SEED_CAMPAIGN).price_floor_fen == 5_000_000
    earlier = show_campaign(desk.service, SEED_CAMPAIGN, before)
    assert earlier.price_floor_fen == 3_000_000


def test_before_a_campaign_was_opened_it_is_told_when_it_was(desk):
    early = desk.clock.instant - timedelta(days=400)
    with pytest.raises(NotFound) as refused:
        show_campaign(desk.service, SEED_CAMPAIGN, early)
    assert "was opened here at 20" in refused.value.message.en
    assert "于 20" in refused.value.message.zh
    with pytest.raises(NotFound, match="there is no campaign nosuch"):
        show_campaign(desk.service, "nosuch", early)
