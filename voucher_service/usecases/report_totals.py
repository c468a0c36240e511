"""Totals are what the decided sales add up to, as of a day, as known at an instant."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from voucher_service.analytics.counted import narrowed, waiting_sales
from voucher_service.analytics.totals import totals, totals_by
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.days import business_day, instant_text
from voucher_service.model.errors import BadParameter
from voucher_service.model.kinds import Breakdown
from voucher_service.model.money import yuan_from_fen
from voucher_service.model.reports import Totals
from voucher_service.model.slices import WHOLE, Slice
from voucher_service.model.text import Text
from voucher_service.store.sales import decided_sales, last_sale_day
from voucher_service.usecases.service import Service, find_campaign


@dataclass(frozen=True)
class TotalsQuery:
    """Which totals are asked for.

    No ``as_of`` means the last day of the sales window on which a sale is known, or
    today, but no later than the last day, where none is; no ``known_at`` means now,
    that is the last commit.
    """

    campaign: str
    as_of: date | None = None
    known_at: datetime | None = None
    by: Breakdown | None = None
    part: Slice = WHOLE


@dataclass(frozen=True)
class Picture:
    """A campaign's decided sales, or a slice of them, at a day and an instant.

    It is ``synthetic`` if any sale of the campaign is made up, in the slice or not.
    """

    campaign: Campaign
    as_of: date
    known_at: datetime
    decided: pl.DataFrame
    last_sale_on: date | None
    part: Slice = WHOLE
    synthetic: bool = False


def take_picture(
    service: Service,
    campaign_id: str,
    as_of: date | None,
    known_at: datetime | None,
    part: Slice = WHOLE,
) -> Picture:
    """Gather what a figure of a campaign is made of.

    Raises NotFound for an unknown campaign and BadParameter for an instant to come:
    what will be known then cannot be said twice the same.
    """
    known = settled(service, known_at or service.store.data_version())
    campaign = find_campaign(service, campaign_id, known)

    def gather() -> tuple[pl.DataFrame, date | None, bool]:
        with service.store.read() as connection:
            last_day = last_sale_day(connection, campaign_id, known)
            decided = decided_sales(connection, campaign_id, known)
        return decided, last_day, bool(decided["synthetic"].any())

    question = ("decided sales", campaign_id, known)
    decided, last_day, synthetic = service.remembered.answer(question, gather)
    day = as_of or last_day or unsold_day(campaign, known_at or service.now())
    sales = narrowed(decided, part)
    return Picture(campaign, day, known, sales, last_day, part, synthetic)


def unsold_day(campaign: Campaign, instant: datetime) -> date:
    """Give the day as of which a campaign without a sale is told, begun or not."""
    return min(business_day(instant), campaign.last_day)


def settled(service: Service, instant: datetime) -> datetime:
    """Give an instant once nothing more can be recorded until it.

    Raises BadParameter for an instant to come.
    """
    if instant <= service.store.last_stamp():
        return instant
    if instant > service.now():
        raise BadParameter(
            Text(
                zh=f"入库截至时点 {instant_text(instant)} 晚于现在",
                en=f"known_at {instant_text(instant)} is still to come",
            ),
            remedy=Text(
                zh="去掉 known_at，或给出不晚于现在的时刻",
                en="leave known_at out, or give an instant that has passed",
            ),
        )
    service.store.settle(instant)
    return instant


def report_totals(service: Service, query: TotalsQuery) -> Totals:
    """Give a campaign's totals; NotFound names the open campaigns."""
    picture = take_picture(
        service, query.campaign, query.as_of, query.known_at, query.part
    )
    terms = picture.campaign.current
    figures = totals(picture.decided, as_of=picture.as_of)
    groups = (
        None
        if query.by is None
        else totals_by(picture.decided, query.by, as_of=picture.as_of)
    )
    return Totals(
        campaign=query.campaign,
        as_of=picture.as_of,
        known_at=picture.known_at,
        terms_version=terms.version,
        cars_sold=figures.cars_sold,
        sales_fen=figures.sales_fen,
        sales_yuan=yuan_from_fen(figures.sales_fen),
        vouchers_fen=figures.vouchers_fen,
        mean_price_fen=figures.mean_price_fen,
        gross_ratio=figures.gross_ratio,
        price_basis=terms.price_basis,
        synthetic=picture.synthetic,
        last_sale_on=picture.last_sale_on,
        waiting_cars=waiting_sales(picture.decided, picture.as_of),
        by=query.by,
        groups=groups,
        filters=query.part.parameters,
    )
