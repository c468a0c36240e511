"""The same totals by command, HTTP, SQL view and chart CSV; the same bytes for ever."""

import csv
import io
from datetime import date

import pytest

from tests.conftest import SEED_CAMPAIGN
from tests.feed_texts import REGISTER, feed, sale_row
from voucher_service.model.text import Language
from voucher_service.store.database import naive
from voucher_service.usecases.draw_chart import ChartQuery, draw_chart
from voucher_service.usecases.render_figure import ChartFormat
from voucher_service.usecases.report_totals import TotalsQuery, report_totals

DAYS = [date(2022, 12, 31), date(2023, 1, 5), date(2023, 1, 10)]


def test_the_sample_is_the_published_campaign(sample_desk):
    totals = report_totals(
        sample_desk.service, TotalsQuery(SEED_CAMPAIGN, date(2023, 1, 10))
    )
    assert totals.cars_sold == 460
    assert totals.sales_fen == 6_875_000_000
    assert totals.vouchers_fen == 69_000_000
    assert str(totals.sales_yuan) == "68750000.00"
    assert totals.gross_ratio == 99.64
    assert totals.synthetic


@pytest.mark.parametrize("as_of", DAYS)
def test_totals_sql_view_and_chart_csv_agree(sample_desk, as_of):
    service = sample_desk.service
    totals = report_totals(service, TotalsQuery(SEED_CAMPAIGN, as_of))
    with service.store.read() as connection:
        [view] = connection.execute(
            "SELECT cars_sold, sales_fen, vouchers_fen FROM campaign_totals_at(?, ?)",
            [as_of, naive(totals.known_at)],
        ).fetchall()
    query = ChartQuery(
        SEED_CAMPAIGN, "cumulative-sales", as_of=as_of, format=ChartFormat.CSV
    )
    text = draw_chart(service, query).body.decode("utf-8-sig")
    last = list(csv.DictReader(io.StringIO(text)))[-1]
    ours = (totals.cars_sold, totals.sales_fen, totals.vouchers_fen)
    assert view == ours
    assert last["day"] == as_of.isoformat()
    assert (int(last["cumulative_cars"]), int(last["cumulative_sales_fen"])) == ours[:2]


@pytest.mark.parametrize("chart", ["cumulative-sales", "by-district", "daily-sales"])
def test_an_earlier_instant_gives_the_same_bytes_after_another_feed(desk, chart):
    desk.ingest(REGISTER)
    desk.ingest(feed(sale_row(1, "2023-01-03"), sale_row(2, "2023-01-05")))
    service = desk.service
    known_at = service.store.data_version()
    query = ChartQuery(SEED_CAMPAIGN, chart, date(2023, 1, 10), known_at, Language.EN)
    totals = TotalsQuery(SEED_CAMPAIGN, date(2023, 1, 10))
    before = (
        draw_chart(service, query).body,
        report_totals(service, totals).model_dump_json(),
    )
    desk.ingest(feed(sale_row(3, "2023-01-04"), sale_row(1, price="99999.99")))
    later = report_totals(service, totals)
    assert later.cars_sold == 3
    service.remembered.forget()
    asked_again = TotalsQuery(SEED_CAMPAIGN, date(2023, 1, 10), known_at)
    after = (
        draw_chart(service, query).body,
        report_totals(service, asked_again).model_dump_json(),
    )
    assert after == before
