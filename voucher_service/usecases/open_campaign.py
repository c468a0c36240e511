"""Opening a campaign records its terms and decides every known sale under them."""

import hashlib

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.terms import Campaign
from voucher_service.eligibility.decide import decide
from voucher_service.model.errors import NotFound
from voucher_service.model.text import Text
from voucher_service.store.campaigns import (
    CampaignRecord,
    campaigns_known,
    record_campaign,
)
from voucher_service.store.database import Writing
from voucher_service.store.decisions import record_decisions
from voucher_service.store.sales import sales_known
from voucher_service.usecases.service import Service


def shipped_document(campaign_id: str) -> str:
    """Give the document of a campaign that comes with the program, or NotFound."""
    shipped = shipped_campaigns()
    if campaign_id in shipped:
        return shipped[campaign_id]
    raise NotFound(
        Text(
            zh=f"没有随附的活动 {campaign_id}，也没有这个文件",
            en=f"no campaign {campaign_id} comes with the program, and no such file",
        ),
        remedy=Text(
            zh="可用：" + "、".join(shipped), en="known: " + ", ".join(shipped)
        ),
        choices=tuple(shipped),
    )


def open_campaign(service: Service, document: str, origin: str) -> Campaign:
    """Open a campaign from its YAML; opening the same document again changes nothing.

    Raises BadParameter or UnreadableInput for a document with faults.
    """
    campaign = parse_campaign(document, origin)
    digest = hashlib.sha256(document.encode()).hexdigest()
    with service.store.read() as connection:
        known = campaigns_known(connection, service.store.data_version())
    for row in known:
        if row["campaign_id"] == campaign.id and row["document_sha256"] == digest:
            return campaign
    terms = campaign.current
    record = CampaignRecord(
        campaign_id=campaign.id,
        document=document,
        document_sha256=digest,
        terms_version=terms.version,
        price_basis=terms.price_basis.value,
        sales_from=terms.sales_window.start,
        sales_to=terms.sales_window.end,
        price_floor_fen=terms.price_floor_fen,
        voucher_fen=terms.voucher.face_fen,
        per_vehicle=terms.per_vehicle,
    )

    def job(writing: Writing) -> None:
        record_campaign(writing, record)
        sales = sales_known(writing.connection, writing.recorded_at)
        record_decisions(writing, campaign.id, decide(sales, terms))

    service.store.write("open-campaign", job)
    return campaign
