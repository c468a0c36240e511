"""A value of the wrong kind is refused by the program and by the schema alike."""

import copy
import re
from datetime import date, datetime
from typing import Any

import jsonschema_rs
import pytest
import yaml

from tests.campaign_texts import campaign, entry
from voucher_service.campaigns.catalogue import parse_campaign
from voucher_service.campaigns.schema import terms_schema
from voucher_service.model.errors import BadParameter

MORE = """\
caps: {per_buyer: 1}
seats: {at_most: 7}
tiers:
- {name: all, percent: 5, cap_yuan: 100}
place: {plates: [湘G], districts: [永定区]}
dealers: [D1]
"""
WHOLE = campaign(entry(MORE).replace(", face_yuan: 1500", ""))
FLOOR = "    price_floor_yuan: 30000"
BUYER = "per_buyer: 1"
END = "to: 2023-01-31"
SHARE = "percent: 5"
CAP = "cap_yuan: 100"
VEHICLE = "    vehicle: any"
VOUCHER = "kind: fuel"
VALUES = [
    (FLOOR, "    price_floor_yuan: 0", True),
    (FLOOR, "    price_floor_yuan: 30000.5", True),
    (FLOOR, '    price_floor_yuan: "30000.50"', True),
    (FLOOR, '    price_floor_yuan: "030000"', True),
    (FLOOR, "    price_floor_yuan: 1000000000000", True),
    (FLOOR, '    price_floor_yuan: "1000000000000.00"', True),
    (FLOOR, "    price_floor_yuan: 1000000000000.01", False),
    (FLOOR, '    price_floor_yuan: "1000000000000.01"', False),
    (FLOOR, '    price_floor_yuan: "30000.001"', False),
    (FLOOR, '    price_floor_yuan: "30,000"', False),
    (FLOOR, '    price_floor_yuan: "1e3"', False),
    (FLOOR, '    price_floor_yuan: " 30000"', False),
    (FLOOR, '    price_floor_yuan: "３００００"', False),
    (FLOOR, '    price_floor_yuan: "30000\\n"', False),
    (FLOOR, '    price_floor_yuan: ""', False),
    (FLOOR, '    price_floor_yuan: "-1"', False),
    (FLOOR, '    price_floor_yuan: "-0"', False),
    (FLOOR, '    price_floor_yuan: "+1"', False),
    (FLOOR, "    price_floor_yuan: -0.01", False),
    (FLOOR, "    price_floor_yuan: yes", False),
    (FLOOR, "    price_floor_yuan: null", False),
    (FLOOR, "    price_floor_yuan: [1]", False),
    (BUYER, "per_buyer: 2", True),
    (BUYER, "per_buyer: 2.0", True),
    (BUYER, "per_buyer: null", True),
    (BUYER, "per_buyer: 010", False),
    (BUYER, "per_buyer: 0", False),
    (BUYER, "per_buyer: 1.5", False),
    (BUYER, "per_buyer: true", False),
    (BUYER, 'per_buyer: "1"', False),
    ("at_most: 7", 'at_most: "7"', False),
    (VEHICLE, f"{VEHICLE}\n    per_vehicle: true", False),
    (VEHICLE, f"{VEHICLE}\n    per_vehicle: '1'", False),
    (VEHICLE, f"{VEHICLE}\n    per_vehicle: null", True),
    (VEHICLE, f"{VEHICLE}\n    emission_at_least: '6'", False),
    (VOUCHER, f"{VOUCHER}, valid_days: true", False),
    (VOUCHER, f"{VOUCHER}, partial_use: true", True),
    (VOUCHER, f"{VOUCHER}, partial_use: 1", False),
    (VOUCHER, f"{VOUCHER}, partial_use: 'true'", True),
    (VOUCHER, f"{VOUCHER}, partial_use: 'yes'", False),
    (VOUCHER, f"{VOUCHER}, piece_yuan: 0", False),
    (VOUCHER, f"{VOUCHER}, piece_yuan: '0.00'", False),
    (VOUCHER, f"{VOUCHER}, piece_yuan: '0.01'", True),
    (CAP, "cap_yuan: 100000000", True),
    (CAP, 'cap_yuan: "100000000.00"', True),
    (CAP, "cap_yuan: 100000000.01", False),
    (CAP, 'cap_yuan: "100000000.01"', False),
    (SHARE, 'percent: "12.5"', True),
    (SHARE, 'percent: "12.345"', False),
    (SHARE, 'percent: "100.00"', True),
    (SHARE, 'percent: "100.01"', False),
    (SHARE, "percent: 100.5", False),
    (SHARE, "percent: 0", False),
    (SHARE, 'percent: "0"', False),
    (SHARE, 'percent: "5%"', False),
    (END, "to: 2023-01-31T00:00:00", False),
    (END, "to: 2023-01-31 10:00:00", False),
    (END, 'to: "2023-01-31"', True),
    (END, 'to: "2023-01-31T00:00:00"', False),
    (END, 'to: "2023-1-31"', False),
    (END, 'to: "1675123200"', False),
    (END, "to: 20230131", False),
    ("{from: 2022-12-16", "{start: 2022-12-16", False),
    ("plates: [湘G]", "plates: [湘g]", False),
    ("plates: [湘G]", "plates: [湘GA]", False),
    ("plates: [湘G]", "plates: [GX]", False),
    ("plates: [湘G]", 'plates: [""]', False),
    ("districts: [永定区]", 'districts: [""]', False),
    ("districts: [永定区]", 'districts: [" "]', False),
    ("districts: [永定区]", "districts: 永定区", False),
    ("districts: [永定区]", 'districts: [永定区], tax_authorities: [""]', False),
    ("dealers: [D1]", 'dealers: [" "]', False),
    ("dealers: [D1]", "dealers: [1]", False),
]


def as_json(value: object) -> Any:
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def meets_the_schema(text: str) -> bool:
    validator = jsonschema_rs.Draft202012Validator(
        terms_schema(), validate_formats=True
    )
    return validator.is_valid(as_json(yaml.load(text, _AsJson)))


class _AsJson(yaml.SafeLoader):
    """Reads whole numbers as JSON has them: 010 is none."""


_AsJson.yaml_implicit_resolvers = copy.deepcopy(yaml.SafeLoader.yaml_implicit_resolvers)
_AsJson.yaml_implicit_resolvers["0"] = [
    (tag, re.compile("0$") if tag.endswith(":int") else rule)
    for tag, rule in _AsJson.yaml_implicit_resolvers["0"]
]


def is_read(text: str) -> bool:
    try:
        parse_campaign(text, "a.yaml")
    except BadParameter:
        return False
    return True


@pytest.mark.parametrize(("old", "new", "is_good"), VALUES)
def test_program_and_schema_agree_on_a_value(old, new, is_good) -> None:
    assert WHOLE.count(old) == 1
    text = WHOLE.replace(old, new)
    assert (is_read(text), meets_the_schema(text)) == (is_good, is_good)


@pytest.mark.parametrize(
    ("old", "new"),
    [(FLOOR, "    price_floor_yuan: 30000.001"), (SHARE, "percent: 12.345")],
)
def test_a_number_too_fine_is_refused_by_the_program_alone(old, new) -> None:
    # A schema could say it by multipleOf, at which editors reckon in binary
    # fractions: to them 30000 is no multiple of 0.01.
    text = WHOLE.replace(old, new)
    assert (is_read(text), meets_the_schema(text)) == (False, True)


@pytest.mark.parametrize(
    ("old", "new", "zh"),
    [
        (BUYER, "per_buyer: true", "应为整数"),
        (BUYER, 'per_buyer: "1"', "应为整数，不加引号"),
        (BUYER, "per_buyer: 1.5", "应为整数"),
        (END, "to: 2023-01-31 10:00:00", "应为日期，不写时刻，如 2023-01-31"),
        ("plates: [湘G]", "plates: [湘]", "应为省份简称和一个大写字母，如 湘G"),
        ("dealers: [D1]", 'dealers: [" "]', "不能为空"),
        (VOUCHER, f"{VOUCHER}, partial_use: 1", "应为 true 或 false"),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_what_it_should_be(old, new, zh) -> None:
    with pytest.raises(BadParameter) as caught:
        parse_campaign(WHOLE.replace(old, new), "a.yaml")
    assert caught.value.message.zh.endswith(f"：{zh}")
