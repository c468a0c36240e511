"""Who sold most: districts, dealers and brands in their order."""

from datetime import date

import polars as pl

from voucher_service.analytics.counted import amounts, counted_sales, in_wan, in_yuan
from voucher_service.analytics.totals import UNKNOWN_LABEL


def by_district(decided: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Give a row a district, most cars first, sales of no known district last.

    Columns: district, cars_sold, sales_fen, sales_yuan, sales_wan, vouchers_fen.
    """
    return _ranked(counted_sales(decided, as_of), "district").select(
        pl.col("district").fill_null(UNKNOWN_LABEL), *_FIGURES
    )


def by_dealer(decided: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Give a row a dealer, most cars first, at the same number by dealer_id.

    Columns: dealer_id, dealer_name (the number where no register names it), cars_sold,
    sales_fen, sales_yuan, sales_wan, vouchers_fen, share_percent of all cars.
    """
    counted = counted_sales(decided, as_of)
    names = counted.group_by("dealer_id").agg(
        pl.col("dealer_name").drop_nulls().max().fill_null(pl.col("dealer_id").first())
    )
    ranked = _ranked(counted, "dealer_id").join(
        names, on="dealer_id", how="left", maintain_order="left"
    )
    return ranked.select("dealer_id", "dealer_name", *_FIGURES, _share())


def by_brand(decided: pl.DataFrame, *, as_of: date) -> pl.DataFrame:
    """Give a row a brand, most cars first, sales of no stated brand last.

    Columns: brand, cars_sold, sales_fen, sales_yuan, sales_wan, vouchers_fen,
    share_percent of all cars; rest_cars and rest_sales_wan, what all brands further
    down come to.
    """
    ranked = _ranked(counted_sales(decided, as_of), "brand")
    return ranked.select(
        pl.col("brand").fill_null(UNKNOWN_LABEL),
        *_FIGURES,
        _share(),
        (pl.col("cars_sold").sum() - pl.col("cars_sold").cum_sum()).alias("rest_cars"),
        in_wan(pl.col("sales_fen").sum() - pl.col("sales_fen").cum_sum()).alias(
            "rest_sales_wan"
        ),
    )


_FIGURES = ("cars_sold", "sales_fen", "sales_yuan", "sales_wan", "vouchers_fen")


def _ranked(counted: pl.DataFrame, key: str) -> pl.DataFrame:
    sales = pl.col("sales_fen")
    return (
        counted.group_by(key)
        .agg(*amounts())
        .with_columns(sales_yuan=in_yuan(sales), sales_wan=in_wan(sales))
        .sort(pl.col(key).is_null(), "cars_sold", key, descending=[False, True, False])
    )


def _share() -> pl.Expr:
    share = pl.col("cars_sold") / pl.col("cars_sold").sum() * 100
    return share.round(1).alias("share_percent")
