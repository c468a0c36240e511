"""Amounts become whole fen, exactly."""

from decimal import ROUND_HALF_UP, Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.feeds.amounts import read_amounts
from voucher_service.model.reasons import FeedReason

YUAN = [
    ("30000", 3_000_000),
    ("29999.99", 2_999_999),
    ("0.01", 1),
    ("128,000.00", 12_800_000),
    ("1,234,567.8", 123_456_780),
    ("128 000", 12_800_000),
    ("￥128000", 12_800_000),
    ("¥ 128,000元", 12_800_000),
    ("RMB128000", 12_800_000),
    ("$21500", 2_150_000),
    ("128000元整", 12_800_000),
    ("１２８，０００．５０", 12_800_050),
    (" 128000\t", 12_800_000),
    ("12.8万", 12_800_000),
    ("12.8 万元", 12_800_000),
    ("12.34567899万元", 12_345_679),
    ("-128000", -12_800_000),
    ("(128,000)", -12_800_000),
    ("（128,000.00）", -12_800_000),
    ("0.005", 1),
    ("0.00499999", 0),
    ("1.005", 101),
    ("68750.100000000006", 6_875_010),
    ("68750.1", 6_875_010),
    (".5", 50),
    ("5.", 500),
    ("999999999.99", 99_999_999_999),
]
UNREADABLE = [
    "12,80",
    "1280,000",
    "1.2.3",
    "12.8千",
    "一万",
    "1e5",
    "12 8",
    "(128",
    "128)",
    "元",
    ".",
    "--5",
    "1000000000",
    "13812345678",
    "100000万",
    "999999999999999999999",
    "１２８万５",
    "12.8万元/台",
]
BLANK = ["", " ", "-", "—", "无", "/", "N/A", "　"]


def _fen(text, unit="yuan"):
    return read_amounts(pl.Series([text], dtype=pl.String), unit)


@pytest.mark.parametrize(("text", "fen"), YUAN)
def test_an_amount_is_read_to_the_fen(text, fen):
    assert _fen(text).values.to_list() == [fen]


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("12.8", 12_800_000),
        ("6.875001", 6_875_001),
        ("6.8750005", 6_875_001),
        ("12.8万元", 12_800_000),
        ("128000元", 12_800_000),
        ("3", 3_000_000),
    ],
)
def test_a_bare_number_has_the_columns_unit_and_a_cells_own_unit_wins(text, fen):
    assert _fen(text, "wan_yuan").values.to_list() == [fen]


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_amount_is_unreadable_and_never_guessed(text):
    parsed = _fen(text)

    assert parsed.values.to_list() == [None]
    assert parsed.faults[FeedReason.PRICE_UNREADABLE].to_list() == [True]


@pytest.mark.parametrize("text", [None, *BLANK])
def test_nothing_is_null_and_no_fault(text):
    parsed = _fen(text)

    assert parsed.values.to_list() == [None]
    assert parsed.faults[FeedReason.PRICE_UNREADABLE].to_list() == [False]


def test_odd_cells_keep_their_rows_among_plain_ones():
    cells = pl.Series(["1", "1,000", None, "x", "2.50", "1万"])

    assert read_amounts(cells, "yuan").values.to_list() == [
        100,
        100_000,
        None,
        None,
        250,
        1_000_000,
    ]


@given(
    st.lists(
        st.decimals(0, Decimal(99_999_999), places=5, allow_nan=False), min_size=1
    ),
    st.sampled_from(["{}", "{:,}", "￥{:,}元", "{}元整"]),
)
def test_any_decimal_is_read_as_decimal_arithmetic_would(amounts, written):
    cells = pl.Series([written.format(amount) for amount in amounts])

    expected = [
        int((amount * 100).quantize(Decimal(1), ROUND_HALF_UP)) for amount in amounts
    ]
    assert read_amounts(cells, "yuan").values.to_list() == expected
