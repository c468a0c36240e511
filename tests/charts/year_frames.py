"""A window beside earlier years, as analytics gives it: two views told, one refused."""

from datetime import timedelta

import polars as pl

from tests.charts.frames import START

VIEWS = {"gregorian": 365, "festival": 355, "nearest-festival": 1093}
_PRICE = 14_945_652


def years(cars: list[int], base: list[int]) -> pl.DataFrame:
    """Give this window's cars a day, and those of the base of the first two views."""
    rows = []
    for view, back in VIEWS.items():
        known = view != "nearest-festival"
        for at in range(len(cars)):
            day = START + timedelta(days=at)
            now, then = sum(cars[: at + 1]), sum(base[: at + 1]) if known else None
            rows.append(
                {
                    "view": view,
                    "day": day,
                    "festival_offset": at - 37,
                    "cumulative_cars": now,
                    **_money("cumulative", now),
                    "base_day": day - timedelta(days=back),
                    "base_cumulative_cars": then,
                    **_money("base_cumulative", then),
                }
            )
    schema = {
        "view": pl.String,
        "day": pl.Date,
        "festival_offset": pl.Int64,
        "cumulative_cars": pl.Int64,
        "cumulative_sales_fen": pl.Int64,
        "cumulative_sales_wan": pl.Float64,
        "base_day": pl.Date,
        "base_cumulative_cars": pl.Int64,
        "base_cumulative_sales_fen": pl.Int64,
        "base_cumulative_sales_wan": pl.Float64,
    }
    return pl.DataFrame(rows, schema=schema)


def _money(prefix: str, cars: int | None) -> dict[str, object]:
    fen = None if cars is None else cars * _PRICE
    return {
        f"{prefix}_sales_fen": fen,
        f"{prefix}_sales_wan": None if fen is None else fen / 1_000_000,
    }
