"""The command that asks what the same sales would come to under other terms."""

from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    AsOfOption,
    CampaignArgument,
    HomeOption,
    JsonOption,
    KnownAtOption,
    operate_on,
    print_answer,
    text_of,
)

foresight_app = typer.Typer()

_MOST_GROUPS = 12
_FIGURES = (
    ("cars_sold", "符合条件（台）", "eligible cars"),
    ("sales_fen", "销售额（元）", "sales (yuan)"),
    ("vouchers_fen", "消费券成本（元）", "cost of vouchers (yuan)"),
    ("mean_price_fen", "平均价格（元）", "mean price (yuan)"),
    ("waitlisted", "候补", "on the waiting list"),
    ("needs_review", "待人工认定", "wait for a person"),
    ("ineligible", "不符合", "not eligible"),
)
_GROUPS = (
    ("by_district", "按区县", "by district"),
    ("by_dealer", "按经销商", "by dealer"),
    ("by_price", "按价格", "by price"),
    ("by_energy", "按能源类型", "by energy"),
)


@foresight_app.command("what-if")
def what_if(
    campaign: CampaignArgument,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="KEY=VALUE",
            help="A value of the terms to try, e.g. price_floor_yuan=50000; 'none' "
            "unsets it. Can be given several times.",
        ),
    ] = None,
    terms: Annotated[
        str | None,
        typer.Option(help="Another campaign's terms: a YAML file or a shipped id."),
    ] = None,
    as_written: Annotated[
        bool,
        typer.Option(
            "--as-written", help="Fit nothing of the other terms to our sales."
        ),
    ] = False,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """试算条款 · Judge the same sales by other terms; nothing is changed."""
    if terms is not None and Path(terms).is_file():
        terms = text_of(Path(terms))
    request = {
        "campaign": campaign,
        "set": settings or [],
        "terms": terms,
        "as_written": as_written,
        "as_of": as_of,
        "known_at": known_at,
    }
    answer = operate_on(home, "what-if", request)
    print_answer(answer, as_json=as_json, lines=what_if_lines)


def what_if_lines(answer: dict[str, Any]) -> list[str]:
    """Give the two sets of terms side by side, and who gains and loses."""
    lines = [
        *(["【合成数据 synthetic data】"] if answer["synthetic"] else []),
        answer["statement"]["zh"],
        answer["statement"]["en"],
        f"{answer['campaign']}：截至 / as of {answer['as_of']}",
    ]
    lines += [f"  {key} = {value or 'none'}" for key, value in answer["set"].items()]
    if answer["terms"]:
        lines.append(f"  条款取自 / terms of {answer['terms']}")
    lines += [f"  {said['zh']} / {said['en']}" for said in answer["adapted"]]
    lines += [_unknown_line(fact) for fact in answer["unknown"]]
    lines += [_figure_line(answer, *figure) for figure in _FIGURES]
    lines += _gain_lines(answer)
    lines += [_reason_line(reason) for reason in answer["lost_reasons"]]
    for field, zh, en in _GROUPS:
        lines += _group_lines(answer[field], f"{zh} / {en}")
    return lines


def _gain_lines(answer: dict[str, Any]) -> list[str]:
    gained, lost = answer["cars_gained"], answer["cars_lost"]
    more, less = _yuan(answer["cost_gained_fen"]), _yuan(answer["cost_lost_fen"])
    return [
        f"增加 {gained} 台，减少 {lost} 台；多领 {more} 元，少领 {less} 元",
        f"{gained} cars gained, {lost} lost; {more} yuan more earned, {less} less",
    ]


def _unknown_line(fact: dict[str, Any]) -> str:
    name, count = fact["name"], f"{fact['sales']} / {fact['considered']}"
    return (
        f"  缺少“{name['zh']}”的销售：{count} 笔 / sales that lack the {name['en']}: "
        f"{count}"
    )


def _figure_line(answer: dict[str, Any], name: str, zh: str, en: str) -> str:
    today, other = answer["today"][name], answer["other"][name]
    change = answer["difference"][name]
    written = [_written(name, value) for value in (today, other, change)]
    sign = "+" if change is not None and change > 0 else ""
    return f"  {zh} / {en}: {written[0]} → {written[1]} ({sign}{written[2]})"


def _written(name: str, value: int | None) -> str:
    if value is None:
        return "—"
    return _yuan(value) if name.endswith("_fen") else str(value)


def _reason_line(reason: dict[str, Any]) -> str:
    said = reason["sentence"]
    return f"  {reason['code']}: {reason['cars']} · {said['zh']} / {said['en']}"


def _group_lines(groups: list[dict[str, Any]], title: str) -> list[str]:
    changed = [
        group
        for group in groups
        if group["cars_gained"] or group["cars_lost"] or _cost_change(group)
    ]
    lines = [title] if changed else []
    lines += [
        f"  {group['label']['zh']}：{group['cars_today']} → {group['cars_other']} 台，"
        f"成本 {_yuan(group['vouchers_today_fen'])} → "
        f"{_yuan(group['vouchers_other_fen'])} 元"
        for group in changed[:_MOST_GROUPS]
    ]
    untold = len(changed) - _MOST_GROUPS
    return lines + (
        [f"  还有 {untold} 组 / {untold} more: --json"] if untold > 0 else []
    )


def _cost_change(group: dict[str, Any]) -> int:
    return int(group["cost_gained_fen"] or group["cost_lost_fen"])


def _yuan(fen: int) -> str:
    from voucher_service.model.money import yuan_text

    return yuan_text(fen)
