"""Terms whose parts are each well written can still contradict each other."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from voucher_service.campaigns.example_facts import example_faults
from voucher_service.campaigns.money_contradictions import money_contradictions
from voucher_service.campaigns.part_contradictions import part_contradictions
from voucher_service.campaigns.terms import Campaign, Terms
from voucher_service.campaigns.yaml_document import Path
from voucher_service.campaigns.yaml_faults import Contradiction
from voucher_service.model.text import Text


def contradictions(campaign: Campaign) -> tuple[Contradiction, ...]:
    """Give all that contradicts itself in a campaign, entry by entry."""
    return (
        *_order(campaign),
        *_one_seed(campaign),
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


def early_amendments(campaign: Campaign) -> Iterator[Contradiction]:
    """Give the amendments that leave an entry before them without a sale."""
    first = campaign.first_day
    entries = zip(campaign.terms, campaign.terms[1:], strict=False)
    for number, (before, entry) in enumerate(entries, start=1):
        if before.effective_from < entry.effective_from <= first:
            yield Contradiction(
                ("terms", number, "effective_from"),
                Text(
                    zh=f"修订自 {entry.effective_from} 生效，不晚于首个销售日 {first}，"
                    "以前的条目不适用于任何销售",
                    en=f"the amendment takes effect on {entry.effective_from}, not "
                    f"after the first day of sales {first}: the entry before it would "
                    "hold for no sale",
                ),
                Text(
                    zh="修订的生效日须晚于首个销售日；未开始的活动直接改原条目",
                    en="let it take effect after the first day of sales; before they "
                    "begin, change the entry itself",
                ),
            )


def _one_seed(campaign: Campaign) -> Iterator[Contradiction]:
    seeds: dict[str, int] = {}
    for number, terms in enumerate(campaign.terms):
        seed = terms.allocation.seed_sha256
        if seed is not None and seeds.setdefault(seed, number) != number:
            yield Contradiction(
                ("terms", number, "allocation", "seed_sha256"),
                Text(
                    zh=f"第 {seeds[seed] + 1} 条已用此种子哈希，抽取结果可以预知",
                    en=f"entry {seeds[seed] + 1} has this hash of a seed already: the "
                    "draw could be foreseen",
                ),
                Text(
                    zh="由 voucher-service lottery commit 另生成一个种子",
                    en="make another seed by voucher-service lottery commit",
                ),
            )


def _within(terms: Terms) -> Iterator[Contradiction]:
    yield from money_contradictions(terms)
    yield from part_contradictions(terms)
    yield from _allocation(terms)
    yield from _days(terms)
    yield from _buyers(terms)


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
    signed = terms.windows.contract.start
    if signed is not None and signed > window.end:
        yield Contradiction(
            ("windows", "contract", "from"),
            Text(
                zh=f"合同（订单）最早 {signed}，晚于销售期截止日 {window.end}，"
                "没有销售能够满足",
                en=f"contracts from {signed} are later than the last day of sales "
                f"{window.end}: no sale could meet it",
            ),
            Text(zh="更正日期", en="correct the day"),
        )


def _buyers(terms: Terms) -> Iterator[Contradiction]:
    if terms.buyer.kinds == ("company",) and terms.buyer.age.is_stated:
        yield Contradiction(
            ("buyer", "age"),
            Text(
                zh="购车人只限单位，单位没有年龄，没有销售能够满足",
                en="only organisations may buy, and they have no age: no sale could "
                "meet it",
            ),
            Text(
                zh="去掉 age，或在 kinds 补上 person",
                en="leave out age, or add person to kinds",
            ),
        )


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
