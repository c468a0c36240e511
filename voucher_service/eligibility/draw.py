"""A draw as it is published, and its proof by plain counting."""

import hashlib
from collections import Counter, defaultdict

import polars as pl

from voucher_service.campaigns.terms import Terms
from voucher_service.eligibility.amounts import amount_fen, tier_name
from voucher_service.eligibility.judging import Context
from voucher_service.eligibility.limits import Limit, limits_of
from voucher_service.model.draw_reports import DrawEntry, DrawLimit, DrawRecord
from voucher_service.model.kinds import Outcome
from voucher_service.model.text import Text

_DRAWN = (Outcome.ELIGIBLE.value, Outcome.WAITLISTED.value)


def draw_entries(
    sales: pl.DataFrame, decisions: pl.DataFrame, terms: Terms, seed: str
) -> tuple[tuple[DrawLimit, ...], tuple[DrawEntry, ...]]:
    """Give the limits of a draw and its entries, the lowest number first.

    ``sales`` is a frame of KnownSale, ``decisions`` has sale_id, terms_version,
    outcome, amount_fen, tier and waits_for. Entries are the sales under these terms
    that pass everything else.
    """
    limits = [limit for limit in limits_of(terms, Context(seed=seed)) if limit.name]
    own = pl.col("terms_version") == terms.version
    decided = sales.join(decisions.drop("version", strict=False), on="sale_id")
    decided = decided.with_columns(queue_day="sold_on")
    others = decided.filter("eligible", ~own).with_columns(earns="amount_fen")
    frame = (
        decided.filter(pl.col("outcome").is_in(_DRAWN), own)
        .with_columns(tier=tier_name(terms))
        .with_columns(earns=amount_fen(terms))
        .select(
            "sale_id",
            "outcome",
            "waits_for",
            "earns",
            *(_group(limit).alias(f"in {limit.name}") for limit in limits),
        )
    )
    entries = [
        DrawEntry(
            sale_id=row["sale_id"],
            draw=_number(seed, row["sale_id"]),
            amount_fen=row["earns"],
            groups={
                str(limit.name): row[f"in {limit.name}"]
                for limit in limits
                if row[f"in {limit.name}"] is not None
            },
            outcome=row["outcome"],
            waits_for=row["waits_for"],
        )
        for row in frame.to_dicts()
    ]
    told = tuple(
        DrawLimit(
            name=str(limit.name),
            most=limit.most,
            money=limit.money,
            taken=_taken(others, limit),
        )
        for limit in limits
    )
    return told, tuple(sorted(entries, key=lambda entry: (entry.draw, entry.sale_id)))


def _taken(others: pl.DataFrame, limit: Limit) -> dict[str, int]:
    """Add up what sales under other entries took, group by group."""
    grouped = others.group_by(group=_group(limit)).agg(limit.sum_taken.alias("taken"))
    found = grouped.drop_nulls("group").sort("group").select("group", "taken")
    return dict(found.rows())


def _group(limit: Limit) -> pl.Expr:
    """Name the group in which a limit counts a sale; null where it does not bind it."""
    keys = (pl.lit("@") + pl.col(key).cast(pl.String) for key in limit.keys)
    name = pl.concat_str(pl.lit(limit.name), *keys)
    return name if limit.cell is None else pl.when(limit.cell).then(name)


def _number(seed: str, sale_id: str) -> str:
    return hashlib.sha256(f"{seed}:{sale_id}".encode()).hexdigest()


def proved(record: DrawRecord) -> list[Text]:
    """Draw again by the record's own seed and limits, and tell all that differs."""
    faults = [
        Text(
            zh=f"{entry.sale_id} 的号码不是 SHA-256(种子:编号)",
            en=f"the number of {entry.sale_id} is not SHA-256(seed:id)",
        )
        for entry in record.entries
        if entry.draw != _number(record.seed, entry.sale_id)
    ]
    twice = Counter(entry.sale_id for entry in record.entries)
    faults += [
        Text(zh=f"{name} 出现 {times} 次", en=f"{name} stands {times} times")
        for name, times in twice.items()
        if times > 1
    ]
    known = {limit.name for limit in record.limits}
    waits = _drawn_again(record)
    for entry in record.entries:
        expected = waits.get(entry.sale_id)
        drawn = Outcome.ELIGIBLE if expected is None else Outcome.WAITLISTED
        if (expected, drawn) != (entry.waits_for, entry.outcome):
            faults.append(_differs(entry, expected))
        if not entry.groups.keys() <= known:
            faults.append(_unknown_group(entry))
    return faults


def _unknown_group(entry: DrawEntry) -> Text:
    return Text(
        zh=f"{entry.sale_id} 所列的名额或预算不在本次抽取之内",
        en=f"{entry.sale_id} names a quota or budget that is none of this draw",
    )


def _drawn_again(record: DrawRecord) -> dict[str, str]:
    """Give what each entry that was not drawn waits for."""
    line = sorted(record.entries, key=lambda entry: _number(record.seed, entry.sale_id))
    waits: dict[str, str] = {}
    for limit in record.limits:
        taken: defaultdict[str, int] = defaultdict(int, limit.taken)
        for entry in line:
            group = entry.groups.get(limit.name)
            if group is None or entry.sale_id in waits:
                continue
            taken[group] += entry.amount_fen if limit.money else 1
            if taken[group] > limit.most:
                waits[entry.sale_id] = group
    return waits


def _differs(entry: DrawEntry, expected: str | None) -> Text:
    found = f"{entry.outcome.value} {entry.waits_for or ''}".rstrip()
    due = f"waitlisted {expected}" if expected else "eligible"
    return Text(
        zh=f"{entry.sale_id}：公布为 {found}，重算为 {due}",
        en=f"{entry.sale_id}: published as {found}, drawn again it is {due}",
    )
