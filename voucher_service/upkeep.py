"""The commands that keep a home: prove it, copy it, and bring a copy back."""

import os
from pathlib import Path
from typing import Annotated, Any

import typer

from voucher_service.invocation import (
    HomeOption,
    JsonOption,
    operate_on,
    print_answer,
    settings_of,
)

JsonObject = dict[str, Any]


def audit(
    accept_losses: Annotated[
        bool,
        typer.Option(
            "--accept-losses", help="Take note of what was lost, so that it is settled."
        ),
    ] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """审计 · Prove the home by its own rows and log; 1 if something is wrong."""
    report = operate_on(home, "audit", {"accept": accept_losses})
    print_answer(report, as_json=as_json, lines=audit_lines)
    _end(report)


def backup(
    directory: Annotated[Path, typer.Argument(help="A directory that is not there.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """备份 · Copy the home while the service runs, and audit the copy."""
    from voucher_service.usecases.back_up import BackupBegun, finish_backup

    folder = directory.absolute()
    begun = operate_on(home, "backup", {"directory": str(folder)}, quiet=True)
    os.nice(10)  # what is left to do here is nothing a bank should wait for
    made = finish_backup(
        folder,
        BackupBegun.model_validate(begun),
        settings_of(home).opening().sql / "audits",
    )
    answer = made.model_dump(mode="json")
    print_answer(answer, as_json=as_json, lines=_backup_lines)
    _end(answer["audit"])


def restore(
    directory: Annotated[Path, typer.Argument(help="What backup has made.")],
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """恢复 · Make a new home of a backup, and audit it."""
    from voucher_service.console import clock
    from voucher_service.usecases.restore_backup import restore_backup

    opening = settings_of(home).opening()
    restored = restore_backup(directory.absolute(), opening, clock)
    answer = restored.model_dump(mode="json")
    print_answer(answer, as_json=as_json, lines=_restore_lines)
    _end(answer["audit"])


def _end(report: JsonObject) -> None:
    from voucher_service.console import DONE, REFUSED

    raise typer.Exit(DONE if report["clean"] else REFUSED)


def audit_lines(report: JsonObject) -> list[str]:
    """Give what an audit found, in both languages."""
    verdict = "无异常 · all clean" if report["clean"] else "有异常 · SOMETHING IS WRONG"
    lines = [
        f"审计 {report['audits']} 项，用时 {report['seconds']} 秒：{verdict}"
        f"（{report['audits']} audits in {report['seconds']} s）"
    ]
    for finding in report["findings"]:
        lines.append(
            f"✗ {finding['audit']}：{finding['rows']} 行 rows · {finding['looks_for']}"
        )
        lines += [f"    {_row(row)}" for row in finding["first"]]
    log = report["log"]
    if log["sound"]:
        lines.append(
            f"日志完整 · the log is whole: {log['entries']} 条 entries, {log['head']}"
        )
    else:
        lines.append(
            f"✗ 日志从第 {log['broken_at']} 条起与写入时不符：{log['why']['zh']} / "
            f"the log is not as written from entry {log['broken_at']} on:"
            f" {log['why']['en']}"
        )
    lines += [line for loss in report["losses"] for line in loss_lines(loss)]
    if report["accepted"]:
        lines.append(
            f"已确认 {report['accepted']} 次缺失 / took note of"
            f" {report['accepted']} losses"
        )
    return lines


def _row(row: JsonObject) -> str:
    return " ".join(f"{name}={value}" for name, value in row.items())


def loss_lines(loss: JsonObject) -> list[str]:
    """Give what one opening of the home found missing."""
    sign = "✗" if loss["grave"] and loss["accepted_at"] is None else "·"
    cut, kept = loss["cut_bytes"], loss["kept_as"]
    lines = []
    if cut:
        lines.append(
            f"{sign} {loss['found_at']}：数据库日志尾部残缺，"
            f"保留 {loss['whole_commits']} 次完整提交，截下 {cut} 字节存于 {kept} /"
            " the database's log was torn:"
            f" {loss['whole_commits']} whole commits kept, {cut} bytes cut off"
        )
    if loss["grave"]:
        until, known = loss["found_until"], loss["missing_until"]
        span_zh = f"，数据止于 {until}，缺至 {known}" if known else ""
        span_en = f": it ends at {until}, and went on to {known}" if known else ""
        lines.append(
            f"{sign} {loss['found_at']}：已答复的提交缺失{span_zh} / commits that had"
            f" been answered are missing{span_en}"
        )
        if loss["accepted_at"] is None:
            lines.append(
                "  处理：与银行对账并从备份核对后，执行 voucher-service audit"
                " --accept-losses / remedy: reconcile with the banks and the last"
                " backup, then take note by audit --accept-losses"
            )
    else:
        lines.append("  其中没有已答复的请求 / nothing answered was among it")
    return lines


def _backup_lines(answer: JsonObject) -> list[str]:
    manifest = answer["manifest"]
    size = sum(file["bytes"] for file in manifest["files"].values())
    return [
        f"{answer['directory']}：{size} 字节，写入暂停 {manifest['held_seconds']} 秒 /"
        f" {size} bytes; writing waited {manifest['held_seconds']} s",
        f"数据截至 / data version: {manifest['data_version']}",
        *audit_lines(answer["audit"]),
    ]


def _restore_lines(answer: JsonObject) -> list[str]:
    manifest = answer["manifest"]
    return [
        f"{answer['home']}：已恢复 {manifest['made_at']} 的备份 / restored the backup"
        f" of {manifest['made_at']}",
        f"数据截至 / data version: {manifest['data_version']}",
        *audit_lines(answer["audit"]),
    ]
