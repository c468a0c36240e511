from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc
from stdnum.iso7064 import mod_11_2

from voucher_service.samples.check_digits import (
    credit_code,
    resident_id,
    vehicle_number,
    vin_check,
)


@given(number=st.integers(0, 99), area=st.sampled_from(["430802", "430822"]))
def test_every_credit_code_passes_an_independent_check(number, area):
    code = credit_code(area, f"MA0000{number:02d}")
    assert uscc.is_valid(code)
    assert code[2:8] == area


@given(born_on=st.dates(date(1950, 1, 1), date(2005, 1, 1)), serial=st.integers(0, 999))
def test_every_resident_id_passes_an_independent_check(born_on, serial):
    number = resident_id(born_on, serial)
    assert mod_11_2.is_valid(number)
    assert number[:14] == f"430800{born_on:%Y%m%d}"


@pytest.mark.parametrize(
    ("vin", "digit"),
    [
        ("1M8GDM9AXKP042788", "X"),
        ("11111111111111111", "1"),
        ("5GZCZ43D13S812715", "1"),
        ("LSVAA49J132047371", "1"),
    ],
)
def test_the_check_digit_of_published_vins_comes_out(vin, digit):
    assert vin_check(vin) == digit


@given(serial=st.integers(0, 999_999))
def test_every_vin_carries_its_own_check_digit_and_says_synthetic(serial):
    vin = vehicle_number("LGX", "N", serial)
    assert len(vin) == 17
    assert vin[3:6] == "SYN"
    assert vin[8] == vin_check(vin)
    assert not set(vin) & set("IOQ")
