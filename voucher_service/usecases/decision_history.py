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
_DRAWN = Text(zh="公布抽签种子", en="the seed of the draw was revealed")
_PROGRAM = Text(zh="判定程序更新", en="the program that decides was changed")
_RESOLVED = Text(zh="人工认定", en="a person resolved a conflict")
_CONTESTED = Text(
    zh="另一家经销商上报了同一车架号", en="another dealer reported the same vehicle"
)
_LEFT_ALONE = Text(
    zh="另一方更正或撤回了上报，冲突解除",
    en="the other report was corrected or taken back: the conflict is over",
)
_ELSEWHERE = Text(
    zh="不可叠加的活动变动", en="a campaign that excludes this one changed"
)
_REGISTER = Text(zh="经销商名录变动", en="the dealer register changed")
_PROMOTED = Text(zh="有名额或资金退回，递补", en="a place or money returned: promoted")
_DISPLACED = Text(
    zh="排在前面的销售占用了名额或资金",
    en="sales ahead in line took the place or the money",
)
_OTHERS = Text(zh="其他销售变动", en="other sales changed")
_NOW = Text(zh="；现在：{said}", en="; now: {said}")
_NO_LONGER = Text(zh="；不再：{said}", en="; no longer: {said}")


_OF_COMMANDS = {
    "amend-campaign": _AMENDED,
    "reveal-seed": _DRAWN,
    "decide": _PROGRAM,
}
"""What a commit that is about the whole campaign did."""

_OF_A_CONFLICT = {
    EligibilityReason.VEHICLE_IN_CONFLICT.value,
    EligibilityReason.SALE_SET_ASIDE.value,
}
_OF_REGISTER = {
    EligibilityReason.DEALER_NOT_LISTED.value,
    EligibilityReason.DISTRICT_NOT_COVERED.value,
    EligibilityReason.VALUE_MISSING.value,
}


def history_of(decisions: list[dict[str, Any]]) -> tuple[DecisionEvent, ...]:
    """Tell the decisions on a sale, oldest first, each with what changed.

    Each is a row of ``decisions_of``, with the command of its commit.
    """
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
    """Give what made a decision another: the sale, else the commit, else others."""
    if EligibilityReason.SALE_CANCELLED.value in new:
        return _TAKEN_BACK
    if before["sale_version"] != now["sale_version"]:
        return _REPORTED_ANEW.filled(version=now["sale_version"])
    command, changed = now["command"], {*gone, *new}
    if command == "resolve" and changed & _OF_A_CONFLICT:
        return _RESOLVED
    if command in _OF_COMMANDS:
        return _OF_COMMANDS[command]
    if before["terms_version"] != now["terms_version"]:
        return _AMENDED
    return _neighbours(before, now, gone, new)


def _neighbours(
    before: dict[str, Any], now: dict[str, Any], gone: list[str], new: list[str]
) -> Text:
    """Give what changed around a sale that itself stayed as it was."""
    conflict = EligibilityReason.VEHICLE_IN_CONFLICT.value
    changed = {*gone, *new}
    waited = before["outcome"] == Outcome.WAITLISTED.value
    waits = now["outcome"] == Outcome.WAITLISTED.value
    causes = (
        (conflict in new, _CONTESTED),
        (bool(changed & _OF_A_CONFLICT), _LEFT_ALONE),
        (EligibilityReason.COUNTED_ELSEWHERE.value in changed, _ELSEWHERE),
        (bool(changed & _OF_REGISTER), _REGISTER),
        (waited and now["eligible"], _PROMOTED),
        (waits and before["eligible"], _DISPLACED),
    )
    return next((cause for applies, cause in causes if applies), _OTHERS)


def _followed(told: Text, template: Text, codes: list[str]) -> Text:
    said = [ELIGIBILITY_REASONS[EligibilityReason(code)].sentence for code in codes]
    zh = template.zh.format(said="；".join(text.zh for text in said))
    en = template.en.format(said="; ".join(text.en for text in said))
    return Text(zh=told.zh + zh, en=told.en + en)
