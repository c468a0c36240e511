"""Alerts tell what is wrong, the worst first, each with its number and its rows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.campaign_texts import campaign, entry
from tests.conftest import SEED_CAMPAIGN, Clock
from tests.feed_texts import REGISTER, feed, sale_row
from tests.teller import issued
from voucher_service.model.desk_reports import AlertKind, Severity
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.feed_reports import FeedSender
from voucher_service.model.kinds import Role
from voucher_service.model.slices import Slice
from voucher_service.usecases.choose_profile import ProfileChoice
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.issue_vouchers import issue_vouchers
from voucher_service.usecases.open_campaign import open_campaign
from voucher_service.usecases.receive_feed import receive_feed
from voucher_service.usecases.report_alerts import report_alerts
from voucher_service.usecases.report_headline import DeskQuery

TEST = "test-campaign"


def alerts(desk, campaign_id: str = SEED_CAMPAIGN, **asked):
    return report_alerts(desk.service, DeskQuery(campaign_id, **asked)).alerts


def kinds(found) -> list[tuple[str, str, int]]:
    return [(each.kind.value, each.severity.value, each.number) for each in found]


def at(desk, day: str) -> None:
    desk.clock.instant = datetime.fromisoformat(f"{day}T03:00:00+00:00")


@pytest.fixture
def dealt(open_desk):
    desk = open_desk(clock=Clock(datetime(2023, 1, 9, 2, tzinfo=UTC)))
    desk.ingest(REGISTER, "dealers.csv")
    return desk


def contested(desk) -> None:
    desk.ingest(feed(sale_row(1)), "one.csv")
    other = sale_row(1).replace("T-01", "T-02").replace("00000001,L", "00000009,L")
    desk.ingest(feed(other), "two.csv")


def test_a_campaign_without_trouble_has_no_alert(dealt):
    dealt.ingest(feed(sale_row(1), sale_row(2)))
    assert alerts(dealt) == ()


@pytest.mark.parametrize(
    ("as_of", "severity"),
    [("2023-01-12", Severity.ATTENTION), ("2023-01-13", Severity.URGENT)],
)
def test_a_conflict_becomes_urgent_after_a_week(dealt, as_of, severity):
    contested(dealt)
    [found] = alerts(dealt, as_of=date.fromisoformat(as_of))
    assert kinds([found]) == [("conflicts", severity, 2)]
    assert "最早售于 2023-01-05" in found.sentence.zh
    assert found.page == f"/campaigns/{SEED_CAMPAIGN}/figures/needs-review"


def test_a_conflict_is_none_before_its_day_nor_in_another_slice(dealt):
    contested(dealt)
    assert alerts(dealt, as_of=date(2023, 1, 4)) == ()
    asked = {"as_of": date(2023, 1, 6), "part": Slice(district="永定区")}
    [found] = alerts(dealt, **asked)
    assert (found.number, found.filtered) == (1, True)
    assert alerts(dealt, as_of=date(2023, 1, 6), part=Slice(brand="别家")) == ()


@pytest.mark.parametrize(
    ("budget", "told_of"),
    [
        (20_000, []),
        (3333, [("budget", "attention", 300_000)]),
        (3000, [("budget", "urgent", 300_000)]),
        (2000, [("budget", "attention", 150_000), ("waitlist", "note", 1)]),
    ],
)
def test_a_budget_is_told_of_when_nine_tenths_are_taken(dealt, budget, told_of):
    terms = entry(f"budget_yuan: {budget}\n")
    open_campaign(dealt.service, campaign(terms), "test.yaml")
    dealt.ingest(feed(sale_row(1), sale_row(2)))
    if budget == 2000:
        told_of = told_of[1:]  # 1,500 of 2,000 yuan are three quarters
    assert kinds(alerts(dealt, TEST)) == told_of


def test_rows_that_did_not_land_are_told_of_for_a_week(dealt):
    dealt.ingest(feed(sale_row(1), sale_row(2, price="nonsense")))
    [found] = alerts(dealt)
    assert kinds([found]) == [("refused_rows", "attention", 1)]
    assert found.page.startswith("/feeds/fed_")  # put in by hand: it has no receipt
    at(dealt, "2023-01-15")
    assert kinds(alerts(dealt)) == [("refused_rows", "attention", 1)]
    at(dealt, "2023-01-16")
    assert alerts(dealt) == ()


def test_what_was_received_leads_to_its_receipts(dealt):
    sender = FeedSender(channel="page", name="值班员", role=Role.BUREAU)
    for name, text in (
        ("refused.csv", feed(sale_row(2, price="nonsense"))),
        ("no-table.csv", "\x00\x01"),
    ):
        delivery = Delivery.of(name, text.encode())
        receive_feed(dealt.service, delivery, ProfileChoice(), sender)
    unreadable, refused = alerts(dealt)
    assert kinds([unreadable, refused]) == [
        ("unreadable_files", "urgent", 1),
        ("refused_rows", "attention", 1),
    ]
    since = {"from": "2023-01-03", "to": "2023-01-09"}
    assert (refused.page, refused.parameters) == ("/feeds/history", since)
    assert unreadable.parameters == {**since, "outcome": "unreadable"}


def test_one_sale_told_in_two_ways_is_a_row_in_review(dealt):
    dealt.ingest(feed(sale_row(1), sale_row(1, price="160000.00")))
    assert kinds(alerts(dealt)) == [("rows_in_review", "attention", 2)]


def dealers_file(desk, day: date, number: int) -> None:
    at(desk, day.isoformat())
    desk.ingest(feed(sale_row(2 * number + 1, "2023-01-05")), f"{day}.csv")


def test_a_dealer_that_falls_silent_is_late(dealt):
    for number in range(5):
        dealers_file(dealt, date(2023, 1, 9) + timedelta(days=number), number)
    at(dealt, "2023-01-17")
    assert alerts(dealt) == ()
    at(dealt, "2023-01-18")
    [found] = alerts(dealt)
    assert kinds([found]) == [("late_dealers", "attention", 1)]
    assert "测试一号汽车(合成)（5 天未报，惯常间隔 1 天）" in found.sentence.zh
    assert found.parameters == {"dealer": "T-01"}
    assert alerts(dealt, part=Slice(dealer="T-02")) == ()
    before = datetime(2023, 1, 14, tzinfo=UTC)
    assert alerts(dealt, known_at=before) == ()
    at(dealt, "2023-03-18")  # long after the end
    assert alerts(dealt) == ()
    assert alerts(dealt, as_of=date(2023, 1, 17)) == ()
    assert kinds(alerts(dealt, as_of=date(2023, 1, 18))) == kinds([found])


def test_a_campaign_until_the_end_of_the_calendar_has_alerts_as_others(dealt):
    terms = entry().replace("2023-01-31", "9999-12-31")
    open_campaign(dealt.service, campaign(terms), "test.yaml")
    dealt.ingest(feed(sale_row(1), sale_row(2, price="nonsense")))
    assert kinds(alerts(dealt, TEST)) == [("refused_rows", "attention", 1)]


def test_a_day_out_of_the_ordinary_is_told_of(dealt):
    at(dealt, "2023-01-14")
    usual = [
        sale_row(100 * day + n, f"2023-01-{day:02d}")
        for day in (4, 5, 6, 9, 10, 11, 12)
        for n in range(3)
    ]
    many = [sale_row(5000 + n, "2023-01-13") for n in range(30)]
    dealt.ingest(feed(*usual, *many))
    [found] = alerts(dealt, as_of=date(2023, 1, 13))
    assert kinds([found]) == [("unusual_day", "attention", 30)]
    assert found.parameters == {"as_of": "2023-01-13"}
    assert "2023-01-13 售出 30 台，明显偏多" in found.sentence.zh
    assert alerts(dealt, as_of=date(2023, 1, 12)) == ()


def test_vouchers_to_issue_are_told_of_once_issuing_began(desk):
    issued(desk, 2)
    assert alerts(desk) == ()
    desk.ingest(feed(sale_row(3), sale_row(4)), "more.csv")
    assert kinds(alerts(desk)) == [("not_issued", "attention", 2)]
    issue_vouchers(desk.service, SEED_CAMPAIGN)
    assert alerts(desk) == ()


def test_vouchers_that_end_soon_are_told_of_with_their_money(dealt):
    terms = entry().replace("face_yuan: 1500", "face_yuan: 1500, valid_days: 10")
    open_campaign(dealt.service, campaign(terms), "test.yaml")
    dealt.ingest(feed(sale_row(1), sale_row(2)))
    issue_vouchers(dealt.service, TEST)
    assert alerts(dealt, TEST) == ()
    at(dealt, "2023-01-15")
    [found] = alerts(dealt, TEST)
    assert kinds([found]) == [("expiring", "attention", 2)]
    assert "余额共 3,000.00 元" in found.sentence.zh
    assert alerts(dealt, TEST, as_of=date(2023, 1, 8)) == ()
    assert kinds(alerts(dealt, TEST, as_of=date(2023, 1, 12))) == kinds([found])


def test_files_are_judged_on_the_day_asked_for_and_no_later_than_is_known(dealt):
    dealt.ingest(feed(sale_row(1), sale_row(2, price="nonsense")))
    refused = [("refused_rows", "attention", 1)]
    at(dealt, "2023-02-20")
    assert kinds(alerts(dealt, as_of=date(2023, 1, 8))) == []
    assert kinds(alerts(dealt, as_of=date(2023, 1, 9))) == refused
    assert kinds(alerts(dealt, as_of=date(2023, 1, 15))) == refused
    assert kinds(alerts(dealt, as_of=date(2023, 1, 16))) == []
    assert kinds(alerts(dealt)) == []

    def judged_on(**asked) -> str:
        query = DeskQuery(SEED_CAMPAIGN, **asked)
        return str(report_alerts(dealt.service, query).judged_on)

    first = datetime(2023, 1, 9, 12, tzinfo=UTC)
    assert judged_on() == "2023-02-20"
    assert judged_on(as_of=date(2023, 1, 15)) == "2023-01-15"
    assert judged_on(as_of=date(2024, 1, 1)) == "2023-02-20"
    assert judged_on(known_at=first) == "2023-01-09"
    assert judged_on(as_of=date(2023, 1, 15), known_at=first) == "2023-01-09"
    assert judged_on(as_of=date.min) == "0001-01-01"


def test_where_no_day_is_named_that_of_the_sales_judges_no_file(dealt):
    dealt.ingest(feed(sale_row(1), sale_row(2, price="nonsense")))
    eve = date(2023, 1, 8)
    found = report_alerts(dealt.service, DeskQuery(SEED_CAMPAIGN), sales_until=eve)
    assert (found.as_of, str(found.judged_on)) == (eve, "2023-01-09")
    assert [each.kind for each in found.alerts] == [AlertKind.REFUSED_ROWS]


def test_the_worst_comes_first(dealt):
    contested(dealt)
    dealt.ingest(feed(sale_row(3, price="nonsense")), "refused.csv")
    found = alerts(dealt, as_of=date(2023, 1, 20))
    severities = [list(Severity).index(each.severity) for each in found]
    assert severities == sorted(severities)
    assert found[0].kind is AlertKind.CONFLICTS
    assert len(found) >= 2


def test_an_alert_of_an_unknown_campaign_is_refused(desk):
    with pytest.raises(VoucherServiceError):
        alerts(desk, "nosuch")
