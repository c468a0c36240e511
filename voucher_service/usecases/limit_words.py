"""What a budget, a quota or a part of the budget is called, by what its terms say."""

from collections import Counter
from decimal import Decimal

from voucher_service.campaigns.benefits import Tier
from voucher_service.campaigns.limits import Cell, Quota
from voucher_service.campaigns.terms import Terms
from voucher_service.campaigns.words import energies, yuan
from voucher_service.model.text import Text

BUDGET_TEXT = Text(zh="预算", en="Budget")
_PLACES = Text(zh="名额", en="Places")
_PART = Text(zh="分项预算", en="Part of the budget")
_PER = {
    "day": Text(zh="每日各计", en="each day"),
    "district": Text(zh="每区县各计", en="each district"),
    "dealer": Text(zh="每经销商各计", en="each dealer"),
}
_WAN = 10_000


def limit_label(terms: Terms, cell: Cell) -> Text:
    """Name a limit by the cars it is for; of one name, ids stand behind it."""
    alike = Counter(_label(terms, each).zh for each in _cells(terms))
    label = _label(terms, cell)
    if alike[label.zh] < 2:
        return label
    return Text(zh=f"{label.zh}（{cell.name}）", en=f"{label.en} ({cell.name})")


def _cells(terms: Terms) -> tuple[Cell, ...]:
    return (*terms.quotas, *terms.sub_budgets)


def _label(terms: Terms, cell: Cell) -> Text:
    kind = _PLACES if isinstance(cell, Quota) else _PART
    whose = _whose(terms, cell)
    zh = f"{kind.zh}：{whose.zh}" if whose.zh else kind.zh
    en = f"{kind.en}: {whose.en}" if whose.en else kind.en
    per = _PER.get(cell.per)
    if per is not None:
        zh, en = f"{zh}（{per.zh}）", f"{en} ({per.en})"
    return Text(zh=zh, en=en)


def _whose(terms: Terms, cell: Cell) -> Text:
    """Say which cars a limit is for; nothing where it is for all."""
    told = [energies(cell.kinds)] if cell.energy else []
    prices = [_prices(tier) for tier in terms.tiers if tier.name in cell.tiers]
    if prices:
        zh = dict.fromkeys(each.zh for each in prices)
        en = dict.fromkeys(each.en for each in prices)
        told.append(Text(zh="、".join(zh), en=", ".join(en)))
    return Text(
        zh="·".join(each.zh for each in told), en=", ".join(each.en for each in told)
    )


def _prices(tier: Tier) -> Text:
    first = tier.above_yuan if tier.at_least_yuan is None else tier.at_least_yuan
    last = tier.at_most_yuan if tier.below_yuan is None else tier.below_yuan
    if first is None and last is None:
        return Text(zh="各价位", en="any price")
    if last is None:
        return Text(zh=f"{_zh(first)}起", en=f"from {_en(first)}")
    if first is None:
        return Text(zh=f"{_zh(last)}以下", en=f"up to {_en(last)}")
    return Text(zh=f"{_zh(first)}至{_zh(last)}", en=f"{yuan(first)} to {_en(last)}")


def _zh(amount: Decimal | None) -> str:
    """Write yuan, in 万 where they are whole ones."""
    amount = amount or Decimal(0)
    if amount and amount % _WAN == 0:
        return f"{amount / _WAN:,.0f}万元"
    return f"{yuan(amount)}元"


def _en(amount: Decimal | None) -> str:
    return f"{yuan(amount or Decimal(0))} yuan"
