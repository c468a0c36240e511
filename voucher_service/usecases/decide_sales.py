"""Deciding a campaign's sales again shows who flips, and records what differs."""

from datetime import datetime
from typing import Any

import polars as pl

from voucher_service.analytics.flips import flips
from voucher_service.campaigns.terms import Campaign
from voucher_service.eligibility.asked_columns import decided_columns
from voucher_service.model.decision_reports import DecisionReport, Flip
from voucher_service.model.kinds import Outcome
from voucher_service.model.reasons import ELIGIBILITY_REASONS, EligibilityReason
from voucher_service.model.text import Text
from voucher_service.store.database import Writing
from voucher_service.store.decisions import decisions_known
from voucher_service.store.sales import sales_known
from voucher_service.usecases.deciding import decide_whole, decisions_on
from voucher_service.usecases.open_campaign import open_campaign, shipped_document
from voucher_service.usecases.service import Service, campaigns_open, find_campaign

MOST_FLIPS_TOLD = 1000


def decide_sales(
    service: Service, campaign_id: str, *, dry_run: bool = False
) -> DecisionReport:
    """Decide every known sale under a campaign's terms, each by those of its day.

    Sales are decided as they land, so this changes nothing unless the program's rules
    did; a campaign that comes with the program and is not open yet is opened. Where
    nothing differs nothing is recorded, and with ``dry_run`` nothing ever is. Raises
    NotFound.
    """
    if campaign_id not in campaigns_open(service, service.store.data_version()):
        open_campaign(service, shipped_document(campaign_id), campaign_id)
    campaign = find_campaign(service, campaign_id, service.store.data_version())
    report = redecided(service, campaign)
    if dry_run:
        return DecisionReport(**report, applied=False, changed=0)

    def job(writing: Writing) -> int:
        changed = decide_whole(writing, campaign)
        if changed:
            writing.note("decide", campaign_id, changed=changed)
        return changed

    changed = service.store.write("decide", job, is_news=bool)
    known_at = service.store.data_version()
    return DecisionReport(
        **{**report, "known_at": known_at}, applied=True, changed=changed
    )


def redecided(service: Service, campaign: Campaign) -> dict[str, Any]:
    """Decide a campaign's sales without recording it, and tell what comes of it.

    Gives the fields of DecisionReport but ``applied`` and ``changed``.
    """
    known_at = service.store.data_version()
    with service.store.read() as connection:
        sales = sales_known(connection, known_at, decided_columns(campaign.terms))
        anew = decisions_on(connection, campaign, known_at, sales)
        recorded = decisions_known(connection, campaign.id, known_at)
    found = flips(recorded, anew)
    whose = sales.select("sale_id", "vin", "invoice_number", "sold_on", "dealer_id")
    told = found.join(whose, on="sale_id").sort("sold_on", "sale_id")
    told = told.head(MOST_FLIPS_TOLD)
    return {
        **_counts(campaign, known_at, anew),
        "flipped": found.height,
        "flips": tuple(_flip(row) for row in told.to_dicts()),
    }


def _counts(
    campaign: Campaign, known_at: datetime, decisions: pl.DataFrame
) -> dict[str, Any]:
    outcomes = dict(decisions["outcome"].value_counts().rows())
    stand = decisions.select(pl.col("reasons").explode().drop_nulls())
    reasons = dict(stand["reasons"].value_counts().rows())
    return {
        "campaign": campaign.id,
        "terms_version": campaign.current.version,
        "known_at": known_at,
        "sales": decisions.height,
        **{outcome.value: outcomes.get(outcome.value, 0) for outcome in Outcome},
        "amount_fen": decisions["amount_fen"].sum(),
        "reasons": dict(sorted(reasons.items())),
    }


def _flip(row: dict[str, Any]) -> Flip:
    return Flip(
        sale_id=row["sale_id"],
        vin=row["vin"],
        invoice_number=row["invoice_number"],
        sold_on=row["sold_on"],
        dealer_id=row["dealer_id"],
        outcome_before=row["outcome_before"],
        outcome_after=row["outcome_after"],
        amount_fen_before=row["amount_fen_before"],
        amount_fen_after=row["amount_fen_after"],
        reasons_before=tuple(row["reasons_before"]),
        reasons_after=tuple(row["reasons_after"]),
        terms_version_before=row["terms_version_before"],
        terms_version_after=row["terms_version_after"],
        why=_why(row),
    )


def _why(row: dict[str, Any]) -> Text:
    """Say what speaks against the sale now, or what no longer does."""
    before, after = set(row["reasons_before"]), set(row["reasons_after"])
    new = [code for code in row["reasons_after"] if code not in before]
    gone = [code for code in row["reasons_before"] if code not in after]
    if new:
        return _joined(new, Text(zh="现在：", en="now: "))
    if gone:
        return _joined(gone, Text(zh="不再：", en="no longer: "))
    return Text(
        zh="应得金额或档次改变", en="what it earns, or the tier, becomes another"
    )


def _joined(codes: list[str], opening: Text) -> Text:
    said = [ELIGIBILITY_REASONS[EligibilityReason(code)].sentence for code in codes]
    return Text(
        zh=opening.zh + "；".join(text.zh for text in said),
        en=opening.en + "; ".join(text.en for text in said),
    )
