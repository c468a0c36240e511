"""Amounts and instants are written as an officer writes them."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.pages.amounts import (
    percent_text,
    ratio_text,
    shanghai_text,
    short_yuan_text,
    wan_text,
)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"),
        (4_999, "0.00"),
        (5_000, "0.01"),
        (14_999, "0.01"),
        (15_000, "0.02"),
        (6_875_000_000, "6,875.00"),
        (69_000_000, "69.00"),
    ],
)
def test_wan_yuan_are_rounded_half_up_to_a_hundred_yuan(fen, text):
    assert wan_text(fen) == text


@given(st.integers(0, 10**15))
def test_wan_yuan_are_never_off_by_more_than_fifty_yuan(fen):
    written = Decimal(wan_text(fen).replace(",", "")) * 1_000_000
    assert abs(written - fen) <= 5_000


@pytest.mark.parametrize(
    ("fen", "text"),
    [(3_000_000, "30,000"), (3_000_001, "30,000.01"), (3_000_010, "30,000.10")],
)
def test_yuan_show_decimals_only_where_there_are_any(fen, text):
    assert short_yuan_text(fen) == text


@pytest.mark.parametrize(
    ("ratio", "text"), [(99.64, "1:99.64"), (99.6, "1:99.60"), (1234.5, "1:1,234.50")]
)
def test_a_ratio_reads_vouchers_to_sales(ratio, text):
    assert ratio_text(ratio) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0.0%"), (0.9999, "99.9%"), (1.0, "100.0%"), (1.001, "100.1%")],
)
def test_a_share_is_rounded_down_to_a_tenth_of_a_percent(share, text):
    assert percent_text(share) == text


def test_an_instant_is_written_in_shanghai_time():
    instant = datetime(2023, 1, 10, 16, 0, 0, 999_999, tzinfo=UTC)
    assert shanghai_text(instant) == "2023-01-11 00:00:00"
