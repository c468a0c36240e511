"""A day is unusual when the weeks before it make its number of cars unlikely.

A day is held against the days of its kind (working days, or days off that are no
holiday) in the four weeks before it, from the campaign's first sale on. Where fewer
than three cars a day are usual, a few more or less say nothing. Their mean and variance
give a negative binomial distribution, or a Poisson one where the variance is no larger
than the mean. Official holidays are neither judged nor looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, lgamma, log
from statistics import fmean, variance

from voucher_service.analytics.calendar import holiday_of, is_working_day

WEEKS = 4
LEAST_DAYS = 6
LEAST_CARS = 3
LIKELY = 0.001
"""A tail below this share is unusual: one day in a thousand, to either side."""


@dataclass(frozen=True)
class UnusualDay:
    """A day whose cars are far from what is usual for its kind of day.

    ``chance`` is that of a number so far out or further, on this side.
    """

    day: date
    cars: int
    usual: float
    chance: float
    working: bool

    @property
    def is_high(self) -> bool:
        """Tell whether more were sold than usual."""
        return self.cars > self.usual


def unusual_days(
    cars: Mapping[date, int], first_day: date, days: tuple[date, ...]
) -> tuple[UnusualDay, ...]:
    """Give those of the days that are unusual, in their order.

    ``cars`` counts the cars of each day, a day that is not named having none;
    ``first_day`` is the campaign's.
    """
    begun = max(first_day, min(cars, default=first_day))
    judged = (_judged(cars, begun, day) for day in days)
    return tuple(each for each in judged if each is not None and each.chance < LIKELY)


def _judged(cars: Mapping[date, int], first_day: date, day: date) -> UnusualDay | None:
    if day < first_day or holiday_of(day) is not None:
        return None
    working = is_working_day(day)
    before = [day - timedelta(days=n) for n in range(1, 7 * WEEKS + 1)]
    alike = [
        cars.get(each, 0)
        for each in before
        if each >= first_day
        and holiday_of(each) is None
        and is_working_day(each) == working
    ]
    if len(alike) < LEAST_DAYS:
        return None
    mean = fmean(alike)
    if mean < LEAST_CARS:
        return None
    spread = variance(alike) + mean / len(alike)  # the mean itself is not certain
    sold = cars.get(day, 0)
    chance = tail(sold, mean, spread)
    return UnusualDay(day, sold, mean, chance, working)


def tail(count: int, mean: float, spread: float) -> float:
    """Give how likely a count as far from the mean, or further on its side, is.

    The mean is above nought.
    """
    if count <= mean:
        return sum(_mass(each, mean, spread) for each in range(count + 1))
    return max(0.0, 1.0 - sum(_mass(each, mean, spread) for each in range(count)))


def _mass(count: int, mean: float, spread: float) -> float:
    """Give the probability of a count; Poisson where the spread is no larger."""
    if spread <= mean:
        return exp(count * log(mean) - mean - lgamma(count + 1))
    size = mean * mean / (spread - mean)
    share = size / (size + mean)
    return exp(
        lgamma(count + size)
        - lgamma(size)
        - lgamma(count + 1)
        + size * log(share)
        + count * log(1 - share)
    )
