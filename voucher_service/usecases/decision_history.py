"""Every decision on a sale is told, and why each became another."""

from typing import Any

from voucher_service.model.explanations import DecisionEvent
from voucher_service.model.kinds import OUTCOME_TEXT, Outcome
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.text import Text
from voucher_service.store.database import aware

_FIRST = Text(zh="首次判定", en="first decided")
_REPORTED_ANEW = Text(
    zh="经销商更正上报（第 {version} 版）",
    en="the dealer's report changed (version {version})",
)
_TAKEN_BACK = Text(zh="退车或红冲", en="the sale was taken back")
_AMENDED = Text(zh="活动条款修订", en="the campaign's terms were amended")
_RESOLVED = Text(zh="人工认定", en="a person resolved a conflict")
_CONTESTED = Text(
    zh="另一家经销商上报了同一车架号", en="another dealer reported the same vehicle"
)
_PROMOTED = Text(zh="有名额或资金退回，递补", en="a place or money returned: promoted")
_OTHERS = Text(zh="其他销售变动", en="other sales changed")
_NOW = Text(zh="；现在：{said}", en="; now: {said}")
_NO_LONGER = Text(zh="；不再：{said}", en="; no longer: {said}")


def history_of(decisions: list[dict[str, Any]]) -> tuple[DecisionEvent, ...]:
    """Tell the decisions on a sale, oldest first, each with what changed."""
    before: list[dict[str, Any] | None] = [None, *decisions[:-1]]
    return tuple(
        DecisionEvent(
            decided_at=aware(row["recorded_at"]),
            version=row["sale_version"],
            outcome=row["outcome"],
            outcome_text=OUTCOME_TEXT[Outcome(row["outcome"])],
            amount_fen=row["amount_fen"],
            reasons=tuple(row["reasons"]),
            terms_version=row["terms_version"],
            why=_why(last, row),
        )
        for last, row in zip(before, decisions, strict=True)
    )


def _why(before: dict[str, Any] | None, now: dict[str, Any]) -> Text:
    if before is None:
        return _FIRST
    gone = [code for code in before["reasons"] if code not in now["reasons"]]
    new = [code for code in now["reasons"] if code not in before["reasons"]]
    told = _cause(before, now, gone, new)
    for codes, template in ((new, _NOW), (gone, _NO_LONGER)):
        if codes:
            told = _followed(told, template, codes)
    return told


def _cause(
    before: dict[str, Any], now: dict[str, Any], gone: list[str], new: list[str]
) -> Text:
    """Give what made a decision another, the nearest cause first."""
    causes = (
        (EligibilityReason.SALE_CANCELLED.value in new, _TAKEN_BACK),
        (
            before["sale_version"] != now["sale_version"],
            _REPORTED_ANEW.filled(version=now["sale_version"]),
        ),
        (before["terms_version"] != now["terms_version"], _AMENDED),
        (EligibilityReason.VEHICLE_IN_CONFLICT.value in new, _CONTESTED),
        (
            EligibilityReason.SALE_SET_ASIDE.value in (*gone, *new)
            or EligibilityReason.VEHICLE_IN_CONFLICT.value in gone,
            _RESOLVED,
        ),
        (
            before["outcome"] == Outcome.WAITLISTED.value and not now["reasons"],
            _PROMOTED,
        ),
    )
    return next((cause for applies, cause in causes if applies), _OTHERS)


def _followed(told: Text, template: Text, codes: list[str]) -> Text:
    said = [ELIGIBILITY_REASONS[EligibilityReason(code)].sentence for code in codes]
    zh = template.zh.format(said="；".join(text.zh for text in said))
    en = template.en.format(said="; ".join(text.en for text in said))
    return Text(zh=told.zh + zh, en=told.en + en)
