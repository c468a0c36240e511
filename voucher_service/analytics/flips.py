"""Who flips when sales are decided anew: the decisions that differ, and how."""

import polars as pl

COLUMNS = ("outcome", "amount_fen", "reasons", "terms_version", "tier", "waits_for")


def flips(recorded: pl.DataFrame, anew: pl.DataFrame) -> pl.DataFrame:
    """Give a row for each sale whose outcome, amount, reasons or tier differ.

    Both frames have sale_id and ``COLUMNS``; a sale of one of them alone is no flip.
    Columns: sale_id, and each of ``COLUMNS`` as ``<name>_before`` and ``<name>_after``;
    in the order of the sales' ids. The version of the terms alone is no flip.
    """
    both = recorded.select("sale_id", *COLUMNS).join(
        anew.select("sale_id", *COLUMNS), on="sale_id", suffix="_after"
    )
    compared = [name for name in COLUMNS if name != "terms_version"]
    differs = [pl.col(name).ne_missing(pl.col(f"{name}_after")) for name in compared]
    return (
        both.filter(pl.any_horizontal(differs))
        .rename({name: f"{name}_before" for name in COLUMNS})
        .sort("sale_id")
    )
