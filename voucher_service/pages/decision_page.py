"""The page that explains a decision to the one it concerns, and the way to it."""

from urllib.parse import quote

from voucher_service.model.explanations import Explanation
from voucher_service.model.kinds import PRICE_BASIS_TEXT, Outcome
from voucher_service.model.reasons import EligibilityReason
from voucher_service.model.reports import CampaignDetail
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render

_TABLES = ("csv", "xlsx", "parquet")


def decision_path(campaign_id: str, sale: str) -> str:
    """Give the path of a decision's page."""
    return f"/campaigns/{campaign_id}/decisions/{quote(sale, safe='')}"


def decision_page(
    campaign: CampaignDetail, explained: Explanation, query: PageQuery
) -> str:
    """Write a decision: the verdict, each condition, the terms and the history."""
    path = decision_path(campaign.id, explained.sale_id)
    return render(
        "decision.html",
        query.language,
        query=query,
        path=path,
        campaign=campaign,
        explained=explained,
        verdict=_verdict(explained),
        failing=[each for each in explained.conditions if not each.holds],
        basis=PRICE_BASIS_TEXT[explained.price_basis],
        document=query.address(f"/v1{path}", as_of=None, lang=None),
        search=f"/campaigns/{campaign.id}/decisions",
        rival=query.address(decision_path(campaign.id, explained.rival_sale_id or "")),
        synthetic=explained.synthetic,
    )


def finding_page(
    campaign: CampaignDetail,
    query: PageQuery,
    needle: str | None,
    found: tuple[Explanation, ...],
    *,
    synthetic: bool,
) -> str:
    """Write the page on which a decision is looked up: nothing, or several, found."""
    path = f"/campaigns/{campaign.id}/decisions"
    return render(
        "find_decision.html",
        query.language,
        query=query,
        path=path,
        kept={"sale": needle},
        campaign=campaign,
        needle=needle,
        found=[
            (each, query.address(decision_path(campaign.id, each.sale_id)))
            for each in found
        ],
        search=path,
        tables={
            kind: query.address(f"/v1{path}", lang=None, format=kind)
            for kind in _TABLES
        },
        synthetic=synthetic,
    )


def _verdict(explained: Explanation) -> str:
    """Name the words that head the page."""
    drawn = EligibilityReason.DRAW_PENDING.value in explained.reasons
    waits = explained.outcome is Outcome.WAITLISTED
    return "drawn" if drawn and waits else explained.outcome.value
