"""A draw is committed to, revealed, published and proved: anyone can check it."""

import hashlib
import secrets
from datetime import date, datetime

from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.eligibility.draw import draw_entries, proved
from voucher_service.model.days import business_day, instant_text
from voucher_service.model.draw_reports import (
    Commitment,
    DrawCheck,
    DrawRecord,
    Revelation,
)
from voucher_service.model.errors import NotFound, RefusedByRule
from voucher_service.model.text import Text
from voucher_service.store.campaigns import seed_committed_at
from voucher_service.store.database import Writing
from voucher_service.store.decisions import decisions_known
from voucher_service.store.draws import record_reveal, seed_revealed
from voucher_service.store.sales import sales_known
from voucher_service.usecases.deciding import decide_whole
from voucher_service.usecases.service import Service, find_campaign

SEED_BYTES = 32


def commit_to_seed() -> Commitment:
    """Make a seed nobody can guess, and the hash that is published of it."""
    seed = secrets.token_hex(SEED_BYTES)
    return Commitment(seed=seed, seed_sha256=digest_of(seed))


def digest_of(seed: str) -> str:
    """Give the hash by which a seed is committed to."""
    return hashlib.sha256(seed.encode()).hexdigest()


def reveal_seed(service: Service, campaign_id: str, seed: str) -> Revelation:
    """Record the seed of a campaign's draw, and decide every sale by it.

    Raises NotFound for an unknown campaign, RefusedByRule for a campaign without a
    draw, before entries have closed, for a seed other than the one committed to, and
    where it was revealed before.
    """
    campaign = find_campaign(service, campaign_id, service.store.data_version())
    digest = digest_of(seed)
    drawing = _drawing_terms(campaign)
    terms = next((t for t in drawing if t.allocation.seed_sha256 == digest), None)
    if terms is None:
        raise RefusedByRule(
            Text(
                zh="种子与条款中公布的哈希不符",
                en="the seed is not the one whose hash the terms published",
            ),
            remedy=Text(
                zh="请使用公布哈希时生成的种子",
                en="give the seed that was committed to",
            ),
        )

    _hold_to_close(service.now(), terms)
    version = terms.version

    def job(writing: Writing) -> int:
        known = seed_revealed(
            writing.connection, campaign_id, digest, writing.recorded_at
        )
        if known is not None:
            raise RefusedByRule(
                Text(
                    zh=f"活动 {campaign_id} 的种子此前已公布",
                    en=f"the seed of {campaign_id} was revealed before",
                ),
                remedy=Text(
                    zh="不需再次公布；抽取结果见 voucher-service lottery record",
                    en="nothing is left to do; voucher-service lottery record tells it",
                ),
            )
        record_reveal(writing, campaign_id, version, digest, seed)
        writing.note("reveal-seed", campaign_id, seed_sha256=digest)
        return decide_whole(writing, campaign)

    changed = service.store.write("reveal-seed", job)
    return Revelation(
        campaign=campaign_id,
        seed_sha256=digest,
        revealed_at=service.store.data_version(),
        changed=changed,
    )


def draw_record(service: Service, campaign_id: str) -> DrawRecord:
    """Give what is published of a campaign's last revealed draw, to be proved.

    Raises NotFound, and RefusedByRule where there is no draw or no seed revealed yet.
    """
    known_at = service.store.data_version()
    campaign = find_campaign(service, campaign_id, known_at)
    drawing = _drawing_terms(campaign)
    with service.store.read() as connection:
        told = [
            (terms, seed_revealed(connection, campaign_id, _digest(terms), known_at))
            for terms in drawing
        ]
        terms, seed = next(
            (found for found in reversed(told) if found[1]), (drawing[-1], None)
        )
        digest = _digest(terms)
        committed_at = seed_committed_at(connection, campaign_id, digest)
        sales = sales_known(connection, known_at)
        decisions = decisions_known(connection, campaign_id, known_at)
    if seed is None:
        raise RefusedByRule(
            Text(
                zh=f"活动 {campaign_id} 的种子尚未公布",
                en=f"the seed of {campaign_id} is not revealed yet",
            ),
            remedy=Text(
                zh="报名截止后用 voucher-service lottery reveal 公布",
                en="reveal it by voucher-service lottery reveal once entries closed",
            ),
        )
    assert committed_at is not None
    limits, entries = draw_entries(sales, decisions, terms, seed)
    return DrawRecord(
        campaign=campaign_id,
        terms_version=terms.version,
        seed_sha256=digest,
        seed=seed,
        committed_at=committed_at,
        entries_close=_closing(terms),
        known_at=known_at,
        synthetic=bool(sales["synthetic"].any()),
        limits=limits,
        entries=entries,
    )


def verify_draw(record: DrawRecord) -> DrawCheck:
    """Prove a published draw by itself: no home and no database are asked."""
    faults = []
    if digest_of(record.seed) != record.seed_sha256:
        faults.append(
            Text(
                zh="种子的 SHA-256 与公布的哈希不符",
                en="the seed's SHA-256 is not the published hash",
            )
        )
    if _committed_late(record):
        faults.append(
            Text(
                zh=f"哈希于 {instant_text(record.committed_at)} 公布，晚于报名截止日"
                f" {record.entries_close}",
                en=f"the hash was published at {instant_text(record.committed_at)}, "
                f"after entries closed on {record.entries_close}",
            )
        )
    faults += proved(record)
    eligible = sum(entry.outcome == "eligible" for entry in record.entries)
    return DrawCheck(
        campaign=record.campaign,
        entries=len(record.entries),
        drawn=eligible,
        holds=not faults,
        faults=tuple(faults),
    )


def _committed_late(record: DrawRecord) -> bool:
    try:
        return business_day(record.committed_at) > record.entries_close
    except OverflowError:  # an instant at the end of all calendars
        return True


def _digest(terms: Terms) -> str:
    return str(terms.allocation.seed_sha256)


def _drawing_terms(campaign: Campaign) -> list[Terms]:
    drawing = [t for t in campaign.terms if t.allocation.method == "lottery"]
    if drawing:
        return drawing
    raise NotFound(
        Text(
            zh=f"活动 {campaign.id} 不抽取，先到先得",
            en=f"{campaign.id} draws no lots: first come, first served",
        )
    )


def _closing(terms: Terms) -> date:
    assert terms.allocation.entries_close is not None
    return terms.allocation.entries_close


def _hold_to_close(now: datetime, terms: Terms) -> None:
    close = _closing(terms)
    if business_day(now) <= close:
        raise RefusedByRule(
            Text(
                zh=f"报名到 {close} 24 时截止，此前不能公布种子",
                en=f"entries close at the end of {close}; the seed stays secret until",
            ),
            remedy=Text(zh="截止后再公布", en="reveal it after that day"),
        )
