"""Every rule of the terms reads as a sentence, in Chinese and English."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from voucher_service.campaigns.benefit_sentences import (
    amounts_are_tiered,
    bonuses_come_on_top,
    budget_runs_out,
    caps_are_kept,
    other_campaigns_exclude,
    parts_of_the_budget_run_out,
    queue_is_in_an_order,
    quotas_run_out,
    returns_are_repaid,
    vehicle_counts_once,
    voucher_is_of_a_kind,
)
from voucher_service.campaigns.condition_sentences import (
    buyer_is_as_asked,
    car_is_as_asked,
    dealer_is_as_asked,
    displacement_is_as_asked,
    emission_is_as_asked,
    energy_is_as_asked,
    identities_are_required,
    old_vehicle_is_as_asked,
    other_days_are_within_theirs,
    place_is_as_asked,
    price_is_on_a_basis,
    price_reaches_a_floor,
    sales_are_within_their_days,
    seats_are_as_asked,
    use_is_as_asked,
)
from voucher_service.campaigns.terms import Terms
from voucher_service.model.text import Text

Sentence = Callable[[Terms], Iterator[Text]]


@dataclass(frozen=True)
class RuleSentence:
    """A sentence about the rule that a field of the terms states."""

    rule: str
    text: Text


SENTENCES: Mapping[str, Sentence] = {
    "sales_window": sales_are_within_their_days,
    "windows": other_days_are_within_theirs,
    "price_basis": price_is_on_a_basis,
    "price_floor_yuan": price_reaches_a_floor,
    "vehicle": car_is_as_asked,
    "use": use_is_as_asked,
    "seats": seats_are_as_asked,
    "emission_at_least": emission_is_as_asked,
    "displacement_at_most_ml": displacement_is_as_asked,
    "energy": energy_is_as_asked,
    "buyer": buyer_is_as_asked,
    "place": place_is_as_asked,
    "dealers": dealer_is_as_asked,
    "old_vehicle": old_vehicle_is_as_asked,
    "voucher": voucher_is_of_a_kind,
    "tiers": amounts_are_tiered,
    "bonuses": bonuses_come_on_top,
    "per_vehicle": vehicle_counts_once,
    "caps": caps_are_kept,
    "quotas": quotas_run_out,
    "requires": identities_are_required,
    "budget_yuan": budget_runs_out,
    "sub_budgets": parts_of_the_budget_run_out,
    "allocation": queue_is_in_an_order,
    "excludes": other_campaigns_exclude,
    "clawback": returns_are_repaid,
}
"""The sentences of every field of the terms that states a rule."""


def sentences(terms: Terms) -> tuple[RuleSentence, ...]:
    """Give the sentences of every rule that an entry of terms states, in their order.

    A rule that is not stated asks nothing and has no sentence.
    """
    return tuple(
        RuleSentence(rule, text)
        for rule, sentence in SENTENCES.items()
        for text in sentence(terms)
    )
