"""Each limit says whether a sale is in it, and where one that waits stands."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import pytest

from tests.eligibility.known_sales import TERMS, known, sale
from voucher_service.campaigns.limits import Allocation, Caps, Exclusion, Quota
from voucher_service.campaigns.limits import SubBudget as Part
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.answers import number_drawn
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.explain import check
from voucher_service.eligibility.judging import NOTHING_ELSE, Context
from voucher_service.eligibility.outcomes import RuleOutcome

MORNING = datetime(2022, 12, 20, 1, tzinfo=UTC).replace(tzinfo=None)
LOTTERY = Allocation(
    method="lottery",
    entries_close=date(2022, 12, 31),
    seed_sha256=hashlib.sha256(b"seed").hexdigest(),
)
CARS = ("LSVAU2180N2000001", "LSVAU2180N2000002", "LSVAU2180N2000003")


def cars(count: int, **changes: object) -> list[dict[str, object]]:
    """Sales of different cars, reported and invoiced one after another."""
    return [
        sale(
            sale_id=f"S{at + 1}",
            vin=CARS[at],
            invoice_number=f"0000000{at + 1}",
            submitted_at=MORNING.replace(minute=at),
            phone_key="p1",
            **changes,
        )
        for at in range(count)
    ]


def limits_told(
    rows: list[dict[str, object]], terms: Terms, context: Context = NOTHING_ELSE
) -> list[RuleOutcome]:
    """What is said of the last sale from the caps of buyers on."""
    decision = decide(known(*rows), terms, context).to_dicts()[-1]
    outcomes = check(rows[-1], decision, terms)
    codes = [outcome.rule.value for outcome in outcomes]
    return list(outcomes[codes.index("vehicle_already_counted") + 1 :])


@pytest.mark.parametrize(
    ("terms", "sentence", "instead"),
    [
        (
            {"caps": Caps(per_buyer=2)},
            "每位购车人至多 2 笔：按开票先后已满，其中第一笔为 S1",
            "须前面的合格销售（S1）退车或红冲，本笔随即自动重新判定",
        ),
        (
            {"caps": Caps(per_phone=2)},
            "每个手机号至多 2 笔：按开票先后已满，其中第一笔为 S1",
            "须前面的合格销售（S1）退车或红冲，本笔随即自动重新判定",
        ),
        (
            {"caps": Caps(per_dealer_day=2)},
            "每家经销商每日至多 2 笔：按开票先后已满",
            "须前面的合格销售退车或红冲，本笔随即自动重新判定",
        ),
        (
            {"quotas": (Quota(name="places", count=1),)},
            "名额“places”共 1 个：按首次上报先后已满，本笔候补，排第 2 位",
            "候补第 2 位：前面还有 1 笔；有退车等腾出名额时按顺序自动递补",
        ),
        (
            {
                "quotas": (Quota(name="places", count=1, per="day"),),
                "allocation": Allocation(order="invoice"),
            },
            "名额“places”每日 1 个：按开票先后已满，本笔候补，排第 2 位",
            "候补第 2 位：前面还有 1 笔；有退车等腾出名额时按顺序自动递补",
        ),
        (
            {"sub_budgets": (Part(name="fuel", energy=("fuel",), amount_yuan=3000),)},
            "分项资金“fuel”共 3,000.00 元：按首次上报先后已满，本笔候补，排第 1 位",
            "候补第 1 位：前面还有 0 笔；有退车等腾出资金时按顺序自动递补",
        ),
        (
            {"budget_yuan": Decimal("4499.99")},
            "活动资金共 4,499.99 元：按首次上报先后已满，本笔候补，排第 1 位",
            "候补第 1 位：前面还有 0 笔；有退车等腾出资金时按顺序自动递补",
        ),
        (
            {
                "quotas": (Quota(name="places", count=1),),
                "allocation": Allocation(
                    method="lottery", entries_close=date(2022, 12, 31)
                ),
            },
            "公开抽取：种子尚未公布，等待抽取",
            "无须另行申请：种子公布后自动判定",
        ),
    ],
)
def test_a_limit_that_stops_a_sale_says_how_and_what_ends_it(terms, sentence, instead):
    told = limits_told(cars(3), TERMS.model_copy(update=terms))
    (failing,) = [outcome for outcome in told if not outcome.holds]
    assert failing.sentence.zh == sentence
    assert failing.instead is not None
    assert failing.instead.zh == instead


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"caps": Caps(per_buyer=3)}, "每位购车人至多 3 笔：本笔在内"),
        (
            {"quotas": (Quota(name="places", count=3),)},
            "名额“places”共 3 个：按首次上报先后，本笔在内",
        ),
        (
            {"budget_yuan": Decimal(4500)},
            "活动资金共 4,500.00 元：按首次上报先后，本笔在内",
        ),
        (
            {"quotas": (Quota(name="nev", energy=("nev",), count=0),)},
            "名额“nev”共 0 个：本笔不属于这一类，不占用",
        ),
    ],
)
def test_a_limit_with_room_says_that_the_sale_is_in(terms, sentence) -> None:
    told = limits_told(cars(3), TERMS.model_copy(update=terms))
    assert [outcome.sentence.zh for outcome in told] == [sentence]
    assert told[0].applies is ("不属于" not in sentence)


def test_after_a_limit_that_stops_a_sale_the_next_are_not_asked() -> None:
    terms = TERMS.model_copy(
        update={
            "quotas": (Quota(name="a", count=2), Quota(name="b", count=0)),
            "budget_yuan": Decimal(100),
        }
    )
    told = limits_told(cars(3), terms)
    assert [(each.holds, each.applies) for each in told] == [
        (False, True),
        (True, False),
        (True, False),
    ]
    assert told[1].sentence.zh == ("名额“b”共 0 个：其他条件未满足，本笔销售不占用名额")


def test_a_draw_whose_seed_is_known_is_told_as_drawn() -> None:
    terms = TERMS.model_copy(
        update={"quotas": (Quota(name="places", count=3),), "allocation": LOTTERY}
    )
    told = limits_told(cars(3), terms, Context(seed="seed"))
    assert [outcome.sentence.zh for outcome in told] == [
        "公开抽取：种子已公布，本笔已参加抽取",
        "名额“places”共 3 个：按抽签号先后，本笔在内",
    ]


def test_a_sale_is_told_the_number_it_drew_so_that_it_can_be_checked() -> None:
    terms = TERMS.model_copy(
        update={"quotas": (Quota(name="places", count=3),), "allocation": LOTTERY}
    )
    number = number_drawn("seed", "S3")
    assert number == hashlib.sha256(b"seed:S3").hexdigest()
    rows = cars(3)
    rows[-1] = {**rows[-1], "draw": number}
    decision = decide(known(*rows), terms, Context(seed="seed")).to_dicts()[-1]
    told = {each.rule.value: each for each in check(rows[-1], decision, terms)}
    draw = told["draw_pending"]
    assert (draw.found, draw.found_text.zh) == (number, f"{number[:12]}…")
    assert f"抽签号 {number[:12]}…" in draw.sentence.zh
    assert told["quota_full"].field == "sale_id"


@pytest.mark.parametrize(
    ("count", "found", "zh"),
    [(3, "within", "在内"), (2, "waiting 1", "候补第 1 位")],
)
def test_what_is_found_of_a_quota_is_how_the_sale_stands_to_it(count, found, zh):
    terms = TERMS.model_copy(update={"quotas": (Quota(name="a", count=count),)})
    (told,) = limits_told(cars(3), terms)
    assert (told.found, told.found_text.zh) == (found, zh)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"energy": "ice"}, "名额“nev”共 5 个：本笔不属于这一类，不占用"),
        (
            {"energy": "ice", "cancelled": True},
            "名额“nev”共 5 个：本笔不属于这一类，不占用",
        ),
        (
            {"energy": None, "cancelled": True},
            "名额“nev”共 5 个：其他条件未满足，本笔销售不占用名额",
        ),
    ],
)
def test_a_quota_for_other_sales_says_so_and_shows_nothing_found(changes, sentence):
    quota = Quota(name="nev", energy=("nev",), count=5)
    terms = TERMS.model_copy(update={"quotas": (quota,)})
    (told,) = limits_told(cars(1, **changes), terms)
    assert (told.applies, told.found, told.sentence.zh) == (False, None, sentence)


def test_a_campaign_that_counted_the_sale_is_named_alone() -> None:
    excluded = (Exclusion(campaign="city-a"), Exclusion(campaign="city-b"))
    terms = TERMS.model_copy(update={"excludes": excluded})
    counted = {"campaign_id": "city-b", "vin": CARS[0], "buyer_key": None}
    claims = pl.DataFrame([counted], schema=dict.fromkeys(counted, pl.String))
    row = {**cars(1)[0], "claimed_by": ["city-b"]}
    (decision,) = decide(known(*cars(1)), terms, Context(claims=claims)).to_dicts()
    (failing,) = [each for each in check(row, decision, terms) if not each.holds]
    assert failing.sentence.zh == (
        "该车或购车人已计入不可叠加的活动：city-b（同一车架号）"
    )


def test_a_campaign_that_excludes_this_one_is_named() -> None:
    terms = TERMS.model_copy(
        update={"excludes": (Exclusion(campaign="fuzhou-2022", same=("vin", "buyer")),)}
    )
    rows = cars(1)
    counted = {"campaign_id": "fuzhou-2022", "vin": CARS[0], "buyer_key": None}
    claims = pl.DataFrame([counted], schema=dict.fromkeys(counted, pl.String))
    (decision,) = decide(known(*rows), terms, Context(claims=claims)).to_dicts()
    outcomes = check(rows[0], decision, terms)
    (failing,) = [outcome for outcome in outcomes if not outcome.holds]
    assert failing.sentence.zh == (
        "该车或购车人已计入不可叠加的活动（fuzhou-2022（同一车架号、购车人））"
    )


def test_personal_data_is_told_in_masked_form_alone() -> None:
    terms = TERMS.model_copy(update={"caps": Caps(per_buyer=1, per_phone=1)})
    row = sale(phone_key="secret-2", buyer_key="secret-1")
    (decision,) = decide(known(row), terms).to_dicts()
    told = check({**row, "phone_masked": "138****0001"}, decision, terms)
    assert "secret" not in str(told)
    found = {outcome.rule.value: outcome.found for outcome in told}
    assert found["phone_cap_reached"] == "138****0001"
    assert found["buyer_cap_reached"] == "present"
