"""Who sold which car on which day: the baseline, and the campaign's known totals."""

from dataclasses import replace
from datetime import date, timedelta

from voucher_service.model.reasons import EligibilityReason
from voucher_service.samples.calendar import (
    CAMPAIGN_START,
    campaign_counts,
    ordinary_counts,
)
from voucher_service.samples.cars import CARS, Car
from voucher_service.samples.dealers import BY_ID, DEALERS, Dealer
from voucher_service.samples.draw import Draw
from voucher_service.samples.layouts import LAYOUTS
from voucher_service.samples.pricing import (
    COARSE,
    EXACT,
    FINE,
    FLOOR_FEN,
    calibrate,
    draw_price,
    draw_price_from_floor,
)
from voucher_service.samples.sale import Deal

CARS_COUNTED = 460
SALES_FEN = 6_875_000_000
"""What the newspaper reported as of 2023-01-10: 460 cars and 68.75 million yuan."""

_AT_THE_FLOOR = (
    ("ZJJ-011", date(2022, 12, 24)),
    ("ZJJ-019", date(2023, 1, 5)),
)
_BELOW_THE_FLOOR = (
    ("ZJJ-011", "宏光MINIEV", FLOOR_FEN - 1),
    ("ZJJ-008", "奔奔E-Star", FLOOR_FEN - FINE),
    ("ZJJ-011", "宏光MINIEV", 2_880_000),
    ("ZJJ-011", "五菱之光", 2_790_000),
    ("ZJJ-011", "朋克多多", 2_580_000),
    ("ZJJ-011", "宏光MINIEV", 2_960_000),
    ("ZJJ-019", "五菱之光", 2_850_000),
    ("ZJJ-020", "QQ冰淇淋", 2_990_000),
    ("ZJJ-012", "QQ冰淇淋", 2_890_000),
    ("ZJJ-011", "朋克多多", 2_690_000),
    ("ZJJ-019", "宏光MINIEV", 2_930_000),
    ("ZJJ-011", "宏光MINIEV", 2_980_000),
    ("ZJJ-011", "五菱之光", 2_920_000),
    ("ZJJ-012", "QQ冰淇淋", 2_950_000),
    ("ZJJ-019", "五菱之光", 2_780_000),
    ("ZJJ-011", "宏光MINIEV", 2_900_000),
)


def ordinary_deals() -> list[Deal]:
    """Give the deals of the fourteen and a half months before the campaign."""
    draw = Draw(20211001)
    deals = []
    for day, count in ordinary_counts(draw):
        for _ in range(count):
            dealer = draw_dealer(draw)
            car = draw_car(draw, dealer)
            deals.append(Deal(dealer, day, car, draw_price(draw, car)))
    return deals


def counted_deals() -> list[Deal]:
    """Give the campaign's eligible deals: 460 cars and 68,750,000.00 yuan."""
    draw = Draw(430800)
    fixed = [_deal_at_floor(dealer_id, day) for dealer_id, day in _AT_THE_FLOOR]
    deals = [
        _counted_deal(draw, draw_dealer(draw), day)
        for day, count in campaign_counts(draw, CARS_COUNTED - len(fixed))
        for _ in range(count)
    ]
    deals = [*fixed, *deals]
    prices = calibrate(
        [deal.bare_price_fen for deal in deals],
        [deal.price_step for deal in deals],
        SALES_FEN,
    )
    return [
        replace(deal, bare_price_fen=price)
        for deal, price in zip(deals, prices, strict=True)
    ]


def cheap_deals() -> list[Deal]:
    """Give the campaign's deals below the floor: small cars and vans."""
    draw = Draw(29999)
    return [
        Deal(
            BY_ID[dealer_id],
            CAMPAIGN_START + timedelta(days=draw.below(26)),
            car_named(BY_ID[dealer_id], name),
            price,
            denials=(EligibilityReason.PRICE_BELOW_FLOOR,),
        )
        for dealer_id, name, price in _BELOW_THE_FLOOR
    ]


def draw_dealer(draw: Draw) -> Dealer:
    """Draw a dealer by its share of the market."""
    return draw.weighted(DEALERS, [dealer.weight for dealer in DEALERS])


def draw_car(draw: Draw, dealer: Dealer) -> Car:
    """Draw one of the models a dealer sells, by how often they are bought."""
    cars = [car for brand in dealer.brands for car in CARS[brand]]
    return draw.weighted(cars, [car.weight for car in cars])


def car_named(dealer: Dealer, name: str) -> Car:
    """Give a dealer's model by its name."""
    return next(
        car for brand in dealer.brands for car in CARS[brand] if car.name == name
    )


def _counted_deal(draw: Draw, dealer: Dealer, day: date) -> Deal:
    car = draw_car(draw, dealer)
    steps = (
        (COARSE, FINE) if LAYOUTS[dealer.dealer_id].in_wan else (COARSE, FINE, EXACT)
    )
    step = draw.weighted(steps, (70, 20, 10)[: len(steps)])
    return Deal(dealer, day, car, draw_price_from_floor(draw, car), step, counted=True)


def _deal_at_floor(dealer_id: str, day: date) -> Deal:
    dealer = BY_ID[dealer_id]
    return Deal(dealer, day, car_named(dealer, "宏光MINIEV"), FLOOR_FEN, counted=True)
