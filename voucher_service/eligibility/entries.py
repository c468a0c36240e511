"""Dated entries share one line: a sale keeps its place in it whatever entry is its own.

A limit of one name goes on from entry to entry. Each sale is held to the limit of its
own entry, and finds taken what those before it in line have taken, of whatever entry.
So an amendment takes nothing from a sale that was ahead of all that it is about.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.judging import (
    Context,
    as_marks,
    candidates,
    marked,
    no_marks,
)
from voucher_service.eligibility.limits import Limit, limits_of
from voucher_service.eligibility.line import await_draw, in_line, judge_limit, tally
from voucher_service.eligibility.stages import judge_claims
from voucher_service.model.reason_codes import EligibilityReason

ENTRY = "entry"
"""The column that says under which entry a sale falls, counted from 0."""

Judge = Callable[[pl.DataFrame], pl.DataFrame]
EntryJudge = Callable[[pl.DataFrame, Terms, Context], pl.DataFrame]
Slot = Mapping[int, Limit]
"""A limit as each entry states it, by the entry's number."""


def judge_entries(
    judged: pl.DataFrame, entries: Sequence[Terms], context: Context
) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Judge what no row rule decides; takes the judged rows of all entries, by row.

    Gives the frame with all that stands against its rows, and the marks.
    """

    def each(judge: EntryJudge) -> Judge:
        return lambda frame: pl.concat(
            judge(frame.filter(pl.col(ENTRY) == number), terms, context)
            for number, terms in enumerate(entries)
        )

    def along(slot: Slot) -> Judge:
        return lambda frame: _judge_slot(frame, slot, context)

    slots = _slots(entries, context)
    caps = [along(slot) for slot in slots if not _any(slot).name]
    waits = [along(slot) for slot in slots if _any(slot).name]
    marks = []
    for judge in (each(judge_claims), *caps, each(await_draw), *waits):
        marks.append(judge(judged))
        judged = marked(judged, marks[-1])
    return judged, marks


def _any(slot: Slot) -> Limit:
    return next(iter(slot.values()))


def _slots(entries: Sequence[Terms], context: Context) -> list[dict[int, Limit]]:
    """Put together the limits of one name, in the order in which they are asked."""
    slots: dict[tuple[EligibilityReason, str], dict[int, Limit]] = {}
    for number, terms in enumerate(entries):
        for limit in limits_of(terms, context):
            slots.setdefault((limit.reason, limit.name or ""), {})[number] = limit
    order = list(EligibilityReason)
    return [slots[key] for key in sorted(slots, key=lambda key: order.index(key[0]))]


def _judge_slot(judged: pl.DataFrame, slot: Slot, context: Context) -> pl.DataFrame:
    """Mark those that do not pass a limit, each held to its own entry's."""
    numbers = judged[ENTRY].unique()
    stated = [number for number in slot if number in numbers]
    if not stated:
        return no_marks()
    one = slot[stated[0]]
    if len(stated) == numbers.len() and all(
        _says(slot[number]) == _says(one) for number in stated
    ):
        return judge_limit(judged, one, None, context)
    found: list[pl.DataFrame] = []
    done: list[int] = []
    for line in _lines(slot, stated):
        before = judged.filter(pl.col(ENTRY).is_in(done) & candidates())
        found.append(_along(judged, {n: slot[n] for n in line}, before))
        done += line
        judged = marked(judged, found[-1])
    return pl.concat(found)


def _says(limit: Limit) -> tuple[object, ...]:
    cell = None if limit.cell is None else limit.cell.meta.serialize(format="json")
    return (limit.most, limit.keys, limit.queue, limit.money, limit.seed, cell)


def _lines(slot: Slot, stated: Sequence[int]) -> list[list[int]]:
    """Put entries into one line where they queue alike; lots are drawn apart."""
    lines: dict[object, list[int]] = {}
    for number in stated:
        limit = slot[number]
        lines.setdefault((limit.keys, limit.queue, limit.seed), []).append(number)
    return list(lines.values())


def _along(judged: pl.DataFrame, slot: Slot, before: pl.DataFrame) -> pl.DataFrame:
    """Count off one line, sale by sale: limits that differ leave no shorter way."""
    limit = _any(slot)
    line = pl.concat(
        in_line(judged.lazy().filter(pl.col(ENTRY) == number), each).with_columns(
            pl.lit(number).alias(ENTRY), most=pl.lit(each.most, dtype=pl.Int64)
        )
        for number, each in slot.items()
    ).sort(limit.queue, nulls_last=True)
    taken: Counter[tuple[object, ...]] = Counter()
    if before.height:
        for *key, amount in tally(before, limit).select(*limit.keys, "taken").rows():
            taken[tuple(key)] = amount
    return as_marks(_beyond(line, limit, taken), limit.reason)


def _beyond(
    line: pl.DataFrame, limit: Limit, taken: Counter[tuple[object, ...]]
) -> pl.DataFrame:
    keys = line.select(limit.keys).rows() if limit.keys else [()] * line.height
    shut: set[tuple[object, ...]] = set()
    first: dict[tuple[object, ...], int] = {}
    waiting: Counter[tuple[object, ...]] = Counter()
    places, ranks, rivals = [], [], []
    told = line.select("takes", "most", ENTRY).rows()
    for place, (key, (takes, most, entry)) in enumerate(zip(keys, told, strict=True)):
        if (*key, entry) in shut or taken[key] + takes > most:
            shut.add((*key, entry))
            waiting[key] += 1
            places.append(place)
            ranks.append(waiting[key])
            rivals.append(first.get(key))
        else:
            taken[key] += takes
            first.setdefault(key, place)
    beyond = line[places] if places else line.clear()
    if limit.names_rival:
        at = pl.Series(rivals, dtype=pl.Int64)
        return beyond.with_columns(
            rival_sale_id=line["sale_id"].gather(at),
            rival_row_hash=line["row_hash"].gather(at),
        )
    if limit.name is None:
        return beyond
    names = (pl.lit("@") + pl.col(key).cast(pl.String) for key in limit.keys)
    return beyond.with_columns(
        waits_for=pl.concat_str(pl.lit(limit.name), *names),
        waitlist_rank=pl.Series(ranks, dtype=pl.Int64),
    )
