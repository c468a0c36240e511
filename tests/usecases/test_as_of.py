"""What was answered for a past day and a past instant is answered for ever."""

import json
import tempfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.api.conftest import DEALERS, serve
from tests.conftest import SEED_CAMPAIGN, Clock, Desk, run_command
from tests.usecases.histories import BUYERS, CAMPAIGNS, EVENTS, TIGHT, Past, Row
from voucher_service.model.days import instant_text
from voucher_service.resources import SQL
from voucher_service.store.database import naive
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.list_campaigns import show_campaign
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.report_totals import TotalsQuery, report_totals

DAYS = (None, date(2023, 1, 6))
KEPT = ("sales_at", "decisions_at", "decided_sales_at", "sale_conflicts_at")
STORY = [
    ("land", [Row(1), Row(2, car=2, dealer="T-02"), Row(3, car=3, day=7)]),
    ("land", [Row(4, dealer="T-02", day=6), Row(1, yuan=80_000)]),
    ("resolve", (1, True)),
    ("return", (Row(3, car=3), 3)),
    ("reissue", (Row(3, car=3, day=15), 3)),
    ("amend", 1500),
    ("amend-seed", 100_000),
    ("register", "桑植县"),
    ("decide", None),
    ("land", [Row(5, car=5, buyer=BUYERS[1], dealer="T-02")]),
]


def table_of(desk: Desk, macro: str, known_at: datetime) -> str:
    with desk.service.store.read() as connection:
        rows = connection.execute(
            f"SELECT * FROM {macro}(?) ORDER BY ALL", [naive(known_at)]
        ).fetchall()
    return repr(rows)


def answers(desk: Desk, known_at: datetime) -> Iterator[tuple[str, object]]:
    """Everything that is asked of an instant, each under a name of its own."""
    service = desk.service
    service.remembered.forget()
    for macro in KEPT:
        yield macro, table_of(desk, macro, known_at)
    for name in CAMPAIGNS:
        yield f"terms {name}", show_campaign(service, name, known_at)
        for day in DAYS:
            asked = TotalsQuery(name, day, known_at)
            yield f"totals {name} {day}", report_totals(service, asked)
        chart = ChartQuery(
            name, "daily-sales", known_at=known_at, format=ChartFormat.CSV
        )
        yield f"chart {name}", draw_chart(service, chart).body


def assert_replayed(desk: Desk, told: dict[datetime, dict[str, object]]) -> None:
    for known_at, before in told.items():
        now = dict(answers(desk, known_at))
        assert [name for name in before if now[name] != before[name]] == []


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(history=st.lists(EVENTS, min_size=3, max_size=7))
def test_no_history_changes_what_was_answered(history):
    with tempfile.TemporaryDirectory() as folder:
        opening = Opening(
            home=Path(folder) / "home", sql=SQL, campaigns=(SEED_CAMPAIGN,)
        )
        desk = Desk(open_service(opening, clock := Clock()), clock)
        try:
            past = Past.begin(desk)
            told: dict[datetime, dict[str, object]] = {}
            for event in history:
                between = desk.service.now()  # an instant of no commit, too
                for known_at in (past.instants[-1], between):
                    told[known_at] = dict(answers(desk, known_at))
                past.live(event)
            assert_replayed(desk, told)
        finally:
            desk.service.close()


def test_a_restart_changes_nothing_that_was_answered(open_desk, tmp_path):
    desk = open_desk()
    past = Past.begin(desk)
    told = {}
    for event in STORY:
        past.live(event)
        told[past.instants[-1]] = dict(answers(desk, past.instants[-1]))
    assert_replayed(desk, told)
    desk.service.close()
    assert_replayed(open_desk(clock=desk.clock), told)


@pytest.fixture
def storied(tmp_path) -> tuple[Path, list[datetime]]:
    """A home in which the story happened, closed again, and its instants."""
    home = tmp_path / "home"
    opening = Opening(home=home, sql=SQL, campaigns=(SEED_CAMPAIGN,))
    desk = Desk(open_service(opening, clock := Clock()), clock)
    past = Past.begin(desk)
    for event in STORY:
        past.live(event)
    desk.ingest(DEALERS, "more.csv")  # whom the served home has tokens for
    desk.service.close()
    return home, past.instants


@pytest.mark.slow
def test_every_door_gives_the_same_answer_of_the_same_instant(storied):
    home, instants = storied
    at, later = instants[2], instants[-1]
    asked = {"as_of": "2023-01-10", "known_at": instant_text(at)}
    over_command = run_command(
        "totals", TIGHT, "--as-of", "2023-01-10", "--known-at", instant_text(at),
        "--json", VOUCHER_HOME=str(home),
    ).json  # fmt: skip
    bridged = run_command(
        "bridge", TIGHT, "--from", instant_text(at), "--to", instant_text(later),
        "--json", VOUCHER_HOME=str(home),
    ).json  # fmt: skip
    service = open_service(Opening(home=home, sql=SQL), Clock())
    ours = report_totals(service, TotalsQuery(TIGHT, date(2023, 1, 10), at))
    bridge = report_bridge(service, BridgeQuery(TIGHT, at, later))
    with service.store.read() as connection:
        [figures] = connection.execute(
            "SELECT cars_sold, sales_fen, vouchers_fen FROM campaign_totals_at(?, ?)"
            " WHERE campaign_id = ?",
            [date(2023, 1, 10), naive(at), TIGHT],
        ).fetchall()
    for running in serve(service):
        with running.client() as client:
            path = f"/v1/campaigns/{TIGHT}"
            over_http = client.get(f"{path}/totals", params=asked)
            ends = {"from": instant_text(at), "to": instant_text(later)}
            bridged_over_http = client.get(f"{path}/bridge", params=ends)
    assert over_http.content == ours.model_dump_json().encode()
    assert over_command == json.loads(over_http.content)
    assert figures == (ours.cars_sold, ours.sales_fen, ours.vouchers_fen)
    assert bridged_over_http.content == bridge.model_dump_json().encode()
    assert bridged == json.loads(bridged_over_http.content)
    assert bridged["lines"]
