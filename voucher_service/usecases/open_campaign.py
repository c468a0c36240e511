"""Opening a campaign records its terms and decides every known sale under them."""

import hashlib

from voucher_service.campaigns.catalogue import parse_campaign, shipped_campaigns
from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.model.days import business_day
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.text import Text
from voucher_service.store.campaigns import CampaignRecord, record_campaign
from voucher_service.store.database import Writing
from voucher_service.store.draws import seed_was_used
from voucher_service.usecases.deciding import decide_whole, excluded_by
from voucher_service.usecases.service import Service, campaigns_open


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
    """Open a campaign from its YAML; opening the same rules again changes nothing.

    Raises BadParameter or UnreadableInput for a document with faults, RefusedByRule
    where the id is that of an open campaign with other rules.
    """
    campaign = parse_campaign(document, origin)
    known = campaigns_open(service, service.store.data_version())
    if campaign.id in known:
        if known[campaign.id] == campaign:
            return campaign
        if known[campaign.id].terms != campaign.terms:
            raise _id_taken(campaign, origin)
    hold_to_openable(service, known, campaign)

    def job(writing: Writing) -> None:
        record_campaign(writing, record_of(campaign, document))
        decide_whole(writing, campaign)
        note_terms(writing, "open-campaign", campaign, document)

    service.store.write("open-campaign", job)
    return campaign


def note_terms(
    writing: Writing, action: str, campaign: Campaign, document: str
) -> None:
    """Note for the log which terms were put in force."""
    digest = hashlib.sha256(document.encode()).hexdigest()
    version = campaign.current.version
    writing.note(action, campaign.id, terms=version, document_sha256=digest)


def record_of(campaign: Campaign, document: str) -> CampaignRecord:
    """Give what is kept of a campaign: its document, and what views need of it."""
    terms, allocation = campaign.current, campaign.current.allocation
    return CampaignRecord(
        campaign_id=campaign.id,
        document=document,
        document_sha256=hashlib.sha256(document.encode()).hexdigest(),
        terms_version=terms.version,
        price_basis=terms.price_basis.value,
        sales_from=campaign.first_day,
        sales_to=campaign.last_day,
        price_floor_fen=terms.price_floor_fen,
        voucher_fen=terms.voucher.face_fen,
        per_vehicle=terms.per_vehicle,
        queue="lottery" if allocation.method == "lottery" else allocation.order,
        budget_fen=terms.budget_fen,
    )


def _id_taken(campaign: Campaign, origin: str) -> RefusedByRule:
    return RefusedByRule(
        Text(
            zh=f"{origin}：活动编号 {campaign.id} 已开启，且条款与本文件不同",
            en=f"{origin}: the campaign {campaign.id} is open with other terms",
        ),
        remedy=Text(
            zh="另一个活动请换编号；修订条款请用 voucher-service campaign amend，"
            "先看哪些判定会改变",
            en="give another campaign another id; to amend the terms use "
            "voucher-service campaign amend, which first shows who flips",
        ),
    )


def hold_to_openable(
    service: Service, known: dict[str, Campaign], campaign: Campaign
) -> None:
    """Raise RefusedByRule for terms that cannot be put in force now beside the others.

    Campaigns must not exclude each other, the terms must be whole, and the seed of a
    draw must be a new one and committed to before entries close.
    """
    _hold_to_exclusions(known, campaign)
    _hold_to_whole(campaign)
    before = known.get(campaign.id)
    old = {terms.allocation for terms in before.terms} if before else set()
    for terms in campaign.terms:
        if terms.allocation in old:
            continue
        _hold_to_new_seed(service, terms)
        close = terms.allocation.entries_close
        if close is not None and business_day(service.now()) > close:
            raise RefusedByRule(
                Text(
                    zh=f"报名已于 {close} 截止，此时公布种子的哈希为时已晚",
                    en=f"entries closed on {close}: it is too late to commit to a seed",
                ),
                remedy=Text(
                    zh="在截止日之前开启活动，或改期",
                    en="open the campaign before that day, or set a later one",
                ),
            )


def _hold_to_whole(campaign: Campaign) -> None:
    if campaign.incomplete is None:
        return
    raise RefusedByRule(
        Text(
            zh=f"活动 {campaign.id} 的条款尚不完整：{campaign.incomplete.zh}",
            en=f"the terms of {campaign.id} are not whole: {campaign.incomplete.en}",
        ),
        remedy=Text(
            zh="补全条款并删去 incomplete 后再开启",
            en="complete the terms, take out `incomplete`, and open them then",
        ),
    )


def _hold_to_new_seed(service: Service, terms: Terms) -> None:
    digest = terms.allocation.seed_sha256
    if digest is None:
        return
    with service.store.read() as connection:
        used = seed_was_used(connection, digest)
    if used:
        raise RefusedByRule(
            Text(
                zh="该种子的哈希以前用过；已公布的种子任何人都能预先算出结果",
                en="the hash of this seed was used before; a draw by a seed that is"
                " known can be worked out beforehand",
            ),
            remedy=Text(
                zh="用 voucher-service lottery commit 生成新的种子",
                en="make a new seed by voucher-service lottery commit",
            ),
        )


def _hold_to_exclusions(known: dict[str, Campaign], campaign: Campaign) -> None:
    """Raise RefusedByRule where two campaigns would exclude each other."""
    excluded, reached = {campaign.id}, list(excluded_by(campaign))
    while reached:
        name = reached.pop()
        if name == campaign.id:
            raise RefusedByRule(
                Text(
                    zh=f"活动 {campaign.id} 与其排斥的活动互相排斥，无法判定先后",
                    en=f"{campaign.id} and a campaign it excludes exclude each other",
                ),
                remedy=Text(
                    zh="只在其中一个活动的条款中写 excludes",
                    en="state excludes in the terms of one of the two",
                ),
            )
        if name in known and name not in excluded:
            excluded.add(name)
            reached += excluded_by(known[name])
