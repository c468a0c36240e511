"""Cost and cars against the price floor, everything else of the terms left as it is."""

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from voucher_service.analytics.what_if import CURVE, floor_steps
from voucher_service.campaigns.limits import Allocation, Caps
from voucher_service.campaigns.terms import Campaign
from voucher_service.model.money import yuan_from_fen
from voucher_service.usecases.sales_at_hand import (
    SalesAtHand,
    judged,
    sales_at_hand,
)
from voucher_service.usecases.service import Service

_UNLIMITED: Mapping[str, object] = {
    "per_vehicle": None,
    "caps": Caps(),
    "quotas": (),
    "sub_budgets": (),
    "budget_yuan": None,
    "allocation": Allocation(),
}


def floor_curve(
    hand: SalesAtHand, campaign: Campaign, sold: int, floors_fen: set[int]
) -> pl.DataFrame:
    """Give what terms come to at floors from none to dear: the columns of CURVE.

    ``sold`` is how many of the sales at hand count, the first ones; ``floors_fen`` are
    floors that shall be among those tried. A sale that rules refuse even without a
    floor and without limits takes no part at any floor, so the rest are judged alone.
    """
    free = _with(campaign, 0, _UNLIMITED)
    takes_part = judged(hand, free.terms)["against"] == 0
    part = SalesAtHand(
        sales=hand.sales.filter(takes_part),
        context=hand.context,
        conflicting=hand.conflicting.clear(),
        names=hand.names,
        synthetic=hand.synthetic,
    )
    counted = int(takes_part.head(sold).sum())
    column = campaign.current.price_basis.column
    told = []
    for floor in floor_steps(part.sales[column].head(counted), floors_fen):
        side = judged(part, _with(campaign, floor, {}).terms).head(counted)
        cars = int((side["against"] == 0).sum())
        told.append((floor, cars, int(side["cost_fen"].sum())))
    return pl.DataFrame(told, schema=CURVE, orient="row")


def todays_curve(
    service: Service, campaign: Campaign, as_of: date, known_at: datetime
) -> pl.DataFrame:
    """Give what a campaign's own terms come to at other floors: CURVE."""
    hand = sales_at_hand(service, campaign, (), known_at)
    sold = int(hand.sales["sold_on"].search_sorted(as_of, side="right"))
    return floor_curve(hand, campaign, sold, {campaign.current.price_floor_fen})


def _with(campaign: Campaign, floor_fen: int, change: Mapping[str, object]) -> Campaign:
    update = {"price_floor_yuan": yuan_from_fen(floor_fen), **change}
    terms = tuple(each.model_copy(update=update) for each in campaign.terms)
    return campaign.model_copy(update={"terms": terms})
