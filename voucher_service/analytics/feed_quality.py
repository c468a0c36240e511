"""The board of feed quality in its order, and the frame of its chart."""

import polars as pl

_ROWS = ("accepted", "unchanged", "review", "refused")
BOARD_SCHEMA = {
    "dealer_id": pl.String,
    "dealer_name": pl.String,
    **dict.fromkeys(_ROWS, pl.Int64),
}


def acceptance_rate(places: int) -> pl.Expr:
    """Give accepted and unchanged over all rows, rounded down; null without rows.

    Rounded down so that a rate of 1 means that not one row was turned away.
    """
    taken = pl.col("accepted") + pl.col("unchanged")
    every = taken + pl.col("refused") + pl.col("review")
    scale = 10**places
    rate = (taken * scale) // every / scale
    return pl.when(every > 0).then(rate).alias("acceptance_rate")


def worst_first(board: pl.DataFrame) -> pl.DataFrame:
    """Order dealers by their acceptance rate, lowest first, those without rows last.

    At the same rate more rows come first, then the lesser dealer_id. The exact rate
    decides, not the rounded one.
    """
    every = pl.sum_horizontal(_ROWS)
    taken = pl.col("accepted") + pl.col("unchanged")
    return board.sort(
        pl.when(every > 0).then(taken / every),
        every,
        "dealer_id",
        descending=[False, True, False],
        nulls_last=True,
    )


def feed_quality(board: pl.DataFrame) -> pl.DataFrame:
    """Give a row a dealer whose rows came, worst first.

    Columns: dealer_id, dealer_name, rows, accepted, unchanged, review, refused,
    acceptance_percent (rounded down to one place). ``board`` has BOARD_SCHEMA.
    """
    every = pl.sum_horizontal(_ROWS).cast(pl.Int64)
    percent = (acceptance_rate(3) * 100).round(1).alias("acceptance_percent")
    return (
        worst_first(board)
        .filter(every > 0)
        .select("dealer_id", "dealer_name", every.alias("rows"), *_ROWS, percent)
    )
