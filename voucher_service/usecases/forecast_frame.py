"""The frame of the forecast's chart: days counted, then days foretold."""

from datetime import timedelta

import polars as pl

from voucher_service.analytics.forecast_outlook import Figure, Outlook, Question
from voucher_service.analytics.series import cumulative_sales
from voucher_service.usecases.forecast_campaign import prospect_of
from voucher_service.usecases.report_totals import Picture
from voucher_service.usecases.service import Service

_BOUNDS = tuple(f"{end}_{level}" for level in (50, 80, 95) for end in ("low", "high"))
_AHEAD = {
    "day": pl.Date,
    "forecast_cars": pl.Int64,
    **dict.fromkeys(_BOUNDS, pl.Int64),
}


def forecast_frame(service: Service, picture: Picture) -> pl.DataFrame:
    """Give a row a day of the campaign, with the cars counted until the last day used.

    Columns: day, cars_sold, cumulative_cars, forecast_cars (the median), low_50 to
    high_95, all of cars at the end of the day; limit_cars and runs_out_on, the same in
    every row, of the limit that is reached with the fewest cars. The forecast begins
    on the last day used with what was counted; where there is none it is null.
    """
    prospect = prospect_of(service, picture)
    question, foretold = prospect.question, prospect.foretold
    until = question.history.last_day if foretold else None
    campaign = picture.campaign
    counted = cumulative_sales(
        picture.decided,
        start=campaign.first_day,
        as_of=min(until or picture.as_of, campaign.last_day),
    ).select("day", "cars_sold", "cumulative_cars")
    ahead = pl.DataFrame(
        _rows(question, foretold.outlook) if foretold else [],
        schema=_AHEAD,
        orient="row",
    )
    both = counted.join(ahead, on="day", how="full", coalesce=True).sort("day")
    limits = _limits(question, foretold.outlook) if foretold else (None, None)
    return both.with_columns(
        limit_cars=pl.lit(limits[0], pl.Int64), runs_out_on=pl.lit(limits[1], pl.Date)
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


def _limits(question: Question, told: Outlook) -> tuple[int | None, object]:
    """Say with how many cars the nearest limit is reached, and about when."""
    found = []
    for runs_out in told.runs_out:
        limit, left = runs_out.limit, max(runs_out.limit.left, 0)
        if limit.is_money:
            assert question.voucher is not None
            left = int(left / question.voucher.mean)
        day = None if runs_out.already else runs_out.median
        found.append((question.cars + left, day))
    return min(found, key=lambda pair: pair[0], default=(None, None))
