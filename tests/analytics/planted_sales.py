"""Days of sales with a known truth, drawn with a fixed seed: all of it made up."""

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from voucher_service.analytics.forecast_days import History
from voucher_service.analytics.forecast_outlook import Limit, Money, Question

WEEKDAY_SHARES = (0.8, 0.85, 0.9, 1.0, 1.1, 1.25, 1.1)
PRICE = Money(15_000_000.0, 5_000_000.0, 100)
VOUCHER = Money(150_000.0, 0.0, 100)


def days_from(start: date, number: int) -> tuple[date, ...]:
    return tuple(start + timedelta(days=n) for n in range(number))


def planted(
    seed: int,
    start: date,
    number: int,
    *,
    level: float = 15.0,
    dispersion: float = 1.5,
    share: Callable[[date], float] = lambda day: WEEKDAY_SHARES[day.weekday()],
) -> tuple[int, ...]:
    """Counts whose mean is the level times a day's share, with a known dispersion."""
    rng = np.random.Generator(np.random.PCG64(seed))
    means = np.array([level * share(day) for day in days_from(start, number)])
    drawn = rng.negative_binomial(means / (dispersion - 1), 1 / dispersion)
    return tuple(drawn.tolist())


def history(
    start: date, counts: tuple[int, ...], late: dict[date, int] | None = None
) -> History:
    return History(days_from(start, len(counts)), counts, (), late or {}, 0)


def question(
    start: date,
    counts: tuple[int, ...],
    ahead: int,
    *,
    begins: date | None = None,
    cars: int = 100,
    limits: tuple[Limit, ...] = (),
    late: dict[date, int] | None = None,
) -> Question:
    """What a campaign comes to that began on the first day unless said otherwise."""
    last = start + timedelta(days=len(counts) - 1)
    return Question(
        history=history(start, counts, late),
        begins=begins or start,
        ends=last + timedelta(days=ahead),
        cars=cars,
        wanted=cars,
        sales_fen=cars * 15_000_000,
        vouchers_fen=cars * 150_000,
        price=PRICE,
        voucher=VOUCHER,
        limits=limits,
    )
