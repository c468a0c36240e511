"""A count model of sales: calendar terms on a level that moves, and paths drawn of it.

Counts have the mean ``level x exposure x exp(calendar . b)`` and a variance that is the
dispersion times the mean. The terms ``b`` are fitted on the whole history, with a level
that may bend every few weeks and step where a campaign begins, by maximum likelihood
with a normal prior (Newton's method). The level of now is then followed by itself:
each period's count enters with a weight that falls by a constant factor a period, the
factor under which the history's counts were foretold best.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from voucher_service.analytics.forecast_terms import Floats

DAILY_DISCOUNTS = (0.90, 0.93, 0.95, 0.97, 0.98, 0.99)
"""What a day's count may still weigh a day later; a month falls faster, see there."""
_FEW_PERIODS = 28
_MOST_PERIODS_FOLLOWED = 200

_LEVEL_SPREAD = 2.0  # of the logarithm of the level itself
_BEND_SPREAD = 0.15  # of its bend from one knot to the next
_STEP_SPREAD = 0.5  # of its step where a campaign begins
_STEP_SHAPE = 10.0  # what is left known of the level after a step: about a third
_LEAST_SHAPE = 0.5
_NEWTON_ROUNDS = 30
_SETTLED = 1e-8
_LARGEST_LOG = 14.0  # a million a day and more is no count of cars


@dataclass(frozen=True)
class Counts:
    """Counts by period, what is known of each period, and of those ahead.

    ``calendar`` has a row a period and a column a term, ``exposure`` how many days each
    has. ``steps`` are the periods, counted from the first, at which the level may
    jump; one at or beyond the end lies ahead. ``knot`` is after how many periods the
    level may bend.
    """

    counts: Floats
    calendar: Floats
    ahead: Floats
    means: Floats
    spreads: Floats
    exposure: Floats
    exposure_ahead: Floats
    steps: tuple[int, ...] = ()
    knot: int = 28
    discounts: tuple[float, ...] = DAILY_DISCOUNTS

    def until(self, origin: int, horizon: int) -> "Counts":
        """Give the first ``origin`` periods, with the next ones ahead of them."""
        rows = slice(origin, origin + horizon)
        return Counts(
            counts=self.counts[:origin],
            calendar=self.calendar[:origin],
            ahead=self.calendar[rows],
            means=self.means,
            spreads=self.spreads,
            exposure=self.exposure[:origin],
            exposure_ahead=self.exposure[rows],
            steps=self.steps,
            knot=self.knot,
            discounts=self.discounts,
        )


@dataclass(frozen=True)
class Fitted:
    """The terms with their uncertainty, the dispersion, and how fast the level moves.

    ``weights`` are those with which each period's count enters the level of now.
    """

    terms: Floats
    covariance: Floats
    dispersion: float
    discount: float
    weights: Floats = field(repr=False)


def fit(data: Counts) -> Fitted:
    """Fit the terms, the dispersion and the discount of a history of any length."""
    basis = _level_basis(data)
    matrix = np.hstack([basis.columns, data.calendar])
    mean = np.concatenate([basis.means, data.means])
    precision = 1.0 / np.concatenate([basis.spreads, data.spreads]) ** 2
    dispersion, found = 1.0, mean
    for _ in range(3):
        found, curvature, expected = _newton(
            data, matrix, mean, precision * dispersion, found
        )
        dispersion = _dispersion(data.counts, expected, matrix, curvature)
    first = basis.columns.shape[1]
    inverse = np.linalg.inv(curvature).astype(np.float64)
    covariance: Floats = inverse[first:, first:] * dispersion
    calendar = np.exp(data.calendar @ found[first:]) * data.exposure
    discount = _best_discount(data, calendar, dispersion)
    weights = _weights(data, discount, dispersion)
    return Fitted(found[first:], covariance, dispersion, discount, weights)


def paths(
    fitted: Fitted, data: Counts, rng: np.random.Generator, number: int, extra: float
) -> Floats:
    """Draw so many paths of counts ahead: a row a path, a column a period.

    Each path draws the terms, the level of now, how it moves on, and the counts.
    ``extra`` is a further spread of the logarithm of the level, one draw a path.
    """
    horizon = data.ahead.shape[0]
    terms = fitted.terms + _normals(rng, fitted.covariance, number)
    followed = slice(-_MOST_PERIODS_FOLLOWED, None)
    past = np.exp(terms @ data.calendar[followed].T) * data.exposure[followed]
    weights, counts = fitted.weights[followed], data.counts[followed]
    shape = _LEAST_SHAPE + float(weights @ counts) / fitted.dispersion
    rate = past @ weights / fitted.dispersion
    level = np.log(rng.standard_gamma(shape, number) / rate)
    level += rng.standard_normal(number) * extra
    moves = rng.standard_normal((number, horizon)) * _move(fitted, data)
    for step in data.steps:
        ahead = step - data.counts.size
        if 0 <= ahead < horizon:
            moves[:, ahead] += rng.standard_normal(number) / math.sqrt(_STEP_SHAPE)
    logs = level[:, None] + np.cumsum(moves, axis=1) + terms @ data.ahead.T
    means = np.exp(np.minimum(logs, _LARGEST_LOG)) * data.exposure_ahead
    return _counts(rng, means, fitted.dispersion)


def _counts(rng: np.random.Generator, means: Floats, dispersion: float) -> Floats:
    if dispersion < 1.02:
        return rng.poisson(means).astype(np.float64)
    sizes = np.maximum(means / (dispersion - 1.0), 1e-9)
    return rng.negative_binomial(sizes, 1.0 / dispersion).astype(np.float64)


def _normals(rng: np.random.Generator, covariance: Floats, number: int) -> Floats:
    size = covariance.shape[0]
    if not size:
        return np.zeros((number, 0))
    root = np.linalg.cholesky(covariance + np.eye(size) * 1e-10)
    return rng.standard_normal((number, size)) @ root.T


@dataclass(frozen=True)
class _Basis:
    """The columns of the level: one for it, one a bend, one a step."""

    columns: Floats
    means: Floats
    spreads: Floats


def _level_basis(data: Counts) -> _Basis:
    size = data.counts.size
    at = np.arange(size, dtype=np.float64)
    bends = [
        np.clip((at - start) / data.knot, 0.0, 1.0)
        for start in range(size - 1 - data.knot, 0, -data.knot)
    ]
    steps = [(at >= step).astype(np.float64) for step in data.steps if 0 < step < size]
    mean = (data.counts.sum() + _LEAST_SHAPE) / data.exposure.sum()
    columns = np.column_stack([np.ones(size), *bends, *steps])
    means = np.zeros(columns.shape[1])
    means[0] = math.log(mean)
    spreads = [
        _LEVEL_SPREAD,
        *[_BEND_SPREAD] * len(bends),
        *[_STEP_SPREAD] * len(steps),
    ]
    return _Basis(columns, means, np.array(spreads))


def _newton(
    data: Counts, matrix: Floats, mean: Floats, precision: Floats, start: Floats
) -> tuple[Floats, Floats, Floats]:
    """Climb to the mode; gives it, the curvature there and the means of the counts."""
    found, step = start.copy(), np.ones_like(start)
    for _ in range(_NEWTON_ROUNDS):
        logs = np.minimum(matrix @ found, _LARGEST_LOG)
        expected = np.exp(logs) * data.exposure
        slope = matrix.T @ (data.counts - expected) - precision * (found - mean)
        curvature = (matrix.T * expected) @ matrix + np.diag(precision)
        if np.abs(step).max() < _SETTLED:
            break
        step = np.clip(np.linalg.solve(curvature, slope), -1.0, 1.0)
        found = found + step
    return found, curvature, expected


def _dispersion(
    counts: Floats, expected: Floats, matrix: Floats, curvature: Floats
) -> float:
    """Give Pearson's dispersion, over the degrees of freedom left; never below 1."""
    pearson = float(((counts - expected) ** 2 / np.maximum(expected, 1e-9)).sum())
    information = (matrix.T * expected) @ matrix
    used = float(np.trace(np.linalg.solve(curvature, information)))
    return max(1.0, pearson / max(counts.size - used, 1.0))


def _weights(data: Counts, discount: float, dispersion: float) -> Floats:
    """Weigh each period: less the longer ago, and little before a step."""
    weights = np.zeros(data.counts.size)
    for at in range(data.counts.size):
        weights[:at] *= discount
        if at in data.steps:
            shape = float(weights[:at] @ data.counts[:at]) / dispersion
            weights[:at] *= min(1.0, _STEP_SHAPE / max(shape, 1e-9))
        weights[at] = 1.0
    return weights


def _move(fitted: Fitted, data: Counts) -> float:
    """Give the spread of the level's move in a period, as the discount implies it."""
    recent = fitted.weights / fitted.weights.sum()
    usual = max(float(recent @ data.counts), _LEAST_SHAPE) / fitted.dispersion
    return (1.0 - fitted.discount) / math.sqrt(fitted.discount * usual)


def _best_discount(data: Counts, calendar: Floats, dispersion: float) -> float:
    if data.counts.size < _FEW_PERIODS:
        return data.discounts[len(data.discounts) // 2 - 1]
    scored = {
        discount: _foretold(data, calendar, dispersion, discount)
        for discount in data.discounts
    }
    return max(scored, key=lambda discount: (scored[discount], discount))


def _foretold(
    data: Counts, calendar: Floats, dispersion: float, discount: float
) -> float:
    """Say how well each count was foretold by those before it, as log likelihood."""
    shape, rate, told = _LEAST_SHAPE, 1e-3, 0.0
    scaled, terms = data.counts / dispersion, calendar / dispersion
    for at, (count, term) in enumerate(
        zip(scaled.tolist(), terms.tolist(), strict=True)
    ):
        shape, rate = discount * shape, discount * rate
        if at in data.steps:
            kept = min(1.0, _STEP_SHAPE / shape)
            shape, rate = shape * kept, rate * kept
        if at >= _FEW_PERIODS // 2:
            told += _log_chance(count, shape, rate, term)
        shape, rate = shape + count, rate + term
    return told


def _log_chance(count: float, shape: float, rate: float, term: float) -> float:
    return (
        math.lgamma(shape + count)
        - math.lgamma(shape)
        - math.lgamma(count + 1.0)
        + shape * math.log(rate / (rate + term))
        + count * math.log(term / (rate + term))
    )


def quantiles(drawn: Floats, shares: Sequence[float]) -> Floats:
    """Give the values below which these shares of the paths lie, by the rank's value.

    Of counts they are counts: no value lies between two that were drawn.
    """
    return np.quantile(drawn, shares, axis=0, method="inverted_cdf")
