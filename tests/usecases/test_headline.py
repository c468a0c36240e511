"""The headline tells where a campaign stands and how it changed, or why it cannot."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN, Clock
from tests.feed_texts import REGISTER, feed, sale_row
from tests.teller import Teller, issued, told
from voucher_service.model.desk_reports import ChangeState
from voucher_service.model.errors import BadParameter, NotFound
from voucher_service.model.figures import FigureName
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.forecast_campaign import ForecastQuery, forecast_campaign
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.report_alerts import report_alerts
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.report_headline import DeskQuery, report_headline
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.what_if import WhatIfQuery, what_if

TOLD, NOT_BEGUN = ChangeState.TOLD, ChangeState.NOT_BEGUN
SILENT = ChangeState.NOTHING_REPORTED


def figure(desk, name: FigureName, **asked):
    query = DeskQuery(asked.pop("campaign", SEED_CAMPAIGN), **asked)
    found = report_headline(desk.service, query)
    return next(each for each in found.figures if each.figure is name)


@pytest.mark.parametrize("day", ["2022-12-20", "2023-01-01", "2023-01-10"])
def test_every_change_is_the_difference_of_two_totals(sample_desk, day):
    as_of = date.fromisoformat(day)

    def totals(days_before: int):
        query = TotalsQuery(SEED_CAMPAIGN, as_of - timedelta(days=days_before))
        return report_totals(sample_desk.service, query)

    now = totals(0)
    for name, of in (
        (FigureName.CARS_SOLD, "cars_sold"),
        (FigureName.SALES, "sales_fen"),
        (FigureName.VOUCHERS_EARNED, "vouchers_fen"),
        (FigureName.MEAN_PRICE, "mean_price_fen"),
        (FigureName.GROSS_RATIO, "gross_ratio"),
    ):
        found = figure(sample_desk, name, as_of=as_of)
        assert found.value == getattr(now, of)
        for change, days in ((found.day, 1), (found.week, 7)):
            before = as_of - timedelta(days=days)
            assert change.since == before
            if before < date(2022, 12, 16):
                assert (change.state, change.difference) == (NOT_BEGUN, None)
                continue
            told_before = getattr(totals(days), of)
            assert change.value == told_before
            assert change.difference == pytest.approx(found.value - told_before)


def test_the_sample_s_headline_is_the_published_one(sample_desk):
    found = figure(sample_desk, FigureName.CARS_SOLD, as_of=date(2023, 1, 10))
    assert (found.value, found.day.difference, found.week.difference) == (460, 14, 107)
    whole = report_headline(sample_desk.service, DeskQuery(SEED_CAMPAIGN))
    assert (whole.days.elapsed, whole.days.left, whole.days.total) == (26, 21, 47)
    assert whole.limits == ()


@pytest.mark.parametrize(
    ("as_of", "state", "difference"),
    [
        ("2023-01-05", TOLD, 1),
        ("2023-01-06", TOLD, 0),  # a sale was reported that does not count
        ("2023-01-07", SILENT, None),
        ("2022-12-16", NOT_BEGUN, None),
        ("2022-12-01", NOT_BEGUN, None),
        ("0001-01-01", NOT_BEGUN, None),
    ],
)
def test_no_change_and_no_data_are_told_apart(desk, as_of, state, difference):
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1), sale_row(2, "2023-01-06", "29999.99")))
    day = date.fromisoformat(as_of)
    change = figure(desk, FigureName.CARS_SOLD, as_of=day).day
    assert (change.state, change.difference) == (state, difference)


def test_a_slice_without_sales_of_a_day_changed_by_nought(desk):
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1), sale_row(2, "2023-01-06")))
    asked = {"as_of": date(2023, 1, 6), "part": Slice(district="永定区")}
    found = figure(desk, FigureName.CARS_SOLD, **asked)
    assert (found.value, found.day.state, found.day.difference) == (1, TOLD, 0)


def test_a_mean_of_nothing_has_no_change(desk):
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1, "2022-12-20")))
    mean = figure(desk, FigureName.MEAN_PRICE, as_of=date(2022, 12, 20))
    assert (mean.value, mean.day.state) == (15_000_000, ChangeState.NO_VALUE)


def test_vouchers_are_counted_by_the_day_of_their_issue_and_redemption(open_desk):
    desk = open_desk(clock=Clock(datetime(2023, 1, 12, 3, tzinfo=UTC)))
    codes = issued(desk, 3)
    desk.clock.instant = datetime(2023, 1, 13, 3, tzinfo=UTC)
    teller = Teller(desk)
    teller.redeem(codes[0], 50_000)
    teller.redeem(codes[0], 30_000)
    taken_back = teller.redeem(codes[1], 150_000)
    teller.reverse(told(taken_back)["id"])

    def values(as_of: date | None = None, part: Slice = WHOLE):
        return [
            figure(desk, name, as_of=as_of, part=part).value
            for name in tuple(FigureName)[5:9]
        ]

    assert values(date(2023, 1, 11)) == [0, 0, 0, 0]
    assert values(date(2023, 1, 12)) == [3, 450_000, 0, 0]
    assert values(date(2023, 1, 13)) == [3, 450_000, 1, 80_000]
    assert values() == [3, 450_000, 1, 80_000]  # beyond the last sale's day
    assert values(None, Slice(district="慈利县")) == [1, 150_000, 0, 0]
    redeemed = figure(desk, FigureName.VOUCHERS_REDEEMED_AMOUNT)
    assert redeemed.as_of == date(2023, 1, 13)
    assert redeemed.day.difference == 80_000


@pytest.mark.parametrize(
    ("more", "told_of"),
    [
        ("", []),
        ("budget_yuan: 6000\n", [("budget", 300_000, 600_000, 0.5)]),
        (
            "quotas:\n  - {name: first, count: 3}\n  - {name: bev, count: 1, energy: "
            "[bev]}\n",
            [("first", 2, 3, 0.6666), ("bev", 0, 1, 0.0)],
        ),
        (
            "quotas:\n  - {name: each, count: 3, per: dealer}\n",
            [("each", None, 3, None)],
        ),
    ],
)
def test_progress_is_given_of_the_limits_that_are_stated(desk, more, told_of):
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry(more)), "test.yaml")
    desk.ingest(feed(sale_row(1), sale_row(2)))
    found = report_headline(desk.service, DeskQuery("test-campaign")).limits
    told = [(each.name, each.taken, each.most, each.share) for each in found]
    assert told == told_of


def test_what_can_be_filtered_by_is_what_is_found(desk):
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1), sale_row(2), sale_row(3)))
    found = report_headline(desk.service, DeskQuery(SEED_CAMPAIGN)).choices
    values = {name: [each.value for each in each_of] for name, each_of in found.items()}
    assert values == {
        "district": ["永定区", "慈利县"],
        "dealer": ["T-01", "T-02"],
        "brand": ["示例"],
        "energy": ["ice"],
    }
    assert found["dealer"][0].label.zh == "测试一号汽车(合成)（T-01）"


def test_a_home_without_sales_tells_noughts_and_nothing_to_divide(desk):
    found = report_headline(desk.service, DeskQuery(SEED_CAMPAIGN))
    values = [each.value for each in found.figures]
    assert values == [0, 0, 0, None, None, 0, 0, 0, 0]
    assert found.figures[0].day.state is SILENT
    assert set(map(len, found.choices.values())) == {0}
    assert report_alerts(desk.service, DeskQuery(SEED_CAMPAIGN)).alerts == ()


@pytest.mark.parametrize(
    ("today", "as_of", "elapsed"),
    [
        ("2022-12-01", "2022-12-01", 0),  # not begun
        ("2022-12-20", "2022-12-20", 5),
        ("2023-02-20", "2023-01-31", 47),
    ],
)
def test_a_campaign_without_sales_is_told_as_of_today_by_all(
    open_desk, today, as_of, elapsed
):
    desk = open_desk(clock=Clock(datetime.fromisoformat(f"{today}T03:00:00+00:00")))
    found = report_headline(desk.service, DeskQuery(SEED_CAMPAIGN))
    assert (found.as_of.isoformat(), found.days.elapsed) == (as_of, elapsed)
    service, name = desk.service, SEED_CAMPAIGN
    assert {
        report_totals(service, TotalsQuery(name)).as_of,
        report_alerts(service, DeskQuery(name)).as_of,
        forecast_campaign(service, ForecastQuery(name)).as_of,
        compare_years(service, ComparisonQuery(name)).as_of,
        what_if(service, WhatIfQuery(name)).as_of,
        report_bridge(service, BridgeQuery(name)).as_of,
    } == {found.as_of}


def test_an_instant_in_the_past_tells_the_same_again(desk):
    desk.ingest(REGISTER, "dealers.csv")
    desk.ingest(feed(sale_row(1)))
    known_at = report_headline(desk.service, DeskQuery(SEED_CAMPAIGN)).known_at
    asked = DeskQuery(SEED_CAMPAIGN, date(2023, 1, 5), known_at)
    before = report_headline(desk.service, asked).model_dump_json()
    desk.ingest(feed(sale_row(2)), "later.csv")
    issue_vouchers(desk.service, SEED_CAMPAIGN)
    desk.service.remembered.forget()
    assert report_headline(desk.service, asked).model_dump_json() == before


def test_what_cannot_be_asked_is_refused(desk):
    with pytest.raises(NotFound):
        report_headline(desk.service, DeskQuery("nosuch"))
    to_come = datetime(2199, 1, 1, tzinfo=UTC)
    with pytest.raises(BadParameter):
        report_headline(desk.service, DeskQuery(SEED_CAMPAIGN, known_at=to_come))
