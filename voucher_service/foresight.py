"""The commands that look ahead: other terms on the same sales, and the last day."""

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


@foresight_app.command()
def forecast(
    campaign: CampaignArgument,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    backtest: Annotated[
        bool,
        typer.Option("--backtest", help="Try the model on every week held back."),
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """预测 · Foretell a campaign to its last day, with intervals; never an effect."""
    request = {
        "campaign": campaign,
        "as_of": as_of,
        "known_at": known_at,
        "backtest": backtest,
    }
    answer = operate_on(home, "forecast", request)
    print_answer(answer, as_json=as_json, lines=forecast_lines)


def forecast_lines(answer: dict[str, Any]) -> list[str]:
    """Give the figures foretold, what was assumed, and how such forecasts did."""
    day, last_day = answer["as_of"], answer["last_day"]
    lines = [
        *(["【合成数据 synthetic data】"] if answer["synthetic"] else []),
        f"【{answer['label']['zh']}】{answer['campaign']}：截至 / as of {day}，"
        f"至 / to {last_day}",
        answer["statement"]["zh"],
        answer["statement"]["en"],
    ]
    if answer["refusal"]:
        return [*lines, answer["refusal"]["zh"], answer["refusal"]["en"]]
    lines += [
        _foretold_line(answer[name], title, unit)
        for name, title, unit in _FORETOLD
        if answer[name]
    ]
    lines += [_run_out_line(each) for each in answer["runs_out"]]
    lines += [f"  {note['zh']}\n  {note['en']}" for note in answer["notes"]]
    return lines + _making_lines(answer["making"])


_FORETOLD = (
    ("cars", "计入销量 / cars counted", "台"),
    ("demand", "符合条款 / cars that meet the terms", "台"),
    ("sales_fen", "销售额 / sales", "元"),
    ("vouchers_fen", "消费券 / vouchers", "元"),
)


def _foretold_line(told: dict[str, Any], title: str, unit: str) -> str:
    def said(value: int) -> str:
        return _yuan(value) if unit == "元" else f"{value:,}"

    bounds = "；".join(
        f"{each['level']}% {said(each['low'])}–{said(each['high'])}"
        for each in told["intervals"]
    )
    return (
        f"  {title}：{said(told['median'])} {unit}（{bounds}；"
        f"已有 / so far {said(told['so_far'])}）"
    )


def _run_out_line(told: dict[str, Any]) -> str:
    limit = f"{told['label']['zh']} / {told['label']['en']}"
    if told["already"]:
        return f"  {limit}：已用完 / nothing is left"
    days = "；".join(
        f"{each['level']}% {each['first'] or '—'} … {each['last'] or '—'}"
        for each in told["intervals"]
    )
    return (
        f"  {limit} 用完日 / runs out：{told['median'] or '—'}（{days}；"
        f"{told['percent']}% 的路径用完 / of paths）"
    )


def _making_lines(making: dict[str, Any]) -> list[str]:
    lines = [
        f"  {making['words']['zh']}",
        f"  {making['words']['en']}",
        f"  {making['first_day_used']} … {making['last_day_used']}："
        f"{making['days_used']} 天 / days used，{making['days_ahead']} 天 / ahead；"
        f"离散 / dispersion {making['dispersion']}，遗忘 / discount "
        f"{making['discount']}，加宽 / widened × {making['widened']}，种子 / seed "
        f"{making['seed']}",
        "  回测 / back-test：天数 days | 次数 tests | 覆盖率 covered 50 80 95 % | "
        "误差 error % | 偏差 bias %",
    ]
    for row in making["backtest"]:
        covered = " ".join(f"{share:.0f}" for share in row["covered"].values())
        lines.append(
            f"  {row['days_ahead']} | {row['tests']} | {covered} | "
            f"{_share(row['error_percent'])} | {_share(row['bias_percent'])}"
        )
        lines += [
            f"    {each['words']['zh']} / {each['words']['en']}：{each['tests']} | "
            f"{_share(each['error_percent'])} | {_share(each['bias_percent'])}"
            f"（模型 / model {_share(each['model_percent'])}）"
            for each in row["baselines"]
        ]
    return lines


def _share(percent: float | None) -> str:
    return (
        "—"
        if percent is None
        else f"{percent:+.1f}"
        if percent < 0
        else f"{percent:.1f}"
    )


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
