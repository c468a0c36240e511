"""A change stands in one sentence with its base and the days of both."""

import math
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

from voucher_service.analytics.history import Amount
from voucher_service.analytics.windows import Days
from voucher_service.model.comparison_reports import (
    FIGURE_TEXT,
    Change,
    ComparedWindow,
    Figure,
    WindowEvent,
)
from voucher_service.model.money import FEN_PER_YUAN, mean_fen, yuan_from_fen
from voucher_service.model.text import Text

_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")
_MONEY = (Figure.SALES, Figure.SALES_PER_DAY, Figure.SALES_PER_WORKING_DAY)
_CARS = Text(zh=" 台", en="")
_YUAN = Text(zh=" 元", en=" yuan")
_SENTENCE = Text(
    zh="{name} {now}{unit}，基期（{start} 至 {end}）{base}{unit}，{course}{shared}",
    en="{name}: {now}{unit} against {base}{unit} in {start} to {end}, {course}{shared}",
)
_UP = Text(zh="增长 {percent}%", en="up {percent} %")
_DOWN = Text(zh="下降 {percent}%", en="down {percent} %")
_LEVEL = Text(zh="持平（0.0%）", en="level (0.0 %)")
_ESTIMATED = Text(
    zh="（含跨期数据按天数分摊的估算）",
    en=" (an estimate: periods cut by a window's edge are shared out by days)",
)
_NOTHING = Text(zh="", en="")


def window_report(
    window: Days, festival: date, amount: Amount, events: tuple[WindowEvent, ...]
) -> ComparedWindow:
    """Tell a window's figures; its days are counted from the ``festival``."""
    cars, fen, working = amount.cars, amount.sales_fen, window.working
    return ComparedWindow(
        start=window.start,
        end=window.end,
        days=window.count,
        working_days=working,
        festival=festival,
        start_offset=(window.start - festival).days,
        end_offset=(window.end - festival).days,
        calendar_announced=window.announced,
        cars=cars,
        sales_fen=fen,
        sales_yuan=None if fen is None else yuan_from_fen(fen),
        cars_per_day=_rounded(Fraction(cars, window.count), _CENT),
        cars_per_working_day=(
            _rounded(Fraction(cars, working), _CENT) if working else None
        ),
        sales_fen_per_day=None if fen is None else mean_fen(fen, window.count),
        sales_fen_per_working_day=None if fen is None else mean_fen(fen, working),
        estimated=amount.estimated,
        events=events,
    )


def changes_between(now: ComparedWindow, base: ComparedWindow) -> tuple[Change, ...]:
    """Give the change of every figure that both windows have and the base not as 0."""
    days = Days(base.start, base.end)
    estimated = now.estimated or base.estimated
    current = dict(_figures(now))
    return tuple(
        change(figure, current[figure], before, days, estimated=estimated)
        for figure, before in _figures(base)
        if before and figure in current
    )


def change(
    figure: Figure, now: Fraction, before: Fraction, days: Days, *, estimated: bool
) -> Change:
    """Give one change with its base, both in cars or in yuan; the base is not 0."""
    percent = _rounded((now - before) / before * 100, _TENTH)
    step = Decimal(1) if figure is Figure.CARS else _CENT
    current, base = _rounded(now, step), _rounded(before, step)
    return Change(
        figure=figure,
        current=current,
        base=base,
        percent=percent,
        base_from=days.start,
        base_to=days.end,
        estimated=estimated,
        sentence=_SENTENCE.filled(
            name=FIGURE_TEXT[figure],
            now=f"{current:,}",
            base=f"{base:,}",
            unit=_YUAN if figure in _MONEY else _CARS,
            start=days.start,
            end=days.end,
            course=_course(percent),
            shared=_ESTIMATED if estimated else _NOTHING,
        ),
    )


def in_yuan(fen: int) -> Fraction:
    """Turn fen into yuan, exactly."""
    return Fraction(fen, FEN_PER_YUAN)


def _figures(window: ComparedWindow) -> Iterator[tuple[Figure, Fraction]]:
    yield Figure.CARS, Fraction(window.cars)
    if window.sales_fen is not None:
        yield Figure.SALES, in_yuan(window.sales_fen)
    yield Figure.CARS_PER_DAY, Fraction(window.cars, window.days)
    if window.sales_fen is not None:
        yield Figure.SALES_PER_DAY, in_yuan(window.sales_fen) / window.days
    if not window.working_days:
        return
    yield Figure.CARS_PER_WORKING_DAY, Fraction(window.cars, window.working_days)
    if window.sales_fen is not None:
        money = in_yuan(window.sales_fen) / window.working_days
        yield Figure.SALES_PER_WORKING_DAY, money


def _course(percent: Decimal) -> Text:
    if not percent:
        return _LEVEL
    return (_UP if percent > 0 else _DOWN).filled(percent=abs(percent))


def _rounded(amount: Fraction, step: Decimal) -> Decimal:
    """Round half away from nought, so that a fall is rounded as a rise is."""
    steps = amount / Fraction(step)
    whole = math.floor(abs(steps) + Fraction(1, 2))
    return (-whole if steps < 0 else whole) * step
