"""Totals worked out in Polars are those of the SQL views, on random data."""

import shutil
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import SEED_CAMPAIGN, Clock, Desk
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.kinds import Breakdown
from voucher_service.resources import SQL
from voucher_service.store.database import naive
from voucher_service.usecases.open_service import Opening, open_service
from voucher_service.usecases.report_totals import TotalsQuery, report_totals

DAYS = st.dates(date(2022, 12, 10), date(2023, 2, 5))
PRICES = st.one_of(
    st.sampled_from([2_999_999, 3_000_000, 3_000_001]), st.integers(1, 60_000_000)
)
SALES = st.lists(st.tuples(st.integers(1, 12), DAYS, PRICES), max_size=12)


def text_of(sales: list[tuple[int, date, int]]) -> str:
    latest = {number: (day, fen) for number, day, fen in sales}
    rows = [
        sale_row(number, day.isoformat(), f"{fen // 100}.{fen % 100:02d}")
        for number, (day, fen) in latest.items()
    ]
    return feed(*rows)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=SALES, second=SALES, as_of=DAYS)
def test_totals_equal_their_sql_view_at_every_instant(new_home, first, second, as_of):
    with tempfile.TemporaryDirectory() as folder:
        home, clock = Path(folder) / "home", Clock(new_home.instant)
        shutil.copytree(new_home.path, home)
        desk = Desk(open_service(Opening(home, SQL), clock), clock)
        try:
            desk.ingest(REGISTER)
            instants = [desk.service.store.data_version()]
            for sales in (first, second):
                if sales:
                    desk.ingest(text_of(sales))
                instants.append(desk.service.store.data_version())
            for known_at in instants:
                assert_same_totals(desk, as_of, known_at)
            assert_daily_totals_add_up(desk)
        finally:
            desk.service.close()


def assert_same_totals(desk: Desk, as_of: date, known_at: datetime) -> None:
    ours = report_totals(desk.service, TotalsQuery(SEED_CAMPAIGN, as_of, known_at))
    with desk.service.store.read() as connection:
        [row] = connection.execute(
            "SELECT cars_sold, sales_fen, sales_yuan, vouchers_fen, mean_price_fen,"
            " gross_ratio FROM campaign_totals_at(?, ?)",
            [as_of, naive(known_at)],
        ).fetchall()
    assert row == (
        ours.cars_sold,
        ours.sales_fen,
        ours.sales_yuan,
        ours.vouchers_fen,
        ours.mean_price_fen,
        ours.gross_ratio,
    )


def assert_daily_totals_add_up(desk: Desk) -> None:
    query = TotalsQuery(SEED_CAMPAIGN, date(2023, 2, 5), by=Breakdown.DAY)
    ours = report_totals(desk.service, query)
    with desk.service.store.read() as connection:
        rows = connection.execute(
            "SELECT sold_on, cars_sold, sales_fen, vouchers_fen, cumulative_cars,"
            " cumulative_sales_fen FROM campaign_daily_totals ORDER BY sold_on"
        ).fetchall()
    assert ours.groups is not None
    assert [row[:4] for row in rows] == [
        (date.fromisoformat(group.key), group.cars_sold, group.sales_fen,
         group.vouchers_fen)
        for group in ours.groups
    ]  # fmt: skip
    if rows:
        assert rows[-1][4:] == (ours.cars_sold, ours.sales_fen)


def test_every_audit_finds_nothing_in_the_sample(sample_desk):
    audits = sorted((SQL / "audits").glob("*.sql"))
    assert audits
    with sample_desk.service.store.read() as connection:
        found = {
            path.name: connection.execute(path.read_text(encoding="utf-8")).fetchall()
            for path in audits
        }
    assert {name: rows for name, rows in found.items() if rows} == {}


def test_an_audit_finds_what_was_planted(desk):
    desk.ingest(REGISTER)
    desk.ingest(feed(sale_row(1)))

    def plant(writing):
        writing.connection.execute(
            "INSERT INTO sale_versions BY NAME"
            " SELECT * REPLACE (7 AS version) FROM sale_versions"
        )

    desk.service.store.write("plant", plant)
    audit = (SQL / "audits" / "sale_versions_are_unbroken.sql").read_text()
    with desk.service.store.read() as connection:
        assert len(connection.execute(audit).fetchall()) == 1


def test_every_view_says_its_meaning_grain_columns_and_units():
    for path in (SQL / "views").glob("*.sql"):
        text = path.read_text(encoding="utf-8")
        for word in ("-- Meaning:", "-- Grain:", "-- Columns:", "-- Units:"):
            assert word in text, f"{path.name} lacks {word}"


def test_an_instant_before_any_commit_knows_no_campaign(sample_desk):
    with sample_desk.service.store.read() as connection:
        early = naive(datetime(2000, 1, 1, tzinfo=UTC) + timedelta(0))
        rows = connection.execute(
            "FROM campaign_totals_at(DATE '2023-01-10', ?)", [early]
        ).fetchall()
    assert rows == []
