"""What became of vouchers is told until a day and as known at an instant."""

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from tests.return_texts import feed as returns
from tests.return_texts import red
from tests.teller import Teller, issued, told
from tests.voucher_events import spend
from voucher_service.model.days import SHANGHAI
from voucher_service.model.slices import Slice
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_budget import report_budget

LAST_INSTANT = datetime(2023, 2, 21, 23, 59, 59, 999999, tzinfo=SHANGHAI)
MIDNIGHT = datetime(2023, 2, 22, tzinfo=SHANGHAI)


def rows(desk, chart: str, as_of: date | None = None, **more) -> list[dict[str, str]]:
    name = more.pop("campaign", SEED_CAMPAIGN)
    query = ChartQuery(name, chart, as_of, format=ChartFormat.CSV, **more)
    text = draw_chart(desk.service, query).body.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def funnel(desk, as_of: date | None = None, **more) -> list[tuple[int, int]]:
    return [
        (int(row["number"]), int(row["amount_fen"]))
        for row in rows(desk, "voucher-funnel", as_of, **more)
    ]


def standing_still(desk, instant: datetime) -> None:
    desk.clock.step, desk.clock.instant = timedelta(0), instant


def test_a_voucher_goes_through_the_stages_one_by_one(desk):
    codes = issued(desk, 3)
    teller = Teller(desk)
    teller.redeem(codes[0], 150_000)
    teller.redeem(codes[1], 50_000)
    assert funnel(desk) == [
        (3, 450_000),
        (3, 450_000),
        (2, 200_000),
        (1, 150_000),
        (0, 0),
    ]


def test_what_is_reversed_is_redeemed_no_more(desk):
    [code] = issued(desk, 1)
    teller = Teller(desk)
    made = told(teller.redeem(code, 150_000))
    teller.reverse(made["id"])
    assert funnel(desk)[2:] == [(0, 0), (0, 0), (0, 0)]


def test_a_promise_is_not_redeemed_before_it_is_taken(desk):
    [code] = issued(desk, 1)
    teller = Teller(desk)
    held = told(teller.lock(code, 150_000))
    assert funnel(desk)[2] == (0, 0)
    teller.capture(held["id"])
    assert funnel(desk)[2] == (1, 150_000)


@pytest.mark.parametrize(
    ("redeemed", "as_of", "counted"),
    [
        (LAST_INSTANT, date(2023, 2, 21), 1),
        (MIDNIGHT, date(2023, 2, 21), 0),
        (MIDNIGHT, date(2023, 2, 22), 1),
    ],
)
def test_a_redemption_counts_from_its_shanghai_day_on(desk, redeemed, as_of, counted):
    [code] = issued(desk, 1)
    standing_still(desk, redeemed)
    assert Teller(desk).redeem(code, 50_000).status == 201
    assert funnel(desk, as_of)[2] == (counted, 50_000 * counted)
    days = {row["day"]: row for row in rows(desk, "redemptions-by-day", as_of)}
    assert days[as_of.isoformat()]["redemptions"] == str(counted)


def test_a_day_far_off_adds_no_days_beyond_what_is_known(desk):
    [code] = issued(desk, 1)
    Teller(desk).redeem(code, 50_000)
    days = [row["day"] for row in rows(desk, "redemptions-by-day", date.max)]
    assert days == ["2023-02-20"]
    assert funnel(desk, date.max)[2] == (1, 50_000)


def test_a_reversal_is_of_its_own_day(desk):
    [code] = issued(desk, 1)
    teller = Teller(desk)
    standing_still(desk, LAST_INSTANT)
    made = told(teller.redeem(code, 50_000))
    standing_still(desk, MIDNIGHT)
    teller.reverse(made["id"])
    found = [
        (row["day"], row["redeemed_fen"], row["reversed_fen"])
        for row in rows(desk, "redemptions-by-day")
    ]
    assert found[-2:] == [("2023-02-21", "50000", "0"), ("2023-02-22", "0", "50000")]
    assert found[0] == ("2023-02-20", "0", "0")  # when the voucher was issued


def test_as_known_before_it_nothing_was_redeemed(desk):
    [code] = issued(desk, 1)
    before = desk.service.now()
    Teller(desk).redeem(code, 50_000)
    assert funnel(desk, known_at=before)[2] == (0, 0)
    assert rows(desk, "redemptions-by-station", known_at=before) == []
    assert funnel(desk)[2] == (1, 50_000)


def test_unless_an_instant_is_named_it_is_that_of_the_last_event(desk):
    [code] = issued(desk, 1)
    sales = desk.service.store.data_version()
    Teller(desk).redeem(code, 50_000)
    [row, *_] = rows(desk, "voucher-funnel")
    known_at = datetime.fromisoformat(row["known_at"])
    assert known_at > sales
    assert funnel(desk, known_at=known_at) == funnel(desk)
    desk.ingest(feed(sale_row(9)), "more.csv")
    [row, *_] = rows(desk, "voucher-funnel")
    assert datetime.fromisoformat(row["known_at"]) == desk.service.store.data_version()


def test_unless_a_day_is_named_it_is_today_not_the_last_sales(desk):
    issued(desk, 1)
    [row, *_] = rows(desk, "voucher-funnel")
    assert row["as_of"] == "2023-02-20"
    assert rows(desk, "daily-sales")[0]["as_of"] < "2023-02-01"


def test_stations_are_told_apart_and_reversals_taken_off(desk):
    codes = issued(desk, 3)
    teller = Teller(desk)
    makes = teller.redeem_request
    for code, station in zip(codes, ["甲", "乙", None], strict=True):
        made = told(teller.ask(replace(makes(code, 50_000), station=station)))
        if station == "乙":
            teller.reverse(made["id"])
    assert [
        (row["station"], row["redemptions"], row["reversals"], row["net_fen"])
        for row in rows(desk, "redemptions-by-station")
    ] == [
        ("甲", "1", "0", "50000"),
        ("乙", "1", "1", "0"),
        ("未注明", "1", "0", "50000"),
    ]


def test_a_voucher_is_of_the_part_that_its_sale_is_of(desk):
    codes = issued(desk, 2)
    Teller(desk).redeem(codes[0], 50_000)
    with desk.service.store.read() as connection:
        found = connection.execute(
            "SELECT s.dealer_id FROM vouchers AS v JOIN sale_versions AS s"
            " USING (sale_id) ORDER BY v.voucher_no"
        ).fetchall()
    [(first,), (second,)] = found
    assert funnel(desk, part=Slice(dealer=first))[2] == (1, 50_000)
    if first != second:
        assert funnel(desk, part=Slice(dealer=second))[2] == (0, 0)
    assert funnel(desk, part=Slice(dealer="nobody"))[1:] == [(0, 0)] * 4


NAME = "test-campaign"


def states(desk, **more) -> dict[str, int | None]:
    found = rows(desk, "budget-states", campaign=NAME, **more)
    return {row["state"]: int(row["amount_fen"] or -1) for row in found}


def agreed(desk) -> dict[str, int]:
    """Give the states as the report of the budget has them."""
    whole = report_budget(desk.service, NAME).whole
    names = ("budget", "available", "held", "committed", "payable", "recoverable")
    found = {name: getattr(whole, f"{name}_fen") for name in (*names, "unfunded")}
    return {name: -1 if fen is None else fen for name, fen in found.items()}


@pytest.mark.parametrize("more", ["budget_yuan: 4500\n", "budget_yuan: 3000\n", ""])
def test_the_chart_of_the_money_is_the_report_of_it(desk, more):
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry(more)), "test.yaml")
    assert states(desk) == agreed(desk)
    desk.ingest(feed(sale_row(1), sale_row(3)), "sales.csv")
    assert states(desk) == agreed(desk)
    earned = desk.service.store.data_version()
    before = agreed(desk)
    issue_vouchers(desk.service, NAME)
    spend(desk, 1)
    assert states(desk) == agreed(desk)
    assert states(desk)["payable"] == 150_000
    desk.ingest(returns(red(901, original="00000001", car=1)), "back.csv")
    desk.ingest(feed(sale_row(5), sale_row(7)), "more.csv")
    assert states(desk) == agreed(desk)
    assert states(desk, known_at=earned) == before


def test_the_money_of_an_earlier_day_is_what_had_happened_by_then(desk):
    desk.ingest(REGISTER, "dealers.csv")
    open_campaign(desk.service, campaign(entry("budget_yuan: 6000\n")), "test.yaml")
    desk.ingest(feed(sale_row(1), sale_row(3)), "sales.csv")
    issue_vouchers(desk.service, NAME)  # on 20 February
    desk.clock.instant += timedelta(days=2)
    spend(desk, 1)
    desk.clock.instant += timedelta(days=2)
    desk.ingest(returns(red(901, original="00000001", car=1)), "back.csv")
    eve, issued_on, spent_on, today = (date(2023, 2, day) for day in (19, 20, 22, 24))

    def told(as_of: date) -> tuple[int | None, ...]:
        found = states(desk, as_of=as_of)
        assert found["available"] + found["held"] == 600_000 - (
            found["committed"] + found["payable"]
        )
        return found["committed"], found["payable"], found["recoverable"]

    assert told(eve) == (0, 0, 0)
    assert told(issued_on) == (300_000, 0, 0)
    assert told(spent_on) == (150_000, 150_000, 0)
    assert told(today) == (150_000, 150_000, 150_000)
    assert states(desk, as_of=today) == states(desk) == agreed(desk)
    assert states(desk, as_of=date(2023, 1, 1))["held"] == 0  # sold later


def test_what_a_bank_tells_of_late_counts_on_its_own_day(desk):
    codes = issued(desk, 2)
    teller = Teller(desk)
    standing_still(desk, MIDNIGHT + timedelta(days=1))
    makes = teller.redeem_request
    teller.ask(makes(codes[0], 50_000))
    late = replace(makes(codes[0], 20_000), redeemed_at=LAST_INSTANT)
    assert teller.ask(late).status == 201
    payable = {
        day: next(
            int(row["amount_fen"])
            for row in rows(desk, "budget-states", date(2023, 2, day))
            if row["state"] == "payable"
        )
        for day in (20, 21, 22, 23)
    }
    assert payable == {20: 0, 21: 20_000, 22: 20_000, 23: 70_000}


@pytest.mark.parametrize("chart", ["redemptions-by-day", "voucher-funnel"])
def test_before_the_first_voucher_no_day_is_told_of(desk, chart):
    issued(desk, 1)
    found = rows(desk, chart, date(2023, 1, 10))
    assert all(row.get("day", "") <= "2023-01-10" for row in found)
    assert (found == []) is (chart == "redemptions-by-day")
