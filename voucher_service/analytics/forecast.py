"""Sales to a campaign's last day, foretold from what was sold: 预测, never an effect.

The model follows the data: with few days it has fewer terms, with too few there is no
forecast. Every figure is a quantile of the same paths, so that they agree.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import numpy as np

from voucher_service.analytics.calendar import festival_near, spring_festival
from voucher_service.analytics.forecast_backtest import (
    FEW_TRIALS,
    Baseline,
    Score,
    Trial,
    held_back,
    origins_of,
    scores,
    widening,
)
from voucher_service.analytics.forecast_days import History
from voucher_service.analytics.forecast_model import Counts, Fitted, fit, paths
from voucher_service.analytics.forecast_outlook import Outlook, Question, outlook
from voucher_service.analytics.forecast_terms import (
    DAY_TERMS,
    FESTIVAL_TERMS,
    MONTH_TERMS,
    WEEKDAY_TERMS,
    Floats,
    Term,
    design,
    seen,
)

PATHS = 2000
LEAST_DAYS = 7
DAYS_FOR_WEEKDAYS = 14
DAYS_FOR_MONTHS = 730
LONGEST_AHEAD = 400
BASELINES = ("run_rate", "last_year")
"""The last seven days' mean carried on; the days as far from last year's festival."""
_WEEK = 7
_TESTED = (7, 14, 28)
_TRIALS_ON_REQUEST = 20
_EVERY_TRIAL = 1000


class Model(StrEnum):
    """Which terms the days used allow for."""

    LEVEL = "level"
    WEEKDAYS = "weekdays"
    FESTIVAL = "festival"
    MONTHS = "months"


@dataclass(frozen=True)
class Made:
    """How a forecast was made: the terms, the fit, and how it did on days held back.

    Intervals were made ``widened`` times as wide as the model's own: so much as the
    tests ask for, where enough have ended to be ``tested``.
    """

    model: Model
    terms: tuple[Term, ...]
    fitted: Fitted
    widened: float
    tested: bool
    seed: int
    scores: tuple[Score, ...]


@dataclass(frozen=True)
class Foretold:
    """A forecast and how it was made."""

    outlook: Outlook
    made: Made


def days_ahead(history: History, ends: date) -> list[date]:
    """Give the days to foretell: after the last one used, to the campaign's last."""
    assert history.last_day is not None
    start = history.last_day + timedelta(days=1)
    return [start + timedelta(days=n) for n in range((ends - start).days + 1)]


def foretell(question: Question, *, every_trial: bool = False) -> Foretold:
    """Foretell a campaign; the same question has the same answer to the byte.

    Asks for LEAST_DAYS days of history and for a day ahead, at most LONGEST_AHEAD.
    ``every_trial`` holds back every week of the history, else the latest ones.
    """
    history = question.history
    ahead = days_ahead(history, question.ends)
    assert len(history.days) >= LEAST_DAYS
    assert 0 < len(ahead) <= LONGEST_AHEAD
    model, terms = terms_for(history.days, ahead)
    data = counts_of(history, ahead, terms, question.begins)
    most = _EVERY_TRIAL if every_trial else _TRIALS_ON_REQUEST
    trials = trials_of(history, data, len(ahead), most)
    widened = widening(trials, data.counts.size)
    made = Made(
        model=model,
        terms=terms,
        fitted=fit(data),
        widened=widened,
        tested=len(trials) >= FEW_TRIALS,
        seed=_seed(question),
        scores=scores(trials),
    )
    rng = np.random.Generator(np.random.PCG64(made.seed))
    drawn = draw(made.fitted, data, rng, widened)
    return Foretold(outlook(question, ahead, drawn, rng), made)


def terms_for(
    days: Sequence[date], ahead: Sequence[date]
) -> tuple[Model, tuple[Term, ...]]:
    """Choose the terms that so many days can tell of, or that the days ahead need."""
    if len(days) < DAYS_FOR_WEEKDAYS:
        return Model.LEVEL, ()
    both = [*days, *ahead]
    festival = seen(FESTIVAL_TERMS, both)
    terms = WEEKDAY_TERMS + seen(DAY_TERMS, both) + festival
    if len(days) >= DAYS_FOR_MONTHS:
        return Model.MONTHS, terms + MONTH_TERMS
    return (Model.FESTIVAL if festival else Model.WEEKDAYS), terms


def counts_of(
    history: History, ahead: Sequence[date], terms: Sequence[Term], begins: date
) -> Counts:
    """Lay a history out by day; the campaign's first day is a step of the level."""
    days = history.days
    until = sum(day < begins for day in days)
    if until == len(days):  # it begins ahead, or not at all
        until += sum(day < begins for day in ahead)
    begun = (until,) if until else ()
    return Counts(
        counts=np.array(history.counts, dtype=np.float64),
        calendar=design([[day] for day in days], terms),
        ahead=design([[day] for day in ahead], terms),
        means=np.array([term.mean for term in terms]),
        spreads=np.array([term.spread for term in terms]),
        exposure=np.ones(len(days)),
        exposure_ahead=np.ones(len(ahead)),
        steps=tuple(sorted({*history.steps, *begun})),
    )


def trials_of(history: History, data: Counts, ahead: int, most: int) -> list[Trial]:
    """Hold back days of the history week by week, over horizons up to the one ahead."""
    horizons = sorted({_WEEK, ahead, *(each for each in _TESTED if each < ahead)})
    origins = origins_of(data.counts.size, horizons[0], _WEEK, most)
    return held_back(data, horizons, origins, baselines_of(history))


def baselines_of(history: History) -> tuple[Baseline, Baseline]:
    """Give the two simple forecasts that any model has to beat; see BASELINES."""
    counts = dict(zip(history.days, history.counts, strict=True))

    def run_rate(origin: int, horizon: int) -> float:
        last = history.counts[max(0, origin - _WEEK) : origin]
        return sum(last) / len(last) * horizon

    def last_year(origin: int, horizon: int) -> float | None:
        days = [a_year_before(day) for day in history.days[origin : origin + horizon]]
        if any(day not in counts for day in days):
            return None
        return float(sum(counts[day] for day in days))

    return run_rate, last_year


@lru_cache(maxsize=5_000)
def a_year_before(day: date) -> date:
    """Give the day as far from the festival of the lunar year before."""
    near = festival_near(day, day)
    return spring_festival(near.year - 1) + (day - near)


def draw(
    fitted: Fitted, data: Counts, rng: np.random.Generator, widened: float
) -> Floats:
    """Draw paths whose sum spreads so many times as wide as the model's own."""
    own = paths(fitted, data, rng, PATHS, 0.0)
    if widened == 1.0:
        return own
    low, high = np.quantile(np.log(own.sum(axis=1) + 0.5), [0.1, 0.9])
    spread = float(high - low) / 2.563  # between these shares of a normal
    return paths(fitted, data, rng, PATHS, spread * float(np.sqrt(widened**2 - 1)))


def _seed(question: Question) -> int:
    """Derive the seed of the paths from all that is asked."""
    return int.from_bytes(hashlib.sha256(repr(question).encode()).digest()[:6])
