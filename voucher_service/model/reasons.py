"""Every refusal has one code, one severity and one sentence in two languages."""

from voucher_service.model.eligibility_reasons import ELIGIBILITY_REASONS
from voucher_service.model.feed_notes import NOTES
from voucher_service.model.feed_refusals import REFUSALS
from voucher_service.model.reason_codes import (
    BESIDE_THE_CAR,
    EligibilityReason,
    FeedReason,
    ReasonText,
    Severity,
)

__all__ = [
    "BESIDE_THE_CAR",
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


def reason_text(code: str) -> ReasonText:
    """Give the sentence of any reason code; ValueError means a code of no reason."""
    if code in {reason.value for reason in FeedReason}:
        return FEED_REASONS[FeedReason(code)]
    return ELIGIBILITY_REASONS[EligibilityReason(code)]
