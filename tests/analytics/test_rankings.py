"""Rankings tell of the same cars as the totals, in an order that never wavers."""

import polars as pl
from hypothesis import given

from tests.analytics.decided_sales import START, days, decided, decided_sales, sale
from voucher_service.analytics.rankings import by_brand, by_dealer, by_district
from voucher_service.analytics.totals import totals


def test_dealers_come_by_cars_then_by_number_and_bear_their_name() -> None:
    frame = decided(
        sale(dealer_id="D3", dealer_name=None),
        sale(dealer_id="D2", dealer_name="乙"),
        sale(dealer_id="D1", dealer_name=None, price_fen=5_000_000),
        sale(dealer_id="D1", dealer_name="甲", sold_on=START),
        sale(dealer_id="D9", sold_on=START.replace(year=2024)),
    )
    found = by_dealer(frame, as_of=START.replace(year=2023))
    assert found.select(
        "dealer_id", "dealer_name", "cars_sold", "sales_fen"
    ).rows() == [
        ("D1", "甲", 2, 15_000_000),
        ("D2", "乙", 1, 10_000_000),
        ("D3", "D3", 1, 10_000_000),
    ]
    assert found["share_percent"].to_list() == [50.0, 25.0, 25.0]


def test_a_brand_tells_what_all_further_down_come_to() -> None:
    frame = decided(
        *[sale(brand="甲")] * 3,
        *[sale(brand="乙", price_fen=1_000_000)] * 2,
        sale(brand=None),
    )
    found = by_brand(frame, as_of=START.replace(year=2023))
    assert found.select("brand", "cars_sold", "rest_cars", "rest_sales_wan").rows() == [
        ("甲", 3, 3, 12.0),
        ("乙", 2, 1, 10.0),
        ("未注明", 1, 0, 0.0),
    ]


@given(frame=decided_sales(), as_of=days)
def test_every_ranking_adds_up_to_the_totals(frame: pl.DataFrame, as_of) -> None:
    whole = totals(frame, as_of=as_of)
    for ranking in (by_district, by_dealer, by_brand):
        found = ranking(frame, as_of=as_of)
        assert found["cars_sold"].sum() == whole.cars_sold
        assert found["sales_fen"].sum() == whole.sales_fen
        assert found["vouchers_fen"].sum() == whole.vouchers_fen
        cars = found["cars_sold"].to_list()
        named = cars[:-1] if found.height and found[-1, 0] == "未注明" else cars
        assert named == sorted(named, reverse=True)
