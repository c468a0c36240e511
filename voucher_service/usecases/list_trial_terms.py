"""The terms that can be tried on a campaign's sales: its own, and other campaigns'."""

from datetime import datetime

from voucher_service.campaigns.catalogue import shipped_campaigns
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.kinds import PRICE_BASIS_TEXT
from voucher_service.model.what_if_reports import TierAmount, TrialTerms
from voucher_service.usecases.borrow_terms import borrowed
from voucher_service.usecases.service import (
    Service,
    campaign_of,
    campaigns_open,
    find_campaign,
)


def list_trial_terms(
    service: Service, campaign_id: str, known_at: datetime
) -> tuple[TrialTerms, ...]:
    """Give a campaign's own terms, then those of others by id, fitted to its days.

    Raises NotFound.
    """
    ours = find_campaign(service, campaign_id, known_at)
    known = {name: campaign_of(text) for name, text in shipped_campaigns().items()}
    known |= campaigns_open(service, known_at)
    others = [known[name] for name in sorted(known) if name != campaign_id]
    return (
        _terms(ours, None),
        *(_terms(borrowed(ours, other)[0], other.id) for other in others),
    )


def _terms(campaign: Campaign, named: str | None) -> TrialTerms:
    terms = campaign.current
    return TrialTerms(
        id=named,
        name=campaign.name,
        price_basis_text=PRICE_BASIS_TEXT[terms.price_basis],
        price_floor_yuan=terms.price_floor_yuan,
        voucher_yuan=terms.voucher.face_yuan,
        tiers=tuple(
            TierAmount(name=tier.name, amount_yuan=tier.amount_yuan)
            for tier in terms.tiers
            if tier.amount_yuan is not None
        ),
        budget_yuan=terms.budget_yuan,
        per_buyer=terms.caps.per_buyer,
        sales_from=campaign.first_day,
        sales_to=campaign.last_day,
    )
