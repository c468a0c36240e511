"""Why something happened to a voucher, in words, where the program gave the reason."""

from voucher_service.model.kinds import CANCEL_REASON_TEXT, CancelReason
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.text import Text

EVENT_REASONS = {
    "sale_cancelled": Text(zh="销售已退回或作废", en="its sale was taken back"),
    "amount_changed": Text(
        zh="应得金额改变；作废后再发放即得新券",
        en="its sale earns another amount: void it, and the next issue gives a new one",
    ),
    "stands_again": Text(zh="销售重新成立", en="its sale stands again"),
    "not_reissued": Text(
        zh="发票红冲后三十天内未重开",
        en="the invoice was taken back and not made out anew in thirty days",
    ),
    "sold_to_another": Text(zh="该车已售给他人", en="the car was sold to another"),
    "not_decided": Text(zh="销售没有判定", en="nothing is decided of its sale"),
    "expired": Text(zh="有效期已过", en="its last day has passed"),
    "lapsed": Text(zh="预授权到期", en="the authorization's time had passed"),
    "cancelled": Text(zh="银行撤销", en="the bank gave it up"),
}


def reason_of_event(reason: str | None) -> Text | None:
    """Give the words of a reason that the program gave; None for a person's own."""
    if reason in EVENT_REASONS:
        return EVENT_REASONS[reason]
    if reason in set(EligibilityReason):
        return ELIGIBILITY_REASONS[EligibilityReason(reason)].sentence
    if reason in set(CancelReason):
        return CANCEL_REASON_TEXT[CancelReason(reason)]
    return None
