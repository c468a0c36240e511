"""The car's own facts read as sentences: condition, use, seats, engine, energy."""

from collections.abc import Iterator

from voucher_service.campaigns.conditions import Bounds
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility import instead, wording
from voucher_service.eligibility.answers import Answers
from voucher_service.eligibility.outcomes import (
    Question,
    Row,
    RuleOutcome,
    Shown,
    said,
    whole,
    word,
)
from voucher_service.model.kinds import ENERGY_TEXT, NEW_ENERGY, VEHICLE_USE_TEXT
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.text import Text

STAGE = Text(zh="国{n}", en="China {n}")
_STAGE_OR_LATER = Text(zh="国{n}及以上", en="China {n} or later")
_ML = Text(zh=" 毫升", en=" ml")
_ENERGIES = {kind.value: text for kind, text in ENERGY_TEXT.items()}
_USES = {use.value: text for use, text in VEHICLE_USE_TEXT.items()}
_CLEANER = Text(
    zh="排放标准须为国{n}或以上",
    en="the emission standard has to be China {n} or later",
)


def explain_car(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    """Hold the car against what the terms ask of it."""
    yield from _condition(sale, terms, answers)
    yield from _use(sale, terms, answers)
    yield from _seats(sale, terms, answers)
    yield from _emission(sale, terms, answers)
    yield from _displacement(sale, terms, answers)
    yield from _energy(sale, terms, answers)


def shown_among(value: object, names: dict[str, Text]) -> Shown | None:
    """Show a word by its name; one that has none is shown as it stands."""
    code = word(value)
    if code is None:
        return None
    return Shown(code, names.get(code, Text(zh=code, en=code)))


def energy_shown(sale: Row) -> Shown | None:
    """Show what drives the car."""
    return shown_among(sale.get("energy"), _ENERGIES)


def _condition(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    wanted = terms.condition
    if wanted is None:
        return
    new = EligibilityReason.NOT_NEW
    rule = new if new in answers else EligibilityReason.NOT_USED
    names = wording.CONDITION_NAMES
    asked = Shown(wanted.value, names[wanted.value])
    found = shown_among(sale["condition"], names)
    name = Text(zh="车辆", en="car")
    way = instead.one_of(name, asked.text)
    if found is None:
        way = instead.reported(Text(zh="新车或二手车", en="car as new or used"))
    question = Question(rule, "condition", asked, found, wording.CONDITION)
    yield question.answer(answers[rule], way)


def _use(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    rule = EligibilityReason.USE_NOT_COVERED
    if rule in answers:
        asked = Shown(terms.use, _USES[terms.use])
        found = shown_among(sale.get("vehicle_use"), _USES)
        yield one_of_question(rule, "vehicle_use", asked, found, answers)


def _seats(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    rule = EligibilityReason.SEATS_NOT_COVERED
    if rule in answers:
        unit = Text(zh=" 座", en="")
        asked = instead.bounds_shown(terms.seats, unit)
        yield number_question(rule, "seats", asked, terms.seats, sale, answers)


def _emission(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    rule, least = EligibilityReason.EMISSION_BELOW_STAGE, terms.emission_at_least
    if rule not in answers or least is None:
        return
    stage = whole(sale.get("emission_stage"))
    name = wording.FIELD_NAMES["emission_stage"]
    question = Question(
        rule,
        "emission_stage",
        Shown(f"≥ {least}", said(_STAGE_OR_LATER, n=least)),
        None if stage is None else Shown(str(stage), said(STAGE, n=stage)),
        wording.WITHIN,
    )
    if _is_new_energy(sale):
        yield _not_asked(question, sale)
        return
    way = instead.reported(name) if stage is None else said(_CLEANER, n=least)
    if answers[rule] is None:
        way = instead.either([way, _as_new_energy(sale)])
    yield question.answer(answers[rule], way, name=name)


def _displacement(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    rule, most = (
        EligibilityReason.DISPLACEMENT_ABOVE_LIMIT,
        terms.displacement_at_most_ml,
    )
    if rule not in answers or most is None:
        return
    bounds = Bounds(at_most=most)
    asked = instead.bounds_shown(bounds, _ML)
    found = _millilitres(whole(sale.get("displacement_ml")))
    if _is_new_energy(sale):
        question = Question(rule, "displacement_ml", asked, found, wording.WITHIN)
        yield _not_asked(question, sale)
        return
    yield number_question(rule, "displacement_ml", asked, bounds, sale, answers)


def _millilitres(found: int | None) -> Shown | None:
    if found is None:
        return None
    return Shown(str(found), said(Text(zh="{n} 毫升", en="{n} ml"), n=found))


def _energy(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    rule = EligibilityReason.ENERGY_NOT_COVERED
    if rule in answers:
        asked = energies_shown(terms.kinds)
        yield one_of_question(rule, "energy", asked, energy_shown(sale), answers)


def energies_shown(kinds: tuple[str, ...]) -> Shown:
    """Show kinds of energy as they are asked."""
    return instead.choices_shown([Shown(str(k), _ENERGIES[str(k)]) for k in kinds])


def one_of_question(
    rule: EligibilityReason,
    field: str,
    asked: Shown,
    found: Shown | None,
    answers: Answers,
) -> RuleOutcome:
    """Hold a word against those that the terms name."""
    name = wording.FIELD_NAMES[field]
    way = instead.reported(name) if found is None else instead.one_of(name, asked.text)
    question = Question(rule, field, asked, found, wording.ONE_OF)
    return question.answer(answers[rule], way, name=name)


def number_question(
    rule: EligibilityReason,
    field: str,
    asked: Shown,
    bounds: Bounds,
    sale: Row,
    answers: Answers,
) -> RuleOutcome:
    """Hold a number against its bounds."""
    value, name = whole(sale.get(field)), wording.FIELD_NAMES[field]
    found = None if value is None else Shown.plain(value)
    question = Question(rule, field, asked, found, wording.WITHIN)
    holds = answers[rule]
    way = None
    if holds is False or (holds is None and value is None):
        way = instead.within_numbers(name, value, bounds)
    elif holds is None:
        way = _as_new_energy(sale)
    return question.answer(holds, way, name=name)


def _is_new_energy(sale: Row) -> bool:
    return sale.get("energy") in {kind.value for kind in NEW_ENERGY}


def _as_new_energy(_sale: Row) -> Text:
    return instead.reported(wording.FIELD_NAMES["energy"])


def _not_asked(question: Question, sale: Row) -> RuleOutcome:
    found = energy_shown(sale)
    assert found is not None, "a car of unknown energy is no new-energy car"
    sentence = said(
        wording.FUEL_CARS_ONLY,
        energy=found.text,
        name=wording.FIELD_NAMES[question.field],
        required=question.required.text,
    )
    return question.passed_over(sentence)
