"""The desk of one campaign and the list of them all."""

from dataclasses import dataclass, replace
from datetime import date

from voucher_service.model.days import instant_text
from voucher_service.model.desk_reports import (
    SEVERITY_TEXT,
    Alert,
    Alerts,
    Headline,
    HeadlineFigure,
)
from voucher_service.model.kinds import PRICE_BASIS_TEXT
from voucher_service.model.modes import MODE_TEXT, Mode
from voucher_service.model.reports import (
    CampaignDetail,
    CampaignSummary,
    ChartSummary,
    Totals,
)
from voucher_service.model.slices import SLICE_TEXT, WHOLE
from voucher_service.pages.queries import PageQuery
from voucher_service.pages.rendering import render

_DOWNLOADS = ("png", "svg", "csv", "json", "html")
ON_THE_WALL = (
    "cumulative-sales",
    "daily-sales",
    "forecast",
    "by-district",
    "energy-share",
)
"""The charts of a wall screen, the first a tall one: what is read across a room."""

CHART_GROUPS = {
    "sales": (
        "cumulative-sales",
        "daily-sales",
        "forecast",
        "calendar-heat-map",
        "year-comparison",
    ),
    "structure": (
        "by-district",
        "price-distribution",
        "by-brand",
        "by-dealer",
        "energy-share",
    ),
}
"""The charts under each heading, those of like height side by side."""
THE_REST = "vouchers"
"""The heading of every other chart: of vouchers, money and the files that came."""


@dataclass(frozen=True)
class ChartCard:
    """A chart as the page shows it: where its figure and its files are.

    ``unsliced`` is true of a chart that shows the whole where the page is filtered.
    """

    chart: ChartSummary
    figure: str
    downloads: dict[str, str]
    unsliced: bool = False


@dataclass(frozen=True)
class Desk:
    """What a campaign's page is made of.

    ``bulletin`` are the formats of the bulletin, ``parts`` the sections that are loaded
    on their own, and ``refresh_seconds`` how often a wall screen asks again.
    """

    campaign: CampaignDetail
    headline: Headline
    alerts: Alerts
    charts: tuple[ChartSummary, ...]
    bulletin: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    refresh_seconds: int = 60


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


def campaign_page(desk: Desk, query: PageQuery) -> str:
    """Write a campaign's figures, alerts, charts, terms and assumptions.

    Everything on the page is asked for at the very day and instant of the headline, so
    that all of it tells of the same data; but for charts of what goes on after the last
    sale, such as redemptions, which say themselves as of when they are.
    """
    campaign, headline = desk.campaign, desk.headline
    path = f"/campaigns/{campaign.id}"
    shown = replace(query, as_of=headline.as_of, known_at=headline.known_at)
    cards = [
        _card(desk, chart, query if chart.lives_on else shown)
        for chart in _charts(desk, query)
    ]
    return render(
        "wall.html" if query.mode is Mode.WALL else "campaign.html",
        query.language,
        campaign=campaign,
        headline=headline,
        figures={each.figure.value: each for each in headline.figures},
        opened={
            each.figure.value: _opened(path, each, shown) for each in headline.figures
        },
        bases=_bases(path, headline, shown),
        alerts=[(each, _rows(each, shown)) for each in desk.alerts.alerts],
        judged_on=desk.alerts.judged_on,
        severities=SEVERITY_TEXT,
        cards=cards,
        groups=_grouped(cards),
        totals=shown.sliced(f"/v1{path}/totals", lang=None),
        pulse=query.sliced(f"/v1{path}/headline", lang=None),
        bulletins={
            kind: _again(desk, query).address(f"/v1{path}/bulletin", format=kind)
            for kind in desk.bulletin
        },
        parts={part: shown.sliced(f"{path}/{part}") for part in desk.parts},
        part=query.part,
        slices=SLICE_TEXT,
        modes=MODE_TEXT,
        refresh_seconds=desk.refresh_seconds,
        assumed={assumption.field for assumption in campaign.assumptions},
        synthetic=headline.synthetic,
        query=query,
        shown=shown,
        printed_from=_again(desk, query).sliced(path),
        kept=query.part.parameters,
        path=path,
    )


def _again(desk: Desk, query: PageQuery) -> PageQuery:
    """Ask for what the page shows: the day only if one was named.

    Without one the vouchers are told until the day of the instant, so the instant is
    that of the last of the figures.
    """
    known_at = max(
        desk.headline.known_at, *(each.known_at for each in desk.headline.figures)
    )
    return replace(query, known_at=known_at)


def _grouped(cards: list[ChartCard]) -> dict[str, list[ChartCard]]:
    """Give the cards under their headings, but for headings without any."""
    there = {card.chart.name: card for card in cards}
    groups = {
        heading: [there.pop(name) for name in names if name in there]
        for heading, names in CHART_GROUPS.items()
    }
    groups[THE_REST] = list(there.values())
    return {heading: shown for heading, shown in groups.items() if shown}


def _charts(desk: Desk, query: PageQuery) -> tuple[ChartSummary, ...]:
    if query.mode is not Mode.WALL:
        return desk.charts
    there = {chart.name: chart for chart in desk.charts}
    return tuple(there[name] for name in ON_THE_WALL if name in there)


def _card(desk: Desk, chart: ChartSummary, shown: PageQuery) -> ChartCard:
    if shown.part.is_whole or chart.sliced:
        return chart_card(desk.campaign.id, chart, shown)
    card = chart_card(desk.campaign.id, chart, replace(shown, part=WHOLE))
    return replace(card, unsliced=True)


def _bases(
    path: str, headline: Headline, shown: PageQuery
) -> dict[str, dict[str, str]]:
    """Give by figure where the earlier days are opened that it is compared with."""
    return {
        each.figure.value: {
            "day": _opened(path, each, shown, each.day.since),
            "week": _opened(path, each, shown, each.week.since),
        }
        for each in headline.figures
    }


def _opened(
    path: str, figure: HeadlineFigure, shown: PageQuery, day: date | None = None
) -> str:
    """Give where a figure is opened: at its own instant, and its own or another day.

    A change is opened at the earlier day, which shows what it was counted from.
    """
    return shown.sliced(
        f"{path}/figures/{figure.figure.value}",
        as_of=(day or figure.as_of).isoformat(),
        known_at=instant_text(figure.known_at),
    )


def _rows(alert: Alert, shown: PageQuery) -> str | None:
    """Give where an alert's rows are, to who may see them."""
    if alert.page.startswith("/feeds"):
        return _elsewhere(alert, shown) if shown.sees_feeds else None
    if alert.page.startswith("/vouchers"):
        return _elsewhere(alert, shown) if shown.sees_vouchers else None
    return shown.sliced(alert.page, **alert.parameters)


def _elsewhere(alert: Alert, shown: PageQuery) -> str:
    return shown.address(alert.page, as_of=None, known_at=None, **alert.parameters)


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
        figure=shown.sliced(path, **more, format="json"),
        downloads={
            kind: shown.sliced(path, **more, format=kind)
            for kind in _DOWNLOADS
            if kind in chart.formats
        },
    )
