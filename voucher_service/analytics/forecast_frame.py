"""The frame of the forecast's chart: days counted, then days foretold."""

from datetime import date, timedelta

import polars as pl

from voucher_service.analytics.forecast_outlook import Figure, Outlook, Question

_BOUNDS = tuple(f"{end}_{level}" for level in (50, 80, 95) for end in ("low", "high"))
_AHEAD = {
    "day": pl.Date,
    "forecast_cars": pl.Int64,
    **dict.fromkeys(_BOUNDS, pl.Int64),
}


def forecast_frame(
    counted: pl.DataFrame, question: Question, told: Outlook | None
) -> pl.DataFrame:
    """Give a row a day of the campaign: what was counted, then what is foretold.

    ``counted`` are the cumulative sales until the last day used, or until now where
    nothing is foretold. Columns: day, cars_sold, cumulative_cars, forecast_cars (the
    median), low_50 to high_95, all of cars at the end of the day; limit_cars and
    runs_out_on, the same in every row, of the limit that is reached with the fewest
    cars; demand_cars, the median of the cars that meet the terms by the last day where
    fewer count. The forecast begins on the last day used with what was counted.
    """
    rows = [] if told is None else _rows(question, told)
    ahead = pl.DataFrame(rows, schema=_AHEAD, orient="row")
    until_now = counted.select("day", "cars_sold", "cumulative_cars")
    limit = _limit(question, told)
    return (
        until_now.join(ahead, on="day", how="full", coalesce=True)
        .sort("day")
        .with_columns(
            limit_cars=pl.lit(limit[0], pl.Int64),
            runs_out_on=pl.lit(limit[1], pl.Date),
            demand_cars=pl.lit(_beyond(told), pl.Int64),
        )
    )


def _rows(question: Question, told: Outlook) -> list[list[object]]:
    rows = [
        [day, *_values(figure)]
        for day, figure in zip(told.days, told.by_day, strict=True)
        if question.begins <= day <= question.ends
    ]
    last = told.days[0] - timedelta(days=1)
    if last >= question.begins:
        rows.insert(0, [last, *[question.cars] * (1 + len(_BOUNDS))])
    return rows


def _values(figure: Figure) -> list[int]:
    bounds = [end for interval in figure.intervals.values() for end in interval]
    return [figure.median, *bounds]


def _beyond(told: Outlook | None) -> int | None:
    """Give the cars that would count were there enough to give, if those are more."""
    if told is None or told.demand.median <= told.cars.median:
        return None
    return told.demand.median


def _limit(question: Question, told: Outlook | None) -> tuple[int | None, date | None]:
    """Say with how many cars the nearest limit is reached, and about when."""
    found: list[tuple[int, date | None]] = []
    for runs_out in () if told is None else told.runs_out:
        limit, left = runs_out.limit, max(runs_out.limit.left, 0)
        if limit.is_money:
            assert question.voucher is not None
            left = int(left / question.voucher.mean)
        day = None if runs_out.already else runs_out.median
        found.append((question.cars + left, day))
    return min(found, key=lambda pair: pair[0], default=(None, None))
