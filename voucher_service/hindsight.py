"""The commands that look back: at what was known before, and at earlier years."""

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
)

SinceOption = Annotated[
    str | None,
    typer.Option(
        "--from",
        help="The earlier instant, e.g. 2023-01-11T09:00:00+08:00; by default the end"
        " of the business day before, or the campaign's opening.",
    ),
]
_UntilOption = Annotated[
    str | None,
    typer.Option("--to", help="The later instant; by default the last commit."),
]


_ViewOption = Annotated[
    str | None,
    typer.Option(
        "--view", help="gregorian, festival or nearest-festival; all by default."
    ),
]


def bridge(
    campaign: CampaignArgument,
    since: SinceOption = None,
    until: _UntilOption = None,
    as_of: AsOfOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """变化由来 · Tell cause by cause what changed the totals between two instants."""
    request = {"campaign": campaign, "since": since, "until": until, "as_of": as_of}
    print_answer(
        operate_on(home, "bridge", request), as_json=as_json, lines=bridge_lines
    )


def compare(
    campaign: CampaignArgument,
    as_of: AsOfOption = None,
    known_at: KnownAtOption = None,
    view: _ViewOption = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """同期对比 · Hold the campaign's window so far against earlier years."""
    request = {
        "campaign": campaign,
        "as_of": as_of,
        "known_at": known_at,
        "view": view,
    }
    print_answer(
        operate_on(home, "compare", request), as_json=as_json, lines=comparison_lines
    )


def comparison_lines(comparison: dict[str, Any]) -> list[str]:
    """Give the window, then each view with its base, and its changes or refusal."""
    lines = ["【合成数据 synthetic data】"] if comparison["synthetic"] else []
    lines.append(f"{comparison['campaign']} · 数据截至 / as of {comparison['as_of']}")
    windows = [view["current"] for view in comparison["views"] if view["current"]]
    for window in windows[:1]:  # of every view it is the same one
        lines += _window_lines("本期 window", window)
    for view in comparison["views"]:
        lines += _view_lines(view)
    return lines


def _view_lines(view: dict[str, Any]) -> list[str]:
    lines = [f"【{view['name']['zh']} · {view['name']['en']}】"]
    if view["base"]:
        lines += _window_lines("基期 base", view["base"])
    said = [each["sentence"] for each in view["changes"]]
    said += [
        view[part]["sentence"] for part in ("like_for_like", "refusal") if view[part]
    ]
    for sentence in (*said, *view["warnings"]):
        lines += [f"  {sentence['zh']}", f"  {sentence['en']}"]
    return lines


def _window_lines(name: str, window: dict[str, Any]) -> list[str]:
    return [
        f"{name} {window['start']}…{window['end']}（D{window['start_offset']:+d}…"
        f"D{window['end_offset']:+d}）· {window['days']} 天 days · "
        f"{window['working_days']} 个工作日 working days",
        *(f"  · {_event(event)}" for event in window["events"]),
    ]


def _event(event: dict[str, Any]) -> str:
    start, end = event["start"], event["end"]
    days = start if start == end else f"{start}…{end}"
    doubt = "" if event["certain"] else "（据报道 as reported）"
    return f"{days} {event['name']['zh']} {event['name']['en']}{doubt}"


def bridge_lines(bridge: dict[str, Any]) -> list[str]:
    """Give both ends, what each cause comes to, and every line."""
    lines = ["【合成数据 synthetic data】"] if bridge["synthetic"] else []
    lines.append(f"{bridge['campaign']} · 数据截至 / as of {bridge['as_of']}")
    lines.append(_end("起 / from", bridge["before"]))
    lines += [
        f"  {cause['name']['zh']} {cause['name']['en']}：{cause['sales']} 笔 sales · "
        f"{_figures(cause)}"
        for cause in bridge["causes"]
    ]
    lines.append(_end("止 / to", bridge["after"]))
    lines.append(f"变化 / difference：{_figures(bridge)}")
    for line in bridge["lines"]:
        lines.append(f"{line['recorded_at']} {line['command']}{_file(line)}")
        lines += [f"  {line['sentence']['zh']}", f"  {line['sentence']['en']}"]
    return lines


def _end(name: str, end: dict[str, Any]) -> str:
    from voucher_service.model.money import yuan_text

    return (
        f"{name} {end['known_at']}：{end['cars_sold']} 台 cars · 销售额 sales "
        f"{yuan_text(end['sales_fen'])} 元 · 消费券 vouchers "
        f"{yuan_text(end['vouchers_fen'])} 元"
    )


def _figures(part: dict[str, Any]) -> str:
    cars, sales, vouchers = part["cars"], part["sales_fen"], part["vouchers_fen"]
    return (
        f"{_signed(cars, str(cars))} 台 cars · 销售额 sales {_yuan(sales)} 元 · "
        f"消费券 vouchers {_yuan(vouchers)} 元"
    )


def _yuan(fen: int) -> str:
    from voucher_service.model.money import yuan_text

    return _signed(fen, yuan_text(fen))


def _signed(amount: int, text: str) -> str:
    return f"+{text}" if amount > 0 else text


def _file(line: dict[str, Any]) -> str:
    if line["file"] is None:
        return ""
    dealers = "、".join(line["dealers"])
    return f" · {line['file']}" + (f"（{dealers}）" if dealers else "")
