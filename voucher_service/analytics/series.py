"""The frames of the charts: what is drawn, and what the chart's CSV says."""

from datetime import date

import polars as pl

from voucher_service.analytics.counted import amounts, counted_sales, in_wan, in_yuan
from voucher_service.analytics.day_kinds import DAY_COLUMNS, marked
from voucher_service.analytics.prices import price_bins
from voucher_service.model.reasons import EligibilityReason

_OTHER_CARS = (EligibilityReason.NOT_NEW.value, EligibilityReason.NOT_USED.value)
_WEEK = 7


def daily_sales(decided: pl.DataFrame, *, start: date, as_of: date) -> pl.DataFrame:
    """Give a row for every day from ``start`` to ``as_of``, zeros where none sold.

    Columns: day, cars_sold, sales_fen, sales_yuan, sales_wan, vouchers_fen;
    mean_7_days, the mean of the day's cars and the six days' before it, null on the
    first six; day_kind, holiday, holiday_en. No rows where ``as_of`` lies before
    ``start``.
    """
    return marked(_each_day(decided, start=start, as_of=as_of)).select(
        "day",
        "cars_sold",
        "sales_fen",
        sales_yuan=in_yuan(pl.col("sales_fen")),
        sales_wan=in_wan(pl.col("sales_fen")),
        vouchers_fen="vouchers_fen",
        mean_7_days=pl.col("cars_sold").rolling_mean(_WEEK).round(2),
        day_kind="day_kind",
        holiday="holiday",
        holiday_en="holiday_en",
    )


def cumulative_sales(
    decided: pl.DataFrame, *, start: date, as_of: date
) -> pl.DataFrame:
    """Give the running sums of ``daily_sales`` beside the days' own figures.

    Columns: day, cars_sold, sales_fen, sales_yuan, cumulative_cars,
    cumulative_sales_fen, cumulative_sales_yuan, cumulative_sales_wan.
    """
    running = pl.col("sales_fen").cum_sum()
    return _each_day(decided, start=start, as_of=as_of).select(
        "day",
        "cars_sold",
        "sales_fen",
        sales_yuan=in_yuan(pl.col("sales_fen")),
        cumulative_cars=pl.col("cars_sold").cum_sum(),
        cumulative_sales_fen=running,
        cumulative_sales_yuan=in_yuan(running),
        cumulative_sales_wan=in_wan(running),
    )


def calendar_days(
    decided: pl.DataFrame, *, start: date, end: date, as_of: date
) -> pl.DataFrame:
    """Give a row for every day from ``start`` to ``end``, null after ``as_of``.

    Columns: day; week_from, the Monday of its week; weekday, 1 for Monday; cars_sold,
    sales_fen, sales_yuan, sales_wan; level, 0 where none was sold, else 1 to 4 by
    quarters of the best day's cars; day_kind, holiday, holiday_en.
    """
    days = pl.date_range(start, end, eager=True).alias("day").to_frame()
    sold = _each_day(decided, start=start, as_of=min(as_of, end))
    sales = pl.col("sales_fen")
    return marked(days.join(sold, on="day", how="left", maintain_order="left")).select(
        "day",
        pl.col("day").dt.truncate("1w").alias("week_from"),
        pl.col("day").dt.weekday().cast(pl.Int64).alias("weekday"),
        "cars_sold",
        "sales_fen",
        in_yuan(sales).alias("sales_yuan"),
        in_wan(sales).alias("sales_wan"),
        _level(pl.col("cars_sold")).alias("level"),
        *DAY_COLUMNS,
    )


def price_distribution(
    decided: pl.DataFrame,
    *,
    floor_fen: int,
    start: date,
    end: date,
    as_of: date,
) -> pl.DataFrame:
    """Give a row a bin of prices, with its eligible, refused and waiting cars.

    Columns: price_from_yuan (included), price_to_yuan (excluded), eligible_cars,
    ineligible_cars, waiting_cars; see ``price_bins``. Counted are the sales from
    ``start`` to ``end`` until ``as_of`` that have a price and were not refused for
    being new or used.
    """
    priced = decided.filter(
        pl.col("sold_on").is_between(start, min(end, as_of)),
        pl.col("price_fen").is_not_null(),
        *(~pl.col("reasons").list.contains(code) for code in _OTHER_CARS),
    )
    return price_bins(priced.select("outcome", "price_fen"), floor_fen)


def _level(cars: pl.Expr) -> pl.Expr:
    quarters = (cars * 4 + cars.max() - 1) // cars.max()
    return pl.when(cars == 0).then(0).otherwise(quarters).cast(pl.Int64)


def _each_day(decided: pl.DataFrame, *, start: date, as_of: date) -> pl.DataFrame:
    days = pl.date_range(start, as_of, eager=True).alias("day")
    sums = counted_sales(decided, as_of).group_by(day="sold_on").agg(*amounts())
    return (
        days.to_frame()
        .join(sums, on="day", how="left", maintain_order="left")
        .with_columns(pl.col("cars_sold", "sales_fen", "vouchers_fen").fill_null(0))
    )
