"""The catalogue of campaigns is listed with sources, rules and assumptions."""

from typing import Any

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.schema import terms_schema
from voucher_service.campaigns.sentences import sentences
from voucher_service.campaigns.terms import Campaign


def catalogue() -> tuple[Campaign, ...]:
    """Give every campaign that comes with the program, by its id."""
    return tuple(
        parse_campaign(text, f"{campaign_id}.yaml")
        for campaign_id, text in shipped_campaigns().items()
    )


def list_terms() -> list[dict[str, Any]]:
    """Give each campaign of the catalogue as plain values.

    ``incomplete`` is what must be added before it can run, if anything. ``source`` is
    the first of its ``sources``; ``rules`` are those that any entry states;
    ``examples`` counts the worked examples.
    """
    return [_listed(campaign) for campaign in catalogue()]


def schema_of_terms() -> dict[str, Any]:
    """Give the JSON Schema that a campaign's file holds to."""
    return terms_schema()


def rules_used(campaign: Campaign) -> tuple[str, ...]:
    """Name the rules that a campaign's entries state, in the order of the terms."""
    told = (each.rule for terms in campaign.terms for each in sentences(terms))
    return tuple(dict.fromkeys(told))


def _listed(campaign: Campaign) -> dict[str, Any]:
    sources = [source.model_dump(mode="json") for source in campaign.sources]
    return {
        "id": campaign.id,
        "name": campaign.name.model_dump(),
        "area": campaign.area.model_dump(),
        "sales_from": str(campaign.first_day),
        "sales_to": str(campaign.last_day),
        "source": sources[0],
        "sources": sources,
        "incomplete": campaign.incomplete and campaign.incomplete.model_dump(),
        "rules": list(rules_used(campaign)),
        "entries": [
            {"effective_from": str(terms.effective_from), "version": terms.version}
            for terms in campaign.terms
        ],
        "assumptions": [each.model_dump() for each in campaign.assumptions],
        "examples": len(campaign.examples),
    }
