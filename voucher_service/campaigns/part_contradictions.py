"""Tiers, bonuses, quotas and sub-budgets can contradict what they are parts of."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from voucher_service.campaigns.benefits import Bonus, Tier
from voucher_service.campaigns.limits import Cell
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.words import energies
from voucher_service.campaigns.yaml_faults import Contradiction
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text

RESERVED = ("budget", "draw")
"""What a sale can wait for besides quotas and sub-budgets."""


def part_contradictions(terms: Terms) -> Iterator[Contradiction]:
    """Give what contradicts itself among the parts of an entry of terms."""
    yield from _tiers(terms)
    yield from _old_fuels(terms)
    yield from _names(
        [("tiers", place, tier.name) for place, tier in enumerate(terms.tiers)]
    )
    yield from _names(
        [("bonuses", place, each.name) for place, each in enumerate(terms.bonuses)]
    )
    limits = [
        (field, place, cell)
        for field in ("quotas", "sub_budgets")
        for place, cell in enumerate(getattr(terms, field))
    ]
    yield from _names([(field, place, cell.name) for field, place, cell in limits])
    for field, place, cell in limits:
        yield from _reserved(field, place, cell)
        yield from _tiers_of(terms, field, place, cell)
    for field in ("tiers", "bonuses", "quotas", "sub_budgets"):
        for place, part in enumerate(getattr(terms, field)):
            yield from _energy(terms, field, place, part)


def _tiers(terms: Terms) -> Iterator[Contradiction]:
    for (_, one), (number, other) in combinations(enumerate(terms.tiers), 2):
        if _overlap(one, other):
            low = max(one.first_fen, other.first_fen)
            yield Contradiction(
                ("tiers", number),
                Text(
                    zh=f"档次 {other.name} 与 {one.name} 重叠：{yuan_text(low)}"
                    " 元同时属于两档",
                    en=f"the tiers {one.name} and {other.name} overlap:"
                    f" {yuan_text(low)} yuan lies in both",
                ),
                Text(
                    zh="写明边界归属：at_least_yuan/at_most_yuan 含本数，"
                    "above_yuan/below_yuan 不含",
                    en="say to which a bound belongs: at_least_yuan and at_most_yuan "
                    "include it, above_yuan and below_yuan do not",
                ),
            )
    for number, tier in enumerate(terms.tiers):
        if tier.last_fen < terms.price_floor_fen:
            yield Contradiction(
                ("tiers", number),
                Text(
                    zh=f"档次 {tier.name} 全部低于门槛 {terms.price_floor_yuan} 元",
                    en=f"the tier {tier.name} lies below the floor of "
                    f"{terms.price_floor_yuan} yuan",
                ),
                Text(zh="更正门槛或档次", en="correct the floor or the tier"),
            )


def _overlap(one: Tier, other: Tier) -> bool:
    """Tell whether a car can lie in both of two tiers."""
    low = max(one.first_fen, other.first_fen)
    return (
        low <= min(one.last_fen, other.last_fen)
        and share(one.kinds, other.kinds)
        and share(one.old_fuel, other.old_fuel)
    )


def _old_fuels(terms: Terms) -> Iterator[Contradiction]:
    old = terms.old_vehicle
    dated = [
        fuel for fuel, last in (old.registered_by if old else ()) if last is not None
    ]
    for place, tier in enumerate(terms.tiers):
        if dated and tier.old_fuel and not set(dated) & set(tier.old_fuel):
            yield Contradiction(
                ("tiers", place, "old_fuel"),
                Text(
                    zh=f"旧车只收 {'、'.join(dated)}（old_vehicle.registered_by），"
                    "没有销售能落入此档",
                    en=f"old cars are of {', '.join(dated)} alone "
                    "(old_vehicle.registered_by): no sale lies in the tier",
                ),
                Text(
                    zh="更正 old_fuel，或在 registered_by 补上该燃料",
                    en="correct old_fuel, or add its day to registered_by",
                ),
            )


def _names(parts: Sequence[tuple[str, int, str]]) -> Iterator[Contradiction]:
    times = Counter(name for _, _, name in parts)
    last = {name: (field, place) for field, place, name in parts}
    for name, where in last.items():
        if times[name] > 1:
            yield Contradiction(
                (*where, "name"),
                Text(zh=f"名称 {name} 重复", en=f"the name {name} stands twice"),
                Text(zh="每项名称不同", en="give each its own name"),
            )


def _reserved(field: str, place: int, cell: Cell) -> Iterator[Contradiction]:
    if cell.name in RESERVED:
        yield Contradiction(
            (field, place, "name"),
            Text(
                zh=f"{cell.name} 是保留名称，指总额或抽取",
                en=f"the name {cell.name} is kept for the budget or the draw itself",
            ),
            Text(zh="换一个名称", en="take another name"),
        )


def _tiers_of(
    terms: Terms, field: str, place: int, cell: Cell
) -> Iterator[Contradiction]:
    known = {tier.name: tier for tier in terms.tiers}
    for number, name in enumerate(cell.tiers):
        if name not in known:
            yield Contradiction(
                (field, place, "tiers", number),
                Text(zh=f"没有名为 {name} 的档次", en=f"there is no tier named {name}"),
                written=name,
                choices=tuple(known),
            )
    meant = [known[name] for name in cell.tiers or known if name in known]
    if meant and not any(share(cell.kinds, tier.kinds) for tier in meant):
        yield Contradiction(
            (field, place, "energy"),
            Text(
                zh=f"{cell.name} 只限{energies(cell.kinds).zh}，而其档次都不含这些车",
                en=f"{cell.name} is for {energies(cell.kinds).en} alone, which lie in "
                "none of its tiers",
            ),
            Text(zh="更正 energy 或 tiers", en="correct energy or tiers"),
        )


def _energy(
    terms: Terms, field: str, place: int, part: Tier | Bonus | Cell
) -> Iterator[Contradiction]:
    if not share(part.kinds, terms.kinds):
        kinds, covered = energies(part.kinds), energies(terms.kinds)
        yield Contradiction(
            (field, place, "energy"),
            Text(
                zh=f"{part.name} 只限{kinds.zh}，而条款只限{covered.zh}",
                en=f"{part.name} is for {kinds.en}, but the terms cover "
                f"{covered.en} alone",
            ),
            Text(zh="更正此处或条款的 energy", en="correct this energy or the terms'"),
        )


def share(one: Sequence[str], other: Sequence[str]) -> bool:
    """Tell whether two lists, of which an empty one names all, have a word in both."""
    return not one or not other or bool(set(one) & set(other))
