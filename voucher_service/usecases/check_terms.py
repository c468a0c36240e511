"""Terms are checked before they are used: well written, and true to their examples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

import polars as pl

from voucher_service.campaigns.benefits import NO_END
from voucher_service.campaigns.catalogue import parse_campaign
from voucher_service.campaigns.conditions import Bounds
from voucher_service.campaigns.example_facts import PRICE, fen_of
from voucher_service.campaigns.terms import Campaign, Example, Terms
from voucher_service.campaigns.windows import OpenWindow
from voucher_service.campaigns.yaml_document import Document, Path, read_document
from voucher_service.campaigns.yaml_faults import (
    Contradiction,
    contradicted,
    joined,
)
from voucher_service.eligibility.decide import decide_campaign
from voucher_service.model.errors import (
    BadParameter,
    UnreadableInput,
    VoucherServiceError,
)
from voucher_service.model.frames import KnownSale
from voucher_service.model.kinds import (
    BuyerKind,
    Condition,
    Energy,
    OldDisposal,
    VehicleUse,
)
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text

_MANY = 10**9
_A_FORTUNE = 10**12
_A_PRICE_FEN = 10_000_000
_AN_AGE = 40


@dataclass(frozen=True)
class CheckedTerms:
    """A file of terms without a fault; what it calls incomplete is none."""

    file: str
    id: str
    entries: int
    examples: int
    incomplete: Text | None


@dataclass(frozen=True)
class ExampleOutcome:
    """What terms say of an example, beside what it states."""

    example: Example
    earns_fen: int
    reasons: tuple[str, ...]

    @property
    def is_as_stated(self) -> bool:
        """Tell whether the two agree."""
        if self.example.earns_yuan is None:
            return self.reasons == self.example.reasons
        stated = fen_of(self.example.earns_yuan)
        return not self.reasons and self.earns_fen == stated


def check_terms(files: Sequence[tuple[str, str]]) -> tuple[CheckedTerms, ...]:
    """Check files of terms, each given as its name and its text.

    Raises one BadParameter for all their faults (UnreadableInput where one is no YAML):
    what does not parse or contradicts itself, a campaign's id that two files have, and
    every example that does not come out as stated.
    """
    faults: list[VoucherServiceError] = []
    checked = []
    for name, text in files:
        try:
            campaign = parse_campaign(text, name)
            _hold_examples(campaign, name, text)
        except (BadParameter, UnreadableInput) as fault:
            faults.append(fault)
        else:
            entries, examples = len(campaign.terms), len(campaign.examples)
            unknown = campaign.incomplete
            checked.append(CheckedTerms(name, campaign.id, entries, examples, unknown))
    faults += _ids_twice(files)
    if faults:
        raise _together(faults)
    return tuple(checked)


def run_examples(campaign: Campaign) -> tuple[ExampleOutcome, ...]:
    """Decide every example of a campaign as if its sale were the only one."""
    if not campaign.examples:
        return ()
    rows = [
        plain_sale(campaign, example.sale, number)
        for number, example in enumerate(campaign.examples, start=1)
    ]
    sales = KnownSale.validate(
        pl.DataFrame(rows, schema=KnownSale.create_empty().schema)
    )
    decided = decide_campaign(sales, [unlimited(terms) for terms in campaign.terms])
    told = decided.select("amount_fen", "reasons").iter_rows()
    return tuple(
        ExampleOutcome(example, earns_fen, tuple(reasons))
        for example, (earns_fen, reasons) in zip(campaign.examples, told, strict=True)
    )


def unlimited(terms: Terms) -> Terms:
    """Give terms whose quotas and money never run out, and that draw no lots.

    They ask the same of each sale by itself.
    """
    return terms.model_copy(
        update={
            "quotas": tuple(
                quota.model_copy(update={"count": _MANY}) for quota in terms.quotas
            ),
            "sub_budgets": tuple(
                part.model_copy(update={"amount_yuan": _A_FORTUNE})
                for part in terms.sub_budgets
            ),
            "budget_yuan": None,
            "allocation": terms.allocation.model_copy(update={"method": "first_come"}),
        }
    )


def plain_sale(
    campaign: Campaign, facts: Mapping[str, Any], number: int = 1
) -> dict[str, Any]:
    """Give a made-up sale that passes a campaign's terms, but for some facts.

    A row of KnownSale: bought by a person of 40 years on the first day of sales, at a
    price inside the first tier, in the first place that the terms name, on days inside
    their windows, in exchange for an old car that they cover. Its ``number`` makes its
    car, buyer, phone, dealer and invoice its own.
    """
    sold_on: date = facts.get("sold_on", campaign.first_day)
    terms = campaign.terms_on(sold_on)
    kind = _kind(terms)
    price = _price(terms, kind)
    sale = {
        "sale_id": f"example-{number:03}",
        "version": 1,
        "row_hash": f"example-{number:03}",
        "record_no": f"R{number:03}",
        "vin": f"EXAMPLE{number:010}",
        "invoice_number": f"{number:08}",
        "sold_on": sold_on,
        "bare_price_fen": price,
        "invoice_total_fen": price,
        "invoice_net_fen": price,
        "synthetic": True,
        "cancelled": False,
        "set_aside": False,
        "energy": kind.value,
        **_car(terms),
        **_buyer(terms, number),
        **_place(terms, number),
        **_days(terms, sold_on),
        **_old_car(terms, kind, sold_on),
        **facts,
    }
    if PRICE in sale:
        sale[terms.price_basis.column] = fen_of(sale.pop(PRICE))
    reported = sale["applied_on"] or sold_on
    return {"submitted_at": datetime.combine(reported, time(2)), **sale}


def _kind(terms: Terms) -> Energy:
    named = [tier.kinds or tuple(Energy) for tier in terms.tiers] or [tuple(Energy)]
    covered = [
        kind
        for kind in terms.kinds or tuple(Energy)
        if any(kind in kinds for kinds in named)
    ]
    return Energy.ICE if Energy.ICE in covered else covered[0]


def _price(terms: Terms, kind: Energy) -> int:
    floor = terms.price_floor_fen
    tiers = [tier for tier in terms.tiers if kind in (tier.kinds or (kind,))]
    if not tiers:
        return max(floor, _A_PRICE_FEN)
    low = max(floor, tiers[0].first_fen)
    if tiers[0].last_fen == NO_END:
        return max(low, _A_PRICE_FEN)
    return max(low, (low + tiers[0].last_fen) // 2 // 100 * 100)


def _car(terms: Terms) -> dict[str, Any]:
    used = terms.condition is Condition.USED
    commercial = terms.use == VehicleUse.COMMERCIAL.value
    limit = terms.displacement_at_most_ml
    return {
        "condition": (Condition.USED if used else Condition.NEW).value,
        "vehicle_use": "commercial" if commercial else "non_commercial",
        "seats": _within(5, terms.seats),
        "emission_stage": max(6, terms.emission_at_least or 0),
        "displacement_ml": 1500 if limit is None else min(1500, limit),
    }


def _buyer(terms: Terms, number: int) -> dict[str, Any]:
    kind = (*terms.buyer.kinds, BuyerKind.PERSON.value)[0]
    return {
        "buyer_kind": kind,
        "buyer_age": _within(_AN_AGE, terms.buyer.age),
        "buyer_key": f"buyer-{number:03}",
        "phone_key": f"phone-{number:03}",
    }


def _place(terms: Terms, number: int) -> dict[str, Any]:
    place = terms.place
    return {
        "dealer_id": (*terms.dealers, f"dealer-{number:03}")[0],
        "district": next(iter(place.districts), None),
        "tax_authority": next(iter(place.tax_authorities), None),
        "plate_region": next(iter(place.plates), None),
    }


def _days(terms: Terms, sold_on: date) -> dict[str, Any]:
    windows = terms.windows
    return {
        "contract_on": _inside(sold_on, windows.contract),
        "registered_on": _inside(sold_on, windows.registration),
        "applied_on": _inside(sold_on, windows.application),
    }


def _old_car(terms: Terms, kind: Energy, sold_on: date) -> dict[str, Any]:
    old = terms.old_vehicle
    tiers = [tier for tier in terms.tiers if kind in (tier.kinds or (kind,))]
    paid = tiers[0].old_fuel if tiers else ()
    if old is None:
        disposal = OldDisposal.SCRAPPED if paid else OldDisposal.NONE
        return {"old_disposal": disposal.value, "old_fuel": next(iter(paid), None)}
    by = old.registered_by
    days = {"petrol": by.petrol, "diesel": by.diesel, "nev": by.nev}
    dated = [name for name, day in days.items() if day] or list(days)
    fuel = next((name for name in dated if name in (paid or days)), dated[0])
    return {
        "old_disposal": old.disposal[0],
        "old_disposed_on": _inside(sold_on, old.disposed),
        "old_fuel": fuel,
        "old_registered_on": days[fuel] or date(2008, 1, 1),
    }


def _within(number: int, bounds: Bounds) -> int:
    low = number if bounds.at_least is None else max(number, bounds.at_least)
    return low if bounds.at_most is None else min(low, bounds.at_most)


def _inside(day: date, window: OpenWindow) -> date:
    later = day if window.start is None else max(day, window.start)
    return later if window.end is None else min(later, window.end)


def _hold_examples(campaign: Campaign, name: str, text: str) -> None:
    found = [
        _otherwise(outcome, ("examples", number))
        for number, outcome in enumerate(run_examples(campaign))
        if not outcome.is_as_stated
    ]
    if found:
        raise contradicted(read_document(text, name), found)


def _otherwise(outcome: ExampleOutcome, path: Path) -> Contradiction:
    example = outcome.example
    earns = None if example.earns_yuan is None else fen_of(example.earns_yuan)
    stated = _said(earns, example.reasons)
    found = _said(None if outcome.reasons else outcome.earns_fen, outcome.reasons)
    return Contradiction(
        path,
        Text(
            zh=f"例子“{example.name.zh}”写的是{stated.zh}，按条款应为{found.zh}",
            en=f"the example “{example.name.en}” says {stated.en}, but by the terms it"
            f" is {found.en}",
        ),
        Text(zh="更正条款，或更正例子", en="correct the terms, or the example"),
    )


def _said(earns_fen: int | None, reasons: Sequence[str]) -> Text:
    if earns_fen is None:
        codes = ", ".join(reasons)
        return Text(zh=f"不符合（{codes}）", en=f"not eligible ({codes})")
    yuan = yuan_text(earns_fen)
    return Text(zh=f"获 {yuan} 元", en=f"worth {yuan} yuan")


def _ids_twice(files: Sequence[tuple[str, str]]) -> list[VoucherServiceError]:
    first: dict[object, Document] = {}
    found: list[VoucherServiceError] = []
    for name, text in files:
        try:
            document = read_document(text, name)
        except (BadParameter, UnreadableInput):
            continue  # it was told already
        told = document.value.get("id")
        other = first.setdefault(told, document) if isinstance(told, str) else document
        if other is not document:
            found.append(_id_twice(str(told), other, document))
    return found


def _id_twice(told: str, first: Document, again: Document) -> BadParameter:
    one, two = first.line_of(("id",)), again.line_of(("id",))
    return BadParameter(
        Text(
            zh=f"{again.origin} 第 {two} 行 id：编号 {told} 已用于 {first.origin}"
            f" 第 {one} 行",
            en=f"{again.origin}, line {two}, id: {told} is the id of {first.origin},"
            f" line {one}, too",
        ),
        remedy=Text(
            zh="每个活动用自己的编号", en="give each campaign an id of its own"
        ),
    )


def _together(faults: Sequence[VoucherServiceError]) -> VoucherServiceError:
    unreadable = any(isinstance(fault, UnreadableInput) for fault in faults)
    kind = UnreadableInput if unreadable else BadParameter
    return kind(
        joined([fault.message for fault in faults]),
        remedy=joined([fault.remedy for fault in faults if fault.remedy]),
        choices=next((fault.choices for fault in faults if fault.choices), ()),
    )
