"""A number is what it looks like, or is left as it is written."""

from decimal import Decimal

import pytest

from tests.campaign_texts import campaign, entry
from voucher_service.campaigns.catalogue import parse_campaign
from voucher_service.campaigns.yaml_document import read_document
from voucher_service.model.errors import BadParameter, UnreadableInput


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0", 0),
        ("-3", -3),
        ("+5", 5),
        ("30000", 30000),
        ("1_000_000", 1_000_000),
        ("0.5", Decimal("0.5")),
        ("1_000.50", Decimal("1000.50")),
        ("030000", "030000"),
        ("00", "00"),
        ("-07", "-07"),
        ("0_1", "0_1"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("0b11", "0b11"),
        ("1:30", "1:30"),
        ("190:20:30", "190:20:30"),
        ("1:30.5", "1:30.5"),
        ("1" * 41, "1" * 41),
    ],
)
def test_only_a_plain_number_is_read_as_one(written, value) -> None:
    read = read_document(f"a: {written}\n", "a.yaml").value["a"]
    assert (type(read), read) == (type(value), value)


def test_an_amount_with_a_leading_zero_is_that_amount() -> None:
    terms = parse_campaign(campaign(entry(floor="030000")), "a.yaml").current
    assert terms.price_floor_fen == 3_000_000


@pytest.mark.parametrize("written", ["0x7530", "8:20:00", "0b11"])
def test_a_number_in_another_base_is_no_amount(written) -> None:
    with pytest.raises(BadParameter, match="price_floor_yuan"):
        parse_campaign(campaign(entry(floor=written)), "a.yaml")


@pytest.mark.parametrize("written", ["010", "0x2", "1:30"])
def test_such_a_number_is_no_count(written) -> None:
    more = f"caps: {{ per_buyer: {written} }}"
    with pytest.raises(BadParameter, match="per_buyer"):
        parse_campaign(campaign(entry(more)), "a.yaml")


@pytest.mark.parametrize(
    "text",
    [
        'a: "\\ud800"',
        '"\\ud800": a',
        'a: "\\0"',
        'a: ["x", "\\x1b[31m"]',
        'a: "\\U00110000"',
    ],
)
def test_text_that_cannot_be_written_is_refused_with_its_line(text):
    with pytest.raises(UnreadableInput) as caught:
        read_document(f"b: 1\n{text}\n", "a.yaml")
    assert caught.value.message.zh.startswith("a.yaml")
    assert caught.value.remedy is not None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("!!bool maybe", "maybe"),
        ('!!int ""', ""),
        ("!!int _", "_"),
        ("!!timestamp soon", "soon"),
        ("1.0e-999999999", "1.0e-999999999"),
        ("1.0e+99999", "1.0e+99999"),
    ],
)
def test_what_is_not_what_its_tag_says_is_left_as_text(text, value):
    assert read_document(f"a: {text}\n", "a.yaml").value == {"a": value}
