"""Shares are of the cars of a period, and a period is a day or a week from Monday."""

from datetime import date, timedelta

import pytest

from tests.analytics.decided_sales import START, decided, refused, sale
from voucher_service.analytics.energy_shares import SCHEMA, energy_shares

FRIDAY = START  # 16 December 2022


def sold(kind: str | None, after: int = 0) -> dict[str, object]:
    return sale(energy=kind, sold_on=FRIDAY + timedelta(days=after))


def shares(*rows: dict[str, object], span: int) -> list[tuple[object, ...]]:
    frame = energy_shares(
        decided(*rows), start=FRIDAY, as_of=FRIDAY + timedelta(days=span - 1)
    )
    assert dict(frame.schema) == SCHEMA
    return frame.rows()


@pytest.mark.parametrize(
    ("span", "periods"),
    [
        (14, [(date(2022, 12, 16), date(2022, 12, 16))]),
        (15, [(date(2022, 12, 16), date(2022, 12, 18))]),  # Friday to Sunday
    ],
)
def test_up_to_14_days_each_is_a_period_beyond_them_each_week(span, periods) -> None:
    assert [row[:2] for row in shares(sold("bev"), span=span)] == periods


def test_a_week_is_cut_off_at_the_last_day() -> None:
    rows = shares(sold("bev", 17), span=18)  # Monday 2 January 2023
    assert [row[:2] for row in rows] == [(date(2023, 1, 2), date(2023, 1, 2))]


def test_new_energy_is_bev_phev_and_erev_and_no_plain_hybrid() -> None:
    kinds = ["bev", "phev", "erev", "hev", "ice", "ice", "ice", None]
    rows = shares(*map(sold, kinds), span=1)
    assert [(row[2], row[3], row[4], row[5]) for row in rows] == [
        ("bev", 1, 12.5, 37.5),
        ("phev", 1, 12.5, 37.5),
        ("erev", 1, 12.5, 37.5),
        ("hev", 1, 12.5, 37.5),
        ("ice", 3, 37.5, 37.5),
        ("unknown", 1, 12.5, 37.5),
    ]


def test_a_kind_that_a_period_lacks_has_no_cars_there() -> None:
    rows = shares(sold("bev"), sold("ice", 1), span=2)
    assert [(row[0].day, row[2], row[3]) for row in rows] == [
        (16, "bev", 1),
        (16, "ice", 0),
        (17, "bev", 0),
        (17, "ice", 1),
    ]


def test_only_what_counts_is_shared_out() -> None:
    rows = shares(
        sold("bev"), refused("not_new", sold_on=FRIDAY), sold("ice", 9), span=2
    )
    assert [(row[2], row[4]) for row in rows] == [("bev", 100.0)]


def test_without_sales_there_are_no_periods() -> None:
    assert shares(span=3) == []
