"""A forecast's figures as they are told: medians, intervals, terms, tests."""

import math
from decimal import Decimal
from typing import TypedDict

from voucher_service.analytics import forecast_outlook as outlook
from voucher_service.analytics.forecast import BASELINES, PATHS, Foretold, Made
from voucher_service.analytics.forecast_backtest import Errors, Score
from voucher_service.analytics.forecast_days import History
from voucher_service.model.forecast_reports import (
    BacktestRow,
    BaselineErrors,
    ForecastFigure,
    ForecastInterval,
    ForecastMaking,
    ForecastRunOut,
    ForecastTerm,
    RunOutInterval,
)
from voucher_service.model.money import yuan_from_fen
from voucher_service.model.text import Text
from voucher_service.usecases.forecast_words import BASELINE_TEXT, model_words

_TWO_SIDES_OF_95 = 1.96


class Figures(TypedDict):
    """The figures of a forecast, by the names they are told under."""

    cars: ForecastFigure | None
    demand: ForecastFigure | None
    sales_fen: ForecastFigure | None
    sales_yuan: Decimal | None
    vouchers_fen: ForecastFigure | None
    runs_out: tuple[ForecastRunOut, ...]


def figures(question: outlook.Question, told: outlook.Outlook | None) -> Figures:
    """Tell every figure of an outlook; without one all are null."""
    sales = None if told is None else _figure(told.sales_fen, question.sales_fen)
    vouchers = None if told is None else told.vouchers_fen
    return Figures(
        cars=_figure(None if told is None else told.cars, question.cars),
        demand=_figure(None if told is None else told.demand, question.wanted),
        sales_fen=sales,
        sales_yuan=None if sales is None else yuan_from_fen(sales.median),
        vouchers_fen=_figure(vouchers, question.vouchers_fen),
        runs_out=() if told is None else tuple(map(_run_out, told.runs_out)),
    )


def _figure(told: outlook.Figure | None, so_far: int) -> ForecastFigure | None:
    if told is None:
        return None
    intervals = tuple(
        ForecastInterval(level=level, low=low, high=high)
        for level, (low, high) in told.intervals.items()
    )
    return ForecastFigure(so_far=so_far, median=told.median, intervals=intervals)


def _run_out(told: outlook.RunsOut) -> ForecastRunOut:
    return ForecastRunOut(
        limit=told.limit.name,
        label=told.limit.label or Text(zh=told.limit.name, en=told.limit.name),
        unit="fen" if told.limit.is_money else "cars",
        stated=told.limit.stated,
        left=max(told.limit.left, 0),
        already=told.already,
        percent=round(told.share * 100, 1),
        median=None if told.already else told.median,
        intervals=()
        if told.already
        else tuple(
            RunOutInterval(level=level, first=first, last=last)
            for level, (first, last) in told.intervals.items()
        ),
    )


def making(history: History, foretold: Foretold) -> ForecastMaking:
    """Tell how a forecast was made."""
    made = foretold.made
    return ForecastMaking(
        model=made.model.value,
        words=model_words(made.model),
        first_day_used=history.days[0],
        last_day_used=history.days[-1],
        days_used=len(history.days),
        days_ahead=len(foretold.outlook.days),
        dispersion=round(made.fitted.dispersion, 3),
        discount=made.fitted.discount,
        widened=round(made.widened, 3),
        paths=PATHS,
        seed=made.seed,
        terms=_terms(made),
        backtest=tuple(_row(score) for score in made.scores),
    )


def _terms(made: Made) -> tuple[ForecastTerm, ...]:
    spreads = made.fitted.covariance.diagonal() ** 0.5
    found = zip(made.terms, made.fitted.terms, spreads, strict=True)
    return tuple(
        ForecastTerm(
            name=term.name,
            words=term.words,
            percent=_percent(value),
            low=_percent(value - _TWO_SIDES_OF_95 * spread),
            high=_percent(value + _TWO_SIDES_OF_95 * spread),
        )
        for term, value, spread in found
    )


def _percent(value: float) -> float:
    return round((math.exp(value) - 1) * 100, 1)


def _row(score: Score) -> BacktestRow:
    return BacktestRow(
        days_ahead=score.horizon,
        tests=score.tests,
        covered={level: _share(held) for level, held in score.covered.items()},
        raw={level: _share(held) for level, held in score.raw.items()},
        error_percent=_known(score.errors.mean),
        bias_percent=_known(score.errors.bias),
        baselines=tuple(
            _baseline(name, errors)
            for name, errors in zip(BASELINES, score.naive, strict=True)
        ),
    )


def _baseline(name: str, errors: Errors) -> BaselineErrors:
    return BaselineErrors(
        name=name,
        words=BASELINE_TEXT[name],
        tests=errors.tests,
        error_percent=_known(errors.mean),
        bias_percent=_known(errors.bias),
        model_percent=_known(errors.model),
    )


def _share(value: float) -> float:
    return round(value * 100, 1)


def _known(value: float | None) -> float | None:
    return None if value is None else _share(value)
