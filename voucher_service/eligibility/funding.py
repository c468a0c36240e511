"""Whom the fund still pays: those in line are counted off against what is taken.

Decisions share out what the terms state. What vouchers have really taken can be more:
money that was spent on a car which came back stays spent. So who is issued a voucher is
held to the fund once more, by the same limits and in the same line.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.asking import submitted_on
from voucher_service.eligibility.entries import ENTRY
from voucher_service.eligibility.judging import SUBMISSION_ORDER, Context
from voucher_service.eligibility.limits import (
    DRAW,
    QUEUE_DAY,
    Limit,
    limits_of,
    queue_of,
)
from voucher_service.eligibility.line import draw_numbers
from voucher_service.model.reason_codes import EligibilityReason

LINE_COLUMNS = (
    *("sale_id", "invoice_number", "sold_on", "submitted_at"),
    *("dealer_id", "district", "energy", "tier"),
)
"""What a line asks of a sale, beside ``terms_version`` and ``earns``."""


@dataclass(frozen=True)
class Fund:
    """The budget or a part of it, as each entry of the terms states it."""

    name: str
    limits: Mapping[int, Limit]

    def part(self) -> pl.Expr:
        """Give the part that pays a sale, by name; null where it is not bound."""
        return pl.coalesce(_part(number, each) for number, each in self.limits.items())

    def most(self) -> pl.Expr:
        """Give how much there is of the part, as a sale's own entry says."""
        return pl.coalesce(
            pl.when(pl.col(ENTRY) == number).then(pl.lit(each.most, pl.Int64))
            for number, each in self.limits.items()
        )

    @property
    def is_one(self) -> bool:
        """Tell whether all entries that state it say the same amount."""
        return len({limit.most for limit in self.limits.values()}) == 1


def funds_of(entries: Sequence[Terms], context: Context) -> list[Fund]:
    """Give the parts of the budget that any entry states, then the budget itself."""
    found: dict[tuple[bool, str], dict[int, Limit]] = {}
    for number, terms in enumerate(entries):
        for limit in limits_of(terms, context):
            if limit.money:
                is_whole = limit.reason is EligibilityReason.BUDGET_SPENT
                found.setdefault((is_whole, str(limit.name)), {})[number] = limit
    parts = [Fund(name, limits) for (whole, name), limits in found.items() if not whole]
    wholes = [Fund(name, limits) for (whole, name), limits in found.items() if whole]
    return parts + wholes


def in_line(
    sales: pl.DataFrame, entries: Sequence[Terms], context: Context
) -> pl.DataFrame:
    """Put sales into the order in which they are paid, each with its own entry.

    Entries that queue alike share a line; the lots of a draw are apart from it.
    """
    numbers = {terms.version: number for number, terms in enumerate(entries)}
    entry = pl.col("terms_version").replace_strict(numbers, return_dtype=pl.Int64)
    numbered = sales.with_columns(entry.alias(ENTRY))
    lines: dict[tuple[object, ...], list[int]] = {}
    for number, terms in enumerate(entries):
        key = (queue_of(terms), context.seed_of(terms))
        lines.setdefault(key, []).append(number)
    ordered = []
    for (queue, seed), members in lines.items():
        line = numbered.filter(pl.col(ENTRY).is_in(members))
        assert isinstance(queue, tuple)
        if DRAW in queue:
            line = line.with_columns(draw_numbers(str(seed or "")))
        ordered.append(line.sort(queue, nulls_last=True).drop(DRAW, strict=False))
    return pl.concat(ordered)


def hold_to_funds(
    line: pl.DataFrame, funds: Sequence[Fund], taken: Mapping[str, int]
) -> pl.DataFrame:
    """Say for which part each sale of a line has to wait: ``held_for``, null for none.

    ``taken`` is what has been taken of each part. Nobody behind one who does not fit is
    paid out of that part.
    """
    held = line.with_columns(held_for=pl.lit(None, pl.String))
    for fund in funds:
        asked = held.with_columns(part=fund.part(), most=fund.most())
        asks = pl.col("part").is_not_null() & pl.col("held_for").is_null()
        beyond = _beyond(asked.with_columns(asks=asks), fund, taken)
        held = held.with_columns(
            held_for=pl.when(beyond).then(asked["part"]).otherwise("held_for")
        )
    return held


def _beyond(asked: pl.DataFrame, fund: Fund, taken: Mapping[str, int]) -> pl.Series:
    if not fund.is_one:
        return _counted_off(asked, taken)
    before = pl.DataFrame(
        {"part": list(taken), "taken": list(taken.values())},
        schema={"part": pl.String, "taken": pl.Int64},
    )
    counted = asked.join(before, on="part", how="left", maintain_order="left")
    own = pl.when("asks").then("earns").otherwise(0)
    sums = own.cum_sum().over("part") + pl.col("taken").fill_null(0)
    told = counted.select(pl.col("asks") & (sums > pl.col("most")))
    return told.to_series().fill_null(value=False)


def _counted_off(asked: pl.DataFrame, taken: Mapping[str, int]) -> pl.Series:
    """Count off one by one: amounts that differ by entry leave no shorter way."""
    sums, shut, beyond = Counter(taken), set(), []
    rows = asked.select("part", "most", "asks", "earns", ENTRY).iter_rows()
    for part, most, asks, earns, entry in rows:
        told = asks and ((part, entry) in shut or sums[part] + earns > most)
        beyond.append(told)
        if told:
            shut.add((part, entry))
        elif asks:
            sums[part] += earns
    return pl.Series(beyond, dtype=pl.Boolean)


def _part(number: int, limit: Limit) -> pl.Expr:
    keys = [_key(key, limit) for key in limit.keys]
    bound = [pl.col(ENTRY) == number, *(key.is_not_null() for key in keys)]
    bound += [] if limit.cell is None else [limit.cell]
    named = pl.concat_str(
        pl.lit(limit.name), *(pl.lit("@") + key.cast(pl.String) for key in keys)
    )
    return pl.when(pl.all_horizontal(bound)).then(named)


def _key(key: str, limit: Limit) -> pl.Expr:
    if key != QUEUE_DAY:
        return pl.col(key)
    return submitted_on() if limit.queue == SUBMISSION_ORDER else pl.col("sold_on")
