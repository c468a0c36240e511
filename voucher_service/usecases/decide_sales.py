"""Deciding a campaign's sales again records what differs and reports the whole."""

from voucher_service.eligibility.decide import decide
from voucher_service.model.reports import DecisionReport
from voucher_service.store.database import Writing
from voucher_service.store.decisions import decision_counts, record_decisions
from voucher_service.store.sales import sales_known
from voucher_service.usecases.open_campaign import open_campaign, shipped_document
from voucher_service.usecases.service import Service, campaigns_open, find_campaign


def decide_sales(service: Service, campaign_id: str) -> DecisionReport:
    """Decide every known sale under a campaign's terms in force.

    Sales are decided as they land, so this changes nothing unless the program's rules
    did; a campaign that comes with the program and is not open yet is opened. Where
    nothing differs nothing is recorded. Raises NotFound.
    """
    if campaign_id not in campaigns_open(service, service.store.data_version()):
        open_campaign(service, shipped_document(campaign_id), campaign_id)
    campaign = find_campaign(service, campaign_id, service.store.data_version())

    def job(writing: Writing) -> int:
        sales = sales_known(writing.connection, writing.recorded_at)
        return record_decisions(writing, campaign_id, decide(sales, campaign.current))

    changed = service.store.write("decide", job, is_news=bool)
    known_at = service.store.data_version()
    with service.store.read() as connection:
        counts = decision_counts(connection, campaign_id, known_at)
    return DecisionReport(
        campaign=campaign_id,
        terms_version=campaign.current.version,
        known_at=known_at,
        sales=counts["sales"],
        eligible=counts["eligible"],
        ineligible=counts["sales"] - counts["eligible"],
        amount_fen=counts["amount_fen"],
        reasons=counts["reasons"],
        changed=changed,
    )
