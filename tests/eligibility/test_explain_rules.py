"""Each rule says what it asks, what it found and what would have to be different."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.eligibility.known_sales import TERMS, known, sale
from voucher_service.campaigns.benefits import Bonus, Tier, Voucher
from voucher_service.campaigns.conditions import (
    Bounds,
    Buyer,
    OldRegistered,
    OldVehicle,
    Place,
)
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.windows import OpenWindow, Windows
from voucher_service.eligibility.amount_steps import amount_steps
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.explain import check
from voucher_service.eligibility.outcomes import RuleOutcome

SHANGHAI_MIDNIGHT = datetime(2022, 12, 9, 16, tzinfo=UTC).replace(tzinfo=None)
WINDOW = OpenWindow.model_validate({"from": date(2022, 12, 1), "to": date(2022, 12, 9)})
FROM = OpenWindow.model_validate({"from": date(2022, 12, 1)})
OLD = OldVehicle(
    disposal=("scrapped",),
    disposed=FROM,
    registered_by=OldRegistered(petrol=date(2012, 6, 30)),
)
OLD_CAR = {
    "old_disposal": "scrapped",
    "old_disposed_on": date(2022, 12, 2),
    "old_fuel": "petrol",
    "old_registered_on": date(2012, 6, 30),
}
TIERS = (
    Tier(name="low", at_least_yuan=50_000, below_yuan=80_000, amount_yuan=1000),
    Tier(name="nev", energy=("nev",), at_least_yuan=80_000, percent=2, cap_yuan=3000),
)


FOR_OLD = (
    Tier(name="nev", energy=("nev",), amount_yuan=2),
    Tier(name="fuel", energy=("fuel",), old_fuel=("petrol", "diesel"), amount_yuan=1),
)


def stated(**terms: object) -> Terms:
    return TERMS.model_copy(update=terms)


def failing(terms: Terms, **changes: object) -> RuleOutcome:
    """The one condition that a sale fails."""
    row = sale(**changes)
    (decision,) = decide(known(row), terms).to_dicts()
    outcomes = [each for each in check(row, decision, terms) if not each.holds]
    assert len(outcomes) == 1, [str(each.sentence) for each in outcomes]
    return outcomes[0]


@pytest.mark.parametrize(
    ("terms", "changes", "code", "sentence", "instead"),
    [
        (
            {},
            {"bare_price_fen": 2_880_000},
            "price_below_floor",
            "裸车价 28,800.00 元，低于门槛 30,000.00 元",
            "裸车价须至少再高 1,200.00 元（达到 30,000.00 元）",
        ),
        (
            {},
            {"sold_on": date(2023, 2, 2)},
            "sold_after_end",
            "开票日期 2023-02-02，晚于活动截止日 2023-01-31",
            "开票日期须为 2023-01-31 或以前（至少早 2 天）",
        ),
        (
            {"windows": Windows(contract=WINDOW)},
            {"contract_on": date(2022, 11, 30)},
            "contract_outside_window",
            "合同（订单）日期 2022-11-30，不符合要求（2022-12-01 至 2022-12-09）",
            "合同（订单）日期须为 2022-12-01 或以后（至少晚 1 天）",
        ),
        (
            {"windows": Windows(registration=WINDOW)},
            {"registered_on": date(2022, 12, 10)},
            "registered_outside_window",
            "注册登记（上牌）日期 2022-12-10，不符合要求（2022-12-01 至 2022-12-09）",
            "注册登记（上牌）日期须为 2022-12-09 或以前（至少早 1 天）",
        ),
        (
            {"windows": Windows(application=WINDOW)},
            {"applied_on": None, "submitted_at": SHANGHAI_MIDNIGHT},
            "applied_outside_window",
            "首次上报日期 2022-12-10，不符合要求（2022-12-01 至 2022-12-09）",
            "首次上报日期须为 2022-12-09 或以前（至少早 1 天）",
        ),
        (
            {"use": "non_commercial"},
            {"vehicle_use": "commercial"},
            "use_not_covered",
            "使用性质为营运，不在规定范围（非营运）内",
            "使用性质须为非营运",
        ),
        (
            {"seats": Bounds(at_most=7)},
            {"seats": 8},
            "seats_not_covered",
            "座位数 8，不符合要求（7 座及以下）",
            "座位数须至多为 7（少 1）",
        ),
        (
            {"emission_at_least": 6},
            {"emission_stage": 5},
            "emission_below_stage",
            "排放标准 国5，不符合要求（国6及以上）",
            "排放标准须为国6或以上",
        ),
        (
            {"displacement_at_most_ml": 1600},
            {"displacement_ml": 1601},
            "displacement_above_limit",
            "排量 1601，不符合要求（1600 毫升及以下）",
            "排量须至多为 1600（少 1）",
        ),
        (
            {"energy": ("nev",)},
            {"energy": "hev"},
            "energy_not_covered",
            "能源类型为油电混动，不在规定范围（插电混动、增程式、纯电动）内",
            "能源类型须为插电混动、增程式、纯电动",
        ),
        (
            {"buyer": Buyer(kinds=("person",))},
            {"buyer_kind": "company"},
            "buyer_kind_not_covered",
            "购车人类型为单位，不在规定范围（个人）内",
            "购车人类型须为个人",
        ),
        (
            {"buyer": Buyer(age=Bounds(at_least=18))},
            {"buyer_age": 17},
            "buyer_age_not_covered",
            "购车人年龄 17，不符合要求（18 周岁及以上）",
            "购车人年龄须至少为 18（再多 1）",
        ),
        (
            {"place": Place(districts=("慈利县",))},
            {},
            "district_not_covered",
            "所属区县为永定区，不在规定范围（慈利县）内",
            "所属区县须为慈利县",
        ),
        (
            {"place": Place(plates=("湘G",))},
            {"plate_region": "湘A"},
            "plate_not_covered",
            "号牌归属地为湘A，不在规定范围（湘G）内",
            "号牌归属地须为湘G",
        ),
        (
            {"place": Place(tax_authorities=("14308",))},
            {"tax_authority": "14301"},
            "tax_authority_not_covered",
            "主管税务机关为14301，不在规定范围（14308）内",
            "主管税务机关须为14308",
        ),
        (
            {"dealers": ("D2", "D3")},
            {},
            "dealer_not_listed",
            "经销商示例汽车销售有限公司 D1不在活动名单内",
            "须在名单内经销商处购车（名单共 2 家）",
        ),
        (
            {"old_vehicle": OLD},
            {**OLD_CAR, "old_registered_on": date(2012, 7, 1)},
            "old_vehicle_not_covered",
            "旧车（汽油车）2012-07-01 注册，不符合要求（汽油车须在 2012-06-30 "
            "或以前注册）",
            "旧车注册日期须为 2012-06-30 或以前（至少早 1 天）",
        ),
        (
            {"old_vehicle": OLD},
            {**OLD_CAR, "old_disposal": "none"},
            "old_vehicle_not_covered",
            "旧车处置方式为无旧车，不在规定范围（报废旧车）内",
            "旧车处置方式须为报废旧车",
        ),
        (
            {"tiers": TIERS, "price_floor_yuan": Decimal(0)},
            {"bare_price_fen": 4_999_999},
            "price_outside_tiers",
            "裸车价 49,999.99 元（燃油）不在任何一档之内（50,000.00–79,999.99 元、"
            "插电混动、增程式、纯电动 80,000.00 元及以上）",
            "裸车价须至少再高 0.01 元（达到 50,000.00 元）",
        ),
        (
            {"tiers": TIERS},
            {"bare_price_fen": 8_000_000},
            "price_outside_tiers",
            "裸车价 80,000.00 元（燃油）不在任何一档之内（50,000.00–79,999.99 元、"
            "插电混动、增程式、纯电动 80,000.00 元及以上）",
            "裸车价须至少低 0.01 元（至多 79,999.99 元）",
        ),
        (
            {"tiers": FOR_OLD},
            {"old_fuel": "nev"},
            "price_outside_tiers",
            "裸车价 100,000.00 元（燃油，旧车为新能源车）不在任何一档之内"
            "（插电混动、增程式、纯电动 价格不限、燃油、油电混动 价格不限，"
            "旧车为汽油车、柴油车）",
            "旧车燃料类型须为汽油车、柴油车",
        ),
    ],
)
def test_a_rule_that_fails_says_what_would_have_to_be_different(
    terms, changes, code, sentence, instead
) -> None:
    outcome = failing(stated(**terms), **changes)
    assert outcome.reason.value == code
    assert outcome.sentence.zh == sentence
    assert outcome.instead is not None
    assert outcome.instead.zh == instead


@pytest.mark.parametrize(
    ("terms", "changes"),
    [
        ({"windows": Windows(contract=WINDOW)}, {"contract_on": date(2022, 12, 1)}),
        ({"windows": Windows(contract=WINDOW)}, {"contract_on": date(2022, 12, 9)}),
        ({"seats": Bounds(at_most=7)}, {"seats": 7}),
        ({"emission_at_least": 6}, {"emission_stage": 6}),
        ({"emission_at_least": 6}, {"energy": "bev", "emission_stage": None}),
        ({"displacement_at_most_ml": 1600}, {"displacement_ml": 1600}),
        ({"displacement_at_most_ml": 1600}, {"energy": "bev"}),
        ({"buyer": Buyer(age=Bounds(at_least=18))}, {"buyer_age": 18}),
        ({"dealers": ("示例汽车销售有限公司",)}, {}),
        ({"old_vehicle": OLD}, OLD_CAR),
        ({"tiers": TIERS}, {"bare_price_fen": 7_999_999}),
        ({"tiers": TIERS}, {"bare_price_fen": 8_000_000, "energy": "bev"}),
        ({"tiers": FOR_OLD}, {"old_fuel": "diesel"}),
        ({"tiers": FOR_OLD}, {"energy": "bev", "old_fuel": "nev"}),
        ({"tiers": FOR_OLD}, {"energy": "bev", "old_fuel": None}),
    ],
)
def test_just_within_its_bound_every_condition_holds(terms, changes) -> None:
    row = sale(**changes)
    (decision,) = decide(known(row), stated(**terms)).to_dicts()
    outcomes = check(row, decision, stated(**terms))
    assert [str(each.sentence) for each in outcomes if not each.holds] == []


@pytest.mark.parametrize(
    ("terms", "changes", "instead"),
    [
        (
            {"windows": Windows(registration=FROM)},
            {"registered_on": None},
            "须由经销商补报注册登记（上牌）日期，补报后重新判定",
        ),
        (
            {"emission_at_least": 6},
            {"emission_stage": None},
            "须由经销商补报排放标准，补报后重新判定",
        ),
        (
            {"bonuses": (Bonus(name="more", energy=("nev",), amount_yuan=500),)},
            {"energy": None},
            "须由经销商补报能源类型，补报后重新判定",
        ),
        (
            {"old_vehicle": OLD},
            {**OLD_CAR, "old_disposed_on": None},
            "须由经销商补报旧车处置日期，补报后重新判定",
        ),
    ],
)
def test_a_missing_value_is_named_and_asked_for(terms, changes, instead) -> None:
    outcome = failing(stated(**terms), **changes)
    assert outcome.reason.value == "value_missing"
    assert outcome.instead is not None
    assert outcome.instead.zh.startswith(instead)
    assert outcome.found is None


def test_a_missing_part_of_a_refused_old_car_is_no_missing_value() -> None:
    gone = {**OLD_CAR, "old_disposal": "none", "old_disposed_on": None}
    row, terms = sale(**gone), stated(old_vehicle=OLD)
    (decision,) = decide(known(row), terms).to_dicts()
    outcomes = [each for each in check(row, decision, terms) if not each.holds]
    assert decision["reasons"] == ["old_vehicle_not_covered"]
    assert {each.reason.value for each in outcomes} == {"old_vehicle_not_covered"}
    assert [each.field for each in outcomes] == ["old_disposal", "old_disposed_on"]


@pytest.mark.parametrize(
    ("changes", "steps"),
    [
        (
            {"bare_price_fen": 7_999_999},
            [
                ("按“low”档（50,000.00–79,999.99 元）定额 1,000.00 元", 100_000),
                ("合计 1,000.00 元，以加油券发放", 100_000),
            ],
        ),
        (
            {"bare_price_fen": 15_000_000, "energy": "bev"},
            [
                (
                    "按“nev”档（插电混动、增程式、纯电动 80,000.00 元及以上）："
                    "裸车价 150,000.00 元 × 2% = 3,000.00 元，不足一分舍去",
                    300_000,
                ),
                ("另加“more” 500.00 元（按能源类型）", 350_000),
                ("合计 3,500.00 元，以通用消费券发放", 350_000),
            ],
        ),
        (
            {"bare_price_fen": 15_000_050, "energy": "bev"},
            [
                (
                    "按“nev”档（插电混动、增程式、纯电动 80,000.00 元及以上）："
                    "裸车价 150,000.50 元 × 2% = 3,000.01 元，不足一分舍去",
                    300_001,
                ),
                ("超过该档上限 3,000.00 元，按上限计", 300_000),
                ("另加“more” 500.00 元（按能源类型）", 350_000),
                ("合计 3,500.00 元，以通用消费券发放", 350_000),
            ],
        ),
        (
            {"bare_price_fen": 1, "energy": "ice"},
            [
                ("价格不在任何一档之内：0 元", 0),
                ("合计 0.00 元，以加油券发放", 0),
            ],
        ),
    ],
)
def test_an_amount_is_told_step_by_step(changes, steps) -> None:
    terms = stated(
        voucher=Voucher(kind="fuel", nev_kind="general"),
        tiers=TIERS,
        bonuses=(Bonus(name="more", energy=("nev",), amount_yuan=500),),
    )
    told = amount_steps(sale(**changes), terms)
    assert [(step.sentence.zh, step.sum_fen) for step in told] == steps


@pytest.mark.parametrize(
    ("changes", "sentence", "instead"),
    [
        ({"old_fuel": None}, "未报旧车燃料类型，", "须由经销商补报旧车燃料类型，"),
        ({"energy": None}, "未报能源类型、旧车燃料类型，", "须由经销商补报能源类型，"),
        (
            {"bare_price_fen": None},
            "未报裸车价、旧车燃料类型，",
            "须由经销商补报裸车价",
        ),
    ],
)
def test_what_a_tier_asks_and_is_not_told_is_named(changes, sentence, instead) -> None:
    row, terms = sale(**{"old_fuel": None, **changes}), stated(tiers=FOR_OLD)
    (decision,) = decide(known(row), terms).to_dicts()
    told = check(row, decision, terms)
    (outcome,) = [each for each in told if each.rule.value == "price_outside_tiers"]
    assert outcome.sentence.zh.startswith(sentence)
    assert outcome.instead is not None
    assert outcome.instead.zh.startswith(instead)
