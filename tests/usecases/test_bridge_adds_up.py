"""Whatever happened between two instants, the lines add up to the difference."""

import tempfile
from datetime import date
from itertools import combinations_with_replacement, cycle
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from tests.conftest import SEED_CAMPAIGN, Clock, Desk
from tests.usecases.histories import CAMPAIGNS, HISTORIES, Past
from voucher_service.resources import SQL
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.report_totals import TotalsQuery, report_totals

MEASURES = ("cars", "sales_fen", "vouchers_fen")
DAYS = (None, date(2023, 1, 6), None)


def figures(totals) -> tuple[int, int, int]:
    return (totals.cars_sold, totals.sales_fen, totals.vouchers_fen)


def assert_adds_up(desk: Desk, query: BridgeQuery) -> None:
    bridge = report_bridge(desk.service, query)
    for end in (bridge.before, bridge.after):
        asked = TotalsQuery(query.campaign, bridge.as_of, end.known_at)
        assert figures(end) == figures(report_totals(desk.service, asked))
    difference = tuple(
        after - before
        for before, after in zip(
            figures(bridge.before), figures(bridge.after), strict=True
        )
    )
    for parts in (bridge.lines, bridge.causes):
        added = tuple(sum(getattr(part, name) for part in parts) for name in MEASURES)
        assert added == difference
    for line in bridge.lines:
        assert query.since < line.recorded_at <= query.until
        assert 0 < line.sales == len(line.sale_ids)


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=HISTORIES)
def test_at_every_pair_of_instants_the_lines_add_up(history):
    with tempfile.TemporaryDirectory() as folder:
        opening = Opening(
            home=Path(folder) / "home", sql=SQL, campaigns=(SEED_CAMPAIGN,)
        )
        desk = Desk(open_service(opening, clock := Clock()), clock)
        try:
            past = Past.begin(desk)
            for event in history:
                past.live(event)
            instants = sorted(set(past.instants))
            pairs = combinations_with_replacement(instants, 2)
            for (since, until), day in zip(pairs, cycle(DAYS)):
                for campaign in CAMPAIGNS:
                    assert_adds_up(desk, BridgeQuery(campaign, since, until, day))
        finally:
            desk.service.close()
