"""The page of one campaign and the list of them all."""

from dataclasses import dataclass

from voucher_service.model.kinds import PRICE_BASIS_TEXT
from voucher_service.model.reports import (
    CampaignDetail,
    CampaignSummary,
    ChartSummary,
    Totals,
)
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render

_DOWNLOADS = ("png", "svg", "csv", "json", "html")


@dataclass(frozen=True)
class ChartCard:
    """A chart as the page shows it: where its figure and its files are."""

    chart: ChartSummary
    figure: str
    downloads: dict[str, str]


def campaigns_page(
    campaigns: tuple[tuple[CampaignSummary, Totals], ...], query: PageQuery
) -> str:
    """Write the list of campaigns, each with its latest cars and sales."""
    return render(
        "campaigns.html",
        query.language,
        campaigns=campaigns,
        basis_text=PRICE_BASIS_TEXT,
        synthetic=any(totals.synthetic for _, totals in campaigns),
        query=query,
        path="/",
    )


def campaign_page(
    campaign: CampaignDetail,
    totals: Totals,
    charts: tuple[ChartSummary, ...],
    query: PageQuery,
) -> str:
    """Write a campaign's figures, charts, terms and assumptions.

    The charts are asked for at the very day and instant of the totals, so that
    everything on the page tells of the same data.
    """
    shown = PageQuery(query.language, totals.as_of, totals.known_at)
    return render(
        "campaign.html",
        query.language,
        campaign=campaign,
        totals=totals,
        cards=[chart_card(campaign.id, chart, shown) for chart in charts],
        figures=shown.address(f"/v1/campaigns/{campaign.id}/totals", lang=None),
        assumed={assumption.field for assumption in campaign.assumptions},
        synthetic=totals.synthetic,
        query=query,
        path=f"/campaigns/{campaign.id}",
    )


def chart_card(
    campaign_id: str, chart: ChartSummary, shown: PageQuery, since: str | None = None
) -> ChartCard:
    """Give a chart's card: where it is drawn from, at a day and an instant.

    ``since`` is the earlier instant of a chart that has two.
    """
    path = f"/v1/campaigns/{campaign_id}/charts/{chart.name}"
    more = {"from": since}
    return ChartCard(
        chart=chart,
        figure=shown.address(path, **more, format="json"),
        downloads={
            kind: shown.address(path, **more, format=kind)
            for kind in _DOWNLOADS
            if kind in chart.formats
        },
    )
