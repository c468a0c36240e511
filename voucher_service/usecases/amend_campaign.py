"""Amending a campaign shows who flips before anything is recorded."""

from voucher_service.campaigns.catalogue import parse_campaign
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.days import business_day
from voucher_service.model.decision_reports import AmendmentReport
from voucher_service.model.errors import RefusedByRule
from voucher_service.model.text import Text
from voucher_service.store.campaigns import record_campaign
from voucher_service.store.database import Writing
from voucher_service.usecases.decide_sales import redecided
from voucher_service.usecases.deciding import decide_whole
from voucher_service.usecases.open_campaign import (
    hold_to_openable,
    note_terms,
    record_of,
)
from voucher_service.usecases.service import Service, campaigns_open, find_campaign


def amend_campaign(
    service: Service,
    document: str,
    origin: str,
    *,
    apply: bool = False,
    rewrite_past: bool = False,
) -> AmendmentReport:
    """Put a new document in the place of an open campaign's, if ``apply`` says so.

    An entry that is added holds for the sales of its days alone: what was decided
    before it stays. Without ``apply`` nothing is recorded: the report tells who would
    flip, and why. Raises NotFound for a campaign that is not open, BadParameter or
    UnreadableInput for a document with faults, RefusedByRule where what was in force is
    to be applied changed, left out or dated back and ``rewrite_past`` is not said.
    """
    campaign = parse_campaign(document, origin)
    before = find_campaign(service, campaign.id, service.store.data_version())
    rewrites = (*_rewritten(before, campaign), *_dated_back(service, before, campaign))
    if apply and rewrites and not rewrite_past:
        raise _rewrites_past(origin, rewrites)
    others = campaigns_open(service, service.store.data_version())
    hold_to_openable(service, others, campaign)
    report = redecided(service, campaign)
    report |= {
        "entries_before": tuple(terms.version for terms in before.terms),
        "entries_after": tuple(terms.version for terms in campaign.terms),
        "rewrites": rewrites,
    }
    if not apply or before == campaign:
        return AmendmentReport(**report, applied=False, changed=0)

    def job(writing: Writing) -> int:
        record_campaign(writing, record_of(campaign, document))
        note_terms(writing, "amend-campaign", campaign, document)
        return decide_whole(writing, campaign)

    changed = service.store.write("amend-campaign", job)
    report["known_at"] = service.store.data_version()
    return AmendmentReport(**report, applied=True, changed=changed)


def _rewritten(before: Campaign, after: Campaign) -> tuple[str, ...]:
    """Give the versions of entries that a new document changes, moves or leaves out."""
    kept = [terms.version for terms in after.terms[: len(before.terms)]]
    old = [terms.version for terms in before.terms]
    return tuple(
        version
        for place, version in enumerate(old)
        if place >= len(kept) or kept[place] != version
    )


def _dated_back(service: Service, before: Campaign, after: Campaign) -> tuple[str, ...]:
    """Give the versions of new entries that take effect on a day that has passed."""
    old = {terms.version for terms in before.terms}
    today = business_day(service.now())
    return tuple(
        terms.version
        for terms in after.terms
        if terms.version not in old and terms.effective_from < today
    )


def _rewrites_past(origin: str, rewrites: tuple[str, ...]) -> RefusedByRule:
    named = ", ".join(rewrites)
    return RefusedByRule(
        Text(
            zh=f"{origin}：已生效的条目被改动、删去，或新条目的生效日已过（{named}），"
            "会改变以前的判定",
            en=f"{origin}: entries in force are changed or missing, or new ones take "
            f"effect on a day that has passed ({named}), which would alter earlier "
            "decisions",
        ),
        remedy=Text(
            zh="保留原条目，在其后追加一条生效日为今天或以后的新条目；"
            "确需追溯的，先不带 --apply 查看影响，再加 --rewrite-past",
            en="keep the entries and add one that takes effect today or later; to "
            "change the past on purpose look without --apply first, then say "
            "--rewrite-past",
        ),
    )
