"""Frames of a forecast, small enough to read: days counted, then days foretold."""

from datetime import date, timedelta

import polars as pl

START = date(2022, 12, 16)
_SPREADS = {50: 2, 80: 4, 95: 6}


def forecast(
    cars: list[int],
    ahead: list[int],
    *,
    limit: int | None = None,
    runs_out_on: date | None = None,
    demand: int | None = None,
) -> pl.DataFrame:
    """Cars counted by day, then the medians of those foretold, each day less sure."""
    sold = sum(cars)
    rows = [
        {
            "day": START + timedelta(days=at),
            "cars_sold": count,
            "cumulative_cars": sum(cars[: at + 1]),
        }
        for at, count in enumerate(cars)
    ]
    if ahead and cars:
        rows[-1] |= foretold(sold, 0)
    rows += [
        {"day": START + timedelta(days=len(cars) + at)}
        | foretold(sold + sum(ahead[: at + 1]), (at + 1) if any(ahead) else 0)
        for at in range(len(ahead))
    ]
    names = [f"{end}_{level}" for level in _SPREADS for end in ("low", "high")]
    counts = ["cars_sold", "cumulative_cars", "forecast_cars", *names]
    frame = pl.DataFrame(
        rows, schema={"day": pl.Date, **dict.fromkeys(counts, pl.Int64)}
    )
    return frame.with_columns(
        limit_cars=pl.lit(limit, pl.Int64),
        runs_out_on=pl.lit(runs_out_on, pl.Date),
        demand_cars=pl.lit(demand, pl.Int64),
    )


def foretold(median: int, days: int) -> dict[str, object]:
    bounds = {
        f"{end}_{level}": max(0, median + sign * spread * days)
        for level, spread in _SPREADS.items()
        for end, sign in (("low", -1), ("high", 1))
    }
    return {"forecast_cars": median, **bounds}
