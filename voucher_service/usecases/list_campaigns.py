"""The open campaigns are listed with their terms, sources and assumptions."""

from datetime import datetime

from voucher_service.campaigns.sentences import sentences
from voucher_service.campaigns.terms import Campaign
from voucher_service.campaigns.values import Source
from voucher_service.model.kinds import PRICE_BASIS_TEXT
from voucher_service.model.reports import (
    CampaignDetail,
    CampaignSummary,
    PublishedSource,
    StatedAssumption,
    StatedRule,
    TermsEntry,
)
from voucher_service.usecases.service import Service, campaigns_open, find_campaign


def list_campaigns(service: Service) -> tuple[CampaignSummary, ...]:
    """Give the open campaigns by id."""
    campaigns = campaigns_open(service, service.store.data_version())
    return tuple(_summary(campaign) for campaign in campaigns.values())


def show_campaign(
    service: Service, campaign_id: str, known_at: datetime | None = None
) -> CampaignDetail:
    """Give one campaign whole, as known at an instant; NotFound names the open ones."""
    known = known_at or service.store.data_version()
    campaign = find_campaign(service, campaign_id, known)
    terms = campaign.current
    budget = terms.budget_fen
    return CampaignDetail(
        **dict(_summary(campaign)),
        sponsors=campaign.sponsors,
        banks={bank.id: bank.name for bank in campaign.banks},
        effective_from=terms.effective_from,
        price_basis=terms.price_basis,
        price_basis_text=PRICE_BASIS_TEXT[terms.price_basis],
        price_floor_fen=terms.price_floor_fen,
        voucher_kind=terms.voucher.kind,
        voucher_fen=terms.voucher.face_fen,
        vehicle=terms.vehicle,
        per_vehicle=terms.per_vehicle,
        requires=tuple(identity.value for identity in terms.requires),
        budget_fen=budget,
        sources=tuple(_published(source) for source in campaign.sources),
        assumptions=tuple(
            StatedAssumption(field=assumption.field, text=assumption.text)
            for assumption in campaign.assumptions
        ),
        entries=tuple(
            TermsEntry(
                version=entry.version,
                effective_from=entry.effective_from,
                source=_published(campaign.source_of(entry)),
                rules=tuple(
                    StatedRule(field=told.rule, text=told.text)
                    for told in sentences(entry)
                ),
            )
            for entry in campaign.terms
        ),
    )


def _published(source: Source) -> PublishedSource:
    return PublishedSource(
        title=source.title,
        publisher=source.publisher,
        url=source.url,
        summary=source.summary,
    )


def _summary(campaign: Campaign) -> CampaignSummary:
    return CampaignSummary(
        id=campaign.id,
        name=campaign.name,
        area=campaign.area,
        sales_from=campaign.first_day,
        sales_to=campaign.last_day,
        terms_version=campaign.current.version,
    )
