"""The frames of the charts: what is drawn, and what the chart's CSV says."""

from datetime import date

import polars as pl

from voucher_service.analytics.counted import amounts, counted_sales, in_wan, in_yuan
from voucher_service.analytics.prices import price_bins
from voucher_service.analytics.totals import UNKNOWN_LABEL
from voucher_service.model.reasons import EligibilityReason

_OTHER_CARS = (EligibilityReason.NOT_NEW.value, EligibilityReason.NOT_USED.value)


def daily_sales(decided: pl.DataFrame, *, start: date, as_of: date) -> pl.DataFrame:
    """Give a row for every day from ``start`` to ``as_of``, zeros where none sold.

    Columns: day, cars_sold, sales_fen, sales_yuan, sales_wan, vouchers_fen; no rows
    where ``as_of`` lies before ``start``.
    """
    return _each_day(decided, start=start, as_of=as_of).select(
        "day",
        "cars_sold",
        "sales_fen",
        sales_yuan=in_yuan(pl.col("sales_fen")),
        sales_wan=in_wan(pl.col("sales_fen")),
        vouchers_fen="vouchers_fen",
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


def by_district(decided: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Give a row a district, most cars first, sales of no known district last.

    Columns: district, cars_sold, sales_fen, sales_yuan, sales_wan, vouchers_fen.
    """
    return (
        counted_sales(decided, as_of)
        .group_by("district")
        .agg(*amounts())
        .sort(
            pl.col("district").is_null(),
            "cars_sold",
            "district",
            descending=[False, True, False],
        )
        .select(
            pl.col("district").fill_null(UNKNOWN_LABEL),
            "cars_sold",
            "sales_fen",
            sales_yuan=in_yuan(pl.col("sales_fen")),
            sales_wan=in_wan(pl.col("sales_fen")),
            vouchers_fen="vouchers_fen",
        )
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


def _each_day(decided: pl.DataFrame, *, start: date, as_of: date) -> pl.DataFrame:
    days = pl.date_range(start, as_of, eager=True).alias("day")
    sums = counted_sales(decided, as_of).group_by(day="sold_on").agg(*amounts())
    return (
        days.to_frame()
        .join(sums, on="day", how="left", maintain_order="left")
        .with_columns(pl.col("cars_sold", "sales_fen", "vouchers_fen").fill_null(0))
    )
