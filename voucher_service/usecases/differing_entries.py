"""Dated entries that do not say the same are named before one value is set in all."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.usecases.service import Service, find_campaign

Said = Mapping[str, Sequence[tuple[str, float | None]]]


def list_differing_entries(
    service: Service, campaign_id: str, known_at: datetime
) -> Said:
    """Give what each entry of a campaign says where they differ. Raises NotFound."""
    return differing_entries(find_campaign(service, campaign_id, known_at))


def differing_entries(campaign: Campaign) -> Said:
    """Give by setting the entries' days and values, in yuan or by number.

    Settings of which all entries say the same are left out; None is no limit.
    """
    found: dict[str, list[tuple[str, float | None]]] = {}
    for terms in campaign.terms:
        for name, value in _values(terms).items():
            found.setdefault(name, []).append((terms.effective_from.isoformat(), value))
    return {
        name: values
        for name, values in found.items()
        if len({value for _, value in values}) > 1
    }


def _values(terms: Terms) -> dict[str, float | None]:
    said = {
        "price_floor_yuan": terms.price_floor_yuan,
        "voucher_yuan": terms.voucher.face_yuan,
        "budget_yuan": terms.budget_yuan,
        "per_buyer": terms.caps.per_buyer,
        **{f"tiers.{tier.name}.amount_yuan": tier.amount_yuan for tier in terms.tiers},
    }
    return {
        name: None if value is None else float(value) for name, value in said.items()
    }
