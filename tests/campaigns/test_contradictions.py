"""Terms that no sale can meet, or that promise more than there is, are refused."""

import pytest

from tests.campaign_texts import campaign, entry
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.model.errors import BadParameter

HASH = "ab" * 32
OTHER = "cd" * 32
LOTTERY = (
    "budget_yuan: 100000\n"
    "allocation: {{method: lottery, seed_sha256: {}, entries_close: 2023-01-10}}"
).format
TIERS = """\
tiers:
- {name: nev, energy: [nev], amount_yuan: 2000}
- {name: fuel, energy: [fuel], amount_yuan: 1000}
"""


def tiered(more: str) -> str:
    return campaign(entry(TIERS + more).replace(", face_yuan: 1500", ""))


def plain(more: str) -> str:
    return campaign(entry(more))


def shipped(name: str, old: str, new: str) -> str:
    text = shipped_campaigns()[name]
    assert text.count(old) == 1
    return text.replace(old, new)


def refusal(text: str) -> BadParameter:
    with pytest.raises(BadParameter) as caught:
        parse_campaign(text, "a.yaml")
    return caught.value


REFUSED = [
    (
        shipped("zhengzhou-2022-09", "budget_yuan: 100000000", "budget_yuan: 95000000"),
        "terms[1].quotas",
        "全部名额合计至少需 100,000,000.00 元，超过预算 95,000,000.00 元",
    ),
    (
        shipped(
            "yulong",
            "    requires: [vin]\n",
            "    requires: [vin]\n    budget_yuan: 1000000\n"
            "    quotas: [{name: nev, energy: [nev], count: 900}]\n",
        ),
        "terms[1].quotas[1].count",
        "该名额至少需 1,350,000.00 元，超过预算 1,000,000.00 元",
    ),
    (
        shipped(
            "linhai-2022",
            "    budget_yuan: 10000000\n",
            "    budget_yuan: 100000\n"
            "    quotas: [{name: daily, per: day, count: 900}]\n",
        ),
        "terms[1].quotas[1].count",
        "该名额至少需 2,250,000.00 元，超过预算 100,000.00 元",
    ),
    (
        tiered("budget_yuan: 1000\nsub_budgets: [{name: a, amount_yuan: 1001}]"),
        "terms[1].sub_budgets[1].amount_yuan",
        "该分项资金至少需 1,001.00 元，超过预算 1,000.00 元",
    ),
    (
        plain("bonuses: [{name: b, amount_yuan: 500}]\nbudget_yuan: 1999.99"),
        "terms[1].budget_yuan",
        "一张消费券至少需 2,000.00 元，超过预算 1,999.99 元",
    ),
    (
        plain("").replace("1500}", "1500, pieces_yuan: [1000, 400]}"),
        "terms[1].voucher.pieces_yuan",
        "各张合计 1,400.00 元，不等于面额 1,500.00 元",
    ),
    (
        plain("windows: {contract: {from: 2023-02-01}}"),
        "terms[1].windows.contract.from",
        "合同（订单）最早 2023-02-01，晚于销售期截止日 2023-01-31，没有销售能够满足",
    ),
    (
        campaign(
            entry(effective_from="2022-12-15"), entry(effective_from="2022-12-16")
        ),
        "terms[2].effective_from",
        "修订自 2022-12-16 生效，不晚于首个销售日 2022-12-16，"
        "以前的条目不适用于任何销售",
    ),
    (
        campaign(
            entry(effective_from="2022-12-01"), entry(effective_from="2022-12-10")
        ),
        "terms[2].effective_from",
        "修订自 2022-12-10 生效，不晚于首个销售日 2022-12-16，"
        "以前的条目不适用于任何销售",
    ),
    (
        tiered("energy: [fuel]"),
        "terms[1].tiers[1].energy",
        "nev 只限新能源车，而条款只限燃油车（含普通混动）",
    ),
    (
        plain("energy: [fuel]\nbonuses: [{name: b, energy: [bev], amount_yuan: 1}]"),
        "terms[1].bonuses[1].energy",
        "b 只限纯电动车，而条款只限燃油车（含普通混动）",
    ),
    (
        plain("energy: [fuel]\nquotas: [{name: q, energy: [nev], count: 1}]"),
        "terms[1].quotas[1].energy",
        "q 只限新能源车，而条款只限燃油车（含普通混动）",
    ),
    (
        plain(
            "energy: [fuel]\nsub_budgets: [{name: s, energy: [bev], amount_yuan: 1}]"
        ),
        "terms[1].sub_budgets[1].energy",
        "s 只限纯电动车，而条款只限燃油车（含普通混动）",
    ),
    (
        tiered("quotas: [{name: q, tiers: [nev], energy: [ice], count: 1}]"),
        "terms[1].quotas[1].energy",
        "q 只限燃油车，而其档次都不含这些车",
    ),
    (
        plain("buyer: {kinds: [company], age: {at_least: 18}}"),
        "terms[1].buyer.age",
        "购车人只限单位，单位没有年龄，没有销售能够满足",
    ),
    (
        plain(
            "quotas: [{name: a, count: 1}]\nsub_budgets: [{name: a, amount_yuan: 9999}]"
        ),
        "terms[1].sub_budgets[1].name",
        "名称 a 重复",
    ),
    (
        plain("quotas: [{name: budget, count: 1}]"),
        "terms[1].quotas[1].name",
        "budget 是保留名称，指总额或抽取",
    ),
    (
        plain("sub_budgets: [{name: draw, amount_yuan: 9999}]"),
        "terms[1].sub_budgets[1].name",
        "draw 是保留名称，指总额或抽取",
    ),
    (
        campaign(
            entry(LOTTERY(HASH)), entry(LOTTERY(HASH), effective_from="2023-01-01")
        ),
        "terms[2].allocation.seed_sha256",
        "第 1 条已用此种子哈希，抽取结果可以预知",
    ),
    (
        tiered("").replace("[nev],", "[nev], old_fuel: [nev],")
        + "    old_vehicle: {disposal: [scrapped], registered_by: {diesel: 2012-06-30}}"
        "\n",
        "terms[1].tiers[1].old_fuel",
        "旧车只收 diesel（old_vehicle.registered_by），没有销售能落入此档",
    ),
]


@pytest.mark.parametrize(("text", "field", "zh"), REFUSED, ids=[r[2] for r in REFUSED])
def test_what_contradicts_itself_is_refused_where_it_stands(text, field, zh) -> None:
    error = refusal(text)
    place, _, why = error.message.zh.partition("：")
    assert (place.split()[-1], why) == (field, zh)
    assert f", {field}: " in error.message.en
    line = int(place.split()[2])
    key = field.rpartition(".")[2].partition("[")[0]
    assert f"{key}:" in text.split("\n")[line - 1]
    assert error.remedy is not None
    assert error.remedy.zh
    assert error.remedy.en


ALLOWED = {
    "a quota that the budget just pays": tiered(
        "budget_yuan: 9000\nquotas: [{name: q, energy: [fuel], count: 9}]"
    ),
    "quotas that share sales, each within the budget": tiered(
        "budget_yuan: 9000\nquotas: [{name: q, count: 9}, {name: r, count: 9}]"
    ),
    "a bonus that not every sale of the quota has": tiered(
        "budget_yuan: 9000\nquotas: [{name: q, energy: [fuel], count: 9}]\n"
        "bonuses: [{name: b, energy: [ice], amount_yuan: 1},"
        " {name: c, disposal: scrapped, amount_yuan: 1}]"
    ),
    "a quota for which the budget pays if the shares are small": campaign(
        entry(
            "tiers: [{name: t, percent: 10, cap_yuan: 9000}]\nbudget_yuan: 300000\n"
            "quotas: [{name: q, count: 100}]"
        ).replace(", face_yuan: 1500", "")
    ),
    "pieces that add up": plain("").replace("1500}", "1500, pieces_yuan: [1000, 500]}"),
    "contracts until the last day": plain("windows: {contract: {from: 2023-01-31}}"),
    "plates after the sales": plain("windows: {registration: {from: 2023-02-01}}"),
    "an amendment of the second day": campaign(
        entry(), entry(effective_from="2022-12-17")
    ),
    "a quota of which one tier has the energy": tiered(
        "quotas: [{name: q, energy: [ice], count: 1}]"
    ),
    "a tier of which one kind is covered": tiered("energy: [bev, ice]"),
    "organisations and persons of an age": plain(
        "buyer: {kinds: [company, person], age: {at_least: 18}}"
    ),
    "a tier and a quota of one name": tiered("quotas: [{name: nev, count: 1}]"),
    "a seed for each draw": campaign(
        entry(LOTTERY(HASH)), entry(LOTTERY(OTHER), effective_from="2023-01-01")
    ),
    "tiers for other old cars": tiered("").replace(
        "- {name: fuel, energy: [fuel],",
        "- {name: again, energy: [fuel], old_fuel: [nev], amount_yuan: 1}\n"
        "    - {name: fuel, energy: [fuel], old_fuel: [petrol, diesel],",
    ),
}


@pytest.mark.parametrize("text", ALLOWED.values(), ids=ALLOWED)
def test_what_can_hold_is_read(text) -> None:
    assert parse_campaign(text, "a.yaml").terms


def test_a_quota_of_shares_needs_those_of_the_lowest_price() -> None:
    text = ALLOWED["a quota for which the budget pays if the shares are small"]
    error = refusal(text.replace("budget_yuan: 300000", "budget_yuan: 299999.99"))
    assert "该名额至少需 300,000.00 元" in error.message.zh


def test_tiers_for_the_same_old_cars_overlap() -> None:
    text = ALLOWED["tiers for other old cars"].replace(
        "old_fuel: [nev]", "old_fuel: [petrol]"
    )
    assert "档次 fuel 与 again 重叠" in refusal(text).message.zh
