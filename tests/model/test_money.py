"""Money is exact to the fen, in both directions."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.model.money import (
    fen_from_yuan,
    mean_fen,
    yuan_from_fen,
    yuan_text,
)


@pytest.mark.parametrize(
    ("fen", "text"),
    [
        (0, "0.00"),
        (1, "0.01"),
        (99, "0.99"),
        (100, "1.00"),
        (2_999_999, "29,999.99"),
        (3_000_000, "30,000.00"),
        (6_875_000_000, "68,750,000.00"),
        (-150_000, "-1,500.00"),
    ],
)
def test_fen_are_written_as_yuan_with_separators(fen, text) -> None:
    assert yuan_text(fen) == text


@given(st.integers(-(10**15), 10**15))
def test_yuan_turn_back_into_the_same_fen(fen) -> None:
    assert fen_from_yuan(yuan_from_fen(fen)) == fen
    assert yuan_from_fen(fen).as_tuple().exponent == -2


@pytest.mark.parametrize("yuan", ["0.001", "29999.999", "-0.005", "1e-9"])
def test_an_amount_finer_than_a_fen_is_never_rounded_away(yuan) -> None:
    with pytest.raises(ValueError, match="whole number of fen"):
        fen_from_yuan(Decimal(yuan))


@pytest.mark.parametrize(
    ("total", "cars", "mean"),
    [
        (0, 1, 0),
        (1, 2, 1),
        (1, 3, 0),
        (2, 3, 1),
        (5, 2, 3),
        (6_875_000_000, 460, 14_945_652),
    ],
)
def test_a_mean_is_rounded_half_up_to_a_fen(total, cars, mean) -> None:
    assert mean_fen(total, cars) == mean


def test_of_nothing_there_is_no_mean() -> None:
    assert mean_fen(0, 0) is None


@given(st.integers(0, 10**15), st.integers(1, 10**7))
def test_a_mean_is_the_nearest_fen(total, cars) -> None:
    mean = mean_fen(total, cars)
    assert mean is not None
    assert Fraction(-1, 2) < mean - Fraction(total, cars) <= Fraction(1, 2)
