"""The command that tells why totals are others now than they were."""

from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    AsOfOption,
    CampaignArgument,
    HomeOption,
    JsonOption,
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
