"""The price of a sale reads as sentences: the floor, and the tiers it may lie in."""

from collections.abc import Iterator, Sequence

from voucher_service.campaigns.benefits import NO_END, Tier
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility import instead, wording
from voucher_service.eligibility.answers import Answers, earned_by
from voucher_service.eligibility.explain_car import (
    energies_shown,
    energy_shown,
    shown_among,
)
from voucher_service.eligibility.outcomes import (
    Question,
    Row,
    RuleOutcome,
    Shown,
    listed,
    said,
    whole,
)
from voucher_service.model.kinds import OLD_FUEL_TEXT, PRICE_BASIS_TEXT
from voucher_service.model.money import yuan_text
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.text import Text

_YUAN = Text(zh="{amount} 元", en="{amount} yuan")
_FLOOR = Text(zh="{amount} 元及以上", en="{amount} yuan or more")
_RANGE = Text(zh="{low}–{high} 元", en="{low}–{high} yuan")
_MOST = Text(zh="{high} 元及以下", en="{high} yuan or less")
_ANY = Text(zh="价格不限", en="any price")
_FOR = Text(zh="{energy} {bounds}", en="{energy}, {bounds}")
_NO_ENERGY = Text(zh="能源类型未报", en="kind of energy not told")
_FOR_OLD = Text(zh="{bounds}，旧车为{fuel}", en="{bounds}, old car: {fuel}")
_OLD_CAR = Text(zh="{energy}，旧车为{fuel}", en="{energy}, old car: {fuel}")
_NO_FUEL = Text(zh="未报燃料的车", en="fuel not told")
_FUELS = {str(fuel): text for fuel, text in OLD_FUEL_TEXT.items()}


def explain_price(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    """Hold the price against the floor and the tiers."""
    fen, name = _price(sale, terms), PRICE_BASIS_TEXT[terms.price_basis]
    found = None if fen is None else Shown(yuan_text(fen), _in_yuan(fen))
    yield _floor(fen, found, terms, answers)
    rule = EligibilityReason.PRICE_OUTSIDE_TIERS
    if rule not in answers:
        return
    tier, _ = earned_by(sale, terms)
    inside = next((each for each in terms.tiers if each.name == tier), None)
    asked = instead.choices_shown([tier_shown(each) for each in terms.tiers])
    question = Question(rule, terms.price_basis.column, asked, found, wording.TIERS)
    yield question.answer(
        answers[rule],
        _into_a_tier(fen, sale, terms),
        name=name,
        tier=tier,
        bounds=tier_shown(inside).text if inside else "",
        energy=_car(sale, terms),
        lacking=_lacking(sale, terms),
    )


def _in_yuan(fen: int) -> Text:
    return said(_YUAN, amount=yuan_text(fen))


def _price(sale: Row, terms: Terms) -> int | None:
    return whole(sale[terms.price_basis.column])


def _car(sale: Row, terms: Terms) -> Text:
    """Say what of the car the tiers ask beside its price."""
    energy = energy_shown(sale)
    told = energy.text if energy else _NO_ENERGY
    if not any(tier.old_fuel for tier in terms.tiers):
        return told
    fuel = shown_among(sale.get("old_fuel"), _FUELS)
    return said(_OLD_CAR, energy=told, fuel=fuel.text if fuel else _NO_FUEL)


def _lacking(sale: Row, terms: Terms) -> Text:
    """Name what the sale does not tell of that which the tiers ask."""
    names = {terms.price_basis.column: PRICE_BASIS_TEXT[terms.price_basis]}
    if any(tier.energy for tier in terms.tiers):
        names["energy"] = wording.FIELD_NAMES["energy"]
    if any(tier.old_fuel for tier in terms.tiers):
        names["old_fuel"] = wording.FIELD_NAMES["old_fuel"]
    return listed([name for column, name in names.items() if sale.get(column) is None])


def _floor(
    fen: int | None, found: Shown | None, terms: Terms, answers: Answers
) -> RuleOutcome:
    rule, floor_fen = EligibilityReason.PRICE_BELOW_FLOOR, terms.price_floor_fen
    name, floor = PRICE_BASIS_TEXT[terms.price_basis], yuan_text(floor_fen)
    asked = Shown(f"≥ {floor}", said(_FLOOR, amount=floor))
    question = Question(rule, terms.price_basis.column, asked, found, wording.PRICE)
    way = instead.reported(name)
    if fen is not None:
        way = instead.dearer(name, fen, floor_fen)
    return question.answer(answers[rule], way, floor=floor, name=name)


def tier_shown(tier: Tier) -> Shown:
    """Show the prices, the kinds of energy and the old cars that a tier is for."""
    low, high = yuan_text(tier.first_fen), yuan_text(tier.last_fen)
    if tier.last_fen == NO_END:
        bounds = said(_FLOOR, amount=low) if tier.first_fen else _ANY
    elif tier.first_fen:
        bounds = said(_RANGE, low=low, high=high)
    else:
        bounds = said(_MOST, high=high)
    if tier.energy:
        bounds = said(_FOR, energy=energies_shown(tier.kinds).text, bounds=bounds)
    if tier.old_fuel:
        bounds = said(_FOR_OLD, fuel=_fuels_shown([tier]), bounds=bounds)
    return Shown(tier.name, bounds)


def _fuels_shown(tiers: Sequence[Tier]) -> Text:
    named = {fuel for tier in tiers for fuel in tier.old_fuel}
    return listed([text for fuel, text in _FUELS.items() if fuel in named])


def _into_a_tier(fen: int | None, sale: Row, terms: Terms) -> Text:
    """Say how the sale would come to lie in a tier.

    By the fuel of its old car where no tier is for that, else by its price.
    """
    name = PRICE_BASIS_TEXT[terms.price_basis]
    if fen is None:
        return instead.reported(name)
    energy = sale.get("energy")
    if energy is None and any(tier.energy for tier in terms.tiers):
        return instead.reported(wording.FIELD_NAMES["energy"])
    open_to_it = [
        tier
        for tier in terms.tiers
        if not tier.energy or energy in [kind.value for kind in tier.kinds]
    ]
    if not open_to_it:
        kinds = energies_shown(tuple({k: 0 for t in terms.tiers for k in t.kinds}))
        return instead.one_of(wording.FIELD_NAMES["energy"], kinds.text)
    old = sale.get("old_fuel")
    if old is None and any(t.old_fuel and _holds_price(t, fen) for t in open_to_it):
        return instead.reported(wording.FIELD_NAMES["old_fuel"])
    of_old = [t for t in open_to_it if not t.old_fuel or old in (None, *t.old_fuel)]
    if not of_old:
        fuels = _fuels_shown(open_to_it)
        return instead.one_of(wording.FIELD_NAMES["old_fuel"], fuels)
    return _to_a_price(fen, of_old, name)


def _holds_price(tier: Tier, fen: int) -> bool:
    return tier.first_fen <= fen <= tier.last_fen


def _to_a_price(fen: int, open_to_it: Sequence[Tier], name: Text) -> Text:
    above = min((t.first_fen for t in open_to_it if t.first_fen > fen), default=None)
    below = max((t.last_fen for t in open_to_it if t.last_fen < fen), default=None)
    ways = [instead.dearer(name, fen, above)] if above is not None else []
    ways += [instead.cheaper(name, fen, below)] if below is not None else []
    return instead.either(ways) if ways else listed([_ANY])
