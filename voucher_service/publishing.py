"""The command that publishes the analysts' database, and lists what is kept."""

from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    HomeOption,
    JsonOption,
    operate_on,
    print_answer,
)

JsonObject = dict[str, Any]


def publish(
    list_them: Annotated[
        bool, typer.Option("--list", help="List the publications that are kept.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Write it though nothing has changed.")
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """发布分析库 · Publish the analysts' database, also while the service runs."""
    if list_them:
        found = operate_on(home, "publications", {}, quiet=True)
        print_answer(found, as_json=as_json, lines=_list_lines)
    else:
        made = operate_on(home, "publish", {"anew": anew})
        print_answer(made, as_json=as_json, lines=_lines)


def _lines(made: JsonObject) -> list[str]:
    told = made["publication"]
    state = "已发布 · published" if made["written"] else "已是最新 · up to date"
    lines = [f"{state}：{made['file']}", _line(told)]
    rows = told["tables"]
    lines.append(
        f"表 {len(rows)} 张，{sum(rows.values())} 行"
        f"（{len(rows)} tables, {sum(rows.values())} rows）"
    )
    if told["synthetic"]:
        lines.append("含合成数据 · it holds made-up data")
    return lines


def _list_lines(found: JsonObject) -> list[str]:
    lines = [_line(each) for each in found["publications"]]
    return lines or ["还没有发布过 · nothing has been published yet"]


def _line(told: JsonObject) -> str:
    return (
        f"数据截至 {told['as_of'] or '—'}，入库截至 {told['known_at']}，"
        f"{told['bytes']} 字节 bytes，SHA-256 {told['sha256'][:12]}"
    )
