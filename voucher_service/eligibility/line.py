"""Who passes a limit: those in line are found, put in order, and counted off."""

import hashlib
from dataclasses import dataclass

import numpy as np
import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.asking import submitted_on
from voucher_service.eligibility.judging import (
    NOTHING_ELSE,
    SUBMISSION_ORDER,
    Context,
    as_marks,
    candidates,
    no_marks,
)
from voucher_service.eligibility.limits import DRAW, QUEUE_DAY, Limit, is_undrawn
from voucher_service.model.reason_codes import EligibilityReason

SHARED = "{} is shared"
"""A column that may say which rows' key another row has too: once for many terms."""


def await_draw(frame: pl.DataFrame, terms: Terms, context: Context) -> pl.DataFrame:
    """Let every candidate wait while the seed of a draw is not revealed."""
    if not is_undrawn(terms, context):
        return no_marks()
    waiting = frame.filter(candidates()).select("row", waits_for=pl.lit(DRAW))
    return as_marks(waiting, EligibilityReason.DRAW_PENDING)


def judge_limit(
    frame: pl.DataFrame,
    limit: Limit,
    carried: pl.DataFrame | None = None,
    context: Context = NOTHING_ELSE,
) -> pl.DataFrame:
    """Mark the candidates of a frame that do not pass a limit.

    ``carried`` is the tally of those who stand in line before all of these.
    """
    if carried is not None and carried.is_empty():
        carried = None
    contested = _contested(frame, limit, carried)
    if contested is None:
        return no_marks()
    rows, marks = contested.rows, []
    if limit.name and not context.places:  # whoever stands behind the cut waits
        marks = [as_marks(frame.filter(contested.behind).select("row"), limit.reason)]
        rows &= ~contested.behind
    line = in_line(frame.lazy().filter(rows), limit)
    line = _joined(line.with_columns(_NOBODY[1:]), contested.before, limit)
    if carried is not None:
        line = _joined(line, carried.drop("taken"), limit)
    line = line.sort(limit.queue, nulls_last=True)
    return pl.concat([*marks, as_marks(_beyond(line, limit), limit.reason)])


def tally(frame: pl.DataFrame, limit: Limit) -> pl.DataFrame:
    """Add up what the candidates of a frame take of a limit.

    Columns: the limit's keys, ``taken``, ``waiting`` (0: nobody is let wait here), and
    the first in line as ``first_sale_id`` and ``first_row_hash``. One row for each
    group counted together. The tallies of two parts make that of the whole.
    """
    line = in_line(frame.lazy(), limit).sort(limit.queue, nulls_last=True)
    named = ["sale_id", "row_hash"] if limit.names_rival else []
    sums = [
        pl.col("takes").sum().alias("taken"),
        pl.lit(0, dtype=pl.Int64).alias("waiting"),
        *(pl.col(name).first().alias(f"first_{name}") for name in named),
    ]
    if not limit.keys:
        return line.select(sums)
    return line.group_by(limit.keys, maintain_order=True).agg(sums)


_NOBODY = (
    pl.lit(0, dtype=pl.Int64).alias("taken"),
    pl.lit(0, dtype=pl.Int64).alias("waiting"),
    pl.lit(None, dtype=pl.String).alias("first_sale_id"),
    pl.lit(None, dtype=pl.String).alias("first_row_hash"),
)


def _joined(line: pl.DataFrame, told: pl.DataFrame, limit: Limit) -> pl.DataFrame:
    """Give a line with what is told of its groups in the place of what was there."""
    line = line.drop(
        name for name in told.columns if name not in limit.keys and name in line.columns
    )
    if limit.keys:
        line = line.join(told, on=limit.keys, how="left")
    else:
        line = line.join(told, how="cross")
    return line.with_columns(pl.col("taken", "waiting").fill_null(0))


def _bound(limit: Limit) -> pl.Expr:
    """Ask whether a limit binds a sale: a candidate of its cell with its keys known."""
    known = [pl.col(key).is_not_null() for key in limit.keys if key != QUEUE_DAY]
    cell = [] if limit.cell is None else [limit.cell]
    return pl.all_horizontal(candidates(), *cell, *known)


def _with_day(frame: pl.LazyFrame, limit: Limit) -> pl.LazyFrame:
    if QUEUE_DAY not in limit.keys:
        return frame
    by_report = limit.queue == SUBMISSION_ORDER
    day = submitted_on() if by_report else pl.col("sold_on")
    return frame.with_columns(day.alias(QUEUE_DAY))


def in_line(frame: pl.LazyFrame, limit: Limit) -> pl.DataFrame:
    """Give the sales that a limit binds, with what it asks of them."""
    wanted = {"row", "takes", "sale_id", *limit.keys, *limit.queue}
    if limit.names_rival:
        wanted.add("row_hash")
    line = _with_day(frame.filter(_bound(limit)), limit)
    line = line.with_columns(takes=limit.measure)
    if DRAW in wanted:
        line = line.with_columns(draw_numbers(limit.seed or ""))
    return line.select(sorted(wanted)).collect()


def draw_numbers(seed: str) -> pl.Expr:
    """Give each sale's number in a draw: the SHA-256 of ``seed:sale_id``, in hex."""

    def number(sale_id: str) -> str:
        return hashlib.sha256(f"{seed}:{sale_id}".encode()).hexdigest()

    drawn = pl.col("sale_id").map_elements(number, return_dtype=pl.String)
    return drawn.alias(DRAW)


@dataclass(frozen=True)
class _Contested:
    """The rows that may not pass, and what was taken before them, group by group.

    ``behind`` are those of them that surely do not; ``before`` has the limit's keys and
    ``taken``.
    """

    rows: pl.Series
    behind: pl.Series
    before: pl.DataFrame


def _contested(
    frame: pl.DataFrame, limit: Limit, carried: pl.DataFrame | None
) -> _Contested | None:
    """Find the rows that may not pass, if any: most limits bind few or nobody.

    Told before anything is gathered or sorted, it is what makes a limit cheap.
    """
    bound = frame.select(_bound(limit)).to_series()
    taken = None if carried is None else carried.select(*limit.keys, "taken")
    if limit.names_rival and limit.most == 1:
        (key,) = limit.keys
        before = None if taken is None else taken[key]
        if SHARED.format(key) in frame.columns:
            shared = bound & frame[SHARED.format(key)]
        else:
            shared = shared_values(frame[key], bound, before)
        if taken is None:
            taken = pl.DataFrame(schema={key: frame.schema[key], "taken": pl.Int64})
        return _Contested(shared, _none_of(shared), taken) if shared.any() else None
    rows = frame.lazy().with_row_index("at").filter(bound)
    return _from_the_cut(_with_day(rows, limit), limit, taken, frame.height)


def _from_the_cut(
    bound: pl.LazyFrame, limit: Limit, taken: pl.DataFrame | None, height: int
) -> _Contested | None:
    """Find, group by group, the first day or instant at which not all pass any more.

    Added up are the sums of each day or instant alone; who comes before it passes, and
    only those from it on have to be put in line.
    """
    lead, keys = limit.queue[0], list(limit.keys)
    if lead == DRAW:
        bound, lead = bound.with_columns(pl.lit(0).alias(DRAW)), DRAW
    parts = list(dict.fromkeys([*keys, lead]))
    sums = bound.group_by(parts).agg(limit.sum_taken.alias("own")).collect()
    if taken is not None:
        sums = _joined(sums.with_columns(_NOBODY[1]), taken, limit)
    else:
        sums = sums.with_columns(_NOBODY[0])
    running = pl.col("own").cum_sum()
    running = running.over(keys) if keys else running
    cuts = (
        sums.sort(lead)
        .with_columns(until=running + pl.col("taken"))
        .filter(pl.col("until") > limit.most)
        .select(*keys, pl.col(lead).alias("cut"), taken=pl.col("until") - pl.col("own"))
    )
    cuts = (
        cuts.unique(keys, keep="first", maintain_order=True) if keys else cuts.head(1)
    )
    if cuts.is_empty():
        return None
    with_cut = (
        bound.join(cuts.lazy(), on=keys)
        if keys
        else bound.with_columns(cut=pl.lit(cuts["cut"][0]))
    )
    if limit.names_rival:  # the first of the line is told, who came before the cut
        cuts = cuts.with_columns(taken=pl.lit(0, dtype=pl.Int64))
        if taken is not None:
            cuts = _joined(cuts.with_columns(_NOBODY[1]), taken, limit).drop("waiting")
    else:
        with_cut = with_cut.filter(pl.col(lead) >= pl.col("cut"))
    found = with_cut.select("at", behind=pl.col(lead) > pl.col("cut")).collect()
    rows = _rows_at(found["at"], height)
    behind = _rows_at(found.filter("behind")["at"], height)
    return _Contested(rows, behind, cuts.drop("cut"))


def _rows_at(places: pl.Series, height: int) -> pl.Series:
    rows = np.zeros(height, dtype=np.bool_)
    rows[places.to_numpy()] = True
    return pl.Series(rows)


def _none_of(rows: pl.Series) -> pl.Series:
    return pl.repeat(False, rows.len(), dtype=pl.Boolean, eager=True)


def shared_values(
    values: pl.Series, rows: pl.Series, before: pl.Series | None = None
) -> pl.Series:
    """Tell which of some rows have a value that another of them, or ``before``, has.

    Values are compared by their hashes, which is several times as fast and may name a
    row too many, never too few: what follows compares the values themselves.
    """
    hashes = values.hash()
    ordered = hashes.filter(rows).sort()
    twice = ordered.filter(ordered == ordered.shift(1))
    if before is not None:
        twice = twice.append(before.hash())
    if twice.is_empty():
        return _none_of(rows)
    return rows & hashes.is_in(twice.unique().implode())


def _beyond(line: pl.DataFrame, limit: Limit) -> pl.LazyFrame:
    """Give, of a sorted line, those beyond the limit and what is told of them."""

    def along(running: pl.Expr) -> pl.Expr:
        return running.over(limit.keys) if limit.keys else running

    sums = along(pl.col("takes").cum_sum()) + pl.col("taken")
    told = line.lazy().with_columns(beyond=sums > limit.most)
    if limit.names_rival:
        told = told.with_columns(
            rival_sale_id=pl.coalesce(
                "first_sale_id", along(pl.col("sale_id").first())
            ),
            rival_row_hash=pl.coalesce(
                "first_row_hash", along(pl.col("row_hash").first())
            ),
        )
    if limit.name is not None:
        keys = (pl.lit("@") + pl.col(key).cast(pl.String) for key in limit.keys)
        told = told.with_columns(
            waitlist_rank=along(pl.col("beyond").cum_sum()).cast(pl.Int64)
            + pl.col("waiting"),
            waits_for=pl.concat_str(pl.lit(limit.name), *keys),
        )
    return told.filter("beyond")
