"""What only several fields of a row show together."""

import polars as pl

from voucher_service.feeds.amounts import LEAST_FEN
from voucher_service.feeds.headers import PRICES
from voucher_service.feeds.refusals import flag
from voucher_service.model.kinds import Condition
from voucher_service.model.reasons import FeedReason

_TOLERANCE_FEN = 1
_USED_INVOICE = r"^0[0-9]{9}17$"  # 二手车销售统一发票


def row_faults(columns: list[str]) -> dict[str, pl.Expr]:
    """Give the flags that rows get from their fields together.

    ``columns`` are those the rows have: SaleRow's, and the flags found so far.
    """
    return {
        flag(FeedReason.IDENTITY_MISSING, "vin"): _nameless(),
        flag(FeedReason.PRICE_MISSING, "bare_price"): _priceless(),
        flag(FeedReason.AMOUNTS_DISAGREE, "invoice_total"): _do_not_add_up(),
        flag(FeedReason.INVOICE_CODE_USED_CAR, "invoice_code"): _used_cars_invoice(),
        **_not_positive(),
        **_implausible(columns),
    }


def _nameless() -> pl.Expr:
    names = ("vin", "invoice_number", "record_no")
    return pl.all_horizontal(pl.col(name).is_null() for name in names)


def _priceless() -> pl.Expr:
    prices = [pl.col(f"{field}_fen") for field in PRICES]
    unread = [pl.col(flag(FeedReason.PRICE_UNREADABLE, field)) for field in PRICES]
    return pl.all_horizontal(
        *(price.is_null() for price in prices), *(~cell for cell in unread)
    )


def _do_not_add_up() -> pl.Expr:
    net, tax, total = (
        pl.col(f"invoice_{part}_fen") for part in ("net", "tax", "total")
    )
    return ((net + tax - total).abs() > _TOLERANCE_FEN).fill_null(value=False)


def _used_cars_invoice() -> pl.Expr:
    """Tell where a used car's invoice stands beside a new car."""
    used = pl.col("invoice_code").str.contains(_USED_INVOICE)
    return (used & (pl.col("condition") == Condition.NEW.value)).fill_null(value=False)


def _not_positive() -> dict[str, pl.Expr]:
    least = {**dict.fromkeys(PRICES, 1), "invoice_tax": 0}
    return {
        flag(FeedReason.PRICE_NOT_POSITIVE, field): (
            pl.col(f"{field}_fen") < amount
        ).fill_null(value=False)
        for field, amount in least.items()
    }


def _implausible(columns: list[str]) -> dict[str, pl.Expr]:
    """Let used cars be as cheap as they are: some go for a few hundred yuan.

    A tax has no least amount of its own, and its net price and total are checked.
    """
    used = (pl.col("condition") == Condition.USED.value).fill_null(value=False)
    found = {}
    for field in (*PRICES, "invoice_tax"):
        name = flag(FeedReason.PRICE_IMPLAUSIBLE, field)
        spared = used if field in PRICES else pl.lit(value=True)
        if name in columns:
            cheap = pl.col(f"{field}_fen") < LEAST_FEN
            found[name] = pl.col(name) & ~(spared & cheap)
    return found
