"""The buyer, the place and the dealer of a sale read as sentences."""

from collections.abc import Iterator

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility import instead, wording
from voucher_service.eligibility.answers import Answers
from voucher_service.eligibility.explain_car import (
    number_question,
    one_of_question,
    shown_among,
)
from voucher_service.eligibility.outcomes import (
    Question,
    Row,
    RuleOutcome,
    Shown,
    said,
    word,
)
from voucher_service.model.kinds import BUYER_KIND_TEXT
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.text import Text

_KINDS = {kind.value: text for kind, text in BUYER_KIND_TEXT.items()}
_YEARS = Text(zh=" 周岁", en=" years")
_MOST_LISTED = 12
_AND_MORE = Text(zh="等 {count} 家", en="and {count} in all")


def explain_buyer(sale: Row, terms: Terms, answers: Answers) -> Iterator[RuleOutcome]:
    """Hold the buyer, the place and the dealer against what the terms name."""
    rule = EligibilityReason.BUYER_KIND_NOT_COVERED
    if rule in answers:
        kinds = terms.buyer.kinds
        asked = instead.choices_shown([Shown(kind, _KINDS[kind]) for kind in kinds])
        found = shown_among(sale.get("buyer_kind"), _KINDS)
        yield one_of_question(rule, "buyer_kind", asked, found, answers)
    rule = EligibilityReason.BUYER_AGE_NOT_COVERED
    if rule in answers:
        age = terms.buyer.age
        asked = instead.bounds_shown(age, _YEARS)
        yield number_question(rule, "buyer_age", asked, age, sale, answers)
    place = terms.place
    for rule, field, names in (
        (EligibilityReason.DISTRICT_NOT_COVERED, "district", place.districts),
        (
            EligibilityReason.TAX_AUTHORITY_NOT_COVERED,
            "tax_authority",
            place.tax_authorities,
        ),
        (EligibilityReason.PLATE_NOT_COVERED, "plate_region", place.plates),
    ):
        if rule in answers:
            value = word(sale.get(field))
            found = None if value is None else Shown.plain(value)
            yield one_of_question(rule, field, _names_shown(names), found, answers)
    if EligibilityReason.DEALER_NOT_LISTED in answers:
        yield _dealer(sale, terms, answers)


def _names_shown(names: tuple[str, ...]) -> Shown:
    shown = instead.choices_shown([Shown.plain(name) for name in names[:_MOST_LISTED]])
    if len(names) <= _MOST_LISTED:
        return shown
    more = said(_AND_MORE, count=len(names))
    text = Text(zh=shown.text.zh + more.zh, en=f"{shown.text.en} {more.en}")
    return Shown(f"{shown.code} | … ({len(names)})", text)


def _dealer(sale: Row, terms: Terms, answers: Answers) -> RuleOutcome:
    rule = EligibilityReason.DEALER_NOT_LISTED
    told = [word(sale.get("dealer_name")), word(sale["dealer_id"])]
    found = Shown.plain(" ".join(part for part in told if part))
    question = Question(
        rule, "dealer_id", _names_shown(terms.dealers), found, wording.DEALER
    )
    way = Text(
        zh=f"须在名单内经销商处购车（名单共 {len(terms.dealers)} 家）",
        en=f"the car has to be bought from one of the {len(terms.dealers)} on the list",
    )
    return question.answer(answers[rule], way)
