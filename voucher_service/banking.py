"""The commands about banks: their statements, and where their events are sent."""

from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    HomeOption,
    JsonOption,
    operate_on,
    print_answer,
    write_document,
)

webhook_app = typer.Typer(
    help="事件推送 · Where banks' events are sent.", no_args_is_help=True
)


def statement(
    day: Annotated[str, typer.Argument(help="The day, e.g. 2023-01-10.")],
    bank: Annotated[str, typer.Option(help="The bank's id.")],
    out: Annotated[Path, typer.Option(help="FILE.csv.")],
    encoding: Annotated[str, typer.Option(help="utf-8 or gb18030.")] = "utf-8",
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """日对账单 · Write a bank's statement of a day that is over."""
    request = {"day": day, "bank": bank, "encoding": encoding}
    document = operate_on(home, "statement", request)
    write_document(document, out, as_json=as_json)


@webhook_app.command("add")
def webhook_add(
    bank: Annotated[str, typer.Option(help="The bank's id.")],
    url: Annotated[str, typer.Option(help="Its http or https address.")],
    since: Annotated[
        str | None,
        typer.Option("--from", help="The first event to send; by default the next."),
    ] = None,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """登记推送地址 · Have a bank's events sent to an address, signed with its key."""
    request = {"bank": bank, "url": url, "from": since}
    answer = operate_on(home, "webhook-add", request)
    print_answer(answer, as_json=as_json, lines=_one)


@webhook_app.command("list")
def webhook_list(home: HomeOption = None, as_json: JsonOption = False) -> None:
    """推送地址列表 · List the addresses and how far each stands."""
    print_answer(
        operate_on(home, "webhook-list", {}),
        as_json=as_json,
        lines=lambda all_of_them: [_line(each) for each in all_of_them],
    )


@webhook_app.command("remove")
def webhook_remove(
    endpoint: Annotated[str, typer.Argument(help="Its id, e.g. whk_….")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """停止推送 · Send nothing more to an address."""
    answer = operate_on(home, "webhook-remove", {"endpoint": endpoint})
    print_answer(answer, as_json=as_json, lines=_one)


@webhook_app.command("send-again")
def webhook_send_again(
    endpoint: Annotated[str, typer.Argument(help="Its id, e.g. whk_….")],
    since: Annotated[
        str, typer.Option("--from", help="The first event to send again, evt_….")
    ],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """重新推送 · Send events again from one on; a stopped address goes on."""
    request = {"endpoint": endpoint, "from": since}
    answer = operate_on(home, "webhook-send-again", request)
    print_answer(answer, as_json=as_json, lines=_one)


def _one(endpoint: dict[str, Any]) -> list[str]:
    return [_line(endpoint)]


def _line(endpoint: dict[str, Any]) -> str:
    states = {
        "active": "正常 active",
        "failing": "重试中 failing",
        "stopped": "已停 stopped",
    }
    told = [
        endpoint["id"],
        endpoint["bank"],
        endpoint["url"],
        states[endpoint["state"]],
        endpoint["last_event"] or "-",
    ]
    error = endpoint["last_error"]
    if error is not None:
        told.append(f"{error['zh']} {error['en']}")
    if endpoint["next_try_at"] is not None:
        told.append(f"下次 next {endpoint['next_try_at']}")
    return "\t".join(told)
