"""The page on which other terms are tried on a campaign's sales."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from voucher_service.model.kinds import PRICE_BASIS_TEXT
from voucher_service.model.reports import CampaignDetail, Totals
from voucher_service.model.what_if_reports import STATEMENT, TrialTerms
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render
from voucher_service.pages.router import SAME_ORIGIN, Asked
from voucher_service.pages.what_if_words import WHAT_IF_WORDS
from voucher_service.pages.words import WORDS
from voucher_service.usecases.differing_entries import (
    Said,
    list_differing_entries,
)
from voucher_service.usecases.list_campaigns import show_campaign
from voucher_service.usecases.list_trial_terms import list_trial_terms
from voucher_service.usecases.report_totals import TotalsQuery, report_totals
from voucher_service.usecases.service import Service

_OWN = {"lang", "as_of", "known_at", "mode", "path", "self"}
_WORDS_BESIDES = ("unreachable", "signed_out", "no_plotly", "nothing")


def what_if_pages_router(service: Service) -> APIRouter:
    """Give the route of the page, over one service."""
    router = APIRouter(include_in_schema=False)

    @router.get("/campaigns/{id}/what-if")
    def trial(request: Request, query: Asked) -> HTMLResponse:
        campaign_id = request.path_params["id"]
        asked = TotalsQuery(campaign_id, query.as_of, query.known_at)
        totals = report_totals(service, asked)
        page = what_if_page(
            show_campaign(service, campaign_id, totals.known_at),
            totals,
            list_trial_terms(service, campaign_id, totals.known_at),
            query,
            {k: v for k, v in request.query_params.items() if k not in _OWN},
            list_differing_entries(service, campaign_id, totals.known_at),
        )
        return HTMLResponse(page, headers=SAME_ORIGIN)

    return router


def what_if_page(
    campaign: CampaignDetail,
    totals: Totals,
    terms: tuple[TrialTerms, ...],
    query: PageQuery,
    kept: dict[str, str],
    entries: Said,
) -> str:
    """Write the page; ``kept`` are the settings that its address carries.

    ``entries`` are the values that differ between the campaign's dated entries.

    Sales are judged at the very day and instant of the totals.
    """
    shown = PageQuery(query.language, totals.as_of, totals.known_at, query.role)
    path = f"/campaigns/{campaign.id}"
    chart = f"/v1{path}/charts/what-if-floor"
    return render(
        "what_if.html",
        query.language,
        campaign=campaign,
        totals=totals,
        statement=STATEMENT,
        terms=terms,
        trial={
            "address": f"/v1{path}/what-if",
            "figure": shown.address(chart, format="json"),
            "as_of": totals.as_of.isoformat(),
            "known_at": totals.model_dump(mode="json")["known_at"],
            "language": query.language.value,
            "cost_fen": totals.vouchers_fen,
            "terms": [_plain(each) for each in terms],
            "entries": entries,
            "bases": {
                basis.value: text.of(query.language)
                for basis, text in PRICE_BASIS_TEXT.items()
            },
            "words": _words(query),
        },
        query=query,
        kept=kept,
        back=query.address(path),
        path=f"{path}/what-if",
        synthetic=totals.synthetic,
    )


def _plain(terms: TrialTerms) -> dict[str, Any]:
    """Give terms as the script reads them: amounts are numbers of yuan."""
    told = terms.model_dump(mode="json")
    for name in ("price_floor_yuan", "voucher_yuan", "budget_yuan"):
        told[name] = None if told[name] is None else float(told[name])
    for tier in told["tiers"]:
        tier["amount_yuan"] = float(tier["amount_yuan"])
    return told


def _words(query: PageQuery) -> dict[str, str]:
    names = (*WHAT_IF_WORDS, *_WORDS_BESIDES)
    return {name: WORDS[name].of(query.language) for name in names}
