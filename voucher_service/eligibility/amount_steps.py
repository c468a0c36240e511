"""What a sale earns reads as steps: the tier or the face, the cap, the bonuses."""

from collections.abc import Iterator
from dataclasses import dataclass

from voucher_service.campaigns.benefits import BASIS_POINTS, Bonus, Tier
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.answers import earned_by
from voucher_service.eligibility.explain_price import tier_shown
from voucher_service.eligibility.outcomes import Row, said, whole
from voucher_service.model.kinds import (
    NEW_ENERGY,
    OLD_DISPOSAL_TEXT,
    PRICE_BASIS_TEXT,
    OldDisposal,
)
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text

_VOUCHERS = {
    "fuel": Text(zh="加油券", en="fuel voucher"),
    "general": Text(zh="通用消费券", en="general voucher"),
    "shopping": Text(zh="购物券", en="shopping voucher"),
    "cash": Text(zh="现金补贴", en="cash subsidy"),
}
_FACE = Text(
    zh="每台一律 {amount} 元{voucher}", en="{amount} yuan for every car ({voucher})"
)
_NO_TIER = Text(zh="价格不在任何一档之内：0 元", en="the price lies in no tier: 0 yuan")
_FLAT = Text(
    zh="按“{tier}”档（{bounds}）定额 {amount} 元",
    en="tier “{tier}” ({bounds}): {amount} yuan",
)
_SHARE = Text(
    zh="按“{tier}”档（{bounds}）：{basis} {price} 元 × {percent}% = {amount} 元，"
    "不足一分舍去",
    en="tier “{tier}” ({bounds}): {basis} {price} yuan × {percent}% = {amount} yuan, "
    "rounded down to a fen",
)
_CAPPED = Text(
    zh="超过该档上限 {cap} 元，按上限计",
    en="more than the tier's cap of {cap} yuan, so the cap counts",
)
_BONUS = Text(
    zh="另加“{name}” {amount} 元（{why}）", en="plus “{name}” {amount} yuan ({why})"
)
_NEV_ONLY = Text(zh="按能源类型", en="for the kind of energy")
_ALL = Text(zh="所有车辆", en="for every car")
_SUM = Text(
    zh="合计 {amount} 元，以{voucher}发放",
    en="{amount} yuan in all, as a {voucher}",
)


@dataclass(frozen=True)
class AmountStep:
    """A step towards what a sale earns, and the sum after it in fen."""

    sentence: Text
    sum_fen: int


def amount_steps(sale: Row, terms: Terms) -> tuple[AmountStep, ...]:
    """Tell how what a sale earns comes about, should it be eligible.

    The last step's sum is what a decision adds up.
    """
    named, total = earned_by(sale, terms)
    tier = next((each for each in terms.tiers if each.name == named), None)
    steps = list(_base(sale, terms, tier))
    for bonus in terms.bonuses:
        why = _due(bonus, sale)
        if why is not None:
            so_far = steps[-1].sum_fen + bonus.amount_fen
            sentence = said(
                _BONUS, name=bonus.name, amount=yuan_text(bonus.amount_fen), why=why
            )
            steps.append(AmountStep(sentence, so_far))
    assert steps[-1].sum_fen == total, "the steps come to what is decided"
    if len(steps) > 1 or terms.tiers:
        voucher = voucher_of(sale, terms)
        sentence = said(_SUM, amount=yuan_text(total), voucher=voucher)
        steps.append(AmountStep(sentence, total))
    return tuple(steps)


def voucher_of(sale: Row, terms: Terms) -> Text:
    """Give the kind of voucher that a car earns."""
    voucher = terms.voucher
    new_energy = sale.get("energy") in {kind.value for kind in NEW_ENERGY}
    kind = voucher.nev_kind if new_energy and voucher.nev_kind else voucher.kind
    return _VOUCHERS[kind]


def _base(sale: Row, terms: Terms, tier: Tier | None) -> Iterator[AmountStep]:
    if not terms.tiers:
        face = terms.voucher.face_fen or 0
        words = {"amount": yuan_text(face), "voucher": voucher_of(sale, terms)}
        yield AmountStep(said(_FACE, **words), face)
        return
    if tier is None:
        yield AmountStep(_NO_TIER, 0)
        return
    bounds = tier_shown(tier).text
    if tier.basis_points is None:
        flat = tier.amount_fen or 0
        words = {"tier": tier.name, "bounds": bounds, "amount": yuan_text(flat)}
        yield AmountStep(said(_FLAT, **words), flat)
        return
    fen = whole(sale[terms.price_basis.column]) or 0
    share = fen * tier.basis_points // BASIS_POINTS
    sentence = said(
        _SHARE,
        tier=tier.name,
        bounds=bounds,
        basis=PRICE_BASIS_TEXT[terms.price_basis],
        price=yuan_text(fen),
        percent=f"{tier.basis_points / 100:g}",
        amount=yuan_text(share),
    )
    yield AmountStep(sentence, share)
    if tier.cap_fen is not None and share > tier.cap_fen:
        yield AmountStep(said(_CAPPED, cap=yuan_text(tier.cap_fen)), tier.cap_fen)


def _due(bonus: Bonus, sale: Row) -> Text | None:
    """Say why a bonus is due; None where it is not."""
    disposal = sale.get("old_disposal")
    of_kind = sale.get("energy") in {kind.value for kind in bonus.kinds}
    if bonus.energy and not of_kind:
        return None
    if bonus.disposal is not None:
        if disposal != bonus.disposal:
            return None
        return OLD_DISPOSAL_TEXT[OldDisposal(bonus.disposal)]
    return _NEV_ONLY if bonus.energy else _ALL
