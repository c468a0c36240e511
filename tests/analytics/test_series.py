"""The charts' frames tell of the same sales as the totals."""

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
from hypothesis import given, settings

from tests.analytics.decided_sales import (
    START,
    days,
    decided,
    decided_sales,
    refused,
    sale,
)
from voucher_service.analytics.rankings import by_district
from voucher_service.analytics.series import cumulative_sales, daily_sales
from voucher_service.analytics.totals import totals

MONEY = {"sales_yuan": pl.Decimal(18, 2), "sales_wan": pl.Float64}
DAILY = pl.Schema(
    {"day": pl.Date, "cars_sold": pl.Int64, "sales_fen": pl.Int64}
    | MONEY
    | {"vouchers_fen": pl.Int64, "mean_7_days": pl.Float64}
    | dict.fromkeys(("day_kind", "holiday", "holiday_en"), pl.String)
)
CUMULATIVE = pl.Schema(
    {
        "day": pl.Date,
        "cars_sold": pl.Int64,
        "sales_fen": pl.Int64,
        "sales_yuan": pl.Decimal(18, 2),
        "cumulative_cars": pl.Int64,
        "cumulative_sales_fen": pl.Int64,
        "cumulative_sales_yuan": pl.Decimal(18, 2),
        "cumulative_sales_wan": pl.Float64,
    }
)
DISTRICTS = pl.Schema(
    {"district": pl.String, "cars_sold": pl.Int64, "sales_fen": pl.Int64}
    | MONEY
    | {"vouchers_fen": pl.Int64}
)


def test_every_day_has_a_row_and_a_day_without_sales_has_zeros() -> None:
    frame = decided(
        sale(sold_on=START, price_fen=12_345_678),
        sale(sold_on=START + timedelta(days=2), price_fen=5_000_000),
        refused("not_new", sold_on=START + timedelta(days=1)),
    )
    found = daily_sales(frame, start=START, as_of=START + timedelta(days=3))
    assert found.schema == DAILY
    yuan = [Decimal(text) for text in ("123456.78", "0.00", "50000.00", "0.00")]
    assert found.select(list(DAILY)[:6]).rows() == [
        (date(2022, 12, 16), 1, 12_345_678, yuan[0], 12.345678, 150_000),
        (date(2022, 12, 17), 0, 0, yuan[1], 0.0, 0),
        (date(2022, 12, 18), 1, 5_000_000, yuan[2], 5.0, 150_000),
        (date(2022, 12, 19), 0, 0, yuan[3], 0.0, 0),
    ]


def test_the_running_sum_never_forgets_a_day() -> None:
    frame = decided(sale(sold_on=START), sale(sold_on=START + timedelta(days=2)))
    found = cumulative_sales(frame, start=START, as_of=START + timedelta(days=3))
    assert found.schema == CUMULATIVE
    assert found["cumulative_cars"].to_list() == [1, 1, 2, 2]
    assert found["cumulative_sales_wan"].to_list() == [10.0, 10.0, 20.0, 20.0]
    assert found["cumulative_sales_yuan"][-1] == Decimal("200000.00")


def test_districts_come_by_most_cars_and_the_unknown_one_last() -> None:
    frame = decided(
        *[sale(district=None)] * 3,
        *[sale(district="永定区")] * 2,
        sale(district="慈利县"),
        sale(district="桑植县"),
        refused("not_new", district="武陵源区"),
    )
    found = by_district(frame, as_of=date(2023, 1, 31))
    assert found.schema == DISTRICTS
    assert found.select("district", "cars_sold").rows() == [
        ("永定区", 2),
        ("慈利县", 1),
        ("桑植县", 1),
        ("未注明", 3),
    ]


def test_without_sales_the_days_are_zeros_and_there_is_no_district() -> None:
    as_of = START + timedelta(days=1)
    assert daily_sales(decided(), start=START, as_of=as_of).height == 2
    cumulative = cumulative_sales(decided(), start=START, as_of=as_of)
    assert cumulative["cumulative_sales_fen"].to_list() == [0, 0]
    assert by_district(decided(), as_of=as_of).schema == DISTRICTS


def test_before_the_start_there_are_no_days() -> None:
    eve = START - timedelta(days=1)
    daily = daily_sales(decided(sale()), start=START, as_of=eve)
    cumulative = cumulative_sales(decided(sale()), start=START, as_of=eve)
    assert (daily.schema, daily.height) == (DAILY, 0)
    assert (cumulative.schema, cumulative.height) == (CUMULATIVE, 0)


@settings(deadline=None)
@given(frame=decided_sales(), as_of=days)
def test_days_districts_and_the_running_sum_come_to_the_totals(frame, as_of) -> None:
    # Eligible sales lie inside the window, so the days begin with them.
    start = START - timedelta(days=4)
    whole = totals(frame, as_of=as_of)
    daily = daily_sales(frame, start=start, as_of=as_of)
    cumulative = cumulative_sales(frame, start=start, as_of=as_of)
    districts = by_district(frame, as_of=as_of)
    for found in (daily, districts):
        assert found["cars_sold"].sum() == whole.cars_sold
        assert found["sales_fen"].sum() == whole.sales_fen
        assert found["vouchers_fen"].sum() == whole.vouchers_fen
    assert cumulative["cumulative_cars"].equals(
        daily["cars_sold"].cum_sum(), check_names=False
    )
    assert cumulative["cumulative_sales_fen"][-1] == whole.sales_fen
    assert daily["day"].to_list() == sorted(daily["day"])
    for found in (daily, cumulative):
        yuan = found["sales_yuan"].to_list()
        assert [int(each * 100) for each in yuan] == found["sales_fen"].to_list()
