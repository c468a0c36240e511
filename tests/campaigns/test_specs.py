"""Every campaign of the catalogue decides its worked examples as they are stated.

The files in ``queues`` hold what one sale cannot show: several sales in a line, under
the campaign's terms with small quotas and budgets in the place of its own.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from voucher_service.campaigns.benefits import NO_END, Tier
from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.example_facts import PRICE, fen_of
from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.eligibility.decide import decide_campaign
from voucher_service.eligibility.judging import Context
from voucher_service.model.frames import KnownSale
from voucher_service.model.kinds import Energy, OldFuel
from voucher_service.usecases.check_terms import plain_sale, run_examples

CAMPAIGNS = {
    name: parse_campaign(text, f"{name}.yaml")
    for name, text in shipped_campaigns().items()
}
QUEUES = sorted((Path(__file__).parent / "queues").glob("*.yaml"))
CASES = [
    pytest.param(file.stem, case, id=f"{file.stem}: {case['name']}")
    for file in QUEUES
    for case in yaml.safe_load(file.read_text("utf-8"))["cases"]
]
LIMITED = {
    name
    for name, campaign in CAMPAIGNS.items()
    if any(not terms.is_local for terms in campaign.terms)
}


@pytest.mark.parametrize("campaign", CAMPAIGNS.values(), ids=CAMPAIGNS)
def test_every_example_comes_out_as_stated(campaign: Campaign) -> None:
    otherwise = {
        outcome.example.name.en: (outcome.earns_fen, outcome.reasons)
        for outcome in run_examples(campaign)
        if not outcome.is_as_stated
    }
    assert otherwise == {}


@pytest.mark.parametrize("campaign", CAMPAIGNS.values(), ids=CAMPAIGNS)
def test_examples_stand_on_both_sides_of_every_edge(campaign: Campaign) -> None:
    missing = {
        (terms.effective_from, edge)
        for terms in campaign.terms
        for edge in set(edges(terms)) - set(_shown(campaign, terms))
        if edge[0] != "sold_on" or campaign.terms_on(edge[1]) == terms
    }
    assert sorted(map(str, missing)) == []


def _shown(campaign: Campaign, terms: Terms) -> Iterator[tuple[str, Any]]:
    """Give the facts that examples state of sales made under an entry."""
    for example in campaign.examples:
        row = plain_sale(campaign, example.sale)
        if campaign.terms_on(row["sold_on"]) != terms:
            continue
        yield from _plainly(example.sale).items()
        price = row[terms.price_basis.column]
        for tier in terms.tiers:
            if price is not None and tier.first_fen <= price <= tier.last_fen:
                yield tier.name, example.sale.get("energy")


def _plainly(sale: dict[str, Any]) -> dict[str, Any]:
    return {k: fen_of(v) if k == PRICE else v for k, v in sale.items()}


def edges(terms: Terms) -> Iterator[tuple[str, Any]]:
    """Give the facts just on and just over each edge that an entry states."""
    yield from _days(terms)
    if terms.price_floor_fen:
        yield PRICE, terms.price_floor_fen - 1
        yield PRICE, terms.price_floor_fen
    for tier in terms.tiers:
        yield from _prices(tier)
    yield from _ends("seats", terms.seats.at_least, terms.seats.at_most, 1)
    yield from _ends("buyer_age", terms.buyer.age.at_least, terms.buyer.age.at_most, 1)
    yield from _ends("emission_stage", terms.emission_at_least, None, 1)
    yield from _ends("displacement_ml", None, terms.displacement_at_most_ml, 1)
    if terms.use != "any":
        yield from (("vehicle_use", use) for use in ("non_commercial", "commercial"))
    if terms.buyer.kinds:
        yield from (("buyer_kind", kind) for kind in ("person", "company"))
    if _asks_energy(terms):
        yield from (("energy", kind.value) for kind in Energy)
    for tier in terms.tiers:
        if tier.energy:
            yield from ((tier.name, kind.value) for kind in tier.kinds)
        if tier.old_fuel:
            yield from (("old_fuel", fuel.value) for fuel in OldFuel)
    yield from (("plate_region", place) for place in terms.place.plates)


def _days(terms: Terms) -> Iterator[tuple[str, Any]]:
    day = timedelta(days=1)
    runs = {
        "sold_on": terms.sales_window,
        "contract_on": terms.windows.contract,
        "registered_on": terms.windows.registration,
        "applied_on": terms.windows.application,
    }
    if terms.old_vehicle is not None:
        runs["old_disposed_on"] = terms.old_vehicle.disposed
        by = terms.old_vehicle.registered_by
        for last in (by.petrol, by.diesel, by.nev):
            yield from _ends("old_registered_on", None, last, day)
    for fact, run in runs.items():
        yield from _ends(fact, run.start, run.end, day)


def _asks_energy(terms: Terms) -> bool:
    parts = (terms, *terms.tiers, *terms.bonuses, *terms.quotas)
    return any(part.energy for part in parts)


def _prices(tier: Tier) -> Iterator[tuple[str, int]]:
    if tier.first_fen > 0:
        yield PRICE, tier.first_fen - 1
        yield PRICE, tier.first_fen
    if tier.last_fen != NO_END:
        yield PRICE, tier.last_fen
        yield PRICE, tier.last_fen + 1
    if tier.basis_points and tier.cap_fen:
        reached = -(-tier.cap_fen * 10_000 // tier.basis_points)
        yield PRICE, reached - 1
        yield PRICE, reached


def _ends(fact: str, low: Any, high: Any, step: Any) -> Iterator[tuple[str, Any]]:
    if low is not None:
        yield from ((fact, low - step), (fact, low))
    if high is not None:
        yield from ((fact, high), (fact, high + step))


@pytest.mark.parametrize(("name", "case"), CASES)
def test_a_line_of_sales_comes_out_as_stated(name: str, case: dict[str, Any]) -> None:
    document = yaml.safe_load(shipped_campaigns()[name])
    document["terms"][-1] |= case["terms"]
    campaign = Campaign.model_validate(document)
    rows = [
        plain_sale(campaign, line.get("sale", {}), number)
        for number, line in enumerate(case["sales"], start=1)
    ]
    schema = KnownSale.create_empty().schema
    sales = KnownSale.validate(pl.DataFrame(rows, schema=schema))
    claims = pl.DataFrame(case["claims"]) if "claims" in case else None
    decided = decide_campaign(sales, campaign.terms, Context(claims=claims))
    assert [told(row) for row in decided.iter_rows(named=True)] == [
        (
            round(line.get("earns_yuan", 0) * 100),
            line.get("reasons", []),
            line.get("waits_for"),
        )
        for line in case["sales"]
    ]


def told(row: dict[str, Any]) -> tuple[int, list[str], str | None]:
    return row["amount_fen"], row["reasons"], row["waits_for"]


def test_every_campaign_with_a_limit_has_a_line_of_sales() -> None:
    assert {file.stem for file in QUEUES} == LIMITED


@pytest.mark.parametrize("campaign", CAMPAIGNS.values(), ids=CAMPAIGNS)
def test_a_plain_sale_passes(campaign: Campaign) -> None:
    row = plain_sale(campaign, {})
    schema = KnownSale.create_empty().schema
    sales = KnownSale.validate(pl.DataFrame([row], schema=schema))
    [reasons] = decide_campaign(sales, campaign.terms)["reasons"].to_list()
    assert reasons == []


def test_an_amendment_alters_nothing_before_its_day() -> None:
    campaign = CAMPAIGNS["national-scrappage-2024"]
    first, second = campaign.terms
    assert second.source is not None
    assert campaign.terms_on(date(2024, 8, 15)) == first
    assert campaign.terms_on(date(2024, 8, 16)) == second
