"""Amounts and days written out in Chinese numerals."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from voucher_service.feeds.amounts import read_amounts
from voucher_service.feeds.spoken import spoken_day, spoken_fen

AMOUNTS = [
    ("壹拾肆万柒仟捌佰圆整", 14_780_000),
    ("拾肆万柒仟捌佰元整", 14_780_000),
    ("人民币壹拾肆万柒仟捌佰元正", 14_780_000),
    ("伍拾伍万圆整", 55_000_000),
    ("十二万八千元", 12_800_000),
    ("壹拾万零伍佰圆整", 10_050_000),
    ("壹拾万零伍佰圆零陆分", 10_050_006),
    ("叁万圆伍角", 3_000_050),
    ("叁萬圆伍角陆分", 3_000_056),
    ("玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖圆玖角玖分", 99_999_999_999),
    ("零圆整", 0),
]
NONE = [
    "一万", "壹拾肆万柒仟捌佰", "壹肆柒捌圆", "拾佰圆", "圆整", "万圆",
    "壹拾亿圆整", "壹佰佰圆", "壹拾肆万柒仟捌佰圆壹拾角", "壹拾圆三十分", "128元",
]  # fmt: skip


@pytest.mark.parametrize(("text", "fen"), AMOUNTS)
def test_an_amount_in_words_is_read_to_the_fen(text, fen):
    assert spoken_fen(text) == fen
    parsed = read_amounts(pl.Series([text, "1"]), "yuan")
    assert parsed.values.to_list() == [fen, 100]
    assert read_amounts(pl.Series([text]), "wan_yuan").values.to_list() == [fen]


@pytest.mark.parametrize("text", NONE)
def test_what_is_not_written_as_its_value_is_no_amount(text):
    assert spoken_fen(text) is None


def _section(value: int) -> str:
    words, gap = "", False
    for place, unit in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit = value // place % 10
        if digit:
            words += ("零" if gap else "") + "零壹贰叁肆伍陆柒捌玖"[digit] + unit
        gap = digit == 0 and words != ""
    return words


@given(st.integers(1, 99_999_999), st.integers(0, 9), st.integers(0, 9))
def test_any_amount_written_by_the_rules_is_read_back(yuan, jiao, fen):
    upper, lower = divmod(yuan, 10_000)
    words = f"{_section(upper)}万" if upper else ""
    words += ("零" if upper and 0 < lower < 1000 else "") + _section(lower) + "圆"
    words += f"{'零壹贰叁肆伍陆柒捌玖'[jiao]}角" if jiao else ""
    words += f"{'零壹贰叁肆伍陆柒捌玖'[fen]}分" if fen else "整"

    assert spoken_fen(words) == yuan * 100 + jiao * 10 + fen


@given(st.text("零壹贰叁拾佰仟万亿元圆整角分", max_size=12))
def test_no_jumble_of_numerals_breaks_the_reading(text):
    found = spoken_fen(text)

    assert found is None or 0 <= found < 10**11


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二三年一月五日", "2023-01-05"),
        ("二○二二年十二月三十一日", "2022-12-31"),
        ("二零二三年十月二十日", "2023-10-20"),
        ("二〇二三年一月", None),
        ("二三年一月五日", None),
        ("二〇二三年一月五五日", None),
    ],
)
def test_a_day_in_words_is_read(text, day):
    assert spoken_day(text) == day
