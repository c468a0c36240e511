"""A campaign's totals are exact sums over the eligible sales until a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from voucher_service.analytics.counted import amounts, counted_sales, gross_ratio
from voucher_service.model.kinds import ENERGY_TEXT, Breakdown
from voucher_service.model.money import mean_fen, yuan_from_fen
from voucher_service.model.reports import TotalsGroup
from voucher_service.model.slices import UNKNOWN_KEY, UNKNOWN_TEXT

UNKNOWN_LABEL = UNKNOWN_TEXT.zh


@dataclass(frozen=True)
class Figures:
    """What the eligible sales until a business day come to, in fen.

    ``mean_price_fen`` is rounded half up, ``gross_ratio`` (sales over vouchers, no
    measure of effect) half up to two decimals; each is null where there is nothing to
    divide by. ``synthetic`` is true if any sale at hand, counted or not, is made up.
    """

    cars_sold: int
    sales_fen: int
    vouchers_fen: int
    mean_price_fen: int | None
    gross_ratio: float | None
    synthetic: bool


def totals(decided: pl.DataFrame, *, as_of: date) -> Figures:
    """Add up the eligible sales sold until ``as_of``; takes DecidedSale."""
    row = counted_sales(decided, as_of).select(amounts()).row(0, named=True)
    return Figures(
        **row,
        mean_price_fen=mean_fen(row["sales_fen"], row["cars_sold"]),
        gross_ratio=gross_ratio(row["sales_fen"], row["vouchers_fen"]),
        synthetic=bool(decided["synthetic"].any()),
    )


def totals_by(
    decided: pl.DataFrame, by: Breakdown, *, as_of: date
) -> tuple[TotalsGroup, ...]:
    """Split the totals into groups that add up to them; takes DecidedSale.

    Days come in their order, other groups with most cars first, then by key. Sales
    without the value stand under ``unknown``. Only groups with a sale are given.
    """
    rows = (
        counted_sales(decided, as_of)
        .group_by(_key(by).alias("key"))
        .agg(*amounts(), label=_label(by))
        .sort(_order(by), descending=[name == "cars_sold" for name in _order(by)])
    )
    return tuple(_group(row, by) for row in rows.iter_rows(named=True))


_KEY_COLUMNS = {
    Breakdown.DAY: "sold_on",
    Breakdown.DISTRICT: "district",
    Breakdown.DEALER: "dealer_id",
    Breakdown.BRAND: "brand",
    Breakdown.ENERGY: "energy",
}


def _key(by: Breakdown) -> pl.Expr:
    # A day as text is its ISO form, which sorts as the days do.
    return pl.col(_KEY_COLUMNS[by]).cast(pl.String).fill_null(UNKNOWN_KEY)


def _label(by: Breakdown) -> pl.Expr:
    if by is Breakdown.DEALER:
        return pl.col("dealer_name").drop_nulls().max()
    return pl.lit(None, dtype=pl.String)


def _order(by: Breakdown) -> list[str]:
    return ["key"] if by is Breakdown.DAY else ["cars_sold", "key"]


def _group(row: dict[str, Any], by: Breakdown) -> TotalsGroup:
    return TotalsGroup(
        key=row["key"],
        label=row["label"] or _name_of(row["key"], by),
        cars_sold=row["cars_sold"],
        sales_fen=row["sales_fen"],
        sales_yuan=yuan_from_fen(row["sales_fen"]),
        vouchers_fen=row["vouchers_fen"],
        mean_price_fen=mean_fen(row["sales_fen"], row["cars_sold"]),
    )


def _name_of(key: str, by: Breakdown) -> str:
    if key == UNKNOWN_KEY:
        return UNKNOWN_LABEL
    if by is Breakdown.ENERGY:
        names = {energy.value: text.zh for energy, text in ENERGY_TEXT.items()}
        return names.get(key, key)
    return key
