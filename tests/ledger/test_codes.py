"""A code is drawn at random, checked by its last sign, and read however it is typed."""

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.ledger.codes import (
    OPEN_SIGNS,
    SIGNS,
    CodeRule,
    normal_code,
    product,
)

KEY = b"a home's key of 32 bytes, made up"
RULE = CodeRule.of_key(KEY)


def codes(count: int, rule: CodeRule = RULE) -> list[str]:
    """Give codes of bytes that are the same every time."""
    random = b"".join(
        hashlib.shake_128(number.to_bytes(4)).digest(OPEN_SIGNS)
        for number in range(count)
    )
    return rule.made_of(random)


def test_a_code_has_16_signs_and_none_that_is_read_as_another():
    assert set("".join(codes(2_000))) == set(SIGNS)
    assert not set(SIGNS) & set("IO01")
    assert {len(code) for code in codes(100)} == {16}


def test_equal_bytes_give_equal_codes_and_other_bytes_others():
    assert codes(1_000) == codes(1_000)
    assert len(set(codes(5_000))) == 5_000


def test_each_byte_counts_with_five_bits_so_that_every_sign_is_as_likely():
    every = bytes(range(256)) * OPEN_SIGNS
    text = "".join(code[:OPEN_SIGNS] for code in RULE.made_of(every))
    assert {text.count(sign) for sign in SIGNS} == {8 * OPEN_SIGNS}


@pytest.mark.parametrize("key", [KEY, b"another key", b"x" * 32, bytes(32)])
def test_the_weights_are_distinct_and_catch_a_swap_with_the_check_sign_too(key):
    rule = CodeRule.of_key(key)
    assert len(set(rule.weights)) == OPEN_SIGNS
    assert not {0, 1} & set(rule.weights)


def test_every_wrong_sign_at_every_place_is_caught():
    for code in codes(20):
        assert RULE.is_well_formed(code)
        for place, right in enumerate(code):
            wrong = [
                code[:place] + sign + code[place + 1 :]
                for sign in SIGNS
                if sign != right
            ]
            assert not any(map(RULE.is_well_formed, wrong))


def test_every_swap_of_neighbours_is_caught():
    seen = 0
    for code in codes(500):
        for place, (one, other) in enumerate(pairwise(code)):
            if one != other:
                swapped = code[:place] + other + one + code[place + 2 :]
                assert not RULE.is_well_formed(swapped)
                seen += 1
    assert seen > 7_000


def test_codes_of_another_key_fit_no_more_often_than_by_chance():
    stranger = CodeRule.of_key(b"a stranger's key")
    fitting = sum(map(RULE.is_well_formed, codes(3_200, stranger)))
    assert 50 < fitting < 150  # a 32nd is 100


@pytest.mark.parametrize(
    "typed",
    [
        "{}",
        " {} ",
        "{lower}",
        "{parts}",
        "{spaced}",
        "{wide}",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    [code] = codes(1)
    parts = [code[at : at + 4] for at in range(0, 16, 4)]
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    forms = {
        "lower": code.lower(),
        "parts": "-".join(parts),
        "spaced": " ".join(parts).lower(),
        "wide": wide,
    }
    assert normal_code(typed.format(code, **forms)) == code


@pytest.mark.parametrize(
    "text", ["", "A" * 15, "A" * 17, "1" * 16, "Ａ" * 16, "ß" * 16]
)
def test_what_is_no_code_is_not_well_formed(text):
    assert not RULE.is_well_formed(text)


@given(st.text())
def test_whatever_is_typed_is_told_apart_without_a_fault(text):
    assert RULE.is_well_formed(normal_code(text)) in {True, False}


@given(*[st.integers(0, 31)] * 3)
def test_the_product_is_that_of_a_field(one, other, third):
    assert product(one, other) == product(other, one)
    assert product(one, product(other, third)) == product(product(one, other), third)
    assert product(one, other ^ third) == product(one, other) ^ product(one, third)
    assert product(1, one) == one


def test_every_number_but_none_has_an_inverse():
    for number in range(1, 32):
        assert sorted(product(number, other) for other in range(32)) == list(range(32))
