"""The old car that a new one replaces reads as sentences: how, when, how old."""

from collections.abc import Iterator
from datetime import date

from voucher_service.campaigns.conditions import OldRegistered, OldVehicle
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.windows import OpenWindow
from voucher_service.eligibility import instead, wording
from voucher_service.eligibility.answers import Answers, answer_to
from voucher_service.eligibility.explain_car import shown_among
from voucher_service.eligibility.outcomes import (
    Question,
    Row,
    RuleOutcome,
    Shown,
    Wording,
    day_of,
    listed,
    said,
)
from voucher_service.eligibility.vehicle_rules import old_vehicle_is_covered
from voucher_service.model.kinds import OLD_DISPOSAL_TEXT, OLD_FUEL_TEXT, OldFuel
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.text import Text

_RULE = EligibilityReason.OLD_VEHICLE_NOT_COVERED
_DISPOSALS = {kind.value: text for kind, text in OLD_DISPOSAL_TEXT.items()}
_FUELS = {fuel.value: text for fuel, text in OLD_FUEL_TEXT.items()}
_BY_FUEL = Text(zh="{fuel}须在 {last} 或以前注册", en="{fuel}: by {last}")
_NO_SUCH_FUEL = Text(
    zh="旧车须为{fuels}", en="the old car has to be one of these: {fuels}"
)
_REGISTERED = Wording(
    holds=Text(
        zh="旧车（{fuel}）{found} 注册，符合要求（{required}）",
        en="The old car ({fuel}) was registered on {found}, in time ({required})",
    ),
    fails=Text(
        zh="旧车（{fuel}）{found} 注册，不符合要求（{required}）",
        en="The old car ({fuel}), registered on {found}, is not covered ({required})",
    ),
    missing=Text(
        zh="未报旧车燃料类型或注册日期，无法判断（{required}）",
        en="Without the old car's fuel and day of registration it cannot be told "
        "({required})",
    ),
)


def explain_old_car(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    """Hold the old car against what the terms ask, a condition for each part.

    A part without an answer stands against the sale as the whole rule does: it is a
    value missing only where no other part refuses the old car.
    """
    old = terms.old_vehicle
    if old is None:
        return
    holds = answers[_RULE]
    for outcome in _parts(sale, terms, old):
        refused = holds is False and not outcome.holds
        yield _as_refused(outcome) if refused else outcome


def _as_refused(outcome: RuleOutcome) -> RuleOutcome:
    question = Question(
        _RULE,
        outcome.field,
        Shown(outcome.required, outcome.required_text),
        Shown(outcome.found, outcome.found_text)
        if outcome.found is not None and outcome.found_text is not None
        else None,
        wording.ONE_OF,
    )
    return question.outcome(outcome.sentence, holds=False, instead=outcome.instead)


def _parts(sale: Row, terms: Terms, old: OldVehicle) -> Iterator[RuleOutcome]:
    name = wording.FIELD_NAMES["old_disposal"]
    found = shown_among(sale.get("old_disposal"), _DISPOSALS)
    asked = instead.choices_shown([Shown(k, _DISPOSALS[k]) for k in old.disposal])
    holds = None if found is None else found.code in old.disposal
    way = instead.reported(name) if found is None else instead.one_of(name, asked.text)
    question = Question(_RULE, "old_disposal", asked, found, wording.ONE_OF)
    yield question.answer(holds, way, name=name)
    if old.disposed.is_stated:
        yield _disposed(day_of(sale.get("old_disposed_on")), old.disposed)
    if old.registered_by.is_stated:
        holds = _in_time(sale, terms, old)
        yield _registered(sale, old.registered_by, holds)


def _disposed(day: date | None, window: OpenWindow) -> RuleOutcome:
    name = wording.FIELD_NAMES["old_disposed_on"]
    start, end = window.start or date.min, window.end or date.max
    holds = None if day is None else start <= day <= end
    question = Question(
        _RULE,
        "old_disposed_on",
        instead.window_shown(window),
        Shown.plain(day) if day else None,
        wording.WITHIN,
    )
    way = None if holds else instead.within_window(name, day, window)
    return question.answer(holds, way, name=name)


def _registered(sale: Row, by: OldRegistered, holds: bool | None) -> RuleOutcome:
    fuel = shown_among(sale.get("old_fuel"), _FUELS)
    day = day_of(sale.get("old_registered_on"))
    lasts = {
        kind.value: last
        for kind in OldFuel
        if (last := getattr(by, kind.value)) is not None
    }
    each = [
        said(_BY_FUEL, fuel=_FUELS[kind], last=last) for kind, last in lasts.items()
    ]
    asked = Shown(
        " | ".join(f"{kind} ≤ {last}" for kind, last in lasts.items()), listed(each)
    )
    question = Question(
        _RULE,
        "old_registered_on",
        asked,
        Shown.plain(day) if day else None,
        _REGISTERED,
    )
    told = fuel.text if fuel else Text(zh="燃料未报", en="fuel not told")
    way = _way(fuel.code if fuel else None, day, lasts)
    return question.answer(holds, way, fuel=told)


def _in_time(sale: Row, terms: Terms, old: OldVehicle) -> bool | None:
    """Ask the rule about the old car's age alone."""
    aged = old.model_copy(update={"disposed": OpenWindow()})
    sentence = old_vehicle_is_covered(terms.model_copy(update={"old_vehicle": aged}))
    assert sentence is not None, "these terms ask for an old car"
    return answer_to({**sale, "old_disposal": old.disposal[0]}, sentence)


def _way(fuel: str | None, day: date | None, lasts: dict[str, date]) -> Text:
    if fuel is None:
        return instead.reported(wording.FIELD_NAMES["old_fuel"])
    if fuel not in lasts:
        return said(_NO_SUCH_FUEL, fuels=listed([_FUELS[kind] for kind in lasts]))
    name = wording.FIELD_NAMES["old_registered_on"]
    if day is None or day <= lasts[fuel]:
        return instead.reported(name)
    return instead.not_after(name, day, lasts[fuel])
