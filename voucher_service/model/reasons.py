"""Every refusal has one code, one severity and one sentence in two languages."""

from voucher_service.model.feed_notes import NOTES
from voucher_service.model.feed_refusals import REFUSALS
from voucher_service.model.reason_codes import (
    EligibilityReason,
    FeedReason,
    ReasonText,
    Severity,
    stated,
)

__all__ = [
    "ELIGIBILITY_REASONS",
    "FEED_REASONS",
    "EligibilityReason",
    "FeedReason",
    "ReasonText",
    "Severity",
    "reason_text",
]

_told = REFUSALS | NOTES
FEED_REASONS: dict[FeedReason, ReasonText] = {
    reason: _told[reason] for reason in FeedReason
}

ELIGIBILITY_REASONS: dict[EligibilityReason, ReasonText] = {
    EligibilityReason.SALE_CANCELLED: stated(
        "该销售已退车或其发票已红冲",
        "The sale was taken back",
        (
            "重新开票的，请上报新发票",
            "Where a new invoice was made out, report it",
        ),
    ),
    EligibilityReason.SALE_SET_ASIDE: stated(
        "经人工认定，该车由另一家经销商售出",
        "A person found that another dealer sold this car",
        ("有异议的，请向商务局提供发票", "To object, show the bureau the invoice"),
    ),
    EligibilityReason.IDENTITY_REQUIRED: stated(
        "缺少活动条款要求的识别项",
        "An identity that the terms require is missing",
        ("补报车架号等识别项", "Report the missing identity, such as the VIN"),
    ),
    EligibilityReason.VALUE_MISSING: stated(
        "缺少条款判断所需的数据",
        "A value that a rule needs is missing",
        ("补报该数据后重新判定", "Report the value; the sale is decided again"),
    ),
    EligibilityReason.SOLD_BEFORE_START: stated(
        "开票日期早于活动开始日",
        "The car was sold before the campaign began",
        ("不在活动期内，无法补救", "Outside the campaign; nothing mends it"),
    ),
    EligibilityReason.SOLD_AFTER_END: stated(
        "开票日期晚于活动截止日",
        "The car was sold after the campaign ended",
        ("不在活动期内，无法补救", "Outside the campaign; nothing mends it"),
    ),
    EligibilityReason.NOT_NEW: stated(
        "不是新车",
        "The car is not new",
        ("仅新车可享受", "Only a new car earns the voucher"),
    ),
    EligibilityReason.NOT_USED: stated(
        "不是二手车",
        "The car is not a used one",
        ("仅二手车可享受", "Only a used car earns the voucher"),
    ),
    EligibilityReason.PRICE_BELOW_FLOOR: stated(
        "价格低于活动门槛",
        "The price is below the campaign's floor",
        ("如金额有误，请经销商更正上报", "If it is wrong the dealer corrects it"),
    ),
    EligibilityReason.VEHICLE_IN_CONFLICT: stated(
        "两家以上经销商上报了同一车架号，待人工认定",
        "Two or more dealers report this vehicle; a person must resolve it",
        (
            "由商务局核对发票后认定；录错车架号的经销商请更正后重新上报",
            "The bureau resolves it from the invoices; a dealer who mistyped the VIN "
            "sends the row again, corrected",
        ),
        Severity.REVIEW,
    ),
    EligibilityReason.VEHICLE_ALREADY_COUNTED: stated(
        "该车架号已有一笔更早的合格销售",
        "An earlier sale of this vehicle already counts",
        (
            "一车一券；如系误报，请按原发票号码更正后重新上报",
            "One voucher a vehicle; send a mistaken row again, corrected, "
            "under its invoice number",
        ),
    ),
}


def reason_text(code: str) -> ReasonText:
    """Give the sentence of any reason code; ValueError means a code of no reason."""
    if code in {reason.value for reason in FeedReason}:
        return FEED_REASONS[FeedReason(code)]
    return ELIGIBILITY_REASONS[EligibilityReason(code)]
