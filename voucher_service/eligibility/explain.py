"""Every condition of the terms reads as a sentence about one sale."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility import wording
from voucher_service.eligibility.wording import Wording
from voucher_service.model.kinds import PRICE_BASIS_TEXT, Condition, SaleStatus
from voucher_service.model.money import yuan_text
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.text import Text

Row = Mapping[str, object]


@dataclass(frozen=True)
class RuleOutcome:
    """One condition held against one sale.

    ``reason`` refuses the sale where the condition does not hold. ``field`` is the
    column of KnownSale that was asked, ``found`` its value as people write it (null
    where there is none), ``required`` what the terms ask. ``remedy`` is null where
    the condition holds.
    """

    reason: EligibilityReason
    holds: bool
    required: str
    found: str | None
    field: str
    sentence: Text
    remedy: Text | None


def check(sale: Row, decision: Row, terms: Terms) -> tuple[RuleOutcome, ...]:
    """Hold one sale against every condition the terms state, in the rules' order.

    ``sale`` is a row of KnownSale, ``decision`` the row of Decision about it: its
    reasons are exactly those of the conditions that do not hold. Raises ValueError
    if the decision is about another version of the sale or under other terms.
    """
    asked = (sale["sale_id"], sale["version"], terms.version)
    if (decision["sale_id"], decision["version"], decision["terms_version"]) != asked:
        raise ValueError(f"the decision is not about this sale and terms: {asked}")
    own = (
        *_standing(sale),
        *_identities(sale, terms),
        *_days(sale, terms),
        *_condition(sale, terms),
        _price(sale, terms),
    )
    conflict = _conflict(sale, decision)
    if terms.per_vehicle is None:
        return (*own, conflict)
    passes = all(outcome.holds for outcome in (*own, conflict))
    return (*own, conflict, _vehicle(sale, decision, passes=passes))


@dataclass(frozen=True)
class _Question:
    """What a condition asks of a sale, before it is answered."""

    reason: EligibilityReason
    field: str
    required: str
    found: str | None
    wording: Wording

    def answer(self, holds: bool | None, **blanks: object) -> RuleOutcome:
        """Give the outcome; None is a rule left without an answer."""
        reason, sentence = {
            True: (self.reason, self.wording.holds),
            False: (self.reason, self.wording.fails),
            None: (EligibilityReason.VALUE_MISSING, self.wording.missing),
        }[holds]
        return self.outcome(
            reason, sentence.filled(found=self.found, **blanks), holds=holds is True
        )

    def outcome(
        self, reason: EligibilityReason, sentence: Text, *, holds: bool
    ) -> RuleOutcome:
        """Give the outcome in words of its own."""
        return RuleOutcome(
            reason=reason,
            holds=holds,
            required=self.required,
            found=self.found,
            field=self.field,
            sentence=sentence,
            remedy=None if holds else ELIGIBILITY_REASONS[reason].remedy,
        )


def _standing(sale: Row) -> Iterator[RuleOutcome]:
    yield _stands(
        EligibilityReason.SALE_CANCELLED,
        wording.CANCELLED if sale["cancelled"] else wording.STANDS,
        holds=not sale["cancelled"],
    )
    if sale["set_aside"]:
        reason = EligibilityReason.SALE_SET_ASIDE
        yield _stands(reason, wording.SET_ASIDE, holds=False)


def _stands(reason: EligibilityReason, sentence: Text, *, holds: bool) -> RuleOutcome:
    return RuleOutcome(
        reason=reason,
        holds=holds,
        required=SaleStatus.VALID.value,
        found=(SaleStatus.VALID if holds else reason).value.removeprefix("sale_"),
        field="status",
        sentence=sentence,
        remedy=None if holds else ELIGIBILITY_REASONS[reason].remedy,
    )


def _conflict(sale: Row, decision: Row) -> RuleOutcome:
    reason = EligibilityReason.VEHICLE_IN_CONFLICT
    vin, reasons = _written(sale["vin"]), decision["reasons"]
    question = _Question(
        reason=reason,
        field="vin",
        required="= 1",
        found=vin,
        wording=wording.CONFLICT,
    )
    if vin is None:
        return question.outcome(reason, wording.CONFLICT.missing, holds=True)
    contested = isinstance(reasons, list) and reason.value in reasons
    return question.answer(not contested, vin=vin, rival=decision["rival_sale_id"])


def _identities(sale: Row, terms: Terms) -> Iterator[RuleOutcome]:
    for identity in terms.requires:
        found = _written(sale[identity.value])
        name = wording.IDENTITY_NAMES[identity]
        yield _Question(
            reason=EligibilityReason.IDENTITY_REQUIRED,
            field=identity.value,
            required="present",
            found=found,
            wording=wording.IDENTITY,
        ).answer(found is not None, name_zh=name.zh, name_en=name.en)


def _days(sale: Row, terms: Terms) -> Iterator[RuleOutcome]:
    day, window = sale["sold_on"], terms.sales_window
    yield _Question(
        reason=EligibilityReason.SOLD_BEFORE_START,
        field="sold_on",
        required=f"≥ {window.start}",
        found=_written(day),
        wording=wording.START,
    ).answer(day >= window.start if _is_day(day) else None, bound=window.start)
    yield _Question(
        reason=EligibilityReason.SOLD_AFTER_END,
        field="sold_on",
        required=f"≤ {window.end}",
        found=_written(day),
        wording=wording.END,
    ).answer(day <= window.end if _is_day(day) else None, bound=window.end)


def _condition(sale: Row, terms: Terms) -> Iterator[RuleOutcome]:
    wanted = terms.condition
    if wanted is None:
        return
    reason = {
        Condition.NEW: EligibilityReason.NOT_NEW,
        Condition.USED: EligibilityReason.NOT_USED,
    }[wanted]
    found = _written(sale["condition"])
    names = {
        condition.value: text for condition, text in wording.CONDITION_NAMES.items()
    }
    is_text = names.get(found or "", Text(zh=f"{found}", en=f"{found}"))
    yield _Question(
        reason=reason,
        field="condition",
        required=wanted.value,
        found=found,
        wording=wording.CONDITION,
    ).answer(
        None if found is None else found == wanted.value,
        is_zh=is_text.zh,
        is_en=is_text.en,
        wanted_zh=names[wanted.value].zh,
        wanted_en=names[wanted.value].en,
    )


def _price(sale: Row, terms: Terms) -> RuleOutcome:
    fen, name = sale[terms.price_basis.column], PRICE_BASIS_TEXT[terms.price_basis]
    floor = yuan_text(terms.price_floor_fen)
    return _Question(
        reason=EligibilityReason.PRICE_BELOW_FLOOR,
        field=terms.price_basis.column,
        required=f"≥ {floor}",
        found=yuan_text(fen) if isinstance(fen, int) else None,
        wording=wording.PRICE,
    ).answer(
        fen >= terms.price_floor_fen if isinstance(fen, int) else None,
        floor=floor,
        name_zh=name.zh,
        name_en=name.en,
    )


def _vehicle(sale: Row, decision: Row, *, passes: bool) -> RuleOutcome:
    vin, rival = _written(sale["vin"]), decision["rival_sale_id"]
    question = _Question(
        reason=EligibilityReason.VEHICLE_ALREADY_COUNTED,
        field="vin",
        required="≤ 1",
        found=vin,
        wording=wording.VEHICLE,
    )
    if not passes or vin is None:
        sentence = wording.VEHICLE.missing if passes else wording.VEHICLE_NOT_REACHED
        return question.outcome(question.reason, sentence, holds=True)
    return question.answer(rival is None, vin=vin, rival=rival)


def _is_day(value: object) -> TypeGuard[date]:
    return isinstance(value, date)


def _written(value: object) -> str | None:
    return None if value is None else str(value)
