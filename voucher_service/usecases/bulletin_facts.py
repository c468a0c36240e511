"""All that a bulletin tells of a campaign, gathered from what is reported anyway."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from voucher_service.analytics.counted import counted_sales
from voucher_service.analytics.price_bands import PriceBand, price_bands
from voucher_service.analytics.refused_sales import refusal_reasons, refused_sales
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.bridge_reports import Bridge
from voucher_service.model.comparison_reports import Comparison
from voucher_service.model.days import day_end, shifted
from voucher_service.model.desk_reports import Alerts, Headline
from voucher_service.model.errors import BadParameter
from voucher_service.model.forecast_reports import Forecast
from voucher_service.model.kinds import Breakdown
from voucher_service.model.money import fen_from_yuan
from voucher_service.model.reports import Totals, TotalsGroup
from voucher_service.store.registered import active_dealers
from voucher_service.usecases.compare_years import ComparisonQuery, compare_years
from voucher_service.usecases.forecast_campaign import (
    ForecastQuery,
    forecast_campaign,
)
from voucher_service.usecases.report_alerts import report_alerts
from voucher_service.usecases.report_bridge import BridgeQuery, report_bridge
from voucher_service.usecases.report_headline import DeskQuery, report_headline
from voucher_service.usecases.report_quality import QualityQuery, report_quality
from voucher_service.usecases.report_totals import (
    Picture,
    TotalsQuery,
    report_totals,
)
from voucher_service.usecases.service import Service

RECENT_DAYS = 7
_BAND_EDGES_YUAN = (50_000, 100_000, 150_000, 200_000, 300_000)


@dataclass(frozen=True)
class FileFacts:
    """What became of all rows that dealers sent until the instant."""

    rows: int
    refused: int
    review: int
    unreadable: int
    reasons: tuple[tuple[str, int], ...]  # at most five a dealer are known


@dataclass(frozen=True)
class Facts:
    """What is known of a campaign as of a day, at an instant.

    Groups have most cars first, days their order. ``idle_districts`` and
    ``idle_dealers`` are of the register and sold nothing that counts. ``correction`` is
    given where the figures of the day were others when the day ended.
    """

    campaign: Campaign
    as_of: date
    known_at: datetime
    headline: Headline
    totals: Totals
    days: tuple[TotalsGroup, ...]
    districts: tuple[TotalsGroup, ...]
    dealers: tuple[TotalsGroup, ...]
    energies: tuple[TotalsGroup, ...]
    bands: tuple[PriceBand, ...]
    recent_cars: int
    refused: int
    reasons: tuple[tuple[str, int], ...]
    idle_districts: tuple[str, ...]
    idle_dealers: tuple[str, ...]
    files: FileFacts
    alerts: Alerts
    comparison: Comparison
    forecast: Forecast
    correction: Bridge | None

    @property
    def synthetic(self) -> bool:
        """Tell whether anything of it is made up."""
        return self.totals.synthetic or self.alerts.synthetic

    @property
    def has_begun(self) -> bool:
        """Tell whether the campaign had begun on the day."""
        return self.as_of >= self.campaign.first_day

    @property
    def has_ended(self) -> bool:
        """Tell whether the campaign was over on the day."""
        return self.as_of > self.campaign.last_day

    @property
    def day_is_over(self) -> bool:
        """Tell whether the day had ended at the instant."""
        return self.known_at > day_end(self.as_of)


def gather_facts(
    service: Service, picture: Picture, *, named_day: date | None
) -> Facts:
    """Gather the facts of a campaign; all are of one day and one instant.

    Where no day was named the vouchers go on until the day of the instant, as they do
    on the desk.
    """
    name, as_of, known_at = picture.campaign.id, picture.as_of, picture.known_at

    def groups(by: Breakdown) -> tuple[TotalsGroup, ...]:
        query = TotalsQuery(name, as_of, known_at, by)
        return report_totals(service, query).groups or ()

    districts, dealers = groups(Breakdown.DISTRICT), groups(Breakdown.DEALER)
    idle_districts, idle_dealers = _idle(service, known_at, districts, dealers)
    window = picture.campaign.current.sales_window
    last = min(as_of, window.end)
    desk = DeskQuery(name, named_day, known_at)
    return Facts(
        campaign=picture.campaign,
        as_of=as_of,
        known_at=known_at,
        headline=report_headline(service, desk),
        totals=report_totals(service, TotalsQuery(name, as_of, known_at)),
        days=groups(Breakdown.DAY),
        districts=districts,
        dealers=dealers,
        energies=groups(Breakdown.ENERGY),
        bands=price_bands(picture.decided, as_of, _edges(picture)),
        recent_cars=_recent(picture, last),
        refused=refused_sales(picture.decided, window.start, last),
        reasons=refusal_reasons(picture.decided, window.start, last),
        idle_districts=idle_districts,
        idle_dealers=idle_dealers,
        files=_files(service, known_at),
        alerts=report_alerts(service, desk, sales_until=as_of),
        comparison=compare_years(service, ComparisonQuery(name, as_of, known_at)),
        forecast=forecast_campaign(service, ForecastQuery(name, as_of, known_at)),
        correction=_correction(service, name, as_of, known_at),
    )


def _edges(picture: Picture) -> tuple[int, ...]:
    floor = picture.campaign.current.price_floor_fen
    rest = (fen_from_yuan(yuan) for yuan in _BAND_EDGES_YUAN)
    return (floor, *(edge for edge in rest if edge > floor))


def _recent(picture: Picture, last: date) -> int:
    counted = counted_sales(picture.decided, last)
    before = shifted(last, -RECENT_DAYS)
    return int((counted["sold_on"] > before).sum())


def _idle(
    service: Service,
    known_at: datetime,
    districts: tuple[TotalsGroup, ...],
    dealers: tuple[TotalsGroup, ...],
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the districts and dealers of the register without a car that counts."""
    with service.store.read() as connection:
        register = active_dealers(connection, known_at)
    sold_in, sold_by = {each.key for each in districts}, {each.key for each in dealers}
    places = {row["district"] for row in register if row["district"]}
    silent = [row["name"] for row in register if row["dealer_id"] not in sold_by]
    return tuple(sorted(places - sold_in)), tuple(silent)


def _files(service: Service, known_at: datetime) -> FileFacts:
    board = report_quality(service, QualityQuery(known_at=known_at)).dealers
    reasons: Counter[str] = Counter()
    for dealer in board:
        reasons.update({reason.code: reason.rows for reason in dealer.reasons})
    return FileFacts(
        rows=sum(dealer.rows for dealer in board),
        refused=sum(dealer.refused for dealer in board),
        review=sum(dealer.review for dealer in board),
        unreadable=sum(dealer.unreadable for dealer in board),
        reasons=tuple(sorted(reasons.items(), key=lambda each: (-each[1], each[0]))),
    )


def _correction(
    service: Service, campaign: str, as_of: date, known_at: datetime
) -> Bridge | None:
    """Give what changed the day's figures after its end, if any were told then."""
    ended = day_end(as_of)
    if known_at <= ended:
        return None
    try:
        bridge = report_bridge(service, BridgeQuery(campaign, ended, known_at, as_of))
    except BadParameter:  # the campaign was not open yet: nothing was told
        return None
    changed = bridge.cars or bridge.sales_fen or bridge.vouchers_fen
    return bridge if bridge.before.cars_sold and changed else None
