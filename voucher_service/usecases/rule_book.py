"""The rule book tells every campaign's rules, sources, assumptions and examples."""

from collections.abc import Iterator
from typing import Any

from voucher_service.campaigns.example_facts import PRICE
from voucher_service.campaigns.sentences import sentences
from voucher_service.campaigns.terms import Campaign, Example, Terms
from voucher_service.campaigns.values import Source
from voucher_service.campaigns.words import yuan
from voucher_service.usecases.list_terms import catalogue

_PREFACE = """\
# 规则手册 · The rule book

本手册由程序打印（`voucher-service terms book`），所列活动确实办过；规则以公布者为准。
来源未写明而不得不假定的，逐条列在“假定”下；金额多取自转载，视为已公布，不是规则原文；
网址按记录所载，可能不全。例子逐条由程序核对：不符即不能发布。

Printed by the program (`voucher-service terms book`). The campaigns were really run;
what their publishers say stands. Whatever our sources do not state and had to be
assumed is listed as such. Amounts were mostly taken from reposts, whose addresses are
as we noted them down and may be incomplete. The program holds every example against
the rules, and is not released where one does not come out.
"""


def rule_book() -> str:
    """Give the rule book of the catalogue as Markdown."""
    campaigns = catalogue()
    lines = [_PREFACE]
    lines += [f"- [{each.name.zh} · {each.name.en}](#{each.id})" for each in campaigns]
    for campaign in campaigns:
        lines += ["", *_chapter(campaign)]
    return "\n".join(lines) + "\n"


def _chapter(campaign: Campaign) -> Iterator[str]:
    yield f'<a id="{campaign.id}"></a>'
    yield ""
    yield f"## {campaign.name.zh} · {campaign.name.en}"
    yield ""
    yield f"- 编号 / id: `{campaign.id}`"
    yield f"- 地区 / area: {campaign.area}"
    yield f"- 主办 / sponsors: {'；'.join(str(each) for each in campaign.sponsors)}"
    if campaign.banks:
        banks = "；".join(str(bank.name) for bank in campaign.banks)
        yield f"- 银行 / banks: {banks}"
    for source in campaign.sources:
        yield f"- 出处 / source: {_source(source)}"
    if campaign.incomplete is not None:
        yield f"- **尚不能启用 / not ready to run**：{campaign.incomplete}"
    for number, terms in enumerate(campaign.terms, start=1):
        yield ""
        yield from _entry(campaign, terms, number)
    yield from _assumptions(campaign)
    yield from _examples(campaign)


def _entry(campaign: Campaign, terms: Terms, number: int) -> Iterator[str]:
    count = f" {number}/{len(campaign.terms)}" if len(campaign.terms) > 1 else ""
    yield f"### 条款 / terms{count} · {terms.effective_from} · `{terms.version}`"
    yield ""
    if terms.source is not None:
        yield f"修订出处 / source of the amendment: {_source(terms.source)}"
        yield ""
    for each in sentences(terms):
        yield f"- `{each.rule}` {each.text.zh} {each.text.en}"


def _source(source: Source) -> str:
    told = [source.title, source.publisher]
    if source.published_on is not None:
        told.append(str(source.published_on))
    if source.url is not None:
        told.append(f"<{source.url}>")
    summary = f" — {source.summary}" if source.summary else ""
    return " · ".join(told) + summary


def _assumptions(campaign: Campaign) -> Iterator[str]:
    if not campaign.assumptions:
        return
    yield ""
    yield "### 假定 / assumed"
    yield ""
    for each in campaign.assumptions:
        yield f"- `{each.field}` {each.zh} {each.en}"


def _examples(campaign: Campaign) -> Iterator[str]:
    if not campaign.examples:
        return
    yield ""
    yield "### 例子 / examples"
    yield ""
    yield "| 例子 / example | 不同之处 / facts | 结果 / outcome |"
    yield "|---|---|---|"
    for example in campaign.examples:
        facts = "<br>".join(
            f"`{name}` {_fact(name, value)}" for name, value in example.sale.items()
        )
        yield f"| {example.name.zh}<br>{example.name.en} | {facts} | {_told(example)} |"


def _fact(name: str, value: Any) -> str:  # noqa: ANN401
    if value is None:
        return "—"
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,.2f}" if name == PRICE else str(value)


def _told(example: Example) -> str:
    if example.earns_yuan is not None:
        return f"{yuan(example.earns_yuan)} 元 yuan"
    return "<br>".join(f"`{reason}`" for reason in example.reasons)
