"""What decisions, their explanations and their refusals look like."""

from datetime import UTC, date, datetime

from voucher_service.model.decision_exports import DecisionPage, ListedDecision
from voucher_service.model.errors import VoucherServiceError
from voucher_service.model.explanations import (
    AmountTold,
    ConditionCheck,
    DecisionEvent,
    Explanation,
)
from voucher_service.model.kinds import OUTCOME_TEXT, Outcome, PriceBasis
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.reports import PublishedSource
from voucher_service.model.text import Text
from voucher_service.usecases.explain_sale import AmbiguousSale

_CAMPAIGN = "zhangjiajie-2022-new-year"
_SALE = "sal_3f1d0c9a7b52e6a1c4d8"
_VIN = "LGXSYN104N0004639"
_DEALER = "张家界示例一号汽车销售服务有限公司（合成）"
_FILE = "sales-2023-01-01_2023-01-10.csv"
_INVOICE = "22432001000000000577"
_TERMS = "3f1d0c9a7b52"
_DECIDED_AT = datetime(2023, 1, 10, 9, 30, tzinfo=UTC)
_KNOWN_AT = datetime(2023, 1, 10, 10, tzinfo=UTC)
_BELOW = EligibilityReason.PRICE_BELOW_FLOOR
_SENTENCE = Text(
    zh="裸车价 28,800.00 元，低于门槛 30,000.00 元",
    en="The bare price of 28,800.00 yuan is below the floor of 30,000.00 yuan",
)

EXPLANATION = Explanation(
    campaign=_CAMPAIGN,
    sale_id=_SALE,
    version=1,
    dealer_id="ZJJ-001",
    dealer_name=_DEALER,
    vin=_VIN,
    invoice_number=_INVOICE,
    sold_on=date(2023, 1, 6),
    brand="示例",
    model="甲",
    outcome=Outcome.INELIGIBLE,
    outcome_text=OUTCOME_TEXT[Outcome.INELIGIBLE],
    eligible=False,
    amount_fen=0,
    earns_fen=150_000,
    amount_steps=(
        AmountTold(
            sentence=Text(
                zh="每台一律 1,500.00 元加油券",
                en="1,500.00 yuan for every car (fuel voucher)",
            ),
            sum_fen=150_000,
        ),
    ),
    price_basis=PriceBasis.BARE_PRICE,
    price_fen=2_880_000,
    tier=None,
    reasons=(_BELOW.value,),
    waits_for=None,
    waitlist_rank=None,
    rival_sale_id=None,
    terms_version=_TERMS,
    terms_source="张家界市商务局：新年购新车 购车消费券发放活动",
    effective_from=date(2022, 12, 16),
    source=PublishedSource(
        title="新年购新车 购车消费券发放活动",
        publisher="张家界市商务局",
        url=None,
        summary=None,
    ),
    input_hash=f"2c0707680ad56bebbb1c.{_TERMS}.-",
    decided_at=_DECIDED_AT,
    known_at=_KNOWN_AT,
    synthetic=True,
    verdict=Text(zh=f"不符合条件：{_SENTENCE.zh}", en=f"not eligible: {_SENTENCE.en}"),
    file=_FILE,
    sheet=None,
    row=11,
    conditions=(
        ConditionCheck(
            code=_BELOW.value,
            rule=_BELOW.value,
            holds=False,
            applies=True,
            required="≥ 30,000.00",
            required_text=Text(zh="30,000.00 元及以上", en="30,000.00 yuan or more"),
            found="28,800.00",
            found_text=Text(zh="28,800.00", en="28,800.00"),
            field="bare_price_fen",
            file=_FILE,
            sheet=None,
            row=11,
            column="裸车价",
            cell="M11",
            sentence=_SENTENCE,
            remedy=ELIGIBILITY_REASONS[_BELOW].remedy,
            instead=Text(
                zh="裸车价须至少再高 1,200.00 元（达到 30,000.00 元）",
                en="the bare price has to be at least 1,200.00 yuan more "
                "(30,000.00 yuan)",
            ),
        ),
    ),
    history=(
        DecisionEvent(
            decided_at=_DECIDED_AT,
            version=1,
            outcome=Outcome.INELIGIBLE,
            outcome_text=OUTCOME_TEXT[Outcome.INELIGIBLE],
            amount_fen=0,
            reasons=(_BELOW.value,),
            terms_version=_TERMS,
            why=Text(zh="首次判定", en="first decided"),
        ),
    ),
)
_LISTED = ListedDecision(
    campaign=_CAMPAIGN,
    sale_id=_SALE,
    sale_version=1,
    dealer_id="ZJJ-001",
    dealer_name=_DEALER,
    vin=_VIN,
    invoice_number=_INVOICE,
    sold_on=date(2023, 1, 6),
    price_fen=2_880_000,
    tier=None,
    outcome=Outcome.INELIGIBLE,
    reasons=(_BELOW.value,),
    sentences=(ELIGIBILITY_REASONS[_BELOW].sentence,),
    amount_fen=0,
    waits_for=None,
    waitlist_rank=None,
    rival_sale_id=None,
    terms_version=_TERMS,
    decided_at=_DECIDED_AT,
    file=_FILE,
    sheet=None,
    row=11,
    synthetic=True,
)
_PAGE = DecisionPage(
    as_of=None, known_at=_KNOWN_AT, items=(_LISTED,), next_cursor=_SALE
)

DECISION_ANSWERS: dict[str, object] = {
    "/v1/campaigns/{id}/decisions": _PAGE.model_dump(mode="json"),
    "/v1/campaigns/{id}/decisions/{sale}": EXPLANATION.model_dump(mode="json"),
}
"""The example of each JSON answer about decisions, by path template."""

_OTHER = "sal_f89a56762df67c6c657f"
DECISION_FAULTS: tuple[VoucherServiceError, ...] = (
    AmbiguousSale(
        Text(zh=f"{_VIN} 对应多笔销售", en=f"{_VIN} names several sales"),
        remedy=Text(
            zh=f"请用销售编号：{_SALE}、{_OTHER}",
            en=f"use a sale id: {_SALE}, {_OTHER}",
        ),
        choices=(_SALE, _OTHER),
    ),
)
