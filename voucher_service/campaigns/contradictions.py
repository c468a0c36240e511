"""Terms whose parts are each well written can still contradict each other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

from voucher_service.campaigns.benefits import Tier
from voucher_service.campaigns.example_facts import example_faults
from voucher_service.campaigns.limits import Cell
from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.campaigns.yaml_document import Path
from voucher_service.campaigns.yaml_faults import Contradiction
from voucher_service.model.money import yuan_text
from voucher_service.model.text import Text


def contradictions(campaign: Campaign) -> tuple[Contradiction, ...]:
    """Give all that contradicts itself in a campaign, entry by entry."""
    return (
        *_order(campaign),
        *(
            replace(found, path=("terms", number, *found.path))
            for number, terms in enumerate(campaign.terms)
            for found in (*_within(terms), *_excludes_itself(campaign, terms))
        ),
        *example_faults(campaign.examples),
    )


def _order(campaign: Campaign) -> Iterator[Contradiction]:
    for number, (before, entry) in enumerate(
        zip(campaign.terms, campaign.terms[1:], strict=False), start=1
    ):
        if entry.effective_from <= before.effective_from:
            yield Contradiction(
                ("terms", number, "effective_from"),
                Text(
                    zh=f"修订的生效日 {entry.effective_from} 不晚于前一条的"
                    f" {before.effective_from}",
                    en=f"the amendment takes effect on {entry.effective_from}, not "
                    f"after the entry before it ({before.effective_from})",
                ),
                Text(
                    zh="修订按生效日先后排列，且晚于活动开始；不改动以前的条目",
                    en="list amendments by their day, each after the campaign's start; "
                    "entries of the past stay as they are",
                ),
            )


def _within(terms: Terms) -> Iterator[Contradiction]:
    yield from _amount(terms)
    yield from _pieces(terms)
    yield from _tiers(terms)
    for field in ("tiers", "bonuses", "quotas", "sub_budgets"):
        yield from _names(field, [part.name for part in getattr(terms, field)])
    for field in ("quotas", "sub_budgets"):
        yield from _cells(terms, field, getattr(terms, field))
    yield from _money(terms)
    yield from _allocation(terms)
    yield from _days(terms)


def _amount(terms: Terms) -> Iterator[Contradiction]:
    if terms.voucher.face_yuan is None and not terms.tiers:
        yield Contradiction(
            ("voucher",),
            Text(
                zh="既没有面额 face_yuan，也没有分档 tiers，无法确定金额",
                en="neither face_yuan nor tiers say what a sale earns",
            ),
            Text(zh="补上 voucher.face_yuan 或 tiers", en="add one of the two"),
        )
    if terms.voucher.face_yuan is not None and terms.tiers:
        yield Contradiction(
            ("voucher", "face_yuan"),
            Text(
                zh="已有分档 tiers，不能再写统一面额 face_yuan",
                en="the tiers say what a sale earns; face_yuan says it again",
            ),
            Text(zh="去掉 face_yuan 或 tiers", en="leave out one of the two"),
        )


def _pieces(terms: Terms) -> Iterator[Contradiction]:
    voucher, piece = terms.voucher, terms.voucher.piece_fen
    path: Path = ("voucher", "piece_yuan")
    if piece is None:
        return
    if voucher.pieces_yuan:
        yield Contradiction(
            path,
            Text(
                zh="piece_yuan 与 pieces_yuan 只能写一个",
                en="state one of piece_yuan and pieces_yuan",
            ),
            Text(zh="去掉其中一个", en="leave out one of the two"),
        )
    parts = [voucher.face_fen, *(tier.amount_fen for tier in terms.tiers)]
    parts += [bonus.amount_fen for bonus in terms.bonuses]
    for fen in dict.fromkeys(fen for fen in parts if fen is not None and fen % piece):
        yield Contradiction(
            path,
            Text(
                zh=f"{yuan_text(fen)} 元不能分成每张 {voucher.piece_yuan} 元",
                en=f"{yuan_text(fen)} yuan cannot be split into pieces of "
                f"{voucher.piece_yuan}",
            ),
            Text(zh="更正面额或金额", en="correct the piece or the amount"),
        )


def _tiers(terms: Terms) -> Iterator[Contradiction]:
    for (_, one), (number, other) in combinations(enumerate(terms.tiers), 2):
        if _overlap(one, other):
            low = max(one.first_fen, other.first_fen)
            yield Contradiction(
                ("tiers", number),
                Text(
                    zh=f"档次 {other.name} 与 {one.name} 重叠：{yuan_text(low)}"
                    " 元同时属于两档",
                    en=f"the tiers {one.name} and {other.name} overlap:"
                    f" {yuan_text(low)} yuan lies in both",
                ),
                Text(
                    zh="写明边界归属：at_least_yuan/at_most_yuan 含本数，"
                    "above_yuan/below_yuan 不含",
                    en="say to which a bound belongs: at_least_yuan and at_most_yuan "
                    "include it, above_yuan and below_yuan do not",
                ),
            )
    for number, tier in enumerate(terms.tiers):
        if tier.last_fen < terms.price_floor_fen:
            yield Contradiction(
                ("tiers", number),
                Text(
                    zh=f"档次 {tier.name} 全部低于门槛 {terms.price_floor_yuan} 元",
                    en=f"the tier {tier.name} lies below the floor of "
                    f"{terms.price_floor_yuan} yuan",
                ),
                Text(zh="更正门槛或档次", en="correct the floor or the tier"),
            )


def _share(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two lists, of which an empty one names all, have a word in both."""
    return not one or not other or bool(set(one) & set(other))


def _overlap(one: Tier, other: Tier) -> bool:
    """Tell whether a car can lie in both of two tiers."""
    low = max(one.first_fen, other.first_fen)
    return (
        low <= min(one.last_fen, other.last_fen)
        and _share(one.kinds, other.kinds)
        and _share(one.old_fuel, other.old_fuel)
    )


def _names(field: str, names: Sequence[str]) -> Iterator[Contradiction]:
    for name, times in Counter(names).items():
        if times > 1:
            last = len(names) - 1 - list(reversed(names)).index(name)
            yield Contradiction(
                (field, last, "name"),
                Text(zh=f"名称 {name} 重复", en=f"the name {name} stands twice"),
                Text(zh="每项名称不同", en="give each its own name"),
            )


def _cells(terms: Terms, field: str, cells: Sequence[Cell]) -> Iterator[Contradiction]:
    known = tuple(tier.name for tier in terms.tiers)
    for number, cell in enumerate(cells):
        for place, name in enumerate(cell.tiers):
            if name not in known:
                yield Contradiction(
                    (field, number, "tiers", place),
                    Text(
                        zh=f"没有名为 {name} 的档次",
                        en=f"there is no tier named {name}",
                    ),
                    written=name,
                    choices=known,
                )


def _money(terms: Terms) -> Iterator[Contradiction]:
    budget = terms.budget_fen
    if budget is None:
        return
    least = least_amount(terms)
    if least > budget:
        yield _above_budget(
            ("budget_yuan",), "一张消费券", "one voucher", least, budget
        )
    needed = [quota.count * least_amount(terms, quota) for quota in terms.quotas]
    whole = [q.per == "campaign" for q in terms.quotas]
    if all(whole) and _apart(terms.quotas) and sum(needed) > budget:
        yield _above_budget(
            ("quotas",), "全部名额", "the quotas together", sum(needed), budget
        )
    else:
        for number, fen in enumerate(needed):
            if whole[number] and fen > budget:
                path: Path = ("quotas", number, "count")
                yield _above_budget(path, "该名额", "the quota", fen, budget)
    parts = [part.amount_fen for part in terms.sub_budgets]
    if _apart(terms.sub_budgets) and sum(parts) > budget:
        yield _above_budget(
            ("sub_budgets",), "分项资金合计", "the sub-budgets", sum(parts), budget
        )


def least_amount(terms: Terms, cell: Cell | None = None) -> int:
    """Give the least in fen that a sale of a cell surely earns, 0 for a mere share."""
    if not terms.tiers:
        return terms.voucher.face_fen or 0
    named = cell.tiers if cell and cell.tiers else [tier.name for tier in terms.tiers]
    amounts = [tier.amount_fen or 0 for tier in terms.tiers if tier.name in named]
    return min(amounts, default=0)


def _apart(cells: Sequence[Cell]) -> bool:
    """Tell whether no sale can lie in two of some cells."""
    return all(
        (one.tiers and other.tiers and not set(one.tiers) & set(other.tiers))
        or not _share(one.kinds, other.kinds)
        for one, other in combinations(cells, 2)
    )


def _above_budget(path: Path, zh: str, en: str, fen: int, budget: int) -> Contradiction:
    return Contradiction(
        path,
        Text(
            zh=f"{zh}至少需 {yuan_text(fen)} 元，超过预算 {yuan_text(budget)} 元",
            en=f"{en} need {yuan_text(fen)} yuan at least, above the budget of "
            f"{yuan_text(budget)} yuan",
        ),
        Text(zh="减少名额或提高预算", en="lower the quota or raise the budget"),
    )


def _allocation(terms: Terms) -> Iterator[Contradiction]:
    told = terms.allocation
    for field in ("seed_sha256", "entries_close"):
        stated = getattr(told, field) is not None
        if stated and told.method == "first_come":
            yield Contradiction(
                ("allocation", field),
                Text(
                    zh="先到先得不用抽取的种子和截止日",
                    en="first_come takes no seed and no day of close",
                ),
                Text(zh="去掉此字段，或改为 lottery", en="leave it out, or draw lots"),
            )
        if not stated and told.method == "lottery":
            yield Contradiction(
                ("allocation",),
                Text(zh=f"抽取须写明 {field}", en=f"a lottery states {field}"),
                Text(
                    zh="种子由 voucher-service lottery commit 生成，先公布其哈希",
                    en="voucher-service lottery commit makes a seed; publish its hash",
                ),
            )
    if told.method == "lottery" and not terms.is_limited:
        yield Contradiction(
            ("allocation",),
            Text(
                zh="没有名额也没有预算，无从抽取",
                en="without quota or budget there is nothing to draw for",
            ),
            Text(zh="补上 quotas 或 budget_yuan", en="add quotas or budget_yuan"),
        )


def _days(terms: Terms) -> Iterator[Contradiction]:
    window = terms.sales_window
    if terms.effective_from > window.end:
        yield _too_early(("sales_window", "to"), window.end, terms.effective_from)
    ends: list[tuple[Path, date | None]] = [
        (("windows", name, "to"), getattr(terms.windows, name).end)
        for name in ("registration", "application", "redemption")
    ]
    ends.append((("voucher", "valid_until"), terms.voucher.valid_until))
    ends.append((("allocation", "entries_close"), terms.allocation.entries_close))
    for path, end in ends:
        if end is not None and end < window.start:
            yield _too_early(path, end, window.start)


def _too_early(path: Path, end: date, start: date) -> Contradiction:
    return Contradiction(
        path,
        Text(
            zh=f"{end} 早于开始日 {start}，没有销售能够满足",
            en=f"{end} is before the start {start}: no sale could meet it",
        ),
        Text(zh="更正日期", en="correct the day"),
    )


def _excludes_itself(campaign: Campaign, terms: Terms) -> Iterator[Contradiction]:
    for number, excluded in enumerate(terms.excludes):
        if excluded.campaign == campaign.id:
            yield Contradiction(
                ("excludes", number, "campaign"),
                Text(zh="活动不能排斥自己", en="a campaign cannot exclude itself"),
                Text(zh="写另一个活动的编号", en="name another campaign"),
            )
