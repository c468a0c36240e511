"""Totals are exact, and their groups add up to them."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analytics.decided_sales import (
    START,
    days,
    decided,
    decided_sales,
    refused,
    sale,
)
from voucher_service.analytics.totals import Figures, totals, totals_by
from voucher_service.model.kinds import Breakdown

LATE = date(2023, 1, 31)


def test_no_sales_come_to_zero_and_have_no_mean_and_no_ratio() -> None:
    nothing = Figures(
        cars_sold=0,
        sales_fen=0,
        vouchers_fen=0,
        mean_price_fen=None,
        gross_ratio=None,
        synthetic=False,
    )
    assert totals(decided(), as_of=LATE) == nothing
    assert totals(decided(refused("not_new")), as_of=LATE) == nothing
    for by in Breakdown:
        assert totals_by(decided(), by, as_of=LATE) == ()


def test_the_published_figures_give_the_published_ratio() -> None:
    mean, rest = divmod(6_875_000_000, 460)
    prices = [mean + 1] * rest + [mean] * (460 - rest)
    frame = decided(*(sale(price_fen=price, synthetic=True) for price in prices))
    assert totals(frame, as_of=LATE) == Figures(
        cars_sold=460,
        sales_fen=6_875_000_000,
        vouchers_fen=69_000_000,
        mean_price_fen=14_945_652,
        gross_ratio=99.64,
        synthetic=True,
    )


@pytest.mark.parametrize(
    ("prices", "mean"), [((1, 2), 2), ((1, 1, 2), 1), ((1, 2, 2), 2), ((7,), 7)]
)
def test_a_mean_price_is_rounded_half_up(prices, mean) -> None:
    frame = decided(*(sale(price_fen=price) for price in prices))
    assert totals(frame, as_of=LATE).mean_price_fen == mean


@pytest.mark.parametrize(
    ("price", "voucher", "ratio"),
    [(1005, 1000, 1.01), (1004, 1000, 1.0), (1015, 1000, 1.02), (5, 0, None)],
)
def test_a_gross_ratio_is_rounded_half_up_to_two_decimals(price, voucher, ratio):
    frame = decided(sale(price_fen=price, amount_fen=voucher))
    assert totals(frame, as_of=LATE).gross_ratio == ratio


@pytest.mark.parametrize(("as_of", "cars"), [(19, 0), (20, 1), (21, 1)])
def test_a_sale_counts_from_its_own_day_on(as_of, cars) -> None:
    frame = decided(sale(sold_on=date(2022, 12, 20)))
    figures = totals(frame, as_of=date(2022, 12, as_of))
    assert figures.cars_sold == cars


def test_one_made_up_sale_makes_the_figures_synthetic_even_if_it_does_not_count():
    frame = decided(sale(), refused("not_new", synthetic=True))
    assert totals(frame, as_of=START - timedelta(days=9)).synthetic


def test_days_come_in_order_and_others_by_most_cars_then_key() -> None:
    frame = decided(
        sale(sold_on=date(2022, 12, 31), district="桑植县", energy="phev"),
        sale(sold_on=date(2022, 12, 31), district="慈利县", energy="bev"),
        sale(sold_on=date(2022, 12, 31), district=None, energy=None),
        sale(sold_on=date(2022, 12, 16), district=None, energy="steam"),
    )

    def groups(by: Breakdown) -> list[tuple[str, str, int]]:
        found = totals_by(frame, by, as_of=LATE)
        return [(group.key, group.label, group.cars_sold) for group in found]

    assert groups(Breakdown.DAY) == [
        ("2022-12-16", "2022-12-16", 1),
        ("2022-12-31", "2022-12-31", 3),
    ]
    assert groups(Breakdown.DISTRICT) == [
        ("unknown", "未注明", 2),
        ("慈利县", "慈利县", 1),
        ("桑植县", "桑植县", 1),
    ]
    assert groups(Breakdown.ENERGY) == [
        ("bev", "纯电动", 1),
        ("phev", "插电混动", 1),
        ("steam", "steam", 1),
        ("unknown", "未注明", 1),
    ]


def test_a_dealer_is_keyed_by_its_id_and_called_by_its_name() -> None:
    frame = decided(
        sale(dealer_id="D7", dealer_name="示例七店"),
        sale(dealer_id="D7", dealer_name="示例七店"),
        sale(dealer_id="D8", dealer_name=None),
    )
    found = totals_by(frame, Breakdown.DEALER, as_of=LATE)
    assert [(group.key, group.label) for group in found] == [
        ("D7", "示例七店"),
        ("D8", "D8"),
    ]
    assert found[0].sales_yuan == Decimal("200000.00")
    assert found[0].mean_price_fen == 10_000_000


@settings(deadline=None)
@given(frame=decided_sales(), as_of=days)
def test_totals_equal_a_plain_sum_over_the_rows(frame, as_of) -> None:
    counted = [r for r in frame.to_dicts() if r["eligible"] and r["sold_on"] <= as_of]
    sales = sum(row["price_fen"] for row in counted)
    vouchers = sum(row["amount_fen"] for row in counted)
    found = totals(frame, as_of=as_of)
    assert (found.cars_sold, found.sales_fen) == (len(counted), sales)
    assert found.vouchers_fen == vouchers
    assert found.synthetic is any(frame["synthetic"])
    if counted:
        assert abs(Fraction(sales, len(counted)) - found.mean_price_fen) <= 0.5
        assert abs(Fraction(sales, vouchers) - Fraction(found.gross_ratio)) < 0.0051


@settings(deadline=None)
@given(frame=decided_sales(), as_of=days, by=st.sampled_from(list(Breakdown)))
def test_groups_add_up_to_the_totals(frame, as_of, by) -> None:
    whole = totals(frame, as_of=as_of)
    groups = totals_by(frame, by, as_of=as_of)
    assert sum(group.cars_sold for group in groups) == whole.cars_sold
    assert sum(group.sales_fen for group in groups) == whole.sales_fen
    assert sum(group.vouchers_fen for group in groups) == whole.vouchers_fen
    assert len({group.key for group in groups}) == len(groups)
    order = [(-group.cars_sold, group.key) for group in groups]
    keys = [group.key for group in groups]
    assert keys == sorted(keys) if by is Breakdown.DAY else order == sorted(order)
    assert totals_by(frame.reverse(), by, as_of=as_of) == groups


@settings(deadline=None)
@given(frame=decided_sales(), earlier=days, wait=st.integers(0, 9))
def test_a_later_day_never_has_less(frame, earlier, wait) -> None:
    before = totals(frame, as_of=earlier)
    after = totals(frame, as_of=earlier + timedelta(days=wait))
    assert before.cars_sold <= after.cars_sold
    assert before.sales_fen <= after.sales_fen
    assert before.vouchers_fen <= after.vouchers_fen
