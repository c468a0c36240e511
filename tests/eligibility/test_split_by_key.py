"""Judged part by part, split by a stage's key, the sales are judged as a whole."""

from collections.abc import Iterator

import polars as pl
import pytest
from hypothesis import given

from tests.eligibility.known_sales import START, TERMS, known, sale
from tests.eligibility.rule_book import (
    NOON,
    sales_of_all_kinds,
    seeds,
    terms_of_single_vehicles,
    terms_of_the_rule_book,
)
from voucher_service.campaigns.limits import Caps, Quota
from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.asking import submitted_on
from voucher_service.eligibility.decide import decide
from voucher_service.eligibility.judging import Context, laid_out, marked
from voucher_service.eligibility.limits import QUEUE_DAY
from voucher_service.eligibility.line import draw_numbers, tally
from voucher_service.eligibility.stages import (
    Stage,
    chain,
    conflicts,
    judged_rows,
)

PARTS = 7


@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_stages_split_by_their_keys_give_the_whole_table(sales, terms, seed) -> None:
    context = Context(seed=seed)
    whole = sales.with_row_index("row")
    judged = judged_rows(whole, terms)
    apart = pl.concat(judged_rows(part, terms) for part in _anywhere(whole)).sort("row")
    told, told_apart = [], []
    for stage in (conflicts(), *chain(terms, context)):
        told.append(stage.judge(judged, None))
        told_apart += _judged_apart(apart, stage, context)
        judged = marked(judged, told[-1])
        apart = marked(apart, pl.concat(told_apart))
    assert apart.equals(judged)
    assert laid_out(told_apart, sales.height).equals(laid_out(told, sales.height))


@given(sales=sales_of_all_kinds(), terms=terms_of_the_rule_book(), seed=seeds)
def test_stages_asked_along_their_queue_give_the_whole_table(
    sales, terms, seed
) -> None:
    context = Context(seed=seed)
    judged = judged_rows(sales.with_row_index("row"), terms)
    for stage in (conflicts(), *chain(terms, context)):
        found = stage.judge(judged, None)
        if stage.limit is not None:
            apart = pl.concat(_along_the_queue(judged, stage, context))
            assert apart.sort("row").equals(found.sort("row"))
        judged = marked(judged, found)


@given(sales=sales_of_all_kinds(), terms=terms_of_single_vehicles)
def test_without_limits_deciding_vehicle_by_vehicle_gives_the_whole_table(
    sales, terms
) -> None:
    assert terms.is_local
    apart = pl.concat(decide(part, terms) for part in _by(sales, "vin"))
    assert apart.sort("sale_id").equals(decide(sales, terms).sort("sale_id"))


@pytest.mark.parametrize(
    ("terms", "rows"),
    [
        ({"caps": Caps(per_buyer=1)}, [{"buyer_key": "k1"}] * 3),
        ({"caps": Caps(per_phone=1)}, [{"phone_key": "p1"}] * 3),
        ({"caps": Caps(per_dealer_day=1)}, [{"sold_on": START}] * 3),
        ({"quotas": (Quota(name="q", count=1, per="day"),)}, [{}] * 3),
        ({"quotas": (Quota(name="q", count=1, per="district"),)}, [{}] * 3),
        ({"quotas": (Quota(name="q", count=1, per="dealer"),)}, [{}] * 3),
        ({"quotas": (Quota(name="q", count=1),)}, [{}] * 3),
        ({"budget_yuan": 1500}, [{}] * 3),
    ],
)
def test_a_limit_of_one_lets_one_of_three_alike_pass(terms, rows) -> None:
    sales = known(
        *(
            sale(**row, sale_id=f"S{i}", vin=f"LSVAU2180N200000{i}", submitted_at=NOON)
            for i, row in enumerate(rows)
        )
    )
    told = TERMS.model_dump(by_alias=True, exclude_defaults=True) | terms
    decided = decide(sales, Terms.model_validate(told))
    assert decided["eligible"].to_list() == [True, False, False]


def _judged_apart(
    judged: pl.DataFrame, stage: Stage, context: Context
) -> Iterator[pl.DataFrame]:
    if stage.keys:
        frame = judged.with_columns(_queue_day(stage))
        parts = _by(frame, *stage.keys)
        yield from (stage.judge(_without_day(part), None) for part in parts)
    elif stage.limit is not None:
        yield from _along_the_queue(judged, stage, context)
    else:
        yield from (stage.judge(part, None) for part in _anywhere(judged))


def _along_the_queue(
    judged: pl.DataFrame, stage: Stage, context: Context
) -> Iterator[pl.DataFrame]:
    """Judge who stands first in line first, and carry what they took to the next."""
    limit = stage.limit
    assert limit is not None
    drawn = judged.with_columns(draw_numbers(context.seed or ""))
    line = drawn.sort(limit.queue, nulls_last=True).drop("draw")
    carried, waiting = None, None
    length = max(1, line.height // PARTS)
    for first in range(0, max(1, line.height), length):
        part = line.slice(first, length)
        found = stage.judge(part, carried)
        before = line.head(first + part.height)
        waiting = found if waiting is None else pl.concat([waiting, found])
        carried = _tally_of(before, stage, waiting, context)
        yield found


def _tally_of(
    before: pl.DataFrame, stage: Stage, waiting: pl.DataFrame, context: Context
) -> pl.DataFrame:
    """Give what was taken so far, and how many were let wait in each group."""
    limit = stage.limit
    assert limit is not None
    taken = tally(before, limit)
    waits = before.with_columns(_queue_day(stage)).join(waiting, on="row", how="semi")
    if not limit.keys:
        return taken.with_columns(waiting=pl.lit(waits.height, dtype=pl.Int64))
    counts = waits.group_by(limit.keys).agg(waiting=pl.len().cast(pl.Int64))
    return (
        taken.drop("waiting")
        .join(counts, on=limit.keys, how="left")
        .with_columns(pl.col("waiting").fill_null(0))
    )


def _queue_day(stage: Stage) -> pl.Expr:
    by_report = stage.limit is not None and "submitted_at" in stage.limit.queue
    return (submitted_on() if by_report else pl.col("sold_on")).alias(QUEUE_DAY)


def _without_day(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.drop(QUEUE_DAY)


def _anywhere(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    yield from (frame.gather_every(PARTS, offset=part) for part in range(PARTS))


def _by(frame: pl.DataFrame, *keys: str) -> Iterator[pl.DataFrame]:
    """Split so that equal keys lie in one part, and rows without a key anywhere."""
    known_keys = pl.struct(pl.col(keys).cast(pl.String)).hash()
    at = pl.int_range(pl.len()).cast(pl.UInt64)
    has_all = pl.all_horizontal(pl.col(key).is_not_null() for key in keys)
    bucket = pl.when(has_all).then(known_keys).otherwise(at) % PARTS
    yield from (frame.filter(bucket == part) for part in range(PARTS))
