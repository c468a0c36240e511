"""Two years are drawn as two lines over the days of one window."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from voucher_service.analytics.comparison import Asked, base_fault
from voucher_service.analytics.counted import in_wan
from voucher_service.analytics.history import History
from voucher_service.analytics.windows import Base, Days, base_of, festival_of
from voucher_service.model.comparison_reports import View

_Sums = dict[date, tuple[int, int]]
_LINE = {
    "view": pl.String,
    "day": pl.Date,
    "festival_offset": pl.Int64,
    "cumulative_cars": pl.Int64,
    "cumulative_sales_fen": pl.Int64,
    "base_day": pl.Date,
    "base_cumulative_cars": pl.Int64,
    "base_cumulative_sales_fen": pl.Int64,
}


def year_comparison(asked: Asked) -> pl.DataFrame:
    """Give a row a view and day of the window, with the running sums of both years.

    Columns: view, day, festival_offset (days from 正月初一), cumulative_cars,
    cumulative_sales_fen, cumulative_sales_wan, and base_day, base_cumulative_cars,
    base_cumulative_sales_fen, base_cumulative_sales_wan of the day it is held against.
    Where a view refuses, the base's sums are null; where no year fits, its days and
    the offset too. The rows end with the last day that is wholly reported.
    """
    now = _running(asked.history, asked.window)
    rows = [row for view in View for row in _rows(asked, view, now)]
    frame = pl.DataFrame(rows, schema=_LINE, orient="row")
    return frame.select(
        *("view", "day", "festival_offset", "cumulative_cars", "cumulative_sales_fen"),
        in_wan(pl.col("cumulative_sales_fen")).alias("cumulative_sales_wan"),
        *("base_day", "base_cumulative_cars", "base_cumulative_sales_fen"),
        in_wan(pl.col("base_cumulative_sales_fen")).alias("base_cumulative_sales_wan"),
    )


def beside_base_year(cumulative: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Add ``base_day`` and ``base_cumulative_cars`` to the running sums of a window.

    They are those of the days as far from Spring Festival a year before, and null
    throughout where that window is not known whole.
    """
    base = _known(asked, _base(asked, View.FESTIVAL))
    days = cumulative["day"].to_list()
    line = _running(asked.history, base.days) if base else {}
    base_days = [base.counterpart(day) if base else None for day in days]
    return cumulative.with_columns(
        pl.Series("base_day", base_days, dtype=pl.Date),
        pl.Series(
            "base_cumulative_cars",
            [line[day][0] if day else None for day in base_days],
            dtype=pl.Int64,
        ),
    )


def _base(asked: Asked, view: View) -> Base | None:
    return base_of(asked.window, view) if asked.window.count else None


def _known(asked: Asked, base: Base | None) -> Base | None:
    return base if base and base_fault(asked, base) is None else None


def _rows(asked: Asked, view: View, now: _Sums) -> Iterator[tuple[object, ...]]:
    window = asked.window
    base = _base(asked, view)
    known = _known(asked, base)
    festival = festival_of(window) if base else None
    then = _running(asked.history, known.days) if known else {}
    for day in window.each():
        if asked.whole_until is not None and day > asked.whole_until:
            return
        other = _counterpart(base, day, window) if base else None
        sums = then.get(other, (None, None)) if other else (None, None)
        offset = (day - festival).days if festival else None
        yield (view.value, day, offset, *now[day], other, *sums)


def _counterpart(base: Base, day: date, window: Days) -> date:
    return base.days.end if day == window.end else base.counterpart(day)


def _running(history: History, window: Days) -> _Sums:
    """Give the cars and fen sold from a window's first day until each of its days."""
    sold = {
        day: (cars, fen or 0)
        for day, cars, fen in history.periods.filter(
            pl.col("first_day").is_between(window.start, window.end)
        )
        .select("first_day", "cars", "sales_fen")
        .iter_rows()
    }
    cars = fen = 0
    sums = {}
    for day in window.each():
        more = sold.get(day, (0, 0))
        cars, fen = cars + more[0], fen + more[1]
        sums[day] = (cars, fen)
    return sums
