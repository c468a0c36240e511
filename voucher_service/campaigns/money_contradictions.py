"""What terms pay can contradict itself: amounts, pieces, and more places than money."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from voucher_service.campaigns.benefits import BASIS_POINTS, Bonus, Tier
from voucher_service.campaigns.limits import Cell
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.yaml_document import Path
from voucher_service.campaigns.yaml_faults import Contradiction
from voucher_service.model.kinds import Energy
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text


def money_contradictions(terms: Terms) -> Iterator[Contradiction]:
    """Give what contradicts itself in what an entry of terms pays."""
    yield from _amount(terms)
    yield from _one_way_of_pieces(terms)
    yield from _pieces(terms)
    yield from _budget(terms)


def _amount(terms: Terms) -> Iterator[Contradiction]:
    if terms.voucher.face_yuan is None and not terms.tiers:
        yield Contradiction(
            ("voucher",),
            Text(
                zh="既没有面额 face_yuan，也没有分档 tiers，无法确定金额",
                en="neither face_yuan nor tiers say what a sale earns",
            ),
            Text(zh="补上 voucher.face_yuan 或 tiers", en="add one of the two"),
        )
    if terms.voucher.face_yuan is not None and terms.tiers:
        yield Contradiction(
            ("voucher", "face_yuan"),
            Text(
                zh="已有分档 tiers，不能再写统一面额 face_yuan",
                en="the tiers say what a sale earns; face_yuan says it again",
            ),
            Text(zh="去掉 face_yuan 或 tiers", en="leave out one of the two"),
        )


def _one_way_of_pieces(terms: Terms) -> Iterator[Contradiction]:
    voucher = terms.voucher
    if voucher.piece_yuan is not None and voucher.pieces_yuan:
        yield Contradiction(
            ("voucher", "piece_yuan"),
            Text(
                zh="piece_yuan 与 pieces_yuan 只能写一个",
                en="state one of piece_yuan and pieces_yuan",
            ),
            Text(zh="去掉其中一个", en="leave out one of the two"),
        )
        return
    pieces, face = sum(voucher.pieces_yuan), voucher.face_yuan
    if voucher.pieces_yuan and face is not None and pieces != face:
        yield Contradiction(
            ("voucher", "pieces_yuan"),
            Text(
                zh=f"各张合计 {pieces:,} 元，不等于面额 {face:,} 元",
                en=f"the pieces add up to {pieces:,} yuan, not to the face of "
                f"{face:,} yuan",
            ),
            Text(zh="更正各张面额或 face_yuan", en="correct the pieces or face_yuan"),
        )


def _pieces(terms: Terms) -> Iterator[Contradiction]:
    voucher, piece = terms.voucher, terms.voucher.piece_fen
    if piece is None:
        return
    parts = [voucher.face_fen, *(tier.amount_fen for tier in terms.tiers)]
    parts += [bonus.amount_fen for bonus in terms.bonuses]
    for fen in dict.fromkeys(fen for fen in parts if fen is not None and fen % piece):
        yield Contradiction(
            ("voucher", "piece_yuan"),
            Text(
                zh=f"{yuan_text(fen)} 元不能分成每张 {voucher.piece_yuan} 元",
                en=f"{yuan_text(fen)} yuan cannot be split into pieces of "
                f"{voucher.piece_yuan}",
            ),
            Text(zh="更正面额或金额", en="correct the piece or the amount"),
        )


def _budget(terms: Terms) -> Iterator[Contradiction]:
    """Hold the least that must be paid against the budget.

    Places that each day has are needed once at least; those of a dealer or a district
    only share out what there is.
    """
    budget = terms.budget_fen
    if budget is None:
        return
    least = least_amount(terms)
    if least > budget:
        yield _above(("budget_yuan",), _VOUCHER, least, budget)
    places = [
        0
        if quota.per in {"dealer", "district"}
        else quota.count * least_amount(terms, quota)
        for quota in terms.quotas
    ]
    yield from _more_than(budget, "quotas", "count", terms.quotas, places)
    parts = [part.amount_fen for part in terms.sub_budgets]
    yield from _more_than(
        budget, "sub_budgets", "amount_yuan", terms.sub_budgets, parts
    )


_VOUCHER = Text(zh="一张消费券", en="one voucher needs")
_EACH = {
    "quotas": Text(zh="该名额", en="the quota needs"),
    "sub_budgets": Text(zh="该分项资金", en="the sub-budget needs"),
}
_TOGETHER = {
    "quotas": Text(zh="全部名额合计", en="the quotas together need"),
    "sub_budgets": Text(zh="分项资金合计", en="the sub-budgets together need"),
}


def _more_than(
    budget: int, field: str, key: str, cells: Sequence[Cell], needed: Sequence[int]
) -> Iterator[Contradiction]:
    alone = [number for number, fen in enumerate(needed) if fen > budget]
    for number in alone:
        yield _above((field, number, key), _EACH[field], needed[number], budget)
    if not alone and _apart(cells) and sum(needed) > budget:
        yield _above((field,), _TOGETHER[field], sum(needed), budget)


def least_amount(terms: Terms, cell: Cell | None = None) -> int:
    """Give the least in fen that a sale of a cell, or any sale, surely earns.

    Of all tiers that its tiers and kinds of energy allow, with the bonuses that every
    such sale has.
    """
    kinds = set(terms.kinds or Energy) & set((cell and cell.kinds) or Energy)
    if not terms.tiers:
        return (terms.voucher.face_fen or 0) + _sure_bonuses(terms, kinds)
    amounts = [
        _least_of(tier, terms) + _sure_bonuses(terms, within)
        for tier in terms.tiers
        if (cell is None or not cell.tiers or tier.name in cell.tiers)
        and (within := kinds & set(tier.kinds or Energy))
    ]
    return min(amounts, default=0)


def _least_of(tier: Tier, terms: Terms) -> int:
    if tier.basis_points is None:
        return tier.amount_fen or 0
    lowest = max(tier.first_fen, terms.price_floor_fen)
    share = lowest * tier.basis_points // BASIS_POINTS
    return share if tier.cap_fen is None else min(share, tier.cap_fen)


def _sure_bonuses(terms: Terms, kinds: set[Energy]) -> int:
    return sum(bonus.amount_fen for bonus in terms.bonuses if _is_sure(bonus, kinds))


def _is_sure(bonus: Bonus, kinds: set[Energy]) -> bool:
    return bonus.disposal is None and kinds <= set(bonus.kinds or Energy)


def _apart(cells: Sequence[Cell]) -> bool:
    """Tell whether no sale can lie in two of some cells."""
    return all(
        (one.tiers and other.tiers and not set(one.tiers) & set(other.tiers))
        or (one.kinds and other.kinds and not set(one.kinds) & set(other.kinds))
        for one, other in combinations(cells, 2)
    )


def _above(path: Path, what: Text, fen: int, budget: int) -> Contradiction:
    return Contradiction(
        path,
        Text(
            zh=f"{what.zh}至少需 {yuan_text(fen)} 元，超过预算 {yuan_text(budget)} 元",
            en=f"{what.en} {yuan_text(fen)} yuan at least, above the budget of "
            f"{yuan_text(budget)} yuan",
        ),
        Text(zh="减少名额或提高预算", en="lower the quota or raise the budget"),
    )
