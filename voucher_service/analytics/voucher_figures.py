"""The frames of the voucher charts: how far they came, when, where and how much."""

from datetime import date

import polars as pl

from voucher_service.analytics.counted import in_wan, in_yuan
from voucher_service.analytics.totals import UNKNOWN_LABEL

MOVED = ("redemptions", "redeemed_fen", "reversals", "reversed_fen")
"""What was redeemed and what was reversed, in numbers and in fen."""


def voucher_funnel(eligible: tuple[int, int], stages: dict[str, int]) -> pl.DataFrame:
    """Give a row a stage: eligible, issued, redeemed in part or whole, redeemed whole.

    Columns: stage, number (cars of the first, else vouchers), amount_fen, amount_yuan,
    amount_wan, of_issued_percent (null for what is eligible). The last row, voided, is
    a part of what was issued. ``eligible`` is cars and what they earn; ``stages`` has
    issued, in_part, in_full and voided, each with its ``_fen``.
    """
    names = ("issued", "in_part", "in_full", "voided")
    told = [("eligible", *eligible)]
    told += [(name, stages[name], stages[f"{name}_fen"]) for name in names]
    frame = pl.DataFrame(
        told,
        schema={"stage": pl.String, "number": pl.Int64, "amount_fen": pl.Int64},
        orient="row",
    )
    amount, issued = pl.col("amount_fen"), stages["issued"]
    share = (pl.col("number") / issued * 100).round(1) if issued else pl.lit(None)
    return frame.with_columns(
        amount_yuan=in_yuan(amount),
        amount_wan=in_wan(amount),
        of_issued_percent=pl.when(pl.col("stage") != "eligible")
        .then(share)
        .cast(pl.Float64),
    )


def redemptions_by_day(
    moved: pl.DataFrame, *, start: date | None, as_of: date
) -> pl.DataFrame:
    """Give a row for every day from ``start`` to ``as_of``, zeros where nothing moved.

    Columns: day, MOVED and, in yuan and 10,000 yuan, redeemed and reversed. ``start``
    is the day of the first voucher, earlier where something moved before it; without
    it there are no rows. Nothing later than ``as_of`` is told of.
    """
    moved = moved.filter(pl.col("day") <= as_of)
    begins = [] if start is None or start > as_of else [start]
    first = min([*moved["day"].to_list(), *begins], default=None)
    span = pl.Series("day", [], dtype=pl.Date)
    if first is not None:
        span = pl.date_range(first, as_of, eager=True).alias("day")
    joined = span.to_frame().join(moved, on="day", how="left", maintain_order="left")
    return joined.select("day", *(pl.col(MOVED).fill_null(0),), *_amounts())


def redemptions_by_station(moved: pl.DataFrame) -> pl.DataFrame:
    """Give a row a station, the most redeemed net of reversals first, unnamed last.

    Columns: station, MOVED, net_fen, and in yuan and 10,000 yuan redeemed, reversed
    and net.
    """
    net = pl.col("redeemed_fen") - pl.col("reversed_fen")
    return (
        moved.with_columns(net_fen=net)
        .sort(
            pl.col("station").is_null(),
            "net_fen",
            "station",
            descending=[False, True, False],
        )
        .select(
            pl.col("station").fill_null(UNKNOWN_LABEL),
            *MOVED,
            "net_fen",
            *_amounts(),
            in_yuan(pl.col("net_fen")).alias("net_yuan"),
            in_wan(pl.col("net_fen")).alias("net_wan"),
        )
    )


def budget_states(budget_fen: int | None, money: dict[str, int]) -> pl.DataFrame:
    """Give a row a state of the money, in the order in which it passes through them.

    Columns: state, amount_fen, amount_yuan, amount_wan, of_budget_percent. Of
    ``available`` and of every percentage nothing is known where no budget is stated:
    null. Available, held, committed and payable add up to the budget; recoverable is a
    part of payable, and unfunded lies beyond the budget.
    """
    earned, spoken = money["earned_fen"], money["committed_fen"] + money["payable_fen"]
    left = None if budget_fen is None else max(0, budget_fen - spoken)
    held = earned if left is None else min(earned, left)
    told = {
        "budget": budget_fen,
        "available": None if left is None else left - held,
        "held": held,
        "committed": money["committed_fen"],
        "payable": money["payable_fen"],
        "recoverable": money["recoverable_fen"],
        "unfunded": earned - held,
    }
    amount = pl.col("amount_fen")
    share = (amount / budget_fen * 100).round(1) if budget_fen else pl.lit(None)
    return pl.DataFrame(
        {
            "state": pl.Series(list(told), dtype=pl.String),
            "amount_fen": pl.Series(list(told.values()), dtype=pl.Int64),
        }
    ).with_columns(
        amount_yuan=in_yuan(amount),
        amount_wan=in_wan(amount),
        of_budget_percent=share.cast(pl.Float64),
    )


def _amounts() -> tuple[pl.Expr, ...]:
    return tuple(
        unit(pl.col(f"{what}_fen").fill_null(0)).alias(f"{what}_{name}")
        for what in ("redeemed", "reversed")
        for name, unit in (("yuan", in_yuan), ("wan", in_wan))
    )
