"""A campaign is foretold to its last day, or a sentence says why it cannot be."""

from datetime import date, timedelta

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.slices import Slice
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.render_figure import ChartFormat

AS_OF = date(2023, 1, 10)
NAME = "test-campaign"


def told(desk, as_of=AS_OF, part=None, campaign=SEED_CAMPAIGN):
    query = ForecastQuery(campaign, as_of, part=part or Slice())
    return forecast_campaign(desk.service, query)


def test_the_sample_is_foretold_from_what_was_counted(sample_desk):
    found = told(sample_desk)
    assert (found.label.zh, found.label.en) == ("预测", "Forecast")
    assert found.synthetic
    assert (found.cars.so_far, found.sales_fen.so_far) == (460, 6_875_000_000)
    assert 560 < found.cars.median < 800
    assert found.vouchers_fen.median == found.cars.median * 150_000
    assert found.demand == found.cars
    assert found.runs_out == ()
    assert found.making.model == "festival"
    assert (found.making.days_used, found.making.days_ahead) == (467, 21)
    assert found.refusal is None


def test_asked_twice_it_is_the_same_to_the_byte(sample_desk):
    first = told(sample_desk).model_dump_json()
    sample_desk.service.remembered.forget()
    assert told(sample_desk).model_dump_json() == first


def test_a_trial_of_every_week_changes_no_figure(sample_desk):
    query = ForecastQuery(SEED_CAMPAIGN, AS_OF, backtest=True)
    every = forecast_campaign(sample_desk.service, query)
    assert every.cars == told(sample_desk).cars
    tests = [row.tests for row in every.making.backtest]
    assert (
        min(tests) >= 60 > max(row.tests for row in told(sample_desk).making.backtest)
    )


def test_on_the_sample_coverage_is_near_what_is_said_and_the_run_rate_is_beaten(
    sample_desk,
):
    query = ForecastQuery(SEED_CAMPAIGN, AS_OF, backtest=True)
    for row in forecast_campaign(sample_desk.service, query).making.backtest:
        assert 45 <= row.covered[50] <= 65
        assert 75 <= row.covered[80] <= 90
        assert 90 <= row.covered[95] <= 100
        assert row.error_percent < row.baselines[0].error_percent


def test_a_part_is_foretold_by_its_own_sales_alone(sample_desk):
    part = told(sample_desk, part=Slice(district="永定区"))
    whole = told(sample_desk)
    assert part.filters == {"district": "永定区"}
    assert 0 < part.cars.so_far < whole.cars.so_far
    assert part.cars.median < whole.cars.median


REFUSED = [
    (date(2023, 2, 1), "The campaign ended on 2023-01-31"),
    (date(9999, 12, 31), "The campaign ended on 2023-01-31"),
    (date(2021, 10, 6), "Only 6 days can be used"),
    (date(1, 1, 1), "Only 0 days can be used"),
    (date(2021, 11, 1), "more than 400"),
]


@pytest.mark.parametrize(("as_of", "sentence"), REFUSED)
def test_where_nothing_can_be_foretold_a_sentence_says_why(
    sample_desk, as_of, sentence
):
    found = told(sample_desk, as_of)
    assert sentence in found.refusal.en
    assert (found.cars, found.sales_fen, found.making) == (None, None, None)
    assert (found.runs_out, found.notes) == ((), ())


def test_days_that_nobody_reported_yet_are_foretold_and_said_so(sample_desk):
    found = told(sample_desk, date(2023, 1, 20))
    assert found.making.last_day_used == AS_OF
    assert any("2023-01-11" in note.en for note in found.notes)
    assert found.cars.median == pytest.approx(told(sample_desk).cars.median, rel=0.02)


def test_before_the_campaign_the_level_of_before_is_carried_on_and_said_so(
    sample_desk,
):
    found = told(sample_desk, date(2022, 12, 10))
    assert found.cars.so_far == 0
    assert any("No day of the campaign" in note.en for note in found.notes)


def test_a_festival_that_no_day_used_shows_is_told_to_be_assumed(sample_desk):
    early = told(sample_desk, date(2022, 1, 5))
    assert any("their effects are assumed" in note.en for note in early.notes)
    later = told(sample_desk)
    assert not any("their effects are assumed" in note.en for note in later.notes)


def test_an_unknown_campaign_and_an_instant_to_come_are_refused(sample_desk):
    with pytest.raises(NotFound):
        told(sample_desk, campaign="nowhere")
    to_come = sample_desk.clock.instant + timedelta(days=1)
    with pytest.raises(BadParameter):
        forecast_campaign(
            sample_desk.service, ForecastQuery(SEED_CAMPAIGN, known_at=to_come)
        )


def with_sales(desk, more: str) -> None:
    """A campaign in which a car is sold on each of the first ten days of 2023."""
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry(more)), "test.yaml")
    desk.ingest(feed(*(sale_row(n, f"2023-01-{n:02d}") for n in range(1, 11))))


def test_the_budget_s_day_is_foretold_where_terms_state_one(desk):
    with_sales(desk, "budget_yuan: 22500\n")  # of 15 vouchers
    found = told(desk, campaign=NAME)
    (budget,) = found.runs_out
    assert (budget.limit, budget.unit) == ("budget", "fen")
    assert (budget.stated, budget.left) == (2_250_000, 750_000)
    assert date(2023, 1, 12) <= budget.median <= date(2023, 1, 20)
    assert found.cars.median == 15
    assert found.demand.median > 15


def test_a_budget_that_is_spent_is_told_so(desk):
    with_sales(desk, "budget_yuan: 6000\n")
    found = told(desk, campaign=NAME)
    assert found.cars.so_far == found.cars.median == 4
    assert found.runs_out[0].already
    assert found.runs_out[0].median is None


def test_demand_starts_from_all_cars_that_meet_the_terms_not_from_those_counted(desk):
    with_sales(desk, "budget_yuan: 6000\n")
    found = told(desk, campaign=NAME)
    assert (found.cars.so_far, found.demand.so_far) == (4, 10)
    low = {each.level: each.low for each in found.demand.intervals}[95]
    assert found.demand.median > low > 10
    assert any(f"About {found.demand.median} cars" in note.en for note in found.notes)


def test_quotas_of_parts_are_left_out_and_said_so(desk):
    with_sales(desk, "quotas: [{name: each, count: 9, per: dealer}]\n")
    found = told(desk, campaign=NAME)
    assert found.runs_out == ()
    assert any("not foretold" in note.en for note in found.notes)


def drawn(desk, as_of) -> list[str]:
    query = ChartQuery(SEED_CAMPAIGN, "forecast", as_of, format=ChartFormat.CSV)
    return draw_chart(desk.service, query).body.decode("utf-8-sig").splitlines()


def test_the_chart_leads_from_what_was_counted_to_the_forecast(sample_desk):
    head, *rows = [line.split(",") for line in drawn(sample_desk, AS_OF)]
    at = {name: number for number, name in enumerate(head)}
    table = {row[at["day"]]: row for row in rows}
    assert list(table) == sorted(table)
    assert len(rows) == 47
    last, end = table["2023-01-10"], table["2023-01-31"]
    assert last[at["cumulative_cars"]] == last[at["forecast_cars"]] == "460"
    found = told(sample_desk).cars
    assert end[at["forecast_cars"]] == str(found.median)
    ends = {each.level: (str(each.low), str(each.high)) for each in found.intervals}
    assert (end[at["low_80"]], end[at["high_80"]]) == ends[80]
    assert end[at["cumulative_cars"]] == ""


@pytest.mark.parametrize(
    ("as_of", "days"), [(date(2023, 2, 5), 47), (date(1, 1, 1), 0)]
)
def test_without_a_forecast_the_chart_has_what_was_counted_alone(
    sample_desk, as_of, days
):
    head, *rows = [line.split(",") for line in drawn(sample_desk, as_of)]
    assert len(rows) == days
    assert {row[head.index("forecast_cars")] for row in rows} <= {""}
