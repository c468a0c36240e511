"""Where the tiers of a campaign's terms begin, and what each earns, in words."""

from voucher_service.campaigns.benefits import Tier
from voucher_service.campaigns.terms import Terms
from voucher_service.charts.caption import TierMark
from voucher_service.model.kinds import ENERGY_TEXT, NEW_ENERGY, Energy
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text

_NEW = Text(zh="新能源", en="NEV")
_OTHER = Text(zh="非新能源", en="not NEV")
_FLAT = Text(zh="{} 元", en="{} yuan")
_SHARE = Text(zh="{}%", en="{}%")
_CAP = Text(zh="，至多 {} 元", en=", at most {} yuan")
_NO_TEXT = Text(zh="", en="")


def tier_marks(terms: Terms) -> tuple[TierMark, ...]:
    """Give a mark for each price at which tiers begin, in order of prices.

    Tiers that begin at one price are told together; those that earn the same once.
    """
    starts = sorted({tier.first_fen for tier in terms.tiers})
    return tuple(
        TierMark(
            start,
            tuple(
                dict.fromkeys(_earns(t) for t in terms.tiers if t.first_fen == start)
            ),
        )
        for start in starts
    )


def _earns(tier: Tier) -> Text:
    kinds, amount = _kinds(tier.kinds), _amount(tier)
    return Text(
        zh=f"{kinds.zh} {amount.zh}".strip(), en=f"{kinds.en} {amount.en}".strip()
    )


def _amount(tier: Tier) -> Text:
    if tier.amount_fen is not None:
        return _filled(_FLAT, _yuan(tier.amount_fen))
    share = _filled(_SHARE, f"{tier.percent:f}".rstrip("0").rstrip("."))
    if tier.cap_fen is None:
        return share
    cap = _filled(_CAP, _yuan(tier.cap_fen))
    return Text(zh=share.zh + cap.zh, en=share.en + cap.en)


def _kinds(kinds: tuple[Energy, ...]) -> Text:
    if not kinds or set(kinds) == set(Energy):
        return _NO_TEXT
    if set(kinds) == set(NEW_ENERGY):
        return _NEW
    if set(kinds) == set(Energy) - set(NEW_ENERGY):
        return _OTHER
    named = [ENERGY_TEXT[kind] for kind in kinds]
    return Text(
        zh="、".join(text.zh for text in named), en=", ".join(text.en for text in named)
    )


def _yuan(fen: int) -> str:
    return yuan_text(fen).removesuffix(".00")


def _filled(text: Text, value: str) -> Text:
    return Text(zh=text.zh.format(value), en=text.en.format(value))
