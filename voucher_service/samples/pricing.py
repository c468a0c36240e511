"""What a made-up car costs, and how the campaign's cars come to the known sum."""

from collections.abc import Sequence

from voucher_service.model.money import FEN_PER_YUAN
from voucher_service.samples.cars import Car
from voucher_service.samples.draw import Draw

FLOOR_FEN = 30_000 * FEN_PER_YUAN
COARSE, FINE, EXACT = 100 * FEN_PER_YUAN, FEN_PER_YUAN, 1
"""Prices are agreed to a hundred yuan, to a yuan, or, rarely, to a fen."""


def draw_price(draw: Draw, car: Car) -> int:
    """Draw a price in fen: more often in the lower half of the model's range."""
    span = (car.high_yuan - car.low_yuan) // 100
    lower = min(draw.below(span + 1), draw.below(span + 1))
    return (car.low_yuan + (draw.below(span + 1) + lower) // 2 * 100) * FEN_PER_YUAN


def draw_price_from_floor(draw: Draw, car: Car) -> int:
    """Draw a price in fen at or above the campaign's floor."""
    while True:
        price = draw_price(draw, car)
        if price >= FLOOR_FEN:
            return price


def calibrate(
    prices: Sequence[int], steps: Sequence[int], target: int
) -> tuple[int, ...]:
    """Move prices, all by the same share, until their sum is the target to the fen.

    Each price stays a multiple of its step and at or above the floor; a step of 0
    leaves its price alone. What rounding leaves over goes to the prices exact to a
    fen. Raises ValueError where there is none of those, or not enough room in them.
    """
    free = [price for price, step in zip(prices, steps, strict=True) if step]
    aim = target - (sum(prices) - sum(free))
    moved = [
        max(price * aim // sum(free) // step * step, FLOOR_FEN) if step else price
        for price, step in zip(prices, steps, strict=True)
    ]
    exact = [at for at, step in enumerate(steps) if step == EXACT]
    if not exact:
        raise ValueError("no price is exact to a fen, so none can take the rest")
    share, odd = divmod(target - sum(moved), len(exact))
    for place, at in enumerate(exact):
        moved[at] += share + (place < odd)
        if moved[at] < FLOOR_FEN:
            raise ValueError("the target cannot be reached above the floor")
    return tuple(moved)
