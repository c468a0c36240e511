"""Every condition of the terms reads as a sentence about one sale."""

from collections.abc import Iterator

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility import wording
from voucher_service.eligibility.answers import answers_of
from voucher_service.eligibility.explain_buyer import explain_buyer
from voucher_service.eligibility.explain_car import energy_shown, explain_car
from voucher_service.eligibility.explain_days import explain_days
from voucher_service.eligibility.explain_limits import (
    GIVEN,
    explain_conflict,
    explain_limits,
)
from voucher_service.eligibility.explain_old_car import explain_old_car
from voucher_service.eligibility.explain_price import explain_price
from voucher_service.eligibility.instead import reported
from voucher_service.eligibility.outcomes import (
    Question,
    Row,
    RuleOutcome,
    Shown,
    listed,
    word,
)
from voucher_service.eligibility.rules import needed_values
from voucher_service.model.kinds import SALE_STATUS_TEXT, SaleStatus
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.text import Text

_PRECEDENCE = {reason: place for place, reason in enumerate(EligibilityReason)}
_VALID = Shown(SaleStatus.VALID.value, SALE_STATUS_TEXT[SaleStatus.VALID])


def check(sale: Row, decision: Row, terms: Terms) -> tuple[RuleOutcome, ...]:
    """Hold one sale against every condition the terms state, in the rules' order.

    ``sale`` is a row of KnownSale, ``decision`` the row of Decision about it: its
    reasons are exactly those of the conditions that do not hold. Raises ValueError
    if the decision is about another version of the sale or under other terms.
    """
    asked = (sale["sale_id"], sale["version"], terms.version)
    if (decision["sale_id"], decision["version"], decision["terms_version"]) != asked:
        raise ValueError(f"the decision is not about this sale and terms: {asked}")
    answers = answers_of(sale, terms)
    own = (
        *_standing(sale),
        *_identities(sale, terms),
        *_needed(sale, terms),
        *explain_days(sale, terms, answers),
        *explain_car(sale, terms, answers),
        *explain_buyer(sale, terms, answers),
        *explain_old_car(sale, terms, answers),
        *explain_price(sale, terms, answers),
        explain_conflict(sale, decision),
    )
    stands = all(outcome.holds for outcome in own)
    limits = explain_limits(sale, decision, terms, stands=stands)
    return tuple(sorted((*own, *limits), key=lambda outcome: _PRECEDENCE[outcome.rule]))


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
    status = SaleStatus.VALID
    if not holds:
        status = SaleStatus(reason.value.removeprefix("sale_"))
    found = Shown(status.value, SALE_STATUS_TEXT[status])
    question = Question(reason, "status", _VALID, found, wording.IDENTITY)
    return question.outcome(sentence, holds=holds)


def _identities(sale: Row, terms: Terms) -> Iterator[RuleOutcome]:
    for identity in terms.requires:
        found = word(sale[identity.value])
        name = wording.IDENTITY_NAMES[identity]
        yield Question(
            rule=EligibilityReason.IDENTITY_REQUIRED,
            field=identity.value,
            required=GIVEN,
            found=Shown.plain(found) if found else None,
            wording=wording.IDENTITY,
        ).answer(found is not None, reported(name), name=name)


def _needed(sale: Row, terms: Terms) -> Iterator[RuleOutcome]:
    """Tell of the values without which an amount or a limit cannot be told."""
    for field in needed_values(terms):
        given, name = sale.get(field) is not None, wording.FIELD_NAMES[field]
        shown = {
            "vin": Shown.plain(sale["vin"]),
            "energy": energy_shown(sale),
            "district": Shown.plain(sale["district"]),
            "buyer_key": _personal(sale, "buyer_id_masked"),
            "phone_key": _personal(sale, "phone_masked"),
        }
        yield Question(
            rule=EligibilityReason.VALUE_MISSING,
            field=field,
            required=GIVEN,
            found=shown[field] if given else None,
            wording=wording.NEEDED,
        ).answer(given, reported(name), name=name, use=_use(field, terms))


def _personal(sale: Row, masked: str) -> Shown:
    told = word(sale.get(masked))
    return Shown.plain(told) if told else GIVEN


def _use(field: str, terms: Terms) -> Text:
    """Say what a value is needed for."""
    same = {name for excluded in terms.excludes for name in excluded.same}
    quotas, parts = terms.quotas, terms.sub_budgets
    uses = {
        "vin": (
            (wording.ONE_A_VEHICLE, terms.per_vehicle is not None),
            (wording.EXCLUSIONS, "vin" in same),
        ),
        "energy": (
            (wording.BONUSES, any(bonus.energy for bonus in terms.bonuses)),
            (wording.KIND_OF_VOUCHER, terms.voucher.nev_kind is not None),
            (wording.QUOTAS, any(cell.energy for cell in quotas)),
            (wording.SUB_BUDGETS, any(cell.energy for cell in parts)),
        ),
        "buyer_key": (
            (wording.CAP_OF_BUYERS, terms.caps.per_buyer is not None),
            (wording.EXCLUSIONS, "buyer" in same),
        ),
        "phone_key": ((wording.CAP_OF_PHONES, True),),
        "district": (
            (wording.QUOTAS, any(cell.per == "district" for cell in quotas)),
            (wording.SUB_BUDGETS, any(cell.per == "district" for cell in parts)),
        ),
    }
    return listed([name for name, needed in uses[field] if needed])
