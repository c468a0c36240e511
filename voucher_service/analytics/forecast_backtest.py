"""A forecast is tried on days held back: how often do its intervals hold the truth?

From each origin the model is fitted to what came before alone, and its paths are held
against what followed. The share of tests inside an interval is its coverage. Where 80 %
intervals held less, those to come are widened so that they would have held 80 % of the
latest tests that had ended by then; a test is never widened by its own outcome.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import NamedTuple

import numpy as np

from voucher_service.analytics.forecast_model import Counts, fit, paths, quantiles

LEVELS = (50, 80, 95)
_SHARES = (0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975)
_TEST_PATHS = 400
_LEAST_PERIODS = 28
FEW_TRIALS = 8
_LATEST_TESTS = 40
WIDENED_AT_FIRST = 1.25
"""How much wider intervals are made while too few tests have ended to tell."""
_WIDEST = 3.0
_AIM = 0.8

Baseline = Callable[[int, int], float | None]
"""Foretells the sum over a horizon from an origin in its own simple way, or cannot."""


@dataclass(frozen=True)
class Trial:
    """What was foretold from an origin for a horizon's sum, and what came."""

    origin: int
    horizon: int
    actual: float
    at: tuple[float, ...]  # the paths' quantiles, see _SHARES
    naive: tuple[float | None, ...]

    @property
    def median(self) -> float:
        """Give the median path's sum."""
        return self.at[len(_SHARES) // 2]

    @property
    def miss(self) -> float:
        """Say by how many spreads of the paths the median missed, on a log scale."""
        spread = (_log(self.at[5]) - _log(self.at[1])) / (2 * _half_width(_AIM))
        return abs(_log(self.actual) - _log(self.median)) / max(spread, 1e-6)

    def holds(self, level: int, widened: float) -> bool:
        """Tell whether the interval of a level, widened, holds what came."""
        below, above = _SHARES_OF[level]
        low, high = (
            _log(self.median) + widened * (_log(self.at[at]) - _log(self.median))
            for at in (below, above)
        )
        return low - 1e-9 <= _log(self.actual) <= high + 1e-9


_SHARES_OF = {50: (2, 4), 80: (1, 5), 95: (0, 6)}


class Errors(NamedTuple):
    """How far forecasts missed, as shares of what came; of tests in which cars came.

    ``mean`` is the mean of each one's absolute error, ``bias`` the error of their sum.
    ``model`` is the mean error of the model in the same tests.
    """

    tests: int
    mean: float | None
    bias: float | None
    model: float | None


@dataclass(frozen=True)
class Score:
    """How forecasts over one horizon did: shares of the tests an interval held.

    ``raw`` is the coverage of the intervals before they were widened. ``naive`` are the
    baselines' errors, in their order.
    """

    horizon: int
    tests: int
    covered: dict[int, float]
    raw: dict[int, float]
    errors: Errors
    naive: tuple[Errors, ...]


def held_back(
    data: Counts,
    horizons: Sequence[int],
    origins: Sequence[int],
    baselines: Sequence[Baseline] = (),
) -> list[Trial]:
    """Foretell each horizon's sum from each origin; those beyond the data are left."""
    size, tests = data.counts.size, []
    for origin in sorted(origins):
        fitting = [horizon for horizon in horizons if origin + horizon <= size]
        if not fitting:
            continue
        known = data.until(origin, max(fitting))
        rng = np.random.Generator(np.random.PCG64(origin))
        drawn = paths(fit(known), known, rng, _TEST_PATHS, 0.0).cumsum(axis=1)
        for horizon in fitting:
            actual = data.counts[origin : origin + horizon].sum()
            at = quantiles(drawn[:, horizon - 1], _SHARES)
            naive = tuple(baseline(origin, horizon) for baseline in baselines)
            tests.append(
                Trial(origin, horizon, float(actual), tuple(at.tolist()), naive)
            )
    return tests


def origins_of(size: int, shortest: int, every: int, most: int) -> list[int]:
    """Give the latest origins from which a horizon can still be held back."""
    found = range(size - shortest, _LEAST_PERIODS - 1, -every)
    return sorted(found[:most])


def widening(tests: Sequence[Trial], until: int) -> float:
    """Say how much wider intervals must be, by the tests that ended by a period.

    It is at least 1: where the intervals held more than they promise they stay.
    """
    ended = [test for test in tests if test.origin + test.horizon <= until]
    if len(ended) < FEW_TRIALS:
        return WIDENED_AT_FIRST
    misses = sorted(test.miss for test in ended[-_LATEST_TESTS:])
    rank = min(len(misses), math.ceil((len(misses) + 1) * _AIM))
    return min(max(misses[rank - 1] / _half_width(_AIM), 1.0), _WIDEST)


def scores(tests: Sequence[Trial]) -> tuple[Score, ...]:
    """Score the tests horizon by horizon, each widened by those that ended before."""
    widened = {test.origin: widening(tests, test.origin) for test in tests}
    by_horizon: dict[int, list[Trial]] = {}
    for test in tests:
        by_horizon.setdefault(test.horizon, []).append(test)
    return tuple(
        _score(horizon, same, widened) for horizon, same in sorted(by_horizon.items())
    )


def _score(horizon: int, tests: list[Trial], widened: dict[int, float]) -> Score:
    baselines = range(len(tests[0].naive))
    return Score(
        horizon=horizon,
        tests=len(tests),
        covered={
            level: _share([test.holds(level, widened[test.origin]) for test in tests])
            for level in LEVELS
        },
        raw={
            level: _share([test.holds(level, 1.0) for test in tests])
            for level in LEVELS
        },
        errors=_errors([(test, test.median) for test in tests]),
        naive=tuple(
            _errors(
                [(test, told) for test in tests if (told := test.naive[at]) is not None]
            )
            for at in baselines
        ),
    )


def _errors(told: Sequence[tuple[Trial, float]]) -> Errors:
    sold = [(test, value) for test, value in told if test.actual > 0]
    if not sold:
        return Errors(0, None, None, None)
    total = sum(test.actual for test, _ in sold)
    return Errors(
        tests=len(sold),
        mean=_mean([abs(value - test.actual) / test.actual for test, value in sold]),
        bias=(sum(value for _, value in sold) - total) / total,
        model=_mean([abs(test.median - test.actual) / test.actual for test, _ in sold]),
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _share(held: Sequence[bool]) -> float:
    return sum(held) / len(held)


def _log(value: float) -> float:
    return math.log(value + 0.5)


def _half_width(share: float) -> float:
    return NormalDist().inv_cdf(0.5 + share / 2)
