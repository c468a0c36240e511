"""From paths of cars to figures: cars, money, and the day on which it runs out."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from voucher_service.analytics.forecast_backtest import LEVELS
from voucher_service.analytics.forecast_days import History
from voucher_service.analytics.forecast_model import quantiles
from voucher_service.analytics.forecast_terms import Floats
from voucher_service.model.text import Text


@dataclass(frozen=True)
class Money:
    """What a car brings, in fen: the mean of recent cars, and how far they spread."""

    mean: float
    spread: float
    cars: int


@dataclass(frozen=True)
class Limit:
    """What is left to give after the last day used: so many cars, or so much money.

    Its label is what it is called; without one it is called by its name.
    """

    name: str
    stated: int
    left: int
    is_money: bool
    label: Text | None = None


@dataclass(frozen=True)
class Question:
    """What is to be foretold: from which days, until when, and within which limits.

    ``begins`` and ``ends`` are the first and the last day of the campaign. What it came
    to until the last day used is in ``cars``, ``sales_fen`` and ``vouchers_fen``;
    ``wanted`` are the cars that met the terms, also where nothing was left to give.
    ``price`` and ``voucher`` are null where nothing tells them.
    """

    history: History
    begins: date
    ends: date
    cars: int
    wanted: int
    sales_fen: int
    vouchers_fen: int
    price: Money | None
    voucher: Money | None
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure's median and its intervals by level: low and high."""

    median: int
    intervals: dict[int, tuple[int, int]]


@dataclass(frozen=True)
class RunsOut:
    """When a limit is reached; null stands for not until the last day.

    ``share`` of the paths reach it. Where nothing was left before the first day ahead
    it ran out ``already``.
    """

    limit: Limit
    already: bool
    share: float
    median: date | None
    intervals: dict[int, tuple[date | None, date | None]]


@dataclass(frozen=True)
class Outlook:
    """Figures at the last day, and the counted cars at the end of each day ahead.

    ``demand`` are the cars that meet the terms, also once nothing is left to give.
    Amounts are null where nothing tells what a car brings.
    """

    days: tuple[date, ...]
    by_day: tuple[Figure, ...]
    cars: Figure
    demand: Figure
    sales_fen: Figure | None
    vouchers_fen: Figure | None
    runs_out: tuple[RunsOut, ...]


def outlook(
    question: Question, days: list[date], drawn: Floats, rng: np.random.Generator
) -> Outlook:
    """Turn paths, a row each with a column a day, into what is told of them.

    On late days at least the cars known are sold. Days outside of the campaign count
    for nothing. Once a limit is reached no more cars count.
    """
    late = [question.history.late.get(day, 0) for day in days]
    inside = [question.begins <= day <= question.ends for day in days]
    wanted = np.cumsum(np.maximum(drawn, late) * inside, axis=1)
    voucher = _mean_of(question.voucher, len(drawn), rng)
    counted, runs_out = wanted, []
    for limit in question.limits:
        room = _room(limit, voucher, len(drawn))
        if room is None:
            continue
        runs_out.append(_runs_out(limit, wanted, room, days))
        counted = np.minimum(counted, room[:, None])
    total = counted[:, -1]
    by_day = [_figure(column, question.cars) for column in counted.T]
    return Outlook(
        days=tuple(days),
        by_day=tuple(by_day),
        cars=by_day[-1],
        demand=_figure(wanted[:, -1], question.wanted),
        sales_fen=_amount(question.price, total, question.sales_fen, rng),
        vouchers_fen=_amount(question.voucher, total, question.vouchers_fen, rng),
        runs_out=tuple(runs_out),
    )


def _mean_of(
    money: Money | None, number: int, rng: np.random.Generator
) -> Floats | None:
    """Draw what the mean car brings, path by path."""
    if money is None:
        return None
    unsure = money.spread / np.sqrt(max(money.cars, 1))
    drawn: Floats = money.mean + rng.standard_normal(number) * unsure
    return drawn.clip(min=0.0)


def _amount(
    money: Money | None, cars: Floats, until_now: int, rng: np.random.Generator
) -> Figure | None:
    mean = _mean_of(money, len(cars), rng)
    if money is None or mean is None:
        return None
    spread = np.sqrt(cars) * money.spread * rng.standard_normal(len(cars))
    return _figure(np.maximum(cars * mean + spread, 0.0), until_now)


def _room(limit: Limit, voucher: Floats | None, number: int) -> Floats | None:
    """Say how many more cars fit into what is left, path by path."""
    if not limit.is_money:
        return np.full(number, float(max(limit.left, 0)))
    if voucher is None or not voucher.min() > 0:
        return None
    return np.floor(max(limit.left, 0) / voucher + 1e-9)


def _figure(drawn: Floats, until_now: int) -> Figure:
    shares = [0.5, *(share for level in LEVELS for share in _ends(level))]
    at = [until_now + round(value) for value in quantiles(drawn, shares).tolist()]
    return Figure(
        median=at[0],
        intervals={
            level: (at[2 * n + 1], at[2 * n + 2]) for n, level in enumerate(LEVELS)
        },
    )


def _runs_out(limit: Limit, wanted: Floats, room: Floats, days: list[date]) -> RunsOut:
    """Find the first day in each path on which no more cars fit."""
    full = wanted >= room[:, None]
    reached = full.any(axis=1)
    first = np.where(reached, full.argmax(axis=1), len(days)).astype(np.float64)

    def day(share: float) -> date | None:
        at = int(quantiles(first, [share])[0])
        return days[at] if at < len(days) else None

    ends = {level: _ends(level) for level in LEVELS}
    return RunsOut(
        limit=limit,
        already=not room.any(),
        share=float(reached.mean()),
        median=day(0.5),
        intervals={level: (day(low), day(high)) for level, (low, high) in ends.items()},
    )


def _ends(level: int) -> tuple[float, float]:
    return (100 - level) / 200, (100 + level) / 200
