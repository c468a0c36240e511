"""Sections of a desk that load by themselves, and are pages of their own too."""

from dataclasses import replace

from voucher_service.model.comparison_reports import (
    FIGURE_TEXT,
    ComparedWindow,
    Comparison,
)
from voucher_service.model.forecast_reports import Forecast
from voucher_service.model.reports import CampaignDetail
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render

PARTS = ("comparison", "forecast")


def desk_part(
    campaign: CampaignDetail,
    report: Comparison | Forecast,
    query: PageQuery,
    *,
    bare: bool,
) -> str:
    """Write a section: alone, to be set into the desk, or as a page."""
    name = "comparison" if isinstance(report, Comparison) else "forecast"
    home = f"/campaigns/{campaign.id}"
    shown = replace(query, as_of=report.as_of, known_at=report.known_at)

    def opened(figure: str, window: ComparedWindow | None = None) -> str:
        """Give where a number is opened: of a compared window, or as of the day."""
        days: dict[str, str | None] = {}
        if window is not None:
            days = {"from": window.start.isoformat(), "as_of": window.end.isoformat()}
        return shown.sliced(f"{home}/figures/{figure}", **days)

    return render(
        "desk_part_bare.html" if bare else "desk_part.html",
        query.language,
        campaign=campaign,
        report=report,
        part_name=name,
        texts=FIGURE_TEXT,
        figures=opened,
        machine=shown.sliced(f"/v1{home}/{name}", lang=None),
        back=query.sliced(home),
        part=query.part,
        synthetic=report.synthetic,
        query=query,
        kept=query.part.parameters,
        path=f"{home}/{name}",
    )
