"""The days of a sale read as sentences: invoice, contract, plate, claim, draw."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.windows import OpenWindow
from voucher_service.eligibility import instead, wording
from voucher_service.eligibility.answers import Answers
from voucher_service.eligibility.outcomes import (
    Question,
    Row,
    RuleOutcome,
    Shown,
    day_of,
)
from voucher_service.model.days import business_day
from voucher_service.model.reasons import EligibilityReason


def explain_days(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    """Hold a sale's days against those that the terms allow."""
    yield from _invoiced(sale, terms, answers)
    windows = terms.windows
    contract = EligibilityReason.CONTRACT_OUTSIDE_WINDOW
    yield from _within(sale, contract, "contract_on", windows.contract, answers)
    registered = EligibilityReason.REGISTERED_OUTSIDE_WINDOW
    yield from _within(sale, registered, "registered_on", windows.registration, answers)
    applied = EligibilityReason.APPLIED_OUTSIDE_WINDOW
    told = day_of(sale.get("applied_on")) is not None
    field = "applied_on" if told else "submitted_at"
    yield from _within(sale, applied, field, windows.application, answers)
    close = OpenWindow.model_validate({"to": terms.allocation.entries_close})
    entered = EligibilityReason.ENTERED_AFTER_CLOSE
    yield from _within(sale, entered, "submitted_at", close, answers)


def _invoiced(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    day, window = day_of(sale["sold_on"]), terms.sales_window
    name = wording.FIELD_NAMES["sold_on"]
    found = Shown.plain(day) if day else None
    rule = EligibilityReason.SOLD_BEFORE_START
    way = instead.not_before(name, day, window.start) if day else None
    asked = instead.window_shown(OpenWindow.model_validate({"from": window.start}))
    yield Question(rule, "sold_on", asked, found, wording.START).answer(
        answers[rule], way, bound=window.start
    )
    rule = EligibilityReason.SOLD_AFTER_END
    way = instead.not_after(name, day, window.end) if day else None
    asked = instead.window_shown(OpenWindow.model_validate({"to": window.end}))
    yield Question(rule, "sold_on", asked, found, wording.END).answer(
        answers[rule], way, bound=window.end
    )


def _within(
    sale: Row,
    rule: EligibilityReason,
    field: str,
    window: OpenWindow,
    answers: Answers,
) -> Iterator[RuleOutcome]:
    if rule not in answers:
        return
    value = sale.get(field)
    day = reported_on(value) if isinstance(value, datetime) else day_of(value)
    name, holds = wording.FIELD_NAMES[field], answers[rule]
    question = Question(
        rule,
        field,
        instead.window_shown(window),
        Shown.plain(day) if day else None,
        wording.WITHIN,
    )
    way = None if holds else instead.within_window(name, day, window)
    yield question.answer(holds, way, name=name)


def reported_on(instant: datetime) -> date:
    """Give the business day of an instant that is kept in UTC without a zone."""
    return business_day(instant.replace(tzinfo=UTC))
