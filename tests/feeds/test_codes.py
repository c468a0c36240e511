"""Check digits, against independent implementations."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from voucher_service.feeds.codes import (
    read_invoice_numbers,
    read_vins,
    resident_ids_hold,
    usccs_hold,
)
from voucher_service.model.reasons import FeedReason

_VALUES = "0123456789.ABCDEFGH..JKLMN.P.R..STUVWXYZ"
_WEIGHTS = "8765432X098765432"


def _vin_check(vin):
    total = sum(
        (_VALUES.index(char) % 10) * (10 if weight == "X" else int(weight))
        for char, weight in zip(vin, _WEIGHTS, strict=True)
    )
    return "0123456789X"[total % 11]


VINS = st.text("ABCDEFGHJKLMNPRSTUVWXYZ0123456789", min_size=17, max_size=17).filter(
    lambda vin: len(set(vin)) > 2
)


@given(st.lists(VINS.map(lambda vin: f"L{vin[1:]}"), min_size=1, max_size=20))
def test_a_vin_from_china_holds_exactly_with_its_own_check_digit(vins):
    wrong = read_vins(pl.Series(vins)).faults[FeedReason.VIN_CHECK_DIGIT]

    assert wrong.to_list() == [
        len(set(vin)) > 2 and vin[8] != _vin_check(vin) for vin in vins
    ]


def test_a_known_vin_has_a_known_check_digit():
    assert _vin_check("1M8GDM9AXKP042788") == "X"
    assert not any(
        faults.any()
        for faults in read_vins(pl.Series(["1M8GDM9AXKP042788", None])).faults.values()
    )


@given(
    st.lists(
        st.tuples(st.dates(), st.integers(0, 999), st.sampled_from("0123456789X")),
        min_size=1,
        max_size=20,
    )
)
def test_a_resident_id_holds_exactly_when_stdnum_says_so(parts):
    numbers = [
        f"430800{day:%Y%m%d}{serial:03d}{check}"
        for day, serial, check in parts
        if 1800 <= day.year < 2100
    ]
    held = resident_ids_hold(pl.Series(numbers, dtype=pl.String))

    assert held.to_list() == [mod_11_2.is_valid(number) for number in numbers]


@pytest.mark.parametrize(
    "birthday", ["19900230", "19901301", "19900100", "21000101", "17991231"]
)
def test_a_resident_id_needs_a_real_birthday(birthday):
    number = f"430800{birthday}001"
    number += mod_11_2.calc_check_digit(number)

    assert resident_ids_hold(pl.Series([number])).to_list() == [False]


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=9, max_size=9))
def test_a_credit_code_holds_exactly_with_the_check_stdnum_gives(tail):
    start = f"91430800{tail}"
    right = uscc.calc_check_digit(start)
    codes = [f"{start}{check}" for check in "0123456789ABCDEFGHJKLMNPQRTUWXY"]

    held = usccs_hold(pl.Series(codes)).to_list()
    assert [code[-1] for code, holds in zip(codes, held, strict=True) if holds] == [
        right
    ]


def test_a_credit_code_may_have_letters_among_its_first_eight():
    codes = pl.Series(["N1430800MA4L1A2B36", "N1430800MA4L1A2B37", None])

    assert usccs_hold(codes).to_list() == [True, False, False]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("446874", "00446874"),
        ("1", "00000001"),
        ("00446874", "00446874"),
        ("446874.0", "00446874"),
        ("'00446874", "00446874"),
        ("0044 6874", "00446874"),
        ("００４４６８７４", "00446874"),
        ("23432000000000000001", "23432000000000000001"),
    ],
)
def test_leading_zeros_that_a_spreadsheet_dropped_are_put_back(text, number):
    assert read_invoice_numbers(pl.Series([text])).values.to_list() == [number]
