"""Each condition of the seed terms reads as an officer would say it."""

from datetime import date

import pytest
from hypothesis import given

from tests.eligibility.known_sales import (
    TERMS,
    VIN,
    known,
    sale,
    sales_frames,
)
from tests.eligibility.rule_book import (
    sales_of_all_kinds,
    seeds,
    terms_of_the_rule_book,
)
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amount_steps import amount_steps
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.explain import check
from voucher_service.eligibility.judging import Context
from voucher_service.eligibility.outcomes import RuleOutcome
from voucher_service.model.kinds import Identity, PriceBasis
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason


def explained(
    *rows: dict[str, object], terms: Terms = TERMS
) -> tuple[RuleOutcome, ...]:
    """The outcomes of the last of the sales, decided among all of them."""
    decisions = decide(known(*rows), terms).to_dicts()
    return check(rows[-1], decisions[-1], terms)


def sentence_about(field: str, *rows: dict[str, object], terms: Terms = TERMS) -> str:
    outcomes = [o for o in explained(*rows, terms=terms) if o.field == field]
    return outcomes[-1].sentence.zh


def test_every_condition_of_an_eligible_sale_is_said() -> None:
    outcomes = explained(sale())
    assert all(o.holds and o.remedy is None for o in outcomes)
    assert [(o.reason.value, o.required, o.found) for o in outcomes] == [
        ("sale_cancelled", "valid", "valid"),
        ("identity_required", "present", VIN),
        ("sold_before_start", "≥ 2022-12-16", "2022-12-20"),
        ("sold_after_end", "≤ 2023-01-31", "2022-12-20"),
        ("not_new", "new", "new"),
        ("price_below_floor", "≥ 30,000.00", "100,000.00"),
        ("vehicle_in_conflict", "= 1", VIN),
        ("vehicle_already_counted", "≤ 1", VIN),
    ]
    assert [o.sentence.zh for o in outcomes] == [
        "未退车，发票未红冲或作废",
        f"已报车架号 {VIN}，符合条款要求",
        "开票日期 2022-12-20，不早于活动开始日 2022-12-16",
        "开票日期 2022-12-20，不晚于活动截止日 2023-01-31",
        "车辆为新车，符合“仅限新车”的规定",
        "裸车价 100,000.00 元，达到门槛 30,000.00 元",
        f"没有其他经销商上报车架号 {VIN}",
        f"一车一券：车架号 {VIN} 此前没有其他合格销售",
    ]
    assert [o.sentence.en for o in outcomes] == [
        "The sale was not taken back",
        f"The VIN {VIN} is given, as the terms require",
        "Invoiced on 2022-12-20, not before the campaign's first day 2022-12-16",
        "Invoiced on 2022-12-20, not after the campaign's last day 2023-01-31",
        "The car is new, as the terms ask",
        "The bare price of 100,000.00 yuan reaches the floor of 30,000.00 yuan",
        f"No other dealer reports VIN {VIN}",
        f"One voucher a vehicle: no earlier sale of VIN {VIN} counts",
    ]


@pytest.mark.parametrize(
    ("field", "changes", "sentence"),
    [
        (
            "bare_price_fen",
            {"bare_price_fen": 2_999_999},
            "裸车价 29,999.99 元，低于门槛 30,000.00 元",
        ),
        (
            "bare_price_fen",
            {"bare_price_fen": 3_000_000},
            "裸车价 30,000.00 元，达到门槛 30,000.00 元",
        ),
        (
            "bare_price_fen",
            {"bare_price_fen": None},
            "未报裸车价，无法与门槛 30,000.00 元比较",
        ),
        (
            "sold_on",
            {"sold_on": date(2023, 1, 31)},
            "开票日期 2023-01-31，不晚于活动截止日 2023-01-31",
        ),
        (
            "sold_on",
            {"sold_on": date(2023, 2, 1)},
            "开票日期 2023-02-01，晚于活动截止日 2023-01-31",
        ),
        (
            "condition",
            {"condition": "used"},
            "车辆为二手车，不符合“仅限新车”的规定",
        ),
        (
            "condition",
            {"condition": "demo"},
            "车辆为demo，不符合“仅限新车”的规定",
        ),
        (
            "condition",
            {"condition": None},
            "未注明新车或二手车，而本活动仅限新车，无法判断",
        ),
        ("vin", {"vin": None}, "一车一券：其他条件未满足，本笔销售不占用名额"),
    ],
)
def test_a_condition_reads_as_a_sentence_with_its_values(field, changes, sentence):
    assert sentence_about(field, sale(**changes)) == sentence


def test_a_sale_before_the_start_is_told_so() -> None:
    outcomes = explained(sale(sold_on=date(2022, 12, 15)))
    (failing,) = [outcome for outcome in outcomes if not outcome.holds]
    assert failing.sentence.zh == "开票日期 2022-12-15，早于活动开始日 2022-12-16"
    assert failing.sentence.en == (
        "Invoiced on 2022-12-15, before the campaign's first day 2022-12-16"
    )


def test_a_second_sale_of_a_vehicle_is_told_which_one_counts() -> None:
    first = sale(sale_id="S1", sold_on=date(2022, 12, 18))
    second = sale(sale_id="S2")
    failing = explained(first, second)[-1]
    assert not failing.holds
    assert failing.sentence.zh == f"一车一券：车架号 {VIN} 已计入更早的合格销售（S1）"
    reason = EligibilityReason.VEHICLE_ALREADY_COUNTED
    assert failing.remedy == ELIGIBILITY_REASONS[reason].remedy
    assert failing.instead is not None
    assert failing.instead.zh == (
        "须前面的合格销售（S1）退车或红冲，本笔随即自动重新判定"
    )


def test_without_a_vin_no_voucher_a_vehicle_can_be_told() -> None:
    terms = TERMS.model_copy(update={"requires": (Identity.INVOICE_NUMBER,)})
    told = explained(sale(vin=None), terms=terms)
    (failing,) = [outcome for outcome in told if not outcome.holds]
    assert (failing.rule.value, failing.field) == ("value_missing", "vin")
    assert failing.sentence.zh == "未报车架号，而一车一券要用到它，无法判断"
    assert sentence_about("invoice_number", sale(vin=None), terms=terms) == (
        "已报发票号码 00000001，符合条款要求"
    )


def test_a_missing_identity_is_named() -> None:
    terms = TERMS.model_copy(update={"requires": (Identity.RECORD_NO,)})
    assert sentence_about("record_no", sale(record_no=None), terms=terms) == (
        "未报单据编号，条款要求必须填报"
    )


def test_the_price_is_called_by_its_basis() -> None:
    terms = TERMS.model_copy(update={"price_basis": PriceBasis.INVOICE_TOTAL})
    assert sentence_about("invoice_total_fen", sale(), terms=terms) == (
        "价税合计 113,000.00 元，达到门槛 30,000.00 元"
    )


def test_terms_that_ask_less_have_fewer_conditions() -> None:
    terms = TERMS.model_copy(
        update={"vehicle": "any", "per_vehicle": None, "requires": ()}
    )
    assert [outcome.field for outcome in explained(sale(), terms=terms)] == [
        "status",
        "sold_on",
        "sold_on",
        "bare_price_fen",
        "vin",
    ]


@pytest.mark.parametrize(
    "changes", [{"version": 2}, {"sale_id": "other"}, {"terms_version": "other"}]
)
def test_a_decision_about_something_else_is_refused(changes) -> None:
    (decision,) = decide(known(sale()), TERMS).to_dicts()
    with pytest.raises(ValueError, match="not about this sale"):
        check(sale(), decision | changes, TERMS)


ANYTHING = (sales_frames() | sales_of_all_kinds(), terms_of_the_rule_book(), seeds)


@given(*ANYTHING)
def test_the_failing_conditions_are_the_reasons_of_the_decision(sales, terms, seed):
    decisions = decide(sales, terms, Context(seed=seed))
    for row, decision in zip(sales.to_dicts(), decisions.to_dicts(), strict=True):
        outcomes = check(row, decision, terms)
        failing = {outcome.reason.value for outcome in outcomes if not outcome.holds}
        assert failing == set(decision["reasons"])


@given(*ANYTHING)
def test_every_condition_is_whole_sentences_in_the_rules_order(sales, terms, seed):
    decisions = decide(sales, terms, Context(seed=seed))
    precedence = list(EligibilityReason)
    for row, decision in zip(sales.to_dicts(), decisions.to_dicts(), strict=True):
        outcomes = check(row, decision, terms)
        places = [precedence.index(outcome.rule) for outcome in outcomes]
        assert places == sorted(places)
        for outcome in outcomes:
            assert (outcome.remedy is None) is outcome.holds
            assert (outcome.instead is None) is outcome.holds
            assert outcome.applies or outcome.holds
            told = f"{outcome.sentence}{outcome.instead or ''}{outcome.required_text}"
            assert not set("{}") & set(told)
            assert "None" not in told


@given(*ANYTHING)
def test_the_steps_of_an_amount_come_to_what_is_decided(sales, terms, seed):
    decisions = decide(sales, terms, Context(seed=seed))
    for row, decision in zip(sales.to_dicts(), decisions.to_dicts(), strict=True):
        steps = amount_steps(row, terms)
        if decision["eligible"]:
            assert steps[-1].sum_fen == decision["amount_fen"]
        assert "None" not in str([step.sentence for step in steps])
