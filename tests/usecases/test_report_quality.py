"""The board counts every row once, under the dealer that it is of."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import HEADER, REGISTER, feed, sale_row, vin
from voucher_service.feeds.profile import shipped_profiles
from voucher_service.model.errors import BadParameter
from voucher_service.model.feed_reports import FeedSender
from voucher_service.model.kinds import Role
from voucher_service.model.reports import Principal
from voucher_service.model.text import Language
from voucher_service.usecases.delivery import Delivery
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.receive_feed import receive_feed
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_quality import QualityQuery, report_quality

BUREAU = FeedSender(channel="http", name="bureau", role=Role.BUREAU)
ODD = FeedSender(channel="http", name="T-01", role=Role.DEALER, dealer_id="T-01")
OWN = Principal(name="T-01", role=Role.DEALER, dealer="T-01")
BAD_VIN = "LSVAA0BR0N0000000"


def bad(number: int) -> str:
    """Give a row whose VIN has a wrong check digit."""
    return sale_row(number).replace(vin(number), BAD_VIN)


def of(desk, dealer: str | None, **days):
    board = report_quality(desk.service, QualityQuery(**days))
    [row] = [each for each in board.dealers if each.dealer_id == dealer]
    return row


def counts(row) -> tuple[int, int, int, int]:
    return row.accepted, row.unchanged, row.refused, row.review


def receive(desk, text: str, name: str, sender: FeedSender):
    profile = shipped_profiles()["standard"]
    return receive_feed(desk.service, Delivery.of(name, text.encode()), profile, sender)


@pytest.fixture
def registered(desk):
    desk.ingest(REGISTER, "dealers.csv")
    return desk


def test_a_file_of_two_dealers_is_split_between_them(registered):
    registered.ingest(feed(sale_row(1), sale_row(3), sale_row(2)), "one.csv")
    registered.ingest(feed(sale_row(1), sale_row(2), sale_row(4)), "two.csv")
    assert counts(of(registered, "T-01")) == (2, 1, 0, 0)
    assert counts(of(registered, "T-02")) == (2, 1, 0, 0)


def test_a_refused_row_is_the_dealers_that_it_names(registered):
    registered.ingest(feed(sale_row(1), sale_row(2), bad(4)))
    odd, even = of(registered, "T-01"), of(registered, "T-02")
    assert (counts(odd), counts(even)) == ((1, 0, 0, 0), (1, 0, 1, 0))
    assert (odd.acceptance_rate, even.acceptance_rate) == (1.0, 0.5)
    assert [(each.code, each.rows) for each in even.reasons] == [("vin_check_digit", 1)]
    assert even.reasons[0].sentence.zh


@pytest.mark.parametrize(
    "name", ["测试二号汽车（合成）", "测试二号汽车(合成)", " 测试二号汽车 (合成) "]
)
def test_a_refused_row_may_name_its_dealer_by_name(registered, name):
    header = HEADER.replace("经销商编号", "经销商名称")
    registered.ingest(f"{header}\n{bad(4).replace('T-02', name)}\n")
    assert counts(of(registered, "T-02")) == (0, 0, 1, 0)


def test_a_row_that_names_nobody_is_of_the_one_dealer_of_its_file(registered):
    registered.ingest(feed(sale_row(1), bad(3).replace("T-01", "")))
    assert counts(of(registered, "T-01")) == (1, 0, 1, 0)


def test_a_row_that_names_nobody_in_a_file_of_two_stands_apart(registered):
    nameless = bad(3).replace("T-01", "")
    registered.ingest(feed(sale_row(1), sale_row(2), nameless))
    row = of(registered, None)
    assert (row.dealer_name, counts(row)) == ("（未注明）", (0, 0, 1, 0))


def test_what_a_dealer_sends_itself_is_its_own_whomever_it_names(registered):
    receive(registered, feed(sale_row(1), sale_row(2)), "own.csv", ODD)
    row = of(registered, "T-01")
    assert (row.accepted, row.refused + row.review) == (1, 1)
    assert counts(of(registered, "T-02")) == (0, 0, 0, 0)


def test_receipts_count_with_duplicates_and_unreadable_files(registered):
    text = feed(sale_row(1), sale_row(2))
    receive(registered, text, "one.csv", BUREAU)
    receive(registered, text, "again.csv", BUREAU)
    receive(registered, "\0\0\0", "broken.xlsx", ODD)
    odd, even = of(registered, "T-01"), of(registered, "T-02")
    assert (odd.deliveries, odd.unreadable) == (3, 1)
    assert (even.deliveries, even.unreadable) == (2, 0)
    assert counts(even) == (1, 0, 0, 0)


def test_a_dealer_that_never_reported_has_a_row_of_noughts(registered):
    row = of(registered, "T-01")
    assert (row.rows, row.acceptance_rate, row.deliveries) == (0, None, 0)
    assert (row.lateness_median_days, row.last_feed_at) == (None, None)


def test_corrections_cancellations_and_lateness_are_of_versions(registered):
    # The clock stands at 2023-02-20.
    days = ["2023-02-19", "2023-02-10", "2023-02-10", "2023-01-11"]
    rows = [sale_row(n, day) for n, day in zip((1, 3, 5, 7), days, strict=True)]
    registered.ingest(feed(*rows), "first.csv")
    registered.ingest(feed(sale_row(1, "2023-02-19", "160000.00")), "mended.csv")
    returned = (
        f"{HEADER},销售状态,退车日期\n{sale_row(3, '2023-02-10')},退车,2023-02-18\n"
    )
    registered.ingest(returned, "returned.csv")
    row = of(registered, "T-01")
    assert (row.corrections, row.cancellations) == (1, 1)
    assert (row.lateness_median_days, row.lateness_p90_days) == (10, 40)
    assert counts(row) == (6, 0, 0, 0)


def test_conflicts_count_on_both_sides_until_resolved(registered):
    theirs = sale_row(2).replace(vin(2), vin(1))
    registered.ingest(feed(sale_row(1), theirs))
    assert [of(registered, each).conflicts for each in ("T-01", "T-02")] == [1, 1]


def test_a_file_read_again_after_the_register_grew_counts_once(registered):
    stranger = sale_row(3).replace("T-01", "T-03")
    text = feed(sale_row(1), stranger)
    registered.ingest(text)
    assert counts(of(registered, "T-01")) == (1, 0, 1, 0)
    registered.ingest(
        REGISTER + "T-03,测试三号汽车（合成）,,永定区,合成数据\n", "d.csv"
    )
    registered.ingest(text)
    assert counts(of(registered, "T-01")) == (1, 0, 0, 0)
    assert counts(of(registered, "T-03")) == (1, 0, 0, 0)


def test_days_of_receipt_bound_the_board(registered):
    registered.ingest(feed(sale_row(1)), "first.csv")
    registered.clock.instant += timedelta(days=2)
    registered.ingest(feed(sale_row(3), bad(5)), "later.csv")
    first = date(2023, 2, 20)
    before = of(registered, "T-01", last_day=first)
    since = of(registered, "T-01", first_day=first + timedelta(days=1))
    assert counts(before) == (1, 0, 0, 0)
    assert counts(since) == (1, 0, 1, 0)
    assert counts(of(registered, "T-01")) == (2, 0, 1, 0)


def test_what_was_known_at_an_instant_stays_the_same(registered):
    registered.ingest(feed(sale_row(1), bad(3)), "first.csv")
    then = report_quality(registered.service, QualityQuery())
    registered.ingest(feed(sale_row(1, price="170000.00"), sale_row(5)), "later.csv")
    asked = QualityQuery(known_at=then.known_at)
    registered.service.remembered.forget()
    assert report_quality(registered.service, asked) == then
    assert report_quality(registered.service, QualityQuery()) != then


def test_a_dealer_sees_its_own_row_alone(registered):
    registered.ingest(feed(sale_row(1), sale_row(2)))
    board = report_quality(registered.service, QualityQuery(), OWN)
    assert [row.dealer_id for row in board.dealers] == ["T-01"]


@pytest.mark.parametrize(
    "query",
    [
        QualityQuery(first_day=date(2023, 1, 2), last_day=date(2023, 1, 1)),
        QualityQuery(known_at=datetime(2100, 1, 1, tzinfo=UTC)),
    ],
)
def test_days_the_wrong_way_round_and_instants_to_come_are_refused(desk, query):
    with pytest.raises(BadParameter):
        report_quality(desk.service, query)


def test_an_empty_home_has_an_empty_board(desk):
    assert report_quality(desk.service, QualityQuery()).dealers == ()


def test_the_board_of_the_sample_adds_up_to_its_feeds(sample_desk):
    board = report_quality(sample_desk.service, QualityQuery())
    with sample_desk.service.store.read() as connection:
        [told] = connection.execute(
            "SELECT sum(row_count), sum(accepted), sum(unchanged), sum(refused),"
            " sum(review) FROM feeds WHERE kind = 'sales'"
        ).fetchall()
    rows = board.dealers
    sums = [
        sum(row.rows for row in rows),
        *map(sum, zip(*map(counts, rows), strict=True)),
    ]
    assert sums == list(told)
    rates = [row.acceptance_rate for row in rows if row.acceptance_rate is not None]
    assert rates == sorted(rates)
    assert board.synthetic


def test_the_chart_is_of_the_board_and_marked_as_made_up(sample_desk):
    query = ChartQuery(
        SEED_CAMPAIGN, "feed-quality", language=Language.ZH, format=ChartFormat.CSV
    )
    [header, *lines] = (
        draw_chart(sample_desk.service, query).body.decode("utf-8-sig").splitlines()
    )
    board = report_quality(sample_desk.service, QualityQuery())
    with_rows = [row for row in board.dealers if row.rows]
    assert [line.split(",")[0] for line in lines] == [r.dealer_id for r in with_rows]
    assert "as_of" not in header.split(",")
    assert all(line.endswith("合成数据 synthetic data") for line in lines)
