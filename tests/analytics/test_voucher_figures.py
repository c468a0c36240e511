"""What became of vouchers is told in rows without gaps, to the fen."""

from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.analytics.voucher_figures import (
    MOVED,
    budget_states,
    redemptions_by_day,
    redemptions_by_station,
    voucher_funnel,
)

STAGES = {
    "issued": 40,
    "in_part": 20,
    "in_full": 15,
    "voided": 2,
    "issued_fen": 6_000_000,
    "in_part_fen": 2_500_001,
    "in_full_fen": 2_250_000,
    "voided_fen": 300_000,
}


def moved(key: str, *rows: tuple[object, ...]) -> pl.DataFrame:
    schema = {key: pl.Date if key == "day" else pl.String}
    schema |= dict.fromkeys(MOVED, pl.Int64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def test_a_funnel_says_number_amount_and_share_of_what_was_issued() -> None:
    found = voucher_funnel((50, 7_500_000), STAGES)
    assert found.rows() == [
        ("eligible", 50, 7_500_000, Decimal("75000.00"), 7.5, None),
        ("issued", 40, 6_000_000, Decimal("60000.00"), 6.0, 100.0),
        ("in_part", 20, 2_500_001, Decimal("25000.01"), 2.500001, 50.0),
        ("in_full", 15, 2_250_000, Decimal("22500.00"), 2.25, 37.5),
        ("voided", 2, 300_000, Decimal("3000.00"), 0.3, 5.0),
    ]


def test_without_vouchers_there_is_no_share() -> None:
    found = voucher_funnel((3, 450_000), dict.fromkeys(STAGES, 0))
    assert found["of_issued_percent"].to_list() == [None] * 5


@pytest.mark.parametrize(
    ("start", "days"),
    [
        (date(2023, 1, 1), 5),
        (date(2023, 1, 3), 4),  # something moved on the second
        (None, 4),
    ],
)
def test_every_day_from_the_first_voucher_on_has_a_row(start, days) -> None:
    frame = moved("day", (date(2023, 1, 2), 2, 100_050, 1, 50_000))
    found = redemptions_by_day(frame, start=start, as_of=date(2023, 1, 5))
    assert found.height == days
    assert found["redeemed_yuan"].sum() == Decimal("1000.50")
    assert found["reversed_wan"].sum() == 0.05
    assert found.drop_nulls().height == days


def test_before_any_voucher_there_are_no_days() -> None:
    found = redemptions_by_day(moved("day"), start=None, as_of=date(2023, 1, 5))
    assert found.is_empty()


@pytest.mark.parametrize("start", [date(2023, 2, 1), date(2023, 1, 3)])
def test_no_day_after_the_one_asked_for_is_told_of(start) -> None:
    frame = moved("day", (date(2023, 2, 2), 2, 100_050, 1, 50_000))
    found = redemptions_by_day(frame, start=start, as_of=date(2023, 1, 5))
    assert found.height == (3 if start < date(2023, 1, 5) else 0)
    assert found["redemptions"].sum() == 0


def test_stations_come_by_what_is_left_of_reversals_and_the_unnamed_last() -> None:
    frame = moved(
        "station",
        (None, 9, 900_000, 0, 0),
        ("甲", 2, 100_000, 2, 100_000),
        ("丙", 1, 50_000, 0, 0),
        ("乙", 1, 50_000, 0, 0),
    )
    found = redemptions_by_station(frame)
    assert found.select("station", "net_fen").rows() == [
        ("丙", 50_000),
        ("乙", 50_000),
        ("甲", 0),
        ("未注明", 900_000),
    ]


@given(
    budget=st.one_of(st.none(), st.integers(1, 10**9)),
    money=st.tuples(*[st.integers(0, 10**9)] * 3),
)
def test_the_states_add_up_to_the_budget(budget, money) -> None:
    earned, committed, payable = money
    told = {"earned_fen": earned, "committed_fen": committed, "payable_fen": payable}
    found = budget_states(budget, {**told, "recoverable_fen": payable // 2})
    amounts = dict(found.select("state", "amount_fen").rows())
    assert amounts["held"] + amounts["unfunded"] == earned
    if budget is None:
        assert amounts["available"] is amounts["budget"] is None
        assert amounts["unfunded"] == 0
    elif committed + payable <= budget:
        names = ("available", "held", "committed", "payable")
        assert sum(amounts[name] for name in names) == budget
