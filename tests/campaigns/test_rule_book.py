"""The printed rule book and schema are what the program prints, and say every rule."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml

from voucher_service.campaigns.catalogue import shipped_campaigns
from voucher_service.campaigns.field_notes import FIELD_NOTES
from voucher_service.campaigns.schema import terms_schema
from voucher_service.campaigns.sentences import SENTENCES, sentences
from voucher_service.campaigns.terms import Terms
from voucher_service.usecases.check_terms import check_terms
from voucher_service.usecases.list_terms import catalogue
from voucher_service.usecases.rule_book import rule_book

DOCS = Path(__file__).parents[2] / "docs"
SEED = "zhangjiajie-2022-new-year"
PLAIN: dict[str, Any] = {
    "effective_from": "2023-01-01",
    "sales_window": {"from": "2023-01-01", "to": "2023-01-31"},
    "price_basis": "invoice_net",
    "price_floor_yuan": 0,
    "vehicle": "any",
    "per_vehicle": None,
    "voucher": {"kind": "cash", "face_yuan": 1},
}
ASKED_OF_NOTHING = {
    "sales_window": ["开票日期在 2023-01-01 至 2023-01-31 之间（含首尾）。"],
    "price_basis": ["价格按不含税价判断。"],
    "voucher": ["每台 1 元现金补贴。"],
}


def plain_values(value: object) -> Any:
    """Give what YAML reads as JSON would have it: days as text."""
    if isinstance(value, dict):
        return {key: plain_values(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain_values(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def faults(document: object) -> list[str]:
    validator = jsonschema_rs.Draft202012Validator(
        terms_schema(), validate_formats=True
    )
    return [fault.message for fault in validator.iter_errors(plain_values(document))]


def said(**stated: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in sentences(Terms.model_validate(PLAIN | stated)):
        assert each.text.en.strip()
        found.setdefault(each.rule, []).append(each.text.zh)
    return found


def test_the_printed_rule_book_is_fresh() -> None:
    assert (DOCS / "rule-book.md").read_text("utf-8") == rule_book()


def test_the_rule_book_tells_every_campaign_its_sources_and_assumptions() -> None:
    book = rule_book()
    for campaign in catalogue():
        assert f'<a id="{campaign.id}"></a>' in book
        for source in campaign.sources:
            assert source.title in book
        for assumption in campaign.assumptions:
            assert f"`{assumption.field}` {assumption.zh} {assumption.en}" in book


def test_the_published_schema_is_the_one_that_is_printed() -> None:
    published = json.loads((DOCS / "terms.schema.json").read_text("utf-8"))
    assert published == terms_schema()
    assert published["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_is_one_by_its_own_standard() -> None:
    jsonschema_rs.meta.validate(terms_schema())
    broken = terms_schema() | {"type": "campaign"}
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.meta.validate(broken)


@pytest.mark.parametrize(("name", "text"), shipped_campaigns().items())
def test_every_shipped_file_meets_the_schema(name: str, text: str) -> None:
    assert faults(yaml.safe_load(text)) == []


def test_the_example_of_the_docs_meets_the_schema_and_its_examples() -> None:
    text = (DOCS / "examples" / "our-town-2026.yaml").read_text("utf-8")
    assert faults(yaml.safe_load(text)) == []
    [checked] = check_terms([("our-town-2026.yaml", text)])
    assert checked.examples == 4


@pytest.mark.parametrize(
    ("place", "key", "value", "said_of_it"),
    [
        (("terms", 0), "price_flor_yuan", 1, "price_flor_yuan"),
        (("terms", 0), "vehicle", "old", '"old"'),
        (("terms", 0), "price_basis", "net", '"net"'),
        (("terms", 0, "sales_window"), "from", "2022-02-30", "2022-02-30"),
        (("terms", 0, "voucher"), "kind", "petrol", '"petrol"'),
        (("examples", 0, "sale"), "energie", "bev", "energie"),
        (("examples", 0, "sale"), "energy", "electric", "anyOf"),
        (("examples", 0), "reasons", ["to_cheap"], "to_cheap"),
        ((), "assumption", [], "assumption"),
    ],
)
def test_a_fault_in_a_file_fails_the_schema(place, key, value, said_of_it) -> None:
    document = copy.deepcopy(yaml.safe_load(shipped_campaigns()[SEED]))
    part = document
    for step in place:
        part = part[step]
    part[key] = value
    [fault] = faults(document)
    assert said_of_it in fault


def test_every_field_of_the_schema_has_a_note_in_both_languages() -> None:
    schema = terms_schema()
    kinds = {"Campaign": schema} | schema["$defs"]
    fields = {
        (kind, key): field.get("description", "")
        for kind, shape in kinds.items()
        for key, field in shape.get("properties", {}).items()
    }
    assert len(fields) == sum(map(len, FIELD_NOTES.values())) > 90
    assert [field for field, note in fields.items() if "·" not in note] == []


def test_every_field_of_the_terms_that_is_a_rule_has_a_sentence() -> None:
    assert set(SENTENCES) == set(Terms.model_fields) - {"effective_from", "source"}


def test_what_terms_do_not_state_has_no_sentence() -> None:
    assert said() == ASKED_OF_NOTHING


@pytest.mark.parametrize(
    ("stated", "zh"),
    [
        ({"price_floor_yuan": 30000}, "价格不低于 30,000 元（含）。"),
        ({"price_floor_yuan": 0.01}, "价格不低于 0.01 元（含）。"),
        ({"vehicle": "used"}, "只限二手车。"),
        ({"use": "commercial"}, "使用性质为营运。"),
        ({"seats": {"at_most": 7}}, "座位数不超过 7 座。"),
        ({"seats": {"at_least": 5, "at_most": 7}}, "座位数在 5 至 7 座。"),
        ({"emission_at_least": 6}, "燃油车排放标准不低于国六。"),
        ({"displacement_at_most_ml": 2000}, "燃油车排量不超过 2000 毫升（含）。"),
        ({"energy": ["nev"]}, "只限新能源车。"),
        ({"energy": ["hev", "bev"]}, "只限油电混动车或纯电动车。"),
        ({"buyer": {"kinds": ["person", "company"]}}, "购车人为个人或单位。"),
        ({"buyer": {"age": {"at_least": 18}}}, "购车人在开票日的年龄不低于 18 周岁。"),
        ({"place": {"districts": ["永定区"]}}, "销售所属区县为永定区。"),
        ({"place": {"plates": ["湘G", "湘A"]}}, "号牌为湘G或湘A。"),
        ({"dealers": ["D1", "D2", "D3"]}, "在名单内经销商购车：D1、D2或D3。"),
        ({"windows": {"contract": {"from": "2023-01-02"}}}, "合同（订单）日期不早于"),
        ({"windows": {"redemption": {"to": "2023-02-01"}}}, "消费券使用日期不晚于"),
        ({"old_vehicle": {"disposal": ["scrapped"]}}, "须报废旧车。"),
        (
            {
                "old_vehicle": {
                    "disposal": ["transferred"],
                    "registered_by": {"diesel": "2013-06-30"},
                }
            },
            "旧车为柴油车的，注册登记不晚于 2013-06-30（含）。",
        ),
        (
            {"voucher": {"kind": "fuel", "nev_kind": "general", "face_yuan": 1500}},
            "新能源车改发通用消费券。",
        ),
        (
            {"voucher": {"kind": "cash", "face_yuan": 30, "pieces_yuan": [10, 20]}},
            "分为 10、20 元各一张。",
        ),
        (
            {"voucher": {"kind": "cash", "face_yuan": 1, "valid_days": 10}},
            "有效期 10 天，发放当日为第一天。",
        ),
        (
            {"voucher": {"kind": "cash", "face_yuan": 1, "valid_until": "2023-09-01"}},
            "有效期至 2023-09-01（含）。",
        ),
        (
            {"bonuses": [{"name": "b", "disposal": "scrapped", "amount_yuan": 5}]},
            "报废旧车的另加 5 元。",
        ),
        ({"per_vehicle": 1}, "每个车架号只计一次。"),
        ({"caps": {"per_buyer": 2}}, "每个购车人（按证件号）至多 2 台，先开票的计入。"),
        ({"caps": {"per_dealer_day": 10}}, "每家经销商每天至多 10 台，先开票的计入。"),
        (
            {"quotas": [{"name": "q", "count": 5, "per": "day", "energy": ["nev"]}]},
            "名额 q：每天，新能源车，共 5 个，其余候补。",
        ),
        ({"requires": ["vin", "invoice_number"]}, "须上报车架号和发票号码。"),
        ({"budget_yuan": 10_000_000}, "总额 10,000,000 元，用完后候补。"),
        (
            {"sub_budgets": [{"name": "s", "amount_yuan": 5, "per": "district"}]},
            "分项资金 s：每个区县，共 5 元。",
        ),
        (
            {"budget_yuan": 5, "allocation": {"order": "invoice"}},
            "名额或资金不足时按开票先后。",
        ),
        (
            {"excludes": [{"campaign": "other-one", "same": ["buyer"]}]},
            "同一购车人已计入 other-one 的，不再计入；未报的不判通过。",
        ),
        (
            {
                "budget_yuan": 5,
                "allocation": {
                    "method": "lottery",
                    "seed_sha256": "0" * 64,
                    "entries_close": "2023-01-10",
                },
            },
            "截至 2023-01-10（含）上报的由抽取决定先后",
        ),
        (
            {"windows": {"application": {"to": "2023-02-01"}}},
            "申领日期不晚于 2023-02-01，未报的按首次上报之日。",
        ),
        (
            {"clawback": {"payer": "dealer", "days": 365}},
            "退车的由经销商退还（开票后 365 天内）。",
        ),
    ],
)
def test_a_rule_reads_as_a_sentence(stated: dict[str, Any], zh: str) -> None:
    rule = list(stated)[-1]
    assert any(sentence.startswith(zh) for sentence in said(**stated)[rule])


@pytest.mark.parametrize(
    ("tier", "zh"),
    [
        ({"amount_yuan": 5}, "不论价格：5 元。"),
        ({"at_least_yuan": 10, "amount_yuan": 5}, "10 元起（含）：5 元。"),
        ({"above_yuan": 10, "amount_yuan": 5}, "高于 10 元（不含）：5 元。"),
        ({"below_yuan": 10, "amount_yuan": 5}, "低于 10 元（不含）：5 元。"),
        ({"at_most_yuan": 10, "amount_yuan": 5}, "至 10 元止（含）：5 元。"),
        ({"energy": ["fuel"], "amount_yuan": 5}, "燃油车（含普通混动），不论价格："),
        (
            {"percent": 12.5, "cap_yuan": 20000},
            "不论价格：价格的 12.5%，至多 20,000 元（不足一分舍去）。",
        ),
        ({"old_fuel": ["nev"], "amount_yuan": 5}, "替换新能源旧车的，不论价格：5 元。"),
        (
            {"energy": ["fuel"], "old_fuel": ["petrol", "diesel"], "amount_yuan": 5},
            "燃油车（含普通混动），替换汽油或柴油旧车的，不论价格：5 元。",
        ),
        ({"percent": 10}, "不论价格：价格的 10%（不足一分舍去）。"),
    ],
)
def test_a_tier_says_to_whom_its_bounds_belong(tier: dict[str, Any], zh: str) -> None:
    [sentence] = said(tiers=[{"name": "one"} | tier])["tiers"]
    assert sentence.startswith(zh)
