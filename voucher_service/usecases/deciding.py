"""What decisions read beside the sales is gathered, and what they touch is decided."""

import graphlib
from collections.abc import Iterable, Sequence
from datetime import datetime

import polars as pl

from voucher_service.campaigns.terms import Campaign
from voucher_service.eligibility.asked_columns import decided_columns
from voucher_service.eligibility.decide import decide_campaign
from voucher_service.eligibility.judging import Context
from voucher_service.eligibility.stages import contested_sales
from voucher_service.store.campaigns import campaigns_known
from voucher_service.store.database import Writing
from voucher_service.store.decisions import claims_counted, record_decisions
from voucher_service.store.draws import seed_revealed
from voucher_service.store.queries import Connection
from voucher_service.store.sales import sales_known, sales_touched, touched_among
from voucher_service.usecases.follow_decisions import follow_decisions
from voucher_service.usecases.service import campaign_of


def context_of(
    connection: Connection, campaign: Campaign, known_at: datetime
) -> Context:
    """Gather what a campaign's decisions read beside the sales, as known then."""
    excluded = set(excluded_by(campaign))
    committed = {
        terms.allocation.seed_sha256
        for terms in campaign.terms
        if terms.allocation.seed_sha256
    }
    revealed = {
        digest: seed_revealed(connection, campaign.id, digest, known_at)
        for digest in sorted(committed)
    }
    return Context(
        claims=claims_counted(connection, sorted(excluded), known_at)
        if excluded
        else None,
        seeds={digest: seed for digest, seed in revealed.items() if seed},
    )


def decisions_on(
    connection: Connection,
    campaign: Campaign,
    known_at: datetime,
    sales: pl.DataFrame | None = None,
) -> pl.DataFrame:
    """Decide sales, all that are known where none are given: a frame of Decision."""
    if sales is None:
        columns = decided_columns(campaign.terms)
        sales = sales_known(connection, known_at, columns)
    context = context_of(connection, campaign, known_at)
    return decide_campaign(sales, campaign.terms, context)


def decide_whole(writing: Writing, campaign: Campaign) -> int:
    """Decide every known sale of a campaign and give how many decisions are news.

    The campaigns that exclude it are decided after it: what counts here, or no longer
    does, is news to them. Their news are not counted. Vouchers follow.
    """
    changed = _decide(writing, campaign)
    others = _campaigns(writing)
    for other in excluding(campaign.id, others):
        _decide(writing, other)
    follow_decisions(writing)
    return changed


def _decide(writing: Writing, campaign: Campaign) -> int:
    decisions = decisions_on(writing.connection, campaign, writing.recorded_at)
    return record_decisions(writing, campaign.id, decisions)


def _campaigns(writing: Writing) -> list[Campaign]:
    return in_order_of_exclusion(
        campaign_of(row["document"])
        for row in campaigns_known(writing.connection, writing.recorded_at)
    )


def excluding(campaign_id: str, ordered: Sequence[Campaign]) -> list[Campaign]:
    """Give the campaigns that exclude one, or one that excludes it, in their order."""
    reached, found = {campaign_id}, []
    for other in ordered:
        if reached & set(excluded_by(other)):
            reached.add(other.id)
            found.append(other)
    return found


def excluded_by(campaign: Campaign) -> tuple[str, ...]:
    """Name the campaigns that a campaign's terms exclude."""
    return tuple(each.campaign for terms in campaign.terms for each in terms.excludes)


def decide_touched(writing: Writing) -> int:
    """Decide what a landing or a person touched, under every campaign.

    A campaign whose decisions look beyond a vehicle (caps, quotas, money, other
    campaigns) is decided whole. Vouchers follow what is decided. Gives how many of the
    sales touched are in conflict with another dealer's.
    """
    campaigns = _campaigns(writing)
    local = [campaign for campaign in campaigns if is_local(campaign)]
    conflicts = 0
    for sales in sales_touched(writing) if campaigns else ():
        contested = contested_sales(sales)
        if contested.height:
            conflicts += touched_among(writing.connection, contested["sale_id"])
        for campaign in local:
            decisions = decide_campaign(sales, campaign.terms)
            record_decisions(writing, campaign.id, decisions)
    for campaign in campaigns:
        if campaign not in local:
            _decide(writing, campaign)
    follow_decisions(writing)
    return conflicts


def is_local(campaign: Campaign) -> bool:
    """Tell whether a campaign's decisions look no further than a sale's vehicle."""
    return all(terms.is_local for terms in campaign.terms)


def in_order_of_exclusion(campaigns: Iterable[Campaign]) -> list[Campaign]:
    """Put each campaign after those that exclude it."""
    by_id = {campaign.id: campaign for campaign in campaigns}
    needs = {
        campaign.id: by_id.keys() & set(excluded_by(campaign))
        for campaign in by_id.values()
    }
    return [by_id[name] for name in graphlib.TopologicalSorter(needs).static_order()]
