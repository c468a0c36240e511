"""A campaign's file is read strictly, and every fault says where and what mends it."""

from datetime import date
from decimal import Decimal

import pytest
import yaml

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.example_facts import PRICE
from voucher_service.campaigns.terms import Campaign, Example
from voucher_service.model.errors import BadParameter, UnreadableInput
from voucher_service.model.kinds import Identity, PriceBasis

SEED = "zhangjiajie-2022-new-year"
TEXT = """\
id: test-campaign
name: {zh: 测试活动, en: Test campaign}
area: {zh: 测试市, en: Test city}
sponsors:
  - {zh: 测试局, en: Test bureau}
sources:
  - title: 测试通知
    publisher: 测试局
terms:
  - effective_from: 2022-12-16
    sales_window:
      from: 2022-12-16
      to: 2023-01-31
    price_basis: bare_price
    price_floor_yuan: 30000
    vehicle: new
    voucher:
      kind: fuel
      face_yuan: 1500
    requires: [vin]
"""


def faults_of(old: str, new: str) -> BadParameter:
    assert old in TEXT
    with pytest.raises(BadParameter) as caught:
        parse_campaign(TEXT.replace(old, new, 1), "test.yaml")
    return caught.value


@pytest.mark.parametrize(("name", "text"), shipped_campaigns().items())
def test_a_shipped_file_is_named_by_its_campaign_and_states_its_source(name, text):
    campaign = parse_campaign(text, name)
    assert campaign.id == name
    assert campaign.sources
    assert all(assumption.zh and assumption.en for assumption in campaign.assumptions)


def test_the_seed_campaign_has_the_published_terms() -> None:
    campaign = parse_campaign(shipped_campaigns()[SEED], SEED)
    terms = campaign.current
    assert (terms.sales_window.start, terms.sales_window.end) == (
        date(2022, 12, 16),
        date(2023, 1, 31),
    )
    assert terms.price_basis is PriceBasis.BARE_PRICE
    assert terms.price_floor_fen == 3_000_000
    assert (terms.vehicle, terms.per_vehicle) == ("new", 1)
    assert (terms.voucher.kind, terms.voucher.face_fen) == ("fuel", 150_000)
    assert terms.requires == (Identity.VIN,)
    assert terms.budget_yuan is None
    assert [bank.id for bank in campaign.banks] == ["ccb-zjj"]
    assert campaign.sponsors[0].zh == "张家界市商务局"
    assert "sales_window.to" in {each.field for each in campaign.assumptions}


def test_a_campaign_is_frozen_and_its_version_is_its_content() -> None:
    terms = parse_campaign(TEXT, "a.yaml").current
    with pytest.raises(ValueError, match="frozen"):
        terms.vehicle = "used"
    same = parse_campaign(TEXT.replace("30000", "30000.00 # yuan"), "b.yaml").current
    other = parse_campaign(TEXT.replace("30000", "30000.01"), "c.yaml").current
    assert terms.version == same.version != other.version


def test_a_decimal_amount_is_read_to_the_fen() -> None:
    terms = parse_campaign(TEXT.replace("30000", "1_000_000_000.01"), "a").current
    assert terms.price_floor_yuan == Decimal("1000000000.01")
    assert terms.price_floor_fen == 100_000_000_001


def test_a_misspelt_key_is_answered_with_the_nearest_one() -> None:
    error = faults_of("price_basis", "price_bais")
    assert "test.yaml 第 14 行 terms[1].price_bais：没有这个字段" in error.message.zh
    assert "test.yaml, line 14, terms[1].price_bais: there is no" in error.message.en
    assert error.message.zh.startswith(
        "test.yaml 第 10 行 terms[1].price_basis：缺少此字段"
    )
    assert error.remedy is not None
    assert "是否应为 price_basis？" in error.remedy.zh
    assert "Did you mean price_basis?" in error.remedy.en
    assert "sales_window" in error.choices


@pytest.mark.parametrize(
    ("old", "new", "line", "zh", "choices"),
    [
        (
            "price_basis: bare_price",
            "price_basis: net",
            14,
            "terms[1].price_basis：不是可选的值",
            ("bare_price", "invoice_total", "invoice_net"),
        ),
        (
            "vehicle: new",
            "vehicle: old",
            16,
            "terms[1].vehicle：不是可选的值",
            ("new", "used", "any"),
        ),
        (
            "requires: [vin]",
            "requires: [vim]",
            20,
            "terms[1].requires[1]：不是可选的值",
            ("vin", "invoice_number", "record_no"),
        ),
        (
            "vehicle: new",
            "vehicle: new\n    per_vehicle: 2",
            17,
            "terms[1].per_vehicle：不是可选的值",
            ("1",),
        ),
        ("en: Test city", "ne: Test city", 3, "area.ne：没有这个字段", ("zh", "en")),
        (
            "price_floor_yuan: 30000",
            "price_floor_yuan: 三万",
            15,
            "terms[1].price_floor_yuan：应为数字",
            (),
        ),
        (
            "price_floor_yuan: 30000",
            "price_floor_yuan: yes",
            15,
            "terms[1].price_floor_yuan：应为数字",
            (),
        ),
        (
            "price_floor_yuan: 30000",
            "price_floor_yuan: 1e3",
            15,
            "terms[1].price_floor_yuan：应为数字，最多两位小数",
            (),
        ),
        (
            "price_floor_yuan: 30000",
            "price_floor_yuan: .inf",
            15,
            "terms[1].price_floor_yuan：应为数字",
            (),
        ),
        (
            "price_floor_yuan: 30000",
            "price_floor_yuan: 0.001",
            15,
            "terms[1].price_floor_yuan：金额最多两位小数（精确到分）",
            (),
        ),
        (
            "price_floor_yuan: 30000",
            "price_floor_yuan: -1",
            15,
            "terms[1].price_floor_yuan：应大于或等于 0",
            (),
        ),
        (
            "price_floor_yuan: 30000",
            "price_floor_yuan: 1000000000001",
            15,
            "terms[1].price_floor_yuan：应小于或等于 1000000000000",
            (),
        ),
        (
            "to: 2023-01-31",
            "to: 2022-12-15",
            11,
            "terms[1].sales_window：截止日 2022-12-15 早于开始日 2022-12-16",
            (),
        ),
        (
            "to: 2023-01-31",
            "to: 2023-02-30",
            13,
            "terms[1].sales_window.to：应为日期，写成 2023-01-31",
            (),
        ),
        (
            "to: 2023-01-31",
            "to: 1675123200",
            13,
            "terms[1].sales_window.to：应为日期，写成 2023-01-31",
            (),
        ),
        (
            "requires: [vin]",
            "requires: vin",
            20,
            "terms[1].requires：应为列表，每项前加 “- ”",
            (),
        ),
        (
            "name: {zh: 测试活动, en: Test campaign}",
            "name: 测试活动",
            2,
            "name：下面应有若干“字段: 值”",
            (),
        ),
        ("id: test-campaign", "id: A", 1, "id：写法应符合", ()),
        ("title: 测试通知", "title: 2022", 7, "sources[1].title：应为文字", ()),
    ],
)
def test_a_fault_names_file_line_field_and_choices(old, new, line, zh, choices):
    error = faults_of(old, new)
    assert f"test.yaml 第 {line} 行 {zh}" in error.message.zh
    assert f"test.yaml, line {line}, {zh.split('：')[0]}: " in error.message.en
    assert error.choices == choices
    assert error.remedy is not None


def test_all_faults_are_told_in_the_order_of_the_file() -> None:
    error = faults_of("vehicle: new", "vehicle: old\n    colour: red")
    first, second = error.message.zh.split("\n")
    assert first.startswith("test.yaml 第 16 行 terms[1].vehicle")
    assert second.startswith("test.yaml 第 17 行 terms[1].colour")


def test_a_repeated_key_is_refused_with_both_lines() -> None:
    error = faults_of("vehicle: new", "vehicle: new\n    vehicle: used")
    assert error.message.zh == "test.yaml 第 17 行：vehicle 重复出现，首次在第 16 行"
    assert error.message.en == (
        "test.yaml, line 17: vehicle stands twice, first on line 16"
    )


def test_a_missing_list_and_an_empty_one_are_told_apart() -> None:
    error = faults_of("sponsors:\n  - {zh: 测试局, en: Test bureau}\n", "")
    assert "test.yaml 第 1 行 sponsors：缺少此字段" in error.message.zh
    empty = faults_of("sponsors:\n  - {zh: 测试局, en: Test bureau}", "sponsors: []")
    assert "test.yaml 第 4 行 sponsors：至少要有 1 项" in empty.message.zh


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("", "a.yaml：", "the file is empty"),
        ("# 只有注释\n", "a.yaml：", "the file is empty"),
        ("- 1\n- 2\n", "a.yaml 第 1 行：", "the top is no mapping"),
        ("id: a\n\tname: b\n", "a.yaml 第 2 行：", "cannot start any token"),
        ("id: [1\n", "a.yaml 第 2 行：", "a.yaml, line 2: "),
        ("id: a\n---\nid: b\n", "a.yaml 第 2 行：", "but found another document"),
        ("a: &x 1\nb: *x\n", "a.yaml 第 2 行：", "an alias (*name) stands here"),
        ("a: !!python/name:os.system x\n", "第 1 行", "could not determine"),
        ("a: !!python/object:x {}\n", "第 1 行", "is not used here"),
        ("a: !!set {x}\n", "第 1 行", "is not used here"),
        ("? [a]\n: b\n", "a.yaml 第 1 行：", "a key is no word"),
        ("a: \x00\n", "a.yaml：", "a.yaml: "),
        ("a: " + "[" * 5000, "a.yaml", "a.yaml"),
    ],
)
def test_what_is_no_plain_yaml_is_unreadable(text, zh, en) -> None:
    with pytest.raises(UnreadableInput) as caught:
        parse_campaign(text, "a.yaml")
    assert zh in caught.value.message.zh
    assert en in caught.value.message.en
    assert caught.value.remedy is not None


@pytest.mark.parametrize("text", shipped_campaigns().values())
def test_our_strict_reading_agrees_with_a_plain_yaml_reader(text) -> None:
    plain = Campaign.model_validate(yaml.safe_load(text))
    strict = parse_campaign(text, "a.yaml")
    apart = {"examples": ()}  # their facts are kept as written, decimals too
    assert strict.model_copy(update=apart) == plain.model_copy(update=apart)
    assert [_in_floats(example) for example in strict.examples] == [
        _in_floats(example) for example in plain.examples
    ]


def _in_floats(example: Example) -> Example:
    sale = {k: float(v) if k == PRICE else v for k, v in example.sale.items()}
    return example.model_copy(update={"sale": sale})
